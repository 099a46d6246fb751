/* How values of other formats become ours: one function a way, and one that goes through the rows. */
#include "common/compendium/import_parts.h"

#include "common/rules/combatant.h"
#include "common/rules/conditions.h"

#include "common/base/poison.h"

static struct any *text_of(struct arena *a, struct str s)
{
	return s.n ? any_of_text(a, s) : NULL;
}

bool import_one_of(const char *const *names, struct str s)
{
	for (size_t i = 0; names[i]; i++)
		if (str_eq(s, str_of(names[i])))
			return true;
	return false;
}

/* ".../srd_wizard/", "srd-2024_wizard" and "Wizard" are all wizard. */
struct str import_word(const struct any *value, struct arena *arena)
{
	static const char *const members[] = {"index", "key", "name"};
	struct str s = any_text(value);

	for (size_t i = 0; i < sizeof members / sizeof *members && !s.n; i++)
		s = any_text(any_get(value, members[i]));
	while (s.n && s.p[s.n - 1] == '/')
		s.n--;
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == '/') {
			s = str_sub(s, i, s.n);
			break;
		}
	if (str_starts(s, STR("srd")) && str_find(s, '_') < s.n)
		s = str_sub(s, str_find(s, '_') + 1, s.n);
	return entry_slug(s, arena);
}

static struct any *to_words(const struct any *value, struct arena *a)
{
	struct any *list = any_new(a, ANY_LIST);
	struct str word;

	if (!any_is(value, ANY_LIST)) {
		word = import_word(value, a);
		if (word.n)
			any_push(list, any_of_text(a, word));
	}
	for (const struct any *v = any_is(value, ANY_LIST) ? value->first : NULL; v; v = v->next) {
		word = import_word(v, a);
		if (word.n)
			any_push(list, any_of_text(a, word));
	}
	return list->count ? list : NULL;
}

static struct any *to_text(const struct any *value, struct arena *a)
{
	struct buf b = BUF(a);

	if (any_is(value, ANY_TEXT))
		return text_of(a, value->text);
	for (const struct any *v = any_is(value, ANY_LIST) ? value->first : NULL; v; v = v->next) {
		if (b.n)
			BUF_LIT(&b, "\n\n");
		buf_put(&b, any_text(v));
	}
	return text_of(a, buf_str(&b));
}

static struct any *to_number(const struct any *value, struct arena *a)
{
	double n = any_number(value, -1);
	struct any *number = any_new(a, ANY_NUMBER);

	number->text = arena_printf(a, "%g", n);
	return n < 0 ? NULL : number;
}

static struct any *to_integer(const struct any *value, struct arena *a)
{
	int64_t n = any_int(value, INT32_MIN);

	if (n == INT32_MIN && any_is(value, ANY_TEXT))
		n = prose_number(value->text, INT32_MIN);
	return n == INT32_MIN ? NULL : any_of_int(a, n);
}

/* As the abilities' names begin. */
static struct str ability_of(const struct any *value, struct arena *a)
{
	return str_sub(import_word(value, a), 0, 3);
}

static struct any *to_modifiers(const struct any *value, struct arena *a, bool saves)
{
	struct any *map = any_new(a, ANY_MAP);

	for (const struct any *v = any_is(value, ANY_LIST) ? value->first : NULL; v; v = v->next) {
		struct str name = saves ? ability_of(any_get(v, "Name"), a)
		                        : entry_slug(any_text(any_get(v, "Name")), a);
		struct any *number = to_integer(any_get(v, "Modifier"), a);

		if (name.n && number && (!saves || import_one_of(save_names, name)))
			any_put(map, name, number);
	}
	return map->count ? map : NULL;
}

/* "fly 60 ft. (hover)" under fly; what begins with a number under `plain`. */
static struct any *to_measures(const struct any *value, struct arena *a, const char *plain)
{
	struct any *map = any_new(a, ANY_MAP);

	for (const struct any *v = any_is(value, ANY_LIST) ? value->first : NULL; v; v = v->next) {
		struct str said = prose_lower(str_trim(any_text(v)), a);
		int64_t feet = prose_number(said, -1);
		struct str word = str_sub(said, 0, str_find(said, ' '));

		if (feet < 0 || !word.n)
			continue;
		if (word.p[0] >= '0' && word.p[0] <= '9')
			word = str_of(plain);
		if (str_eq(word, STR("passive")))
			word = STR("passive_perception");
		any_put(map, word, any_of_int(a, feet));
	}
	return map->count ? map : NULL;
}

static const char *const units[] = {"bonus_action", "reaction", "action", "minute",
                                    "hour",         "round",    "day",    NULL};

/* The unit that the text names, with its amount. */
static struct any *to_time(struct str said, struct arena *a)
{
	struct any *time = any_new(a, ANY_MAP);
	struct str word = entry_slug(said, a);

	for (size_t i = 0; units[i]; i++) {
		struct str unit = entry_slug(str_of(units[i]), a);

		for (size_t at = 0; at + unit.n <= word.n; at++)
			if (memcmp(word.p + at, unit.p, unit.n) == 0) {
				any_put(time, STR("amount"), any_of_int(a, prose_number(word, 1)));
				any_put(time, STR("unit"), any_of_text(a, str_of(units[i])));
				return time;
			}
	}
	return NULL;
}

static bool says(struct str text, const char *what)
{
	struct str w = str_of(what);

	for (size_t i = 0; i + w.n <= text.n; i++)
		if (memcmp(text.p + i, w.p, w.n) == 0)
			return true;
	return false;
}

static struct any *kind_of(const char *kind, struct arena *a)
{
	struct any *map = any_new(a, ANY_MAP);

	any_put(map, STR("kind"), any_of_text(a, str_of(kind)));
	return map;
}

static struct any *to_range(struct str said, struct arena *a)
{
	static const char *const kinds[] = {"self", "touch", "sight", "unlimited", NULL};
	struct str low = prose_lower(said, a);
	struct any *range;

	for (size_t i = 0; kinds[i]; i++)
		if (str_starts(low, str_of(kinds[i])))
			return kind_of(kinds[i], a);
	if (prose_number(low, -1) < 0)
		return said.n ? kind_of("special", a) : NULL;
	range = kind_of("distance", a);
	any_put(range, STR("feet"),
	        any_of_int(a, prose_number(low, 0) * (says(low, "mile") ? 5280 : 1)));
	return range;
}

static struct any *to_duration(struct str said, struct arena *a)
{
	struct str low = prose_lower(said, a);
	struct any *time = to_time(low, a), *d;

	if (says(low, "instant"))
		return kind_of("instantaneous", a);
	if (says(low, "dispelled"))
		return kind_of(
		    says(low, "trigger") ? "until_dispelled_or_triggered" : "until_dispelled", a);
	if (!time)
		return said.n ? kind_of("special", a) : NULL;
	d = kind_of("timed", a);
	any_put(d, STR("amount"), any_take(time, "amount"));
	any_put(d, STR("unit"), any_take(time, "unit"));
	if (says(low, "up to"))
		any_put(d, STR("up_to"), any_of_bool(a, true));
	return d;
}

static struct any *to_components(const struct any *value, struct arena *a)
{
	struct any *list = any_new(a, ANY_LIST);
	struct str said = any_text(value);

	said = str_sub(said, 0, str_find(said, '('));
	for (const struct any *v = any_is(value, ANY_LIST) ? value->first : NULL; v; v = v->next)
		if (any_text(v).n == 1)
			any_push(list, any_of_text(a, any_text(v)));
	for (size_t i = 0; i < said.n; i++)
		if (strchr("VSM", said.p[i]))
			any_push(list, any_of_text(a, str_sub(said, i, 1)));
	return list->count ? list : NULL;
}

static struct any *to_copper(const struct any *value, struct arena *a)
{
	static const struct {
		const char *unit;
		int64_t copper;
	} coins[] = {{"cp", 1}, {"sp", 10}, {"ep", 50}, {"gp", 100}, {"pp", 1000}};
	struct str unit = any_text(any_get(value, "unit"));
	double gold = any_number(value, -1);

	for (size_t i = 0; i < sizeof coins / sizeof *coins; i++)
		if (str_eq(unit, str_of(coins[i].unit)))
			return any_of_int(a,
			                  any_int(any_get(value, "quantity"), 0) * coins[i].copper);
	return gold < 0 ? NULL : any_of_int(a, (int64_t)(gold * 100 + 0.5));
}

/* What is no plain type is kept in its words, beside. */
static struct any *to_damage(struct import *im, struct import_entry *entry, const char *to,
                             const struct any *value)
{
	struct any *list = any_new(im->arena, ANY_LIST), *others = any_new(im->arena, ANY_LIST),
	           *other;
	struct str words;

	for (const struct any *v = any_is(value, ANY_LIST) ? value->first : NULL; v; v = v->next) {
		struct str word = import_word(v, im->arena);

		if (import_one_of(damage_type_names + DAMAGE_ACID, word)) {
			any_push(list, any_of_text(im->arena, word));
			continue;
		}
		words = any_is(v, ANY_TEXT) ? v->text : any_text(any_get(v, "name"));
		if (!words.n)
			continue;
		other = any_new(im->arena, ANY_MAP);
		any_put(other, STR("text"), any_of_text(im->arena, words));
		any_push(others, other);
		import_note(
		    im, entry,
		    arena_printf(im->arena, "%s: \"%.*s\" is kept as text", to, STR_ARG(words)));
	}
	if (others->count)
		any_put(entry->data, arena_printf(im->arena, "conditional_%s", to), others);
	return list->count ? list : NULL;
}

static struct any *to_conditions(struct import *im, struct import_entry *entry,
                                 const struct any *value)
{
	struct any *list = any_new(im->arena, ANY_LIST);

	for (const struct any *v = any_is(value, ANY_LIST) ? value->first : NULL; v; v = v->next) {
		struct str word = import_word(v, im->arena);

		if (import_one_of(condition_names, word))
			any_push(list, any_of_text(im->arena, word));
		else if (word.n)
			import_note(im, entry,
			            arena_printf(im->arena,
			                         "condition_immunities: %.*s is no condition",
			                         STR_ARG(word)));
	}
	return list->count ? list : NULL;
}

static struct any *copy(const struct any *value, struct arena *a)
{
	struct any *c = ARENA_NEW(a, struct any);

	*c = *value; /* what hangs below is shared and not changed */
	c->next = NULL;
	return c;
}

static struct any *convert(struct import *im, struct import_entry *entry, const struct mapping *row,
                           const struct any *v)
{
	struct arena *a = im->arena;
	struct str word;

	switch (row->how) {
	case COPY:
	case RATING:
		return copy(v, a);
	case TRUTH:
		return v->kind == ANY_BOOL ? any_of_bool(a, v->truth) : NULL;
	case INTEGER:
		return to_integer(v, a);
	case NUMBER:
		return to_number(v, a);
	case FIRST:
		return to_integer(any_is(v, ANY_LIST) ? any_get(v->first, "value") : v, a);
	case TEXT:
		return to_text(v, a);
	case WORD:
		return text_of(a, import_word(v, a));
	case WORDS:
		return to_words(v, a);
	case DICE:
		return text_of(a, prose_dice(any_text(v), a));
	case DAMAGE:
		return to_damage(im, entry, row->to, v);
	case CONDITION_NAMES:
		return to_conditions(im, entry, v);
	case SAVE_BONUSES:
	case SKILL_BONUSES:
		return to_modifiers(v, a, row->how == SAVE_BONUSES);
	case SPEED_TEXTS:
	case SENSE_TEXTS:
		return to_measures(v, a, row->how == SPEED_TEXTS ? "walk" : "other");
	case ABILITY:
		word = ability_of(v, a);
		return import_one_of(save_names, word) ? any_of_text(a, word) : NULL;
	case CASTING:
		return to_time(any_text(v), a);
	case RANGE:
		return to_range(any_text(v), a);
	case DURATION:
		return to_duration(any_text(v), a);
	case COMPONENTS:
		return to_components(v, a);
	case COST:
		return to_copper(v, a);
	}
	return NULL;
}

/* "abilities.str": the maps on the way are made. */
static void put_path(struct any *map, const char *path, struct any *value, struct arena *a)
{
	struct str rest = str_of(path), first = str_cut(&rest, '.');
	struct any *inner;

	if (!rest.n) {
		any_put(map, first, value);
		return;
	}
	inner = any_get(map, arena_cstr(a, first));
	if (!inner) {
		any_put(map, first, any_new(a, ANY_MAP));
		inner = any_get(map, arena_cstr(a, first));
	}
	put_path(inner, rest.p, value, a);
}

static bool is_known(struct str key, const struct mapping *rows, size_t count, struct str known)
{
	for (size_t i = 0; i < count; i++) {
		struct str from = str_of(rows[i].from);

		if (str_eq(str_cut(&from, '.'), key))
			return true;
	}
	while (known.n)
		if (str_eq(str_cut(&known, ' '), key))
			return true;
	return false;
}

static bool says_nothing(const struct any *v)
{
	return v->kind == ANY_NULL || (v->kind == ANY_TEXT && !v->text.n) ||
	       ((v->kind == ANY_LIST || v->kind == ANY_MAP) && !v->count);
}

void map_fields(struct import *im, struct import_entry *entry, const struct any *source,
                const struct mapping *rows, size_t count, const char *known)
{
	struct any *extra = any_new(im->arena, ANY_MAP);

	for (size_t i = 0; i < count; i++) {
		const struct any *v = any_path(source, rows[i].from);
		struct any *ours = v && !says_nothing(v) ? convert(im, entry, &rows[i], v) : NULL;

		if (ours)
			put_path(entry->data, rows[i].to, ours, im->arena);
	}
	for (const struct any *m = any_is(source, ANY_MAP) ? source->first : NULL; m; m = m->next)
		if (!says_nothing(m) && !is_known(m->key, rows, count, str_of(known)))
			any_push(extra, copy(m, im->arena));
	if (extra->count)
		any_put(entry->data, STR("extra"), extra);
}

void import_reach(struct import *im, struct any *weapon, int64_t reach, int64_t near, int64_t far)
{
	if (reach > 0)
		any_put(weapon, STR("reach_ft"), any_of_int(im->arena, reach));
	if (near > 0)
		any_put(weapon, STR("range_ft"), any_of_int(im->arena, near));
	if (far > 0)
		any_put(weapon, STR("range_long_ft"), any_of_int(im->arena, far));
}
