/* Bytes as a file of entries. Whatever is read gives a report that is JSON, and what is good in it is JSON that
 * passes its own check again. */
#include <stdlib.h>

#include "common/compendium/import.h"
#include "common/json/scan.h"

#include "common/base/poison.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_entry(const struct import_entry *e, struct arena *arena)
{
	struct problems problems = {0};
	struct any *again;
	struct str text = {0};

	if (e->skipped || e->problems.count)
		return;
	again = any_parse(e->text, arena, &problems);
	must(again && entry_check(e->type, again, arena, &text, &problems));
	must(str_eq(text, e->text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct problems problems = {0};
	struct import im = {.arena = &arena};
	size_t from = 0;

	if (import_read(&im, (struct str){(const char *)data, size}, &problems)) {
		struct buf report = BUF(&arena), chunk = BUF(&arena);

		for (size_t i = 0; i < im.count; i++)
			check_entry(&im.entries[i], &arena);
		import_report(&im, false, &report);
		must(!json_scan(buf_str(&report)).problem);
		import_chunk(&im, &from, &chunk);
		must(!json_scan(buf_str(&chunk)).problem);
	} else {
		must(problems.count > 0);
	}
	arena_free(&arena);
	return 0;
}
