/* Spellcasting. SRD 5.1 and 5.2, "Spellcasting", "Multiclassing"; RULES D8. */
#include "common/rules/derive.h"

#include "common/base/poison.h"

enum { DC_BASE = 8 };

/* SRD "Multiclass Spellcaster": slots by the level as a caster. */
static const uint8_t slot_table[LEVEL_MAX][SPELL_LEVELS] = {
    {2},
    {3},
    {4, 2},
    {4, 3},
    {4, 3, 2},
    {4, 3, 3},
    {4, 3, 3, 1},
    {4, 3, 3, 2},
    {4, 3, 3, 3, 1},
    {4, 3, 3, 3, 2},
    {4, 3, 3, 3, 2, 1},
    {4, 3, 3, 3, 2, 1},
    {4, 3, 3, 3, 2, 1, 1},
    {4, 3, 3, 3, 2, 1, 1},
    {4, 3, 3, 3, 2, 1, 1, 1},
    {4, 3, 3, 3, 2, 1, 1, 1},
    {4, 3, 3, 3, 2, 1, 1, 1, 1},
    {4, 3, 3, 3, 3, 1, 1, 1, 1},
    {4, 3, 3, 3, 3, 2, 1, 1, 1},
    {4, 3, 3, 3, 3, 2, 2, 1, 1},
};

static bool casts(const struct class_row *c)
{
	return c->class && c->class->progression != CASTS_NOT &&
	       c->of->level >= c->class->casting_level && c->of->level <= LEVEL_MAX;
}

/* A feature's bonus to spells is for those of its own class. */
static void add_spell_effects(struct reckoning *r, struct number *n, enum effect_target target,
                              const struct catalog_class *class)
{
	for (const struct active *a = effects_from(r, target); a < effects_to(r, target); a++)
		if (a->effect->kind == EFFECT_ADD && (!a->class || a->class == class))
			sum_add(r, n, a->source, effect_amount(r, a));
}

static void add_spell_rolls(struct reckoning *r, struct roll *roll,
                            const struct catalog_class *class)
{
	for (const struct active *a = effects_from(r, TARGET_SPELL_ATTACK);
	     a < effects_to(r, TARGET_SPELL_ATTACK); a++) {
		const struct effect *e = a->effect;
		struct bonus_dice dice = {a->source, str_of(e->dice)};

		if (a->class && a->class != class)
			continue;
		if (e->kind == EFFECT_ADVANTAGE)
			roll_reason(r, &roll->advantage, a->source, e->text);
		else if (e->kind == EFFECT_DISADVANTAGE)
			roll_reason(r, &roll->disadvantage, a->source, e->text);
		else if (e->kind == EFFECT_ADD && e->dice)
			list_push(r->arena, &roll->dice, sizeof dice, &dice);
	}
}

static int32_t prepared(const struct reckoning *r, const struct class_row *c)
{
	int32_t modifier = r->modifiers[c->class->casting_ability], count;

	if (!c->class->prepared_per)
		return c->class->prepared[c->of->level - 1];
	count = c->of->level / c->class->prepared_per + modifier;
	return count > 1 ? count : 1;
}

/* A land's spells come with the one that is chosen, in either ruleset's way. */
static bool is_chosen(const struct reckoning *r, struct str land)
{
	struct str key = STR("circle-of-the-land");
	struct str option = arena_printf(r->arena, "%.*s-%.*s", STR_ARG(key), STR_ARG(land));

	return str_eq(sheet_choice(r->sheet, key), land) ||
	       sheet_lists(&r->sheet->features, option);
}

static void derive_granted(struct reckoning *r, const struct class_row *c, struct list *out)
{
	const struct catalog_granted *g = c->subclass ? c->subclass->spells : NULL;

	for (uint32_t i = 0; g && i < c->subclass->spell_count; i++)
		if (g[i].level <= c->of->level && (!g[i].choice.n || is_chosen(r, g[i].choice)))
			list_push(r->arena, out, sizeof g[i].spell, &g[i].spell);
}

static void derive_class_casting(struct reckoning *r, const struct class_row *c)
{
	const struct catalog_class *class = c->class;
	struct derived_casting d = {
	    .class = class->slug,
	    .ability = class->casting_ability,
	    .cantrips = class->cantrips[c->of->level - 1],
	    .prepared = prepared(r, c),
	};
	struct str ability = str_of(ability_names[d.ability]);

	sum_begin(r, &d.dc);
	sum_add(r, &d.dc, STR("base"), DC_BASE);
	sum_add(r, &d.dc, STR("proficiency"), r->out->proficiency.value);
	sum_add(r, &d.dc, ability, r->modifiers[d.ability]);
	add_spell_effects(r, &d.dc, TARGET_SPELL_DC, class);
	sum_begin(r, &d.attack.bonus);
	sum_add(r, &d.attack.bonus, STR("proficiency"), r->out->proficiency.value);
	sum_add(r, &d.attack.bonus, ability, r->modifiers[d.ability]);
	add_spell_effects(r, &d.attack.bonus, TARGET_SPELL_ATTACK, class);
	add_spell_rolls(r, &d.attack, class);
	derive_granted(r, c, &d.always);
	list_push(r->arena, &r->out->spellcasting, sizeof d, &d);
}

/* The slots of a multiclassed caster, or of the only class that has any. */
static const uint8_t *slots_of(struct reckoning *r)
{
	int32_t full = 0, half = 0, third = 0, level;
	const struct class_row *only = NULL;
	size_t casters = 0;

	for (size_t i = 0; i < r->class_count; i++) {
		const struct class_row *c = &r->classes[i];
		enum progression p = c->class ? c->class->progression : CASTS_NOT;

		full += p == CASTS_FULL ? c->of->level : 0;
		half += p == CASTS_HALF ? c->of->level : 0;
		third += p == CASTS_THIRD ? c->of->level : 0;
		if (p != CASTS_PACT && casts(c)) {
			casters++;
			only = c;
		}
	}
	if (casters < 2)
		return casters ? only->class->slots[only->of->level - 1] : NULL;
	level = full + (half + (r->catalog->ruleset == RULESET_2024)) / 2 + third / 3;
	r->out->caster_level = level < LEVEL_MAX ? level : LEVEL_MAX;
	return level > 0 ? slot_table[r->out->caster_level - 1] : NULL;
}

static void derive_pact(struct reckoning *r, const struct class_row *c)
{
	struct pact_slots *p = &r->out->pact_slots;

	p->level = c->class->pact_level[c->of->level - 1];
	p->max = c->class->pact_slots[c->of->level - 1];
	p->used = sheet_count(&r->sheet->slots_used, STR("pact"));
	p->used = p->used < p->max ? p->used : p->max;
}

void derive_casting(struct reckoning *r)
{
	static const struct str keys[SPELL_LEVELS] = {{"1", 1}, {"2", 1}, {"3", 1},
	                                              {"4", 1}, {"5", 1}, {"6", 1},
	                                              {"7", 1}, {"8", 1}, {"9", 1}};
	const uint8_t *slots = slots_of(r);

	for (size_t i = 0; i < r->class_count; i++) {
		const struct class_row *c = &r->classes[i];

		if (!casts(c))
			continue;
		derive_class_casting(r, c);
		if (c->class->progression == CASTS_PACT && !r->out->pact_slots.max)
			derive_pact(r, c);
	}
	for (int i = 0; slots && i < SPELL_LEVELS && slots[i]; i++) {
		int32_t used = sheet_count(&r->sheet->slots_used, keys[i]);
		struct spell_slots s = {keys[i], slots[i], used < slots[i] ? used : slots[i]};

		list_push(r->arena, &r->out->slots, sizeof s, &s);
	}
}
