#include "common/compendium/entry.h"

#include "common/compendium/prose.h"
#include "common/compendium/things.h"
#include "common/rules/monster.h"

#include "common/base/poison.h"

/* RULES: experience points by challenge rating, the same in both rulesets. */
static const struct rating {
	double cr;
	const char *text;
	int32_t xp;
} ratings[] = {
    {0, "0", 10},       {0.125, "1/8", 25}, {0.25, "1/4", 50},  {0.5, "1/2", 100},
    {1, "1", 200},      {2, "2", 450},      {3, "3", 700},      {4, "4", 1100},
    {5, "5", 1800},     {6, "6", 2300},     {7, "7", 2900},     {8, "8", 3900},
    {9, "9", 5000},     {10, "10", 5900},   {11, "11", 7200},   {12, "12", 8400},
    {13, "13", 10000},  {14, "14", 11500},  {15, "15", 13000},  {16, "16", 15000},
    {17, "17", 18000},  {18, "18", 20000},  {19, "19", 22000},  {20, "20", 25000},
    {21, "21", 33000},  {22, "22", 41000},  {23, "23", 50000},  {24, "24", 62000},
    {25, "25", 75000},  {26, "26", 90000},  {27, "27", 105000}, {28, "28", 120000},
    {29, "29", 135000}, {30, "30", 155000},
};

static const struct rating *rating_of(const struct any *cr)
{
	double number = any_number(cr, -1);

	for (size_t i = 0; i < sizeof ratings / sizeof *ratings; i++) {
		double off = ratings[i].cr - number;

		if ((off < 0.01 && off > -0.01) || str_eq(any_text(cr), str_of(ratings[i].text)))
			return &ratings[i];
	}
	return NULL;
}

int32_t cr_xp(double cr)
{
	for (size_t i = 0; i < sizeof ratings / sizeof *ratings; i++)
		if (ratings[i].cr == cr)
			return ratings[i].xp;
	return 0;
}

struct str entry_slug(struct str name, struct arena *arena)
{
	char *slug = arena_alloc(arena, name.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < name.n && n < SLUG_MAX; i++) {
		char c = name.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			slug[n++] = c;
		else if (c != '\'' && (unsigned char)c < 0x80 && n && slug[n - 1] != '-')
			slug[n++] = '-';
	}
	while (n && slug[n - 1] == '-')
		n--;
	return (struct str){slug, n};
}

static void put_if_absent(struct any *map, const char *key, struct any *value)
{
	if (!any_get(map, key))
		any_put(map, str_of(key), value);
}

static void complete_monster(struct any *data, struct arena *arena)
{
	const struct rating *r =
	    rating_of(any_get(data, "cr") ? any_get(data, "cr") : any_get(data, "cr_text"));
	struct any *number;

	if (!r)
		return;
	number = any_new(arena, ANY_NUMBER);
	number->text = arena_printf(arena, "%g", r->cr);
	any_put(data, STR("cr"), number);
	any_put(data, STR("cr_text"), any_of_text(arena, str_of(r->text)));
	put_if_absent(data, "xp", any_of_int(arena, r->xp));
	put_if_absent(data, "proficiency_bonus",
	              any_of_int(arena, r->cr < 5 ? 2 : ((int)r->cr - 1) / 4 + 2));
}

void entry_complete(enum entry_type type, struct any *data, struct arena *arena)
{
	static const char *const ours[] = {"ruleset",     "source", "licence", "entry",
	                                   "campaign_id", "hidden", "copy"};

	for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
		any_take(data, ours[i]);
	if (!any_get(data, "slug") && any_is(any_get(data, "name"), ANY_TEXT))
		any_put(data, STR("slug"),
		        any_of_text(arena, entry_slug(any_text(any_get(data, "name")), arena)));
	if (type == ENTRY_MONSTERS)
		complete_monster(data, arena);
}

/* Dice that no rule can roll are found when they are written down, not in the fight. */
static void check_dice(const struct any *dice, const char *field, struct arena *arena,
                       struct problems *ps)
{
	struct str text = any_text(dice);

	if (text.n && !str_eq(prose_dice(text, arena), text))
		problem_add(ps, arena_str(arena, str_of(field)), "NOT_ALLOWED",
		            STR("must be dice such as 2d6+3"));
}

static void check_actions(const struct any *data, const char *list, struct arena *arena,
                          struct problems *ps)
{
	size_t i = 0;

	for (const struct any *a = any_first(any_get(data, list)); a; a = a->next, i++) {
		size_t k = 0;

		for (const struct any *d = any_first(any_get(a, "damage")); d; d = d->next, k++)
			check_dice(any_get(d, "dice"),
			           arena_printf(arena, "/%s/%zu/damage/%zu/dice", list, i, k).p,
			           arena, ps);
	}
}

/* That a sheet can reckon with it: its shape is good, so that only dice can be strange. */
static void check_thing(const struct any *data, struct problems *ps)
{
	struct str versatile = any_text(any_path(data, "weapon.versatile_dice")), strange = {0};

	(void)thing_item(data, &strange);
	if (strange.p)
		problem_add(ps,
		            strange.p == versatile.p ? STR("/weapon/versatile_dice")
		                                     : STR("/weapon/damage/dice"),
		            "NOT_ALLOWED", STR("must be dice of one kind such as 1d8"));
}

/* That it can be put into a fight. */
static void check_monster(const struct any *data, struct str text, struct arena *arena,
                          struct problems *ps)
{
	static const char *const lists[] = {"traits", "actions", "bonus_actions", "reactions"};
	struct monster *m = ARENA_NEW(arena, struct monster);
	struct stat_block block;
	const char *broken;

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		check_actions(data, lists[i], arena, ps);
	check_dice(any_get(data, "hit_dice"), "/hit_dice", arena, ps);
	if (!json_decode(text, &monster_shape, arena, m, ps))
		return;
	block = monster_stat_block(m, any_text(any_get(data, "slug")), true, arena);
	broken = stat_block_broken(&block);
	if (broken)
		problem_add(ps, STR(""), "NOT_ALLOWED", str_of(broken));
}

static bool is_slug(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
		      s.p[i] == '-'))
			return false;
	return s.n > 0;
}

bool entry_check(enum entry_type type, const struct any *data, struct arena *arena,
                 struct str *text, struct problems *ps)
{
	struct buf b = BUF(arena);
	size_t problems = ps->count;
	int64_t scratch[8]; /* nobody looks at what is stored */

	any_write(&b, data);
	*text = buf_str(&b);
	if (text->n > ENTRY_BYTES_MAX)
		problem_add(ps, STR(""), "TOO_LONG", STR("an entry has at most 64 KiB"));
	else if (json_decode(*text, entry_shapes[type], arena, scratch, ps)) {
		if (!is_slug(any_text(any_get(data, "slug"))))
			problem_add(ps, STR("/slug"), "NOT_ALLOWED",
			            STR("must be made of a-z, 0-9 and -"));
		if (type == ENTRY_MONSTERS)
			check_monster(data, *text, arena, ps);
		if (type == ENTRY_EQUIPMENT)
			check_thing(data, ps);
	}
	return ps->count == problems;
}

void entry_write(struct buf *b, enum entry_type type, struct str ruleset, struct str source,
                 struct str licence, bool hidden, struct str data)
{
	if (b->n > 1)
		buf_putc(b, ',');
	buf_printf(b, "{\"type\":\"%s\",\"hidden\":%s,\"source\":", entry_type_names[type],
	           hidden ? "true" : "false");
	buf_json_str(b, source);
	BUF_LIT(b, ",\"licence\":");
	buf_json_str(b, licence);
	if (ruleset.n) {
		BUF_LIT(b, ",\"ruleset\":");
		buf_json_str(b, ruleset);
	}
	BUF_LIT(b, ",\"data\":");
	buf_put(b, data);
	buf_putc(b, '}');
}
