/* Which format a file is in, and how many characters it holds. */
#include "common/formats/reading.h"
#include "common/xml/xml.h"

#include "common/base/poison.h"

const char *const format_names[] = {"tabard", "foundry", "dnd-beyond", "improved-initiative", NULL};

typedef bool read_character(struct reading *r, const struct any *root);

static bool read_one(read_character *read, const struct any *root, struct arena *arena,
                     struct list *out, struct problems *ps)
{
	struct imported *all = out->items, *one = &all[out->count];
	struct reading r;

	reading_begin(&r, one, arena, ps);
	if (!read(&r, root))
		return false;
	if (read != read_tabard)
		reading_mend(&r);
	reading_end(&r);
	out->count++;
	return true;
}

static bool is_object(const struct any *node)
{
	return node && node->kind == ANY_MAP;
}

static bool is_stat_block(const struct any *node)
{
	return is_object(find_at(node, "Abilities")) && is_object(find_at(node, "HP"));
}

/* Of one map of everything, those that were kept as characters, or as creatures that players play; of
 * a list, all. A value may be JSON in a text, as a browser keeps it. */
static bool is_player(const struct any *node)
{
	if (str_starts(node->key, STR("PersistentCharacters.")))
		return true;
	return !node->key.n ||
	       (str_starts(node->key, STR("Creatures.")) && any_text(find_at(node, "Player")).n);
}

static const struct any *unpacked(const struct any *node, struct arena *arena)
{
	struct problems ignored = {0};
	struct any *inner;

	if (node->kind != ANY_TEXT || !node->text.n || node->text.p[0] != '{')
		return node;
	inner = any_parse(node->text, arena, &ignored);
	if (inner)
		inner->key = node->key;
	return inner ? inner : node;
}

static bool read_all(const struct any *root, struct arena *arena, struct list *out,
                     struct problems *ps)
{
	for (const struct any *at = root->first; at; at = at->next) {
		const struct any *entry = unpacked(at, arena);
		const struct any *block = find_at(entry, "StatBlock");

		if (!is_player(entry) || !is_stat_block(block ? block : entry))
			continue;
		if (out->count == IMPORT_CHARACTERS_MAX) {
			problem_add(ps, STR(""), "OUT_OF_RANGE",
			            STR("must have at most 50 characters; split the file"));
			return false;
		}
		if (!read_one(read_improved_initiative, entry, arena, out, ps))
			return false;
	}
	if (!out->count)
		problem_add(ps, STR(""), "NOT_ALLOWED", STR("must have a character in it"));
	return out->count > 0;
}

static bool is_map_of_everything(const struct any *root)
{
	for (const struct any *at = root->first; at; at = at->next)
		if (any_is(root, ANY_LIST) || str_starts(at->key, STR("PersistentCharacters.")) ||
		    str_starts(at->key, STR("Creatures.")))
			return true;
	return false;
}

static bool dispatch(const struct any *root, struct arena *arena, enum format *format,
                     struct list *out, struct problems *ps)
{
	const struct any *data = find_at(root, "data");
	const struct any *inner = is_object(data) ? data : root;
	const struct any *stats = find_at(inner, "stats");

	if (is_object(find_at(inner, "sheet"))) {
		*format = FORMAT_TABARD;
		return read_one(read_tabard, inner, arena, out, ps);
	}
	if (stats && stats->kind == ANY_LIST) {
		*format = FORMAT_DND_BEYOND;
		return read_one(read_dnd_beyond, root, arena, out, ps);
	}
	if (is_object(find_at(root, "system/abilities"))) {
		*format = FORMAT_FOUNDRY;
		return read_one(read_foundry, root, arena, out, ps);
	}
	*format = FORMAT_IMPROVED_INITIATIVE;
	if (is_stat_block(root) || is_object(find_at(root, "StatBlock")))
		return read_one(read_improved_initiative, root, arena, out, ps);
	if (is_map_of_everything(root))
		return read_all(root, arena, out, ps);
	problem_add(
	    ps, STR(""), "NOT_ALLOWED",
	    STR("must be a character of Tabard (JSON or XML), a Foundry actor, or a character "
	        "of D&D Beyond or Improved Initiative"));
	return false;
}

bool import_characters(struct str text, struct arena *arena, enum format *format, struct list *out,
                       struct problems *ps)
{
	struct str start = text;
	struct any *root;

	*out = (struct list){ARENA_ARRAY(arena, struct imported, IMPORT_CHARACTERS_MAX), 0};
	while (start.n && memchr(" \t\r\n", start.p[0], 4))
		start = str_sub(start, 1, start.n);
	root = start.n && start.p[0] == '<' ? xml_read(start, "character", arena, ps)
	                                    : any_parse(text, arena, ps);
	return root && dispatch(root, arena, format, out, ps);
}
