/* Bytes as a file of characters, in any of the formats that are taken. What is read holds together, and
 * its export is read back to the same. */
#include <stdlib.h>

#include "common/formats/formats.h"
#include "common/rules/derived.h"
#include "common/rules/sheet_life.h"

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct problems problems = {0};
	enum format format = FORMAT_TABARD;
	struct list list;
	struct imported *all;

	if (import_characters((struct str){(const char *)data, size}, &arena, &format, &list,
	                      &problems)) {
		all = list.items;
		for (size_t i = 0; i < list.count; i++)
			check(&all[i], format == FORMAT_TABARD, &arena);
	} else {
		must(problems.count > 0);
	}
	arena_free(&arena);
	return 0;
}
