/* Bytes as a file of characters, in any of the formats that are taken. What is read holds together, and
 * its export is read back to the same. */
#include "tests/fuzz/characters_one.h"

#include "common/base/poison.h"

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
