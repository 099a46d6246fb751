/* What holds for every sheet, whatever is on it: for the unit test and for the fuzzer. */
#ifndef TABARD_TESTS_UNIT_RULES_SHEET_CHECK_H
#define TABARD_TESTS_UNIT_RULES_SHEET_CHECK_H

#include "common/rules/derived.h"

static inline bool terms_add_up(const struct list *breakdown, int32_t value)
{
	const struct term *terms = breakdown->items;
	int64_t sum = 0;

	for (size_t i = 0; i < breakdown->count; i++)
		sum += terms[i].value;
	return sum == value;
}

static inline bool number_adds_up(const struct number *n)
{
	return terms_add_up(&n->breakdown, n->value);
}

static inline bool named_add_up(const struct list *numbers)
{
	const struct named_number *all = numbers->items;

	for (size_t i = 0; i < numbers->count; i++)
		if (!number_adds_up(&all[i].number) || all[i].number.value < 0)
			return false;
	return true;
}

static inline const char *abilities_wrong(const struct derived_sheet *d)
{
	const struct derived_ability *a = d->abilities.items;
	const struct derived_skill *s = d->skills.items;

	if (d->abilities.count != ABILITIES || d->skills.count != SKILLS)
		return "not six abilities and eighteen skills";
	for (int i = 0; i < ABILITIES; i++) {
		int32_t doubled = a[i].score.value - 10;

		if (a[i].modifier * 2 != doubled && a[i].modifier * 2 != doubled - 1)
			return "a modifier";
		if (a[i].score.value < 1 || a[i].score.value > 30)
			return "a score out of bounds";
		if (!number_adds_up(&a[i].score) || !number_adds_up(&a[i].save.bonus) ||
		    !number_adds_up(&a[i].check.bonus))
			return "an ability does not add up";
	}
	for (int i = 0; i < SKILLS; i++)
		if (!number_adds_up(&s[i].roll.bonus) || !number_adds_up(&s[i].passive))
			return "a skill does not add up";
	return NULL;
}

static inline const char *attacks_wrong(const struct derived_sheet *d)
{
	const struct derived_attack *a = d->attacks.items;
	const struct derived_casting *c = d->spellcasting.items;

	if (!d->attacks.count)
		return "not even a fist";
	for (size_t i = 0; i < d->attacks.count; i++)
		if (!number_adds_up(&a[i].hit.bonus) ||
		    !terms_add_up(&a[i].damage.breakdown, a[i].damage.bonus))
			return "an attack does not add up";
	for (size_t i = 0; i < d->spellcasting.count; i++)
		if (!number_adds_up(&c[i].dc) || !number_adds_up(&c[i].attack.bonus))
			return "spellcasting does not add up";
	return NULL;
}

static inline const char *uses_wrong(const struct derived_sheet *d)
{
	const struct derived_feature *f = d->features.items;
	const struct spell_slots *s = d->slots.items;

	for (size_t i = 0; i < d->features.count; i++)
		if (f[i].uses.max != COUNTER_UNLIMITED && f[i].uses.used > f[i].uses.max)
			return "more uses spent than there are";
	for (size_t i = 0; i < d->slots.count; i++)
		if (s[i].used < 0 || s[i].used > s[i].max)
			return "more slots spent than there are";
	return d->pact_slots.used > d->pact_slots.max ? "more pact slots spent" : NULL;
}

/* What is wrong with what was derived, or NULL. */
static inline const char *derived_wrong(const struct derived_sheet *d)
{
	const char *wrong = abilities_wrong(d);

	if (!wrong)
		wrong = attacks_wrong(d);
	if (!wrong)
		wrong = uses_wrong(d);
	if (wrong)
		return wrong;
	if (!number_adds_up(&d->proficiency) || !number_adds_up(&d->initiative.bonus) ||
	    !number_adds_up(&d->armor_class) || !number_adds_up(&d->attacks_per_action))
		return "a number does not add up";
	if (!number_adds_up(&d->hp_max) || d->hp_max.value < 1 || d->hp_max.value > HIT_POINTS_MAX)
		return "hit points";
	if (d->hp_current < 0 || d->hp_current > d->hp_max.value)
		return "hit points left";
	if (!named_add_up(&d->speeds) || !named_add_up(&d->senses))
		return "a speed or sense";
	return NULL;
}

#endif
