/* What must hold of every character that an importer makes; and one importer by itself, READ(reading, value), given
 * whatever PARSE makes of the bytes. */
#ifndef TABARD_FUZZ_CHARACTERS_ONE_H
#define TABARD_FUZZ_CHARACTERS_ONE_H

#include <stdlib.h>

#include "common/formats/reading.h"
#include "common/rules/derived.h"
#include "common/rules/sheet_life.h"

#include "common/base/poison.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static struct str encoded(const struct sheet *s, struct arena *arena)
{
	struct buf b = BUF(arena);

	json_encode(&b, &sheet_shape, s);
	return buf_str(&b);
}

static void back(struct str file, const struct imported *was, struct arena *arena)
{
	struct problems problems = {0};
	enum format format;
	struct list list;
	const struct imported *again;

	must(import_characters(file, arena, &format, &list, &problems));
	again = list.items;
	must(format == FORMAT_TABARD && list.count == 1 && str_eq(again->name, was->name) &&
	     again->ruleset == was->ruleset);
}

static void check(struct imported *one, bool ours, struct arena *arena)
{
	const struct catalog *c = catalog_srd(one->ruleset);
	struct problems problems = {0};
	struct sheet again = {0};
	const char *field;
	struct str sheet = encoded(&one->sheet, arena), file;

	must(json_decode(sheet, &sheet_shape, arena, &again, &problems));
	must(str_eq(encoded(&again, arena), sheet));
	must(str_utf8_length(one->name) >= 1 && str_utf8_length(one->name) <= IMPORT_NAME_MAX);
	must(ours || !sheet_broken(&one->sheet, c, arena, &field));
	sheet_derive(&one->sheet, c, arena);
	file = export_json(one->name, one->ruleset, sheet, arena);
	back(file, one, arena);
	/* A character that XML has no way to write is another one then, but still a character. */
	if (str_utf8_length(export_xml(file, arena)) < 0)
		abort();
}

#ifdef READ
#ifndef PARSE
#define PARSE any_parse
#define OURS false
#else
#define OURS true
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct problems problems = {0};
	struct imported *one = ARENA_NEW(&arena, struct imported);
	const struct any *root = PARSE((struct str){(const char *)data, size}, &arena, &problems);
	struct reading r;

	if (root) {
		reading_begin(&r, one, &arena, &problems);
		if (READ(&r, root)) {
			if (!OURS)
				reading_end(&r);
			check(one, OURS, &arena);
		}
	}
	arena_free(&arena);
	return 0;
}
#endif

#endif
