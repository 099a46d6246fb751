#include "common/compendium/prose_place.h"

#include "common/rules/combatant.h"

#include "common/base/poison.h"

enum { PARTS_MAX = 12 };

/* One "7 (2d6) fire damage" or "1 piercing damage". */
struct part {
	size_t from, to;
	struct str dice;
	int64_t average;
	const char *type;
	bool alternative, joined; /* "or …" and "plus …" to the part before */
};

static const char *damage_type(struct place *p)
{
	for (size_t i = DAMAGE_ACID; damage_type_names[i]; i++) {
		struct place here = *p;

		if (place_word(&here, damage_type_names[i])) {
			*p = here;
			return damage_type_names[i];
		}
	}
	return NULL;
}

static bool read_part(struct place *p, struct arena *arena, struct part *out)
{
	struct place here = *p;

	*out = (struct part){.average = -1};
	place_blanks(&here);
	out->from = here.at;
	if (!place_dice(&here, arena, &out->dice)) {
		if (!place_number(&here, &out->average))
			return false;
		if (place_word(&here, "(") &&
		    (!place_dice(&here, arena, &out->dice) || !place_word(&here, ")")))
			return false;
	}
	out->type = damage_type(&here);
	if (!out->type || !place_word(&here, "damage"))
		return false;
	out->to = here.at;
	*p = here;
	return true;
}

/* What stands between two parts. */
static void read_joint(struct str between, struct part *part)
{
	between = str_trim(between);
	part->alternative = str_eq(between, STR("or")) || str_eq(between, STR(", or"));
	part->joined = str_eq(between, STR("plus")) || str_eq(between, STR("and")) ||
	               str_eq(between, STR(", and")) || str_eq(between, STR(","));
}

static size_t read_parts(struct str text, struct arena *arena, struct part parts[PARTS_MAX])
{
	struct place p = {.text = text};
	size_t n = 0;

	while (p.at < text.n && n < PARTS_MAX) {
		bool starts = place_digit(text.p[p.at]) &&
		              (!p.at || !strchr("0123456789d+-/", text.p[p.at - 1]));

		if (starts && read_part(&p, arena, &parts[n])) {
			if (n)
				read_joint(
				    str_sub(text, parts[n - 1].to, parts[n].from - parts[n - 1].to),
				    &parts[n]);
			n++;
		} else {
			p.at++;
		}
	}
	return n;
}

static struct any *damage_of(const struct part *part, struct arena *arena)
{
	struct any *d = any_new(arena, ANY_MAP);

	if (part->dice.n)
		any_put(d, STR("dice"), any_of_text(arena, part->dice));
	if (part->average >= 0)
		any_put(d, part->dice.n ? STR("average") : STR("flat"),
		        any_of_int(arena, part->average));
	any_put(d, STR("type"), any_of_text(arena, str_of(part->type)));
	return d;
}

static struct any *list_in(struct any *map, const char *key, struct arena *arena)
{
	struct any *list = any_get(map, key);

	if (!any_is(list, ANY_LIST)) {
		any_put(map, str_of(key), any_new(arena, ANY_LIST));
		list = any_get(map, key);
	}
	return list;
}

/* How an attack begins in either ruleset. */
static const struct opening {
	const char *words, *kind, *via;
} openings[] = {
    {"melee or ranged weapon attack:", "melee_or_ranged", "weapon"},
    {"melee or ranged attack roll:", "melee_or_ranged", NULL},
    {"melee weapon attack:", "melee", "weapon"},
    {"ranged weapon attack:", "ranged", "weapon"},
    {"melee spell attack:", "melee", "spell"},
    {"ranged spell attack:", "ranged", "spell"},
    {"melee attack roll:", "melee", NULL},
    {"ranged attack roll:", "ranged", NULL},
};

static void put_range(struct any *attack, struct str text, size_t from, struct arena *arena)
{
	struct place p = {text, place_find(text, from, STR("reach "))};
	int64_t feet;

	p.at += 6;
	if (p.at < text.n && place_number(&p, &feet))
		any_put(attack, STR("reach_ft"), any_of_int(arena, feet));
	p.at = place_find(text, from, STR("range ")) + 6;
	if (p.at < text.n && place_number(&p, &feet)) {
		any_put(attack, STR("range_ft"), any_of_int(arena, feet));
		if (place_word(&p, "/") && place_number(&p, &feet))
			any_put(attack, STR("range_long_ft"), any_of_int(arena, feet));
	}
}

/* Where the attack's words begin, or text.n. */
static size_t read_attack(struct any *action, struct str text, struct arena *arena)
{
	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
		struct str words = str_of(openings[i].words);
		size_t at = place_find(text, 0, words);
		struct place p = {text, at + words.n};
		struct any *attack;
		int64_t bonus;
		bool minus;

		if (at == text.n)
			continue;
		minus = place_word(&p, "-");
		if ((!minus && !place_word(&p, "+")) || !place_number(&p, &bonus) || bonus > 30)
			continue;
		attack = any_new(arena, ANY_MAP);
		any_put(attack, STR("kind"), any_of_text(arena, str_of(openings[i].kind)));
		if (openings[i].via)
			any_put(attack, STR("via"), any_of_text(arena, str_of(openings[i].via)));
		any_put(attack, STR("bonus"), any_of_int(arena, minus ? -bonus : bonus));
		put_range(attack, str_sub(text, 0, place_find(text, p.at, STR("hit:"))), p.at,
		          arena);
		any_put(action, STR("attack"), attack);
		return at;
	}
	return text.n;
}

static const char *const abilities[SAVES] = {"strength",     "dexterity", "constitution",
                                             "intelligence", "wisdom",    "charisma"};

/* "dc 14 constitution saving throw" or "constitution saving throw: dc 14". Where it stands, or text.n. */
static size_t read_save(struct any *action, struct str text, struct arena *arena)
{
	size_t best = text.n;

	for (size_t i = 0; i < SAVES; i++) {
		struct str old = arena_printf(arena, "%s saving throw", abilities[i]);
		size_t at = place_find(text, 0, old), begin = at;
		struct place p = {text, at + old.n};
		struct any *save;
		int64_t dc = 0;

		if (at >= best)
			continue;
		if (place_word(&p, ":") && place_word(&p, "dc")) {
			if (!place_number(&p, &dc))
				continue;
		} else {
			size_t before = at > 8 ? at - 8 : 0;

			p.at = place_find(text, before, STR("dc "));
			begin = p.at;
			p.at += 3;
			if (p.at >= at || !place_number(&p, &dc) || p.at > at)
				continue;
		}
		if (dc > 60)
			continue;
		best = begin;
		save = any_new(arena, ANY_MAP);
		any_put(save, STR("ability"), any_of_text(arena, str_of(save_names[i])));
		any_put(save, STR("dc"), any_of_int(arena, dc));
		any_put(save, STR("half_on_success"),
		        any_of_bool(arena, place_has(text, "half as much damage") ||
		                               place_has(text, "half damage") ||
		                               place_has(text, "half the damage")));
		any_put(action, STR("save"), save);
	}
	return best;
}

static void read_area(struct any *action, struct str text, struct arena *arena)
{
	static const struct {
		const char *words, *shape, *member;
	} areas[] = {
	    {"-foot cone", "cone", "length_ft"},     {"-foot-radius", "radius", "radius_ft"},
	    {"-foot cube", "cube", "side_ft"},       {"-foot-long", "line", "length_ft"},
	    {"-foot line", "line", "length_ft"},     {"-foot emanation", "emanation", "radius_ft"},
	    {"-foot radius", "radius", "radius_ft"},
	};

	for (size_t i = 0; i < sizeof areas / sizeof *areas; i++) {
		size_t at = place_find(text, 0, str_of(areas[i].words)), from = at;
		struct any *area;

		if (at == text.n)
			continue;
		while (from && place_digit(text.p[from - 1]))
			from--;
		if (from == at || at - from > 4)
			continue;
		area = any_new(arena, ANY_MAP);
		any_put(area, STR("shape"), any_of_text(arena, str_of(areas[i].shape)));
		any_put(area, str_of(areas[i].member),
		        any_of_int(arena, prose_number(str_sub(text, from, at - from), 0)));
		any_put(action, STR("area"), area);
		return;
	}
}

/* The parts of a hit follow each other; what comes behind a saving throw is dealt by that. */
static void place_parts(struct any *action, const struct part *parts, size_t count, size_t attack,
                        size_t save, size_t end, struct arena *arena)
{
	bool hit = false;

	for (size_t i = 0; i < count; i++) {
		struct any *d = damage_of(&parts[i], arena);
		bool of_hit = attack < end && parts[i].from > attack &&
		              (save == end || parts[i].from < save || save < attack);

		if (of_hit && (!hit || parts[i].joined)) {
			hit = true;
			any_push(list_in(action, "damage", arena), d);
		} else if (of_hit && parts[i].alternative) {
			any_put(d, STR("when"), any_of_text(arena, STR("two_handed")));
			any_push(list_in(action, "damage_alternatives", arena), d);
		} else if (save < end && parts[i].from > save) {
			any_push(list_in(any_get(action, "save"), "damage", arena), d);
		} else {
			any_put(d, STR("when"), any_of_text(arena, STR("extra")));
			any_push(list_in(action, "other_damage", arena), d);
		}
	}
}

void prose_action(struct any *action, struct str said, struct arena *arena)
{
	struct str text = prose_lower(said, arena);
	struct part parts[PARTS_MAX];
	size_t attack = read_attack(action, text, arena), save = read_save(action, text, arena);
	size_t count = read_parts(text, arena, parts);

	if (count) {
		any_take(action, "damage");
		any_take(action, "damage_alternatives");
		any_take(action, "other_damage");
	}
	place_parts(action, parts, count, attack, save, text.n, arena);
	read_area(action, text, arena);
}
