/* Speeds, senses and what can be carried. SRD 5.1 "Adventuring", "Lifting and Carrying"; SRD 5.2
 * "Rules Glossary": Carrying Capacity, Speed. */
#include "common/rules/derive.h"

#include "common/base/poison.h"

enum { DEFAULT_SPEED = 30, ARMOR_PENALTY = 10, CARRIED_PER_POINT = 15, HUNDREDTHS = 100 };
enum { COINS_IN_A_POUND = 50 };
enum { STEPS_MAX = 6 };

/* The species's figure, or that of its lineage where that is better. */
static int32_t born_with(const struct catalog_species *species,
                         const struct catalog_species *lineage, const int16_t *of_species,
                         const int16_t *of_lineage, struct str *source)
{
	int32_t mine = species ? *of_species : 0;

	*source = species ? species->slug : STR("base");
	if (lineage && *of_lineage > mine) {
		*source = lineage->slug;
		mine = *of_lineage;
	}
	return mine;
}

static bool as_fast_as_walking(const struct reckoning *r, int speed, struct str *source)
{
	for (const struct active *a = effects_from(r, TARGET_SPEED);
	     a < effects_to(r, TARGET_SPEED); a++) {
		if (a->effect->kind == EFFECT_AT_LEAST && a->effect->which & BIT(speed) &&
		    !a->effect->amount) {
			*source = a->source;
			return true;
		}
	}
	return false;
}

/* Effects on all speeds give none to those who have none. */
static bool gives_speed(const struct reckoning *r, int speed)
{
	for (const struct active *a = effects_from(r, TARGET_SPEED);
	     a < effects_to(r, TARGET_SPEED); a++)
		if (a->effect->kind == EFFECT_AT_LEAST && a->effect->which & BIT(speed))
			return true;
	return false;
}

static void reckon_speed(struct reckoning *r, struct number *n, int speed, int32_t walk)
{
	struct str source;

	sum_begin(r, n);
	if (as_fast_as_walking(r, speed, &source)) {
		sum_add(r, n, source, walk);
		return;
	}
	sum_effects(r, n, TARGET_SPEED, BIT(speed), 0);
}

static void limit_speed(struct reckoning *r, struct number *n)
{
	if (n->value < 0)
		sum_add(r, n, STR("limit"), -n->value);
}

static void derive_speeds(struct reckoning *r)
{
	const struct catalog_species *species = catalog_species(r->catalog, r->sheet->species);
	const struct catalog_species *lineage = catalog_lineage(r->catalog, r->sheet->lineage);
	int32_t walk = 0;

	for (int i = 0; i < SPEEDS; i++) {
		struct named_number s = {.key = str_of(speed_names[i])};
		struct str source;
		int32_t base = born_with(species, lineage, species ? &species->speeds[i] : NULL,
		                         lineage ? &lineage->speeds[i] : NULL, &source);

		if (!base && i == SPEED_WALK)
			base = DEFAULT_SPEED;
		if (base) {
			sum_begin(r, &s.number);
			sum_add(r, &s.number, source, base);
			if (i == SPEED_WALK && r->out->too_heavy && !r->not_slowed)
				sum_add(r, &s.number, r->out->armor, -ARMOR_PENALTY);
			sum_effects(r, &s.number, TARGET_SPEED, BIT(i), 0);
		} else if (gives_speed(r, i)) {
			reckon_speed(r, &s.number, i, walk);
		} else {
			continue;
		}
		limit_speed(r, &s.number);
		if (i == SPEED_WALK)
			walk = s.number.value;
		list_push(r->arena, &r->out->speeds, sizeof s, &s);
	}
}

static void derive_senses(struct reckoning *r)
{
	const struct catalog_species *species = catalog_species(r->catalog, r->sheet->species);
	const struct catalog_species *lineage = catalog_lineage(r->catalog, r->sheet->lineage);

	for (int i = 0; i < SENSES; i++) {
		struct named_number s = {.key = str_of(sense_names[i])};
		struct str source;
		int32_t base = born_with(species, lineage, species ? &species->senses[i] : NULL,
		                         lineage ? &lineage->senses[i] : NULL, &source);

		sum_begin(r, &s.number);
		sum_add(r, &s.number, source, base);
		sum_effects(r, &s.number, TARGET_SENSE, BIT(i), 0);
		if (s.number.value > 0)
			list_push(r->arena, &r->out->senses, sizeof s, &s);
	}
}

/* Fifty of any kind are a pound. SRD 5.1 "Coinage", SRD 5.2 "Coins". */
static bool is_coin(struct str item)
{
	static const char *const coins[] = {"cp",     "sp",     "ep",       "gp",   "pp",
	                                    "copper", "silver", "electrum", "gold", "platinum"};

	for (size_t i = 0; i < sizeof coins / sizeof *coins; i++)
		if (str_eq(item, str_of(coins[i])))
			return true;
	return false;
}

static int32_t weight_of(const struct reckoning *r, const struct sheet_item *item)
{
	const struct catalog_item *e = catalog_item(r->catalog, item->item);
	const struct catalog_magic_item *m = e ? NULL : catalog_magic_item(r->catalog, item->item);

	if (!e && !m && is_coin(item->item))
		return HUNDREDTHS / COINS_IN_A_POUND;
	if (m)
		e = catalog_item(r->catalog, m->base.n ? m->base : item->base);
	return e ? e->weight : 0;
}

static void derive_carrying(struct reckoning *r)
{
	const struct derived_ability *abilities = r->out->abilities.items;
	const struct sheet_item *items = r->sheet->equipment.items;
	struct carrying *c = &r->out->carrying;
	int64_t load = 0;
	int32_t steps = 0;

	for (const struct active *a = effects_from(r, TARGET_CARRYING);
	     a < effects_to(r, TARGET_CARRYING); a++)
		steps += a->effect->amount;
	if (steps > STEPS_MAX)
		steps = STEPS_MAX;
	c->capacity = abilities[ABILITY_STR].score.value * CARRIED_PER_POINT;
	for (; steps > 0; steps--)
		c->capacity *= 2;
	c->push = c->capacity * 2;
	for (size_t i = 0; i < r->sheet->equipment.count; i++)
		load += (int64_t)weight_of(r, &items[i]) * items[i].quantity;
	load = (load + HUNDREDTHS - 1) / HUNDREDTHS;
	c->load = load > INT32_MAX ? INT32_MAX : (int32_t)load;
	c->over = c->load > c->capacity;
}

void derive_movement(struct reckoning *r)
{
	derive_speeds(r);
	derive_senses(r);
	derive_carrying(r);
}
