/* One importer by itself, TAKE(im, first), given whatever JSON there is. What it makes is completed and checked as in
 * a file, and what is good is JSON that passes again. */
#ifndef TABARD_FUZZ_IMPORT_ONE_H
#define TABARD_FUZZ_IMPORT_ONE_H

#include <stdlib.h>

#include "common/compendium/import_parts.h"

#include "common/base/poison.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_again(struct import_entry *e, struct arena *arena)
{
	struct problems problems = {0};
	struct str text;

	if (e->skipped)
		return;
	entry_complete(e->type, e->data, arena);
	if (!entry_check(e->type, e->data, arena, &e->text, &e->problems))
		return;
	if (!entry_check(e->type, any_parse(e->text, arena, &problems), arena, &text, &problems) ||
	    !str_eq(text, e->text))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum { ROOM = 64 };
	struct arena arena = {0};
	struct problems problems = {0};
	struct import im = {.arena = &arena, .room = ROOM};
	const struct any *value, *first;

	im.entries = ARENA_ARRAY(&arena, struct import_entry, ROOM);
	value = any_parse((struct str){(const char *)data, size}, &arena, &problems);
	first = any_is(value, ANY_LIST) ? any_first(value) : value;
	TAKE(&im, first);
	for (size_t i = 0; i < im.count; i++)
		check_again(&im.entries[i], &arena);
	arena_free(&arena);
	return 0;
}

#endif
