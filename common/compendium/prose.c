#include "common/compendium/prose.h"

#include "common/rules/combatant.h"

#include "common/base/poison.h"

/* A place in the lower-case text. Whatever fails leaves it where it was. */
struct place {
	struct str text;
	size_t at;
};

enum { NUMBER_DIGITS = 5, PARTS_MAX = 12 };

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

struct str prose_lower(struct str text, struct arena *arena)
{
	char *out = arena_alloc(arena, text.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		/* U+2010 to U+2015 and U+2212 are three bytes each. */
		if (c == '\xE2' && i + 2 < text.n &&
		    ((text.p[i + 1] == '\x80' && text.p[i + 2] >= '\x90' &&
		      text.p[i + 2] <= '\x95') ||
		     (text.p[i + 1] == '\x88' && text.p[i + 2] == '\x92'))) {
			c = '-';
			i += 2;
		}
		out[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	return (struct str){out, n};
}

static size_t find_from(struct str text, size_t from, struct str what)
{
	for (size_t i = from; i + what.n <= text.n; i++)
		if (memcmp(text.p + i, what.p, what.n) == 0)
			return i;
	return text.n;
}

static bool has(struct str text, const char *what)
{
	return find_from(text, 0, str_of(what)) < text.n;
}

static void blanks(struct place *p)
{
	while (p->at < p->text.n && p->text.p[p->at] && strchr(" \t\r\n*_", p->text.p[p->at]))
		p->at++;
}

static bool word(struct place *p, const char *what)
{
	struct str w = str_of(what);

	blanks(p);
	if (!str_starts(str_sub(p->text, p->at, w.n), w))
		return false;
	p->at += w.n;
	return true;
}

static bool number(struct place *p, int64_t *out)
{
	size_t from, n = 0;

	blanks(p);
	from = p->at;
	while (from + n < p->text.n && digit(p->text.p[from + n]) && n <= NUMBER_DIGITS)
		n++;
	if (!n || n > NUMBER_DIGITS || !str_to_int(str_sub(p->text, from, n), 0, 99999, out))
		return false;
	p->at = from + n;
	return true;
}

/* NdM, NdM+K, NdM - K. */
static bool dice(struct place *p, struct arena *arena, struct str *out)
{
	struct place here = *p, more;
	int64_t count, faces, bonus;
	bool minus;

	if (!number(&here, &count) || here.at >= here.text.n || here.text.p[here.at] != 'd')
		return false;
	here.at++;
	if (!number(&here, &faces) || count < 1 || faces < 1)
		return false;
	more = here;
	minus = word(&more, "-");
	if ((minus || word(&more, "+")) && number(&more, &bonus)) {
		*out = arena_printf(arena, "%lldd%lld%c%lld", (long long)count, (long long)faces,
		                    minus ? '-' : '+', (long long)bonus);
		here = more;
	} else {
		*out = arena_printf(arena, "%lldd%lld", (long long)count, (long long)faces);
	}
	*p = here;
	return true;
}

struct str prose_dice(struct str text, struct arena *arena)
{
	struct place p = {.text = prose_lower(text, arena)};
	struct str out = {"", 0};

	word(&p, "(");
	dice(&p, arena, &out);
	return out;
}

int64_t prose_number(struct str text, int64_t otherwise)
{
	struct place p = {.text = text};
	int64_t found;

	while (p.at < text.n && !digit(text.p[p.at]))
		p.at++;
	return number(&p, &found) ? found : otherwise;
}

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

		if (word(&here, damage_type_names[i])) {
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
	blanks(&here);
	out->from = here.at;
	if (!dice(&here, arena, &out->dice)) {
		if (!number(&here, &out->average))
			return false;
		if (word(&here, "(") && (!dice(&here, arena, &out->dice) || !word(&here, ")")))
			return false;
	}
	out->type = damage_type(&here);
	if (!out->type || !word(&here, "damage"))
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
		bool starts =
		    digit(text.p[p.at]) && (!p.at || !strchr("0123456789d+-/", text.p[p.at - 1]));

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
	struct place p = {text, find_from(text, from, STR("reach "))};
	int64_t feet;

	p.at += 6;
	if (p.at < text.n && number(&p, &feet))
		any_put(attack, STR("reach_ft"), any_of_int(arena, feet));
	p.at = find_from(text, from, STR("range ")) + 6;
	if (p.at < text.n && number(&p, &feet)) {
		any_put(attack, STR("range_ft"), any_of_int(arena, feet));
		if (word(&p, "/") && number(&p, &feet))
			any_put(attack, STR("range_long_ft"), any_of_int(arena, feet));
	}
}

/* Where the attack's words begin, or text.n. */
static size_t read_attack(struct any *action, struct str text, struct arena *arena)
{
	for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
		struct str words = str_of(openings[i].words);
		size_t at = find_from(text, 0, words);
		struct place p = {text, at + words.n};
		struct any *attack;
		int64_t bonus;
		bool minus;

		if (at == text.n)
			continue;
		minus = word(&p, "-");
		if ((!minus && !word(&p, "+")) || !number(&p, &bonus) || bonus > 30)
			continue;
		attack = any_new(arena, ANY_MAP);
		any_put(attack, STR("kind"), any_of_text(arena, str_of(openings[i].kind)));
		if (openings[i].via)
			any_put(attack, STR("via"), any_of_text(arena, str_of(openings[i].via)));
		any_put(attack, STR("bonus"), any_of_int(arena, minus ? -bonus : bonus));
		put_range(attack, str_sub(text, 0, find_from(text, p.at, STR("hit:"))), p.at,
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
		size_t at = find_from(text, 0, old), begin = at;
		struct place p = {text, at + old.n};
		struct any *save;
		int64_t dc = 0;

		if (at >= best)
			continue;
		if (word(&p, ":") && word(&p, "dc")) {
			if (!number(&p, &dc))
				continue;
		} else {
			size_t before = at > 8 ? at - 8 : 0;

			p.at = find_from(text, before, STR("dc "));
			begin = p.at;
			p.at += 3;
			if (p.at >= at || !number(&p, &dc) || p.at > at)
				continue;
		}
		if (dc > 60)
			continue;
		best = begin;
		save = any_new(arena, ANY_MAP);
		any_put(save, STR("ability"), any_of_text(arena, str_of(save_names[i])));
		any_put(save, STR("dc"), any_of_int(arena, dc));
		any_put(save, STR("half_on_success"),
		        any_of_bool(arena, has(text, "half as much damage") ||
		                               has(text, "half damage") ||
		                               has(text, "half the damage")));
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
		size_t at = find_from(text, 0, str_of(areas[i].words)), from = at;
		struct any *area;

		if (at == text.n)
			continue;
		while (from && digit(text.p[from - 1]))
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

	if (word(&p, "recharges after") || word(&p, "recharge after")) {
		struct any *rests = any_new(arena, ANY_LIST);

		put_uses(action, "rest", arena);
		if (has(text, "short"))
			any_push(rests, any_of_text(arena, STR("short")));
		if (has(text, "long"))
			any_push(rests, any_of_text(arena, STR("long")));
		any_put(any_get(action, "uses"), STR("rests"), rests);
		return true;
	}
	if (word(&p, "recharge") && number(&p, &n) && n >= 1 && n <= 6) {
		put_uses(action, "recharge", arena);
		put_use(action, "die", 6, arena);
		put_use(action, "min", n, arena);
		return true;
	}
	p.at = 0;
	if (word(&p, "costs") && number(&p, &n) && n >= 1 && n <= 10) {
		any_put(action, STR("cost"), any_of_int(arena, n));
		return true;
	}
	p.at = 0;
	if (number(&p, &n) && n >= 1 && n <= 100 && word(&p, "/") && word(&p, "day")) {
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

		for (size_t found = find_from(text, from, w); found < at;
		     found = find_from(text, found + 1, w))
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
		size_t at = find_from(text, 0, low);
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
