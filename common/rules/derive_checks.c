/* Saving throws, skills, passive scores and initiative. SRD 5.1 "Using Ability Scores", SRD 5.2
 * "D20 Tests". */
#include "common/rules/derive.h"

#include "common/base/poison.h"

enum { PASSIVE_BASE = 10, PASSIVE_ADVANTAGE = 5 };

static struct derived_ability *ability(struct reckoning *r, int a)
{
	return (struct derived_ability *)r->out->abilities.items + a;
}

/* Advantage and disadvantage that the armour itself brings. */
static void add_armor_reasons(struct reckoning *r, struct roll *roll, int a)
{
	if (r->clumsy & BIT(a))
		roll_reason(r, &roll->disadvantage,
		            r->out->armor.n ? r->out->armor : r->out->shield, "");
}

/* Half the proficiency bonus where the whole does not count: the better of the two roundings. */
static void add_half(struct reckoning *r, struct number *n, int a, uint32_t skill)
{
	int32_t bonus = r->out->proficiency.value;
	struct str source;

	if (has_effect(r, EFFECT_HALF_PROFICIENT_UP, TARGET_CHECK, BIT(a), &source))
		sum_add(r, n, source, (bonus + 1) / 2);
	else if (has_effect(r, EFFECT_HALF_PROFICIENT, TARGET_CHECK, BIT(a), &source) ||
	         (skill && has_effect(r, EFFECT_HALF_PROFICIENT, TARGET_SKILL, skill, &source)))
		sum_add(r, n, source, bonus / 2);
}

static void derive_check(struct reckoning *r, int a)
{
	struct roll *roll = &ability(r, a)->check;

	sum_begin(r, &roll->bonus);
	sum_add(r, &roll->bonus, ability(r, a)->key, r->modifiers[a]);
	add_half(r, &roll->bonus, a, 0);
	sum_effects(r, &roll->bonus, TARGET_CHECK, BIT(a), 0);
	roll_effects(r, roll, TARGET_CHECK, BIT(a), 0);
	add_armor_reasons(r, roll, a);
}

static bool proficient_save(struct reckoning *r, int a, struct str *source)
{
	const struct class_row *first = r->class_count ? &r->classes[0] : NULL;

	*source = STR("proficiency");
	if (first && first->class && (first->class->saves & BIT(a)))
		return true;
	return sheet_lists(&r->sheet->proficiencies.saves, ability(r, a)->key) ||
	       has_effect(r, EFFECT_PROFICIENT, TARGET_SAVE, BIT(a), source);
}

static void derive_save(struct reckoning *r, int a)
{
	struct derived_ability *d = ability(r, a);
	struct roll *roll = &d->save;
	struct str source;

	d->save_proficient = proficient_save(r, a, &source);
	sum_begin(r, &roll->bonus);
	sum_add(r, &roll->bonus, d->key, r->modifiers[a]);
	if (d->save_proficient)
		sum_add(r, &roll->bonus, source, r->out->proficiency.value);
	sum_effects(r, &roll->bonus, TARGET_SAVE, BIT(a), 0);
	roll_effects(r, roll, TARGET_SAVE, BIT(a), 0);
	add_armor_reasons(r, roll, a);
}

static bool proficient_skill(const struct reckoning *r, int skill, struct str *source)
{
	const struct catalog_background *b = catalog_background(r->catalog, r->sheet->background);

	*source = STR("proficiency");
	if (sheet_lists(&r->sheet->proficiencies.skills, str_of(skill_names[skill])))
		return true;
	if (b && (b->skills & BIT(skill)))
		return true;
	if (r->trait_skills & BIT(skill))
		return true;
	return has_effect(r, EFFECT_PROFICIENT, TARGET_SKILL, BIT(skill), source);
}

static bool unconditional(const struct list *reasons)
{
	const struct reason *all = reasons->items;

	for (size_t i = 0; i < reasons->count; i++)
		if (!all[i].against.n)
			return true;
	return false;
}

static void derive_passive(struct reckoning *r, struct derived_skill *s)
{
	const struct term *terms = s->roll.bonus.breakdown.items;
	bool better = unconditional(&s->roll.advantage);
	bool worse = unconditional(&s->roll.disadvantage);

	sum_begin(r, &s->passive);
	sum_add(r, &s->passive, STR("base"), PASSIVE_BASE);
	for (size_t i = 0; i < s->roll.bonus.breakdown.count; i++)
		sum_add(r, &s->passive, terms[i].source, terms[i].value);
	if (better && !worse)
		sum_add(r, &s->passive, STR("advantage"), PASSIVE_ADVANTAGE);
	if (worse && !better)
		sum_add(r, &s->passive, STR("disadvantage"), -PASSIVE_ADVANTAGE);
}

static void derive_skill(struct reckoning *r, struct derived_skill *s, int skill)
{
	int a = (int)skill_abilities[skill];
	struct number *n = &s->roll.bonus;
	struct str source;

	s->key = str_of(skill_names[skill]);
	s->ability = (enum ability)a;
	s->expertise = sheet_lists(&r->sheet->proficiencies.expertise, s->key);
	s->proficient = s->expertise | proficient_skill(r, skill, &source);
	sum_begin(r, n);
	sum_add(r, n, ability(r, a)->key, r->modifiers[a]);
	if (s->proficient)
		sum_add(r, n, STR("proficiency"), r->out->proficiency.value);
	else
		add_half(r, n, a, BIT(skill));
	if (s->expertise)
		sum_add(r, n, STR("expertise"), r->out->proficiency.value);
	sum_effects(r, n, TARGET_CHECK, BIT(a), 0);
	sum_effects(r, n, TARGET_SKILL, BIT(skill), 0);
	roll_effects(r, &s->roll, TARGET_CHECK, BIT(a), 0);
	roll_effects(r, &s->roll, TARGET_SKILL, BIT(skill), 0);
	add_armor_reasons(r, &s->roll, a);
	if (r->armor && r->armor->equipment->armor.loud && str_eq(s->key, STR("stealth")))
		roll_reason(r, &s->roll.disadvantage, r->out->armor, "");
	derive_passive(r, s);
}

static void list_passive(struct reckoning *r, const struct derived_skill *s)
{
	struct named_number passive = {s->key, s->passive};

	list_push(r->arena, &r->out->passive, sizeof passive, &passive);
}

/* SRD "Initiative": a Dexterity check. */
static void derive_initiative(struct reckoning *r)
{
	struct roll *roll = &r->out->initiative;
	struct number *n = &roll->bonus;

	sum_begin(r, n);
	sum_add(r, n, ability(r, ABILITY_DEX)->key, r->modifiers[ABILITY_DEX]);
	add_half(r, n, ABILITY_DEX, 0);
	sum_effects(r, n, TARGET_CHECK, BIT(ABILITY_DEX), 0);
	sum_effects(r, n, TARGET_INITIATIVE, 0, 0);
	roll_effects(r, roll, TARGET_CHECK, BIT(ABILITY_DEX), 0);
	roll_effects(r, roll, TARGET_INITIATIVE, 0, 0);
	add_armor_reasons(r, roll, ABILITY_DEX);
}

static void reasons_for(struct reckoning *r, enum effect_target target, struct list *reasons)
{
	for (const struct active *a = effects_from(r, target); a < effects_to(r, target); a++)
		if (a->effect->kind == EFFECT_ADVANTAGE)
			roll_reason(r, reasons, a->source, a->effect->text);
}

void derive_checks(struct reckoning *r)
{
	reasons_for(r, TARGET_CONCENTRATION, &r->out->concentration_advantage);
	reasons_for(r, TARGET_DEATH_SAVE, &r->out->death_save_advantage);
	struct derived_skill *skills = ARENA_ARRAY(r->arena, struct derived_skill, SKILLS);

	for (int a = 0; a < ABILITIES; a++) {
		derive_check(r, a);
		derive_save(r, a);
	}
	for (int i = 0; i < SKILLS; i++) {
		derive_skill(r, &skills[i], i);
		if (str_eq(skills[i].key, STR("insight")) ||
		    str_eq(skills[i].key, STR("investigation")) ||
		    str_eq(skills[i].key, STR("perception")))
			list_passive(r, &skills[i]);
	}
	r->out->skills = (struct list){skills, SKILLS};
	derive_initiative(r);
}
