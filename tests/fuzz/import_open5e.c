/* Bytes as what this importer reads. */
#include "common/compendium/import_parts.h"

#include "common/base/poison.h"

static void take(struct import *im, const struct any *value)
{
	for (; value; value = value->next)
		(void)import_open5e(im, value, STR("value"));
}

#define TAKE take
#include "tests/fuzz/import_one.h"
