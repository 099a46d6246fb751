#include "common/rules/sheet.h"

#include "common/rules/derived.h"

#include "common/base/poison.h"

int32_t sheet_level(const struct sheet *s)
{
	const struct sheet_class *c = s->classes.items;
	int32_t level = 0;

	for (size_t i = 0; i < s->classes.count; i++)
		level += c[i].level;
	return level;
}

int32_t sheet_count(const struct list *counts, struct str key)
{
	const struct sheet_count *all = counts->items;

	for (size_t i = 0; i < counts->count; i++)
		if (str_eq(all[i].key, key))
			return all[i].value;
	return 0;
}

struct str sheet_choice(const struct sheet *s, struct str key)
{
	const struct sheet_choice *all = s->choices.items;

	for (size_t i = 0; i < s->choices.count; i++)
		if (str_eq(all[i].key, key))
			return all[i].value;
	return (struct str){0};
}

bool sheet_lists(const struct list *slugs, struct str slug)
{
	const struct str *all = slugs->items;

	for (size_t i = 0; i < slugs->count; i++)
		if (str_eq(all[i], slug))
			return true;
	return false;
}

int32_t sheet_hp_max(const struct sheet *s, const struct catalog *c, struct arena *arena)
{
	return sheet_derive(s, c, arena).hp_max.value;
}

static bool class_twice(const struct sheet *s)
{
	const struct sheet_class *c = s->classes.items;

	for (size_t i = 0; i < s->classes.count; i++)
		for (size_t k = 0; k < i; k++)
			if (str_eq(c[i].name, c[k].name))
				return true;
	return false;
}

/* A subclass that the catalog has is of the class that it stands beside. */
static bool foreign_subclass(const struct sheet *s, const struct catalog *c)
{
	const struct sheet_class *classes = s->classes.items;

	for (size_t i = 0; i < s->classes.count; i++) {
		const struct catalog_subclass *sub = catalog_subclass(c, classes[i].subclass);

		if (sub && !str_eq(sub->class, classes[i].name))
			return true;
	}
	return false;
}

static bool foreign_lineage(const struct sheet *s, const struct catalog *c)
{
	const struct catalog_species *lineage = catalog_lineage(c, s->lineage);

	return lineage && catalog_species(c, s->species) && !str_eq(lineage->of, s->species);
}

static int32_t attuned(const struct sheet *s)
{
	const struct sheet_item *items = s->equipment.items;
	int32_t n = 0;

	for (size_t i = 0; i < s->equipment.count; i++)
		n += items[i].attuned;
	return n;
}

/* Of stages of one feature, what is spent is spent of all. */
static bool overused(const struct sheet *s, const struct catalog *c,
                     const struct derived_feature *d)
{
	const struct sheet_count *used = s->features_used.items;
	int64_t sum = 0;

	if (!d->has_uses || d->uses.max == COUNTER_UNLIMITED)
		return false;
	for (size_t i = 0; i < s->features_used.count; i++) {
		const struct catalog_feature *f = catalog_feature(c, used[i].key);

		if (str_eq(used[i].key, d->slug) || (f && str_eq(f->family, d->family)))
			sum += used[i].value;
	}
	return sum > d->uses.max;
}

static bool features_overused(const struct sheet *s, const struct catalog *c,
                              const struct derived_sheet *d)
{
	const struct derived_feature *all = d->features.items;

	for (size_t i = 0; i < d->features.count; i++)
		if (overused(s, c, &all[i]))
			return true;
	return false;
}

/* Slots that the sheet spends are there; of a homebrew class nothing is known. */
static bool slots_overused(const struct sheet *s, const struct derived_sheet *d)
{
	const struct sheet_count *used = s->slots_used.items;
	const struct spell_slots *slots = d->slots.items;

	for (size_t i = 0; i < s->slots_used.count; i++) {
		int32_t max = str_eq(used[i].key, STR("pact")) ? d->pact_slots.max : 0;

		for (size_t k = 0; k < d->slots.count; k++)
			if (str_eq(slots[k].key, used[i].key))
				max = slots[k].max;
		if (used[i].value > max)
			return true;
	}
	return false;
}

static bool hit_dice_overused(const struct sheet *s, const struct derived_sheet *d)
{
	const struct hit_dice *dice = d->hit_dice.items;

	for (size_t i = 0; i < d->hit_dice.count; i++)
		if (dice[i].used > dice[i].max)
			return true;
	return s->hit_dice_used.count > d->hit_dice.count;
}

static const char *spent_too_much(const struct sheet *s, const struct catalog *c,
                                  const struct derived_sheet *d, const char **field)
{
	if (features_overused(s, c, d)) {
		*field = "/sheet/features_used";
		return "must not spend more than a feature has uses";
	}
	if (!d->unknown.count && slots_overused(s, d)) {
		*field = "/sheet/slots_used";
		return "must not spend more spell slots than there are";
	}
	if (!d->unknown.count && hit_dice_overused(s, d)) {
		*field = "/sheet/hit_dice_used";
		return "must not spend more hit dice than there are";
	}
	return NULL;
}

const char *sheet_broken(const struct sheet *s, const struct catalog *c, struct arena *arena,
                         const char **field)
{
	struct sheet rested = *s;
	struct derived_sheet d;

	*field = "/sheet/classes";
	if (sheet_level(s) > LEVEL_MAX)
		return "class levels must add up to 20 at most";
	if (class_twice(s))
		return "must name each class only once";
	if (foreign_subclass(s, c))
		return "must name a subclass only with its own class";
	*field = "/sheet/lineage";
	if (foreign_lineage(s, c))
		return "must be a lineage of the species";
	*field = "/sheet/equipment";
	if (attuned(s) > ATTUNED_MAX)
		return "must not have more than three attuned items";
	/* Exhaustion lowers the maximum for a while; the hit points come down with it by themselves. */
	rested.exhaustion = 0;
	d = sheet_derive(&rested, c, arena);
	*field = "/sheet/hp/current";
	if (s->hp.current > d.hp_max.value)
		return "must not be above the hit point maximum";
	return spent_too_much(s, c, &d, field);
}
