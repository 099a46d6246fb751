/* What the names of actions say, and what a multiattack is made of. */
#include "common/compendium/prose_place.h"

#include "common/base/poison.h"

static void put_uses(struct any *action, const char *kind, struct arena *arena)
{
	struct any *uses = any_new(arena, ANY_MAP);

	any_put(uses, STR("kind"), any_of_text(arena, str_of(kind)));
	any_put(action, STR("uses"), uses);
}

static void put_use(struct any *action, const char *member, int64_t value, struct arena *arena)
{
	any_put(any_get(action, "uses"), str_of(member), any_of_int(arena, value));
}

/* What stands in the parentheses; false when it is nothing of that kind. */
static bool read_uses(struct any *action, struct str text, struct arena *arena)
{
	struct place p = {.text = text};
	int64_t n;

	if (place_word(&p, "recharges after") || place_word(&p, "recharge after")) {
		struct any *rests = any_new(arena, ANY_LIST);

		put_uses(action, "rest", arena);
		if (place_has(text, "short"))
			any_push(rests, any_of_text(arena, STR("short")));
		if (place_has(text, "long"))
			any_push(rests, any_of_text(arena, STR("long")));
		any_put(any_get(action, "uses"), STR("rests"), rests);
		return true;
	}
	if (place_word(&p, "recharge") && place_number(&p, &n) && n >= 1 && n <= 6) {
		put_uses(action, "recharge", arena);
		put_use(action, "die", 6, arena);
		put_use(action, "min", n, arena);
		return true;
	}
	p.at = 0;
	if (place_word(&p, "costs") && place_number(&p, &n) && n >= 1 && n <= 10) {
		any_put(action, STR("cost"), any_of_int(arena, n));
		return true;
	}
	p.at = 0;
	if (place_number(&p, &n) && n >= 1 && n <= 100 && place_word(&p, "/") &&
	    place_word(&p, "day")) {
		put_uses(action, "day", arena);
		put_use(action, "count", n, arena);
		return true;
	}
	return false;
}

struct str prose_name(struct any *action, struct str name, struct arena *arena)
{
	size_t open = name.n;

	name = str_trim(name);
	if (!name.n || name.p[name.n - 1] != ')')
		return name;
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '(')
			open = i;
	if (open == name.n ||
	    !read_uses(action, prose_lower(str_sub(name, open + 1, name.n - open - 2), arena),
	               arena))
		return name;
	return str_trim(str_sub(name, 0, open));
}

/* The number in words or digits in the few words before `at`, 1 when there is none. */
static int64_t count_before(struct str text, size_t at)
{
	static const char *const words[] = {"one",  "two", "three", "four",
	                                    "five", "six", "seven", NULL};
	size_t from = at > 24 ? at - 24 : 0, best = 0;
	int64_t count = 1;

	for (size_t i = 0; words[i]; i++) {
		struct str w = str_of(words[i]);

		for (size_t found = place_find(text, from, w); found < at;
		     found = place_find(text, found + 1, w))
			if (found >= best) {
				best = found;
				count = (int64_t)i + 1;
			}
	}
	return count;
}

struct any *prose_multiattack(struct str said, const struct any *actions, struct arena *arena)
{
	struct str text = prose_lower(said, arena);
	struct any *option = any_new(arena, ANY_LIST), *options, *multiattack;

	for (const struct any *a = any_first(actions); a; a = a->next) {
		struct str name = any_text(any_get(a, "name"));
		struct str low = prose_lower(name, arena);
		size_t at = place_find(text, 0, low);
		struct any *entry;

		if (!low.n || at == text.n)
			continue;
		entry = any_new(arena, ANY_MAP);
		any_put(entry, STR("action"), any_of_text(arena, name));
		any_put(entry, STR("count"), any_of_int(arena, count_before(text, at)));
		any_push(option, entry);
	}
	if (!option->count)
		return NULL;
	options = any_new(arena, ANY_LIST);
	any_push(options, option);
	multiattack = any_new(arena, ANY_MAP);
	any_put(multiattack, STR("options"), options);
	return multiattack;
}
