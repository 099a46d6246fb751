#include "common/compendium/things.h"

#include "common/compendium/fields.h"
#include "common/rules/combatant.h"

#include "common/base/poison.h"

enum { POUNDS_MAX = 1000000, DICE_MAX = 100, FACES_MAX = 100, FEET_MAX = 100000, BONUS_MAX = 100 };
enum { EFFECTS_MAX = 16 };

/* By enum weapon_property, and what needs no rule. */
const char *const weapon_words[] = {"ammunition", "finesse", "heavy",  "light",
                                    "loading",    "reach",   "thrown", "two-handed",
                                    "versatile",  "special", "range",  NULL};
enum { PROPERTIES = BIT(WEAPON_VERSATILE + 1) - 1 };

static int32_t within(const struct any *value, int32_t min, int32_t max)
{
	int64_t n = any_int(value, 0);

	return n < min ? min : n > max ? max : (int32_t)n;
}

static void find_strange(struct str *strange, struct str word)
{
	if (!strange->p)
		*strange = word;
}

/* The index of the name; 0, and strange, for one that is none of them. */
static unsigned index_of(const char *const *names, const struct any *name, struct str *strange)
{
	for (unsigned i = 0; names[i]; i++)
		if (str_eq(any_text(name), str_of(names[i])))
			return i;
	find_strange(strange, any_text(name));
	return 0;
}

static uint32_t bits_of(const struct any *list, const char *const *names, struct str *strange)
{
	uint32_t bits = 0;

	for (const struct any *v = any_first(list); v; v = v->next) {
		unsigned i = 0;

		while (names[i] && !str_eq(any_text(v), str_of(names[i])))
			i++;
		if (names[i])
			bits |= BIT(i);
		else
			find_strange(strange, any_text(v));
	}
	return bits;
}

/* "2d6" of an entry; what is not that leaves both as they are. */
static void dice_of(const struct any *text, int32_t *count, int32_t *faces, struct str *strange)
{
	struct str dice = any_text(text), first = str_cut(&dice, 'd');
	int64_t many, sides;

	if (!any_text(text).n)
		return;
	if (str_to_int(first, 1, DICE_MAX, &many) && str_to_int(dice, 1, FACES_MAX, &sides)) {
		*count = (int32_t)many;
		*faces = (int32_t)sides;
	} else {
		find_strange(strange, any_text(text));
	}
}

static struct catalog_weapon weapon_of(const struct any *w, struct str *strange)
{
	const struct any *damage = any_get(w, "damage");
	int32_t ignored = 0;
	struct catalog_weapon out = {
	    .martial = str_eq(any_text(any_get(w, "category")), STR("martial")),
	    .ranged = str_eq(any_text(any_get(w, "kind")), STR("ranged")),
	    .count = within(any_get(damage, "flat"), 0, DICE_MAX),
	    .reach = within(any_get(w, "reach_ft"), 0, FEET_MAX),
	    .range = within(any_get(w, "range_ft"), 0, FEET_MAX),
	    .range_long = within(any_get(w, "range_long_ft"), 0, FEET_MAX),
	    .properties = bits_of(any_get(w, "properties"), weapon_words, strange) & PROPERTIES,
	    .mastery = any_text(any_get(w, "mastery")),
	};

	dice_of(any_get(damage, "dice"), &out.count, &out.faces, strange);
	dice_of(any_get(w, "versatile_dice"), &ignored, &out.versatile, strange);
	if (any_text(any_get(damage, "type")).n)
		out.type =
		    (enum damage_type)index_of(damage_type_names, any_get(damage, "type"), strange);
	return out;
}

static struct catalog_armor armor_of(const struct any *a, struct str *strange)
{
	static const char *const kinds[] = {"none", "light", "medium", "heavy", "shield", NULL};
	const struct any *most = any_get(a, "dex_max");

	return (struct catalog_armor){
	    .kind = (enum armor_kind)index_of(kinds, any_get(a, "category"), strange),
	    .armor_class = within(any_get(a, "ac"), 0, ARMOR_CLASS_MAX) +
	                   within(any_get(a, "ac_bonus"), 0, ARMOR_CLASS_MAX),
	    .dexterity = !any_truth(any_get(a, "adds_dex")) ? 0
	                 : any_is(most, ANY_NUMBER)         ? within(most, 0, DEXTERITY_UNLIMITED)
	                                                    : DEXTERITY_UNLIMITED,
	    .strength = within(any_get(a, "strength"), 0, 30),
	    .loud = any_truth(any_get(a, "stealth_disadvantage")),
	};
}

struct catalog_item thing_item(const struct any *entry, struct str *strange)
{
	const struct any *weapon = any_get(entry, "weapon"), *armor = any_get(entry, "armor");
	double pounds = any_number(any_get(entry, "weight_lb"), 0);
	struct catalog_item out = {
	    .slug = any_text(any_get(entry, "slug")),
	    .name = any_text(any_get(entry, "name")),
	    .weight = pounds <= 0           ? 0
	              : pounds > POUNDS_MAX ? POUNDS_MAX * 100
	                                    : (int32_t)(pounds * 100 + 0.5),
	    .is_weapon = any_is(weapon, ANY_MAP),
	    .is_armor = any_is(armor, ANY_MAP),
	};

	if (out.is_weapon)
		out.weapon = weapon_of(weapon, strange);
	if (out.is_armor)
		out.armor = armor_of(armor, strange);
	return out;
}

struct powers {
	struct arena *arena;
	struct effect *effects;
	uint32_t count;
};

static void add(struct powers *p, struct effect effect)
{
	if (!p->effects)
		p->effects = ARENA_ARRAY(p->arena, struct effect, EFFECTS_MAX);
	if (p->count < EFFECTS_MAX)
		p->effects[p->count++] = effect;
}

/* Whose bonuses are for hits with the thing itself. */
static bool is_of_hits(struct str category)
{
	static const char *const kinds[] = {"weapon", "staff", "rod", "ammunition", NULL};

	for (size_t i = 0; kinds[i]; i++)
		if (str_eq(category, str_of(kinds[i])))
			return true;
	return false;
}

/* A scroll's bonuses are those of the spell in it. */
static void add_bonuses(struct powers *p, const struct any *m, struct str slug)
{
	static const struct {
		const char *member;
		enum effect_target target;
		bool of_hits;
	} bonuses[] = {{"ac_bonus", TARGET_ARMOR_CLASS, false},
	               {"save_bonus", TARGET_SAVE, false},
	               {"spell_attack_bonus", TARGET_SPELL_ATTACK, false},
	               {"spell_dc_bonus", TARGET_SPELL_DC, false},
	               {"attack_bonus", TARGET_ATTACK, true},
	               {"damage_bonus", TARGET_DAMAGE, true}};
	struct str category = any_text(any_get(m, "category"));

	if (str_eq(category, STR("scroll")))
		return;
	for (size_t i = 0; i < sizeof bonuses / sizeof *bonuses; i++) {
		int32_t amount = within(any_get(m, bonuses[i].member), -BONUS_MAX, BONUS_MAX);
		struct effect e = {
		    .kind = EFFECT_ADD, .target = bonuses[i].target, .amount = amount};

		if (bonuses[i].of_hits)
			e.when = WHEN_WEAPON;
		else if (str_eq(slug, STR("bracers-of-defense")))
			e.when = WHEN_UNARMORED | WHEN_NO_SHIELD;
		if (amount && !(bonuses[i].of_hits && is_of_hits(category)))
			add(p, e);
	}
}

static void add_scores(struct powers *p, const struct any *sets, struct str *strange)
{
	for (const struct any *v = any_is(sets, ANY_MAP) ? sets->first : NULL; v; v = v->next) {
		struct any name = {.kind = ANY_TEXT, .text = v->key};
		uint32_t which = BIT(index_of(ability_names, &name, strange));

		add(p, (struct effect){.kind = EFFECT_AT_LEAST,
		                       .target = TARGET_ABILITY,
		                       .which = which,
		                       .amount = within(v, 0, 30)});
	}
}

static void add_resistances(struct powers *p, const struct any *m, struct str *strange)
{
	const char *const *types = damage_type_names + DAMAGE_ACID;
	const struct any *choice = any_get(any_get(m, "resistance_choice"), "from");
	uint32_t fixed = bits_of(any_get(m, "resistances"), types, strange);

	if (fixed)
		add(p, (struct effect){.kind = EFFECT_RESIST, .which = fixed});
	if (any_first(choice))
		add(p, (struct effect){.kind = EFFECT_RESIST,
		                       .which = bits_of(choice, types, strange),
		                       .text = CHOSEN});
}

/* What it is one of, unless that is a choice or a kind ("any_sword"). */
static struct str base_of(const struct any *base)
{
	struct str only = any_is(base, ANY_LIST) && base->count == 1 ? any_text(any_first(base))
	                                                             : (struct str){0};

	return str_find(only, '_') < only.n ? (struct str){0} : only;
}

/* Charges, or uses of the item's one power. */
static void take_charges(struct catalog_magic_item *out, const struct any *m, struct str *strange)
{
	static const char *const rests[] = {"", "short_rest", "long_rest", "dawn", NULL};
	static const enum recharge recharges[] = {RECHARGE_NONE, RECHARGE_SHORT, RECHARGE_LONG,
	                                          RECHARGE_DAWN};
	const struct any *charges = any_get(m, "charges"), *of = charges;

	if (!any_is(of, ANY_MAP))
		of = any_get(m, "uses");
	out->charges = within(any_get(of, of == charges ? "max" : "count"), 0, RESOURCE_USES_MAX);
	out->recharge = recharges[index_of(rests, any_get(of, "when"), strange)];
	out->regain = any_text(any_get(of, "regain"));
}

struct catalog_magic_item thing_magic_item(const struct any *entry, struct arena *arena,
                                           struct str *strange)
{
	struct catalog_magic_item out = {
	    .slug = any_text(any_get(entry, "slug")),
	    .name = any_text(any_get(entry, "name")),
	    .base = base_of(any_get(entry, "base")),
	    .attunement = any_truth(any_get(entry, "attunement")),
	};
	struct powers p = {.arena = arena};

	if (is_of_hits(any_text(any_get(entry, "category")))) {
		out.attack = within(any_get(entry, "attack_bonus"), -BONUS_MAX, BONUS_MAX);
		out.damage = within(any_get(entry, "damage_bonus"), -BONUS_MAX, BONUS_MAX);
	}
	add_bonuses(&p, entry, out.slug);
	add_scores(&p, any_get(entry, "sets_ability"), strange);
	add_resistances(&p, entry, strange);
	out.effects.items = p.effects;
	out.effects.count = p.count;
	take_charges(&out, entry, strange);
	return out;
}

static int by_slug(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static struct catalog_table table(void *rows, size_t count, size_t size)
{
	if (count)
		qsort(rows, count, size, by_slug);
	return (struct catalog_table){rows, count, size};
}

const struct catalog *things_over(const struct catalog *under, struct str entries,
                                  struct arena *arena)
{
	struct problems problems = {0};
	const struct any *all =
	    entries.n ? any_parse(arena_str(arena, entries), arena, &problems) : NULL;
	size_t items = 0, magic = 0;
	struct catalog *over;
	struct catalog_item *item;
	struct catalog_magic_item *magic_item;
	struct str strange = {0};

	if (!all || all->kind != ANY_LIST || !all->count)
		return under;
	over = ARENA_NEW(arena, struct catalog);
	item = ARENA_ARRAY(arena, struct catalog_item, all->count);
	magic_item = ARENA_ARRAY(arena, struct catalog_magic_item, all->count);
	for (const struct any *e = all->first; e; e = e->next) {
		struct str type = any_text(any_get(e, "type"));
		const struct any *data = any_get(e, "data");

		if (str_eq(type, str_of(entry_type_names[ENTRY_EQUIPMENT])))
			item[items++] = thing_item(data, &strange);
		else
			magic_item[magic++] = thing_magic_item(data, arena, &strange);
	}
	*over = (struct catalog){
	    .ruleset = under->ruleset,
	    .under = under,
	    .items = table(item, items, sizeof *item),
	    .magic_items = table(magic_item, magic, sizeof *magic_item),
	};
	return over;
}
