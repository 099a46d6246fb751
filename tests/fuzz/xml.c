/* Bytes as an XML document of ours: what is read is written to a document that reads the same. */
#include <stdlib.h>

#include "common/xml/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct str written(const struct any *node, struct arena *arena)
{
	struct buf b = BUF(arena);

	xml_write(&b, "character", node);
	return buf_str(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct problems problems = {0};
	struct str text = {(const char *)data, size}, once;
	const struct any *node = xml_read(text, "character", &arena, &problems);

	if (!node && !problems.count)
		abort();
	if (node) {
		once = written(node, &arena);
		node = xml_read(once, "character", &arena, &problems);
		if (!node || !str_eq(written(node, &arena), once))
			abort();
	}
	arena_free(&arena);
	return 0;
}
