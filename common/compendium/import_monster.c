/* What the monsters of every format have in common: actions that are read from their text. */
#include "common/compendium/import_parts.h"

#include "common/base/poison.h"

struct any *import_action(struct import *im, struct import_entry *monster, const char *list,
                          struct str name, struct str text)
{
	struct any *action = any_new(im->arena, ANY_MAP), *into = any_get(monster->data, list);

	if (!into) {
		any_put(monster->data, str_of(list), any_new(im->arena, ANY_LIST));
		into = any_get(monster->data, list);
	}
	any_put(action, STR("name"), any_of_text(im->arena, prose_name(action, name, im->arena)));
	if (text.n) {
		any_put(action, STR("desc"), any_of_text(im->arena, text));
		prose_action(action, text, im->arena);
	}
	any_push(into, action);
	return action;
}

static bool is_named(const struct any *action, const char *name)
{
	return str_eq(any_text(any_get(action, "name")), str_of(name));
}

/* "can take 3 legendary actions" in the words of a trait or of the legendary actions themselves. */
static int64_t per_round(const struct any *legendary, struct arena *arena)
{
	struct str mark = STR("can take ");

	for (const struct any *a = any_first(legendary); a; a = a->next) {
		struct str text = prose_lower(any_text(any_get(a, "desc")), arena);

		for (size_t i = 0; i + mark.n < text.n; i++)
			if (memcmp(text.p + i, mark.p, mark.n) == 0) {
				int64_t n = prose_number(str_sub(text, i, 24), 3);

				return n >= 1 && n <= 10 ? n : 3;
			}
	}
	return 3;
}

static void read_spells(struct import *im, struct import_entry *monster, const char *list)
{
	for (const struct any *a = any_first(any_get(monster->data, list)); a; a = a->next) {
		struct str name = any_text(any_get(a, "name"));
		struct any *casting, *all = any_get(monster->data, "spellcasting");

		if (!strstr(arena_cstr(im->arena, prose_lower(name, im->arena)), "spellcasting"))
			continue;
		casting = prose_spellcasting(name, any_text(any_get(a, "desc")), im->arena);
		if (!casting) {
			import_note(im, monster,
			            arena_printf(im->arena, "%.*s: its text lists no spells",
			                         STR_ARG(name)));
			continue;
		}
		if (!all) {
			any_put(monster->data, STR("spellcasting"), any_new(im->arena, ANY_LIST));
			all = any_get(monster->data, "spellcasting");
		}
		any_push(all, casting);
	}
}

void import_finish_monster(struct import *im, struct import_entry *monster)
{
	struct any *actions = any_get(monster->data, "actions"), *legendary, *map;

	for (struct any *a = any_first(actions); a && !any_get(monster->data, "multiattack");
	     a = a->next) {
		if (!is_named(a, "Multiattack"))
			continue;
		map = prose_multiattack(any_text(any_get(a, "desc")), actions, im->arena);
		if (map)
			any_put(monster->data, STR("multiattack"), map);
		else
			import_note(im, monster,
			            STR("Multiattack: its text names none of the actions"));
	}
	read_spells(im, monster, "traits");
	read_spells(im, monster, "actions");
	legendary = any_take(monster->data, "legendary_list");
	if (any_is(legendary, ANY_LIST) && legendary->count) {
		map = any_new(im->arena, ANY_MAP);
		any_put(map, STR("per_round"),
		        any_of_int(im->arena, per_round(legendary, im->arena)));
		any_put(map, STR("actions"), legendary);
		any_put(monster->data, STR("legendary_actions"), map);
	}
}
