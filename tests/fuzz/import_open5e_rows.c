/* Bytes as the rows of Open5e's own files, which are read together. */
#include "common/compendium/import_parts.h"

#include "common/base/poison.h"

static void take(struct import *im, const struct any *value)
{
	enum { ROWS = 64 };
	const struct any *rows[ROWS];
	size_t count = 0;

	for (; value && count < ROWS; value = value->next)
		if (any_is(any_get(value, "model"), ANY_TEXT) &&
		    any_is(any_get(value, "fields"), ANY_MAP))
			rows[count++] = value;
	import_open5e_rows(im, rows, count);
}

#define TAKE take
#include "tests/fuzz/import_one.h"
