#include "common/base/shape.h"

#include "common/base/poison.h"

bool shape_seen(const struct shape *shape, const void *object, const char *field)
{
	const struct fields_seen *seen = (const void *)((const char *)object + shape->seen);

	for (size_t i = 0; i < shape->count; i++)
		if (strcmp(shape->fields[i].name, field) == 0)
			return seen->present >> i & 1;
	return false;
}
