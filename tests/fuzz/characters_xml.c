/* XML as our own character. */
#include "common/xml/xml.h"

static struct any *parse(struct str text, struct arena *arena, struct problems *ps)
{
	return xml_read(text, "character", arena, ps);
}

#define READ read_tabard
#define PARSE parse
#include "tests/fuzz/characters_one.h"
