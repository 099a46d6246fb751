/* The combatant that a character makes. */
#include "common/rules/sheet_attacks.h"

#include "common/base/poison.h"

static int32_t within(int32_t value, int32_t min, int32_t max)
{
	return value < min ? min : value > max ? max : value;
}

static uint32_t condition_bits(const struct list *names)
{
	const struct str *all = names->items;
	uint32_t bits = 0;

	for (size_t i = 0; i < names->count; i++)
		for (int c = 0; c < CONDITIONS; c++)
			if (str_eq(all[i], str_of(condition_names[c])))
				bits |= CONDITION_BIT(c);
	return bits;
}

/* The first of that name counts; past RESOURCES_MAX there is no room. */
static void add_resource(struct list *list, struct resource r)
{
	struct resource *all = list->items;

	for (size_t i = 0; i < list->count; i++)
		if (all[i].kind == r.kind && all[i].level == r.level && str_eq(all[i].name, r.name))
			return;
	if (list->count < RESOURCES_MAX)
		all[list->count++] = r;
}

static void add_features(struct list *list, const struct derived_sheet *d)
{
	const struct derived_feature *f = d->features.items;

	for (size_t i = 0; i < d->features.count; i++) {
		bool endless = f[i].uses.max == COUNTER_UNLIMITED;
		int32_t max = endless ? RESOURCE_USES_MAX : f[i].uses.max;

		if (f[i].has_uses)
			add_resource(list, (struct resource){.kind = RESOURCE_FEATURE,
			                                     .name = f[i].slug,
			                                     .left = max - f[i].uses.used,
			                                     .max = max,
			                                     .resets = f[i].uses.resets,
			                                     .regain = f[i].uses.regain,
			                                     .regain_on_short_rest =
			                                         f[i].uses.regain_on_short_rest});
	}
}

static void add_slots(struct list *list, const struct derived_sheet *d)
{
	const struct spell_slots *s = d->slots.items;
	const struct pact_slots *p = &d->pact_slots;

	for (size_t i = 0; i < d->slots.count; i++)
		add_resource(list, (struct resource){.kind = RESOURCE_SLOT,
		                                     .level = (int32_t)i + 1,
		                                     .left = s[i].max - s[i].used,
		                                     .max = s[i].max});
	if (p->max)
		add_resource(list, (struct resource){.kind = RESOURCE_PACT_SLOT,
		                                     .level = p->level,
		                                     .left = p->max - p->used,
		                                     .max = p->max});
}

static void add_hit_dice(struct list *list, const struct derived_sheet *d)
{
	const struct hit_dice *dice = d->hit_dice.items;

	for (size_t i = 0; i < d->hit_dice.count; i++)
		add_resource(list, (struct resource){.kind = RESOURCE_HIT_DIE,
		                                     .level = dice[i].die,
		                                     .left = dice[i].max - dice[i].used,
		                                     .max = dice[i].max});
}

static void add_items(struct list *list, const struct sheet *s)
{
	const struct sheet_item *items = s->equipment.items;

	for (size_t i = 0; i < s->equipment.count; i++)
		add_resource(list, (struct resource){.kind = RESOURCE_ITEM,
		                                     .name = items[i].item,
		                                     .left = items[i].quantity,
		                                     .max = items[i].quantity,
		                                     .equipped = items[i].equipped});
}

static struct list resources_of(const struct sheet *s, const struct derived_sheet *d,
                                struct arena *arena)
{
	struct list list = {ARENA_ARRAY(arena, struct resource, RESOURCES_MAX), 0};

	add_slots(&list, d);
	add_hit_dice(&list, d);
	add_features(&list, d);
	add_items(&list, s);
	return list;
}

static int32_t walking(const struct derived_sheet *d)
{
	const struct named_number *speeds = d->speeds.items;

	for (size_t i = 0; i < d->speeds.count; i++)
		if (str_eq(speeds[i].key, str_of(speed_names[SPEED_WALK])))
			return within(speeds[i].number.value, 0, SPEED_MAX);
	return 0;
}

/* With advantage against everything, and no disadvantage that takes it away. */
static uint32_t advantage(const struct list *better, const struct list *worse, unsigned what)
{
	const struct reason *why = better->items;

	for (size_t i = 0; i < better->count && !(worse && worse->count); i++)
		if (!why[i].against.n)
			return ADVANTAGE_BIT(what);
	return 0;
}

static uint32_t advantages_of(const struct derived_sheet *d)
{
	const struct derived_ability *abilities = d->abilities.items;
	uint32_t bits =
	    advantage(&d->initiative.advantage, &d->initiative.disadvantage, ADVANTAGE_INITIATIVE) |
	    advantage(&d->concentration_advantage, NULL, ADVANTAGE_CONCENTRATION) |
	    advantage(&d->death_save_advantage, NULL, ADVANTAGE_DEATH_SAVE);

	for (unsigned a = 0; a < ABILITIES; a++)
		bits |= advantage(&abilities[a].save.advantage, &abilities[a].save.disadvantage,
		                  ADVANTAGE_SAVE + a);
	return bits;
}

/* Exhaustion is the fight's to reckon with, so the numbers are those without it. */
struct stat_block sheet_stat_block(const struct sheet *s, const struct catalog *c,
                                   struct arena *arena, struct str name, struct uuid character)
{
	struct sheet rested = *s;
	int32_t left = sheet_derive(s, c, arena).hp_current;
	struct derived_sheet d;
	const struct derived_ability *abilities;
	struct stat_block block;

	rested.exhaustion = 0;
	d = sheet_derive(&rested, c, arena);
	abilities = d.abilities.items;
	block = (struct stat_block){
	    .kind = KIND_CHARACTER,
	    .name = name,
	    .character_id = character,
	    .dexterity = abilities[ABILITY_DEX].score.value,
	    .constitution = abilities[ABILITY_CON].score.value,
	    .initiative_bonus =
	        within(d.initiative.bonus.value, -INITIATIVE_BONUS_MAX, INITIATIVE_BONUS_MAX),
	    .armor_class = d.armor_class.value,
	    .hp = {.current = left, .max = d.hp_max.value, .temp = d.hp_temp},
	    .resistances = d.resistances,
	    .vulnerabilities = d.vulnerabilities,
	    .immunities = d.immunities,
	    .condition_immunities = condition_bits(&d.condition_immunities),
	    .speed = walking(&d),
	    .exhaustion = s->exhaustion,
	    .resources = resources_of(s, &d, arena),
	    .attacks = sheet_attacks(&d, arena),
	    .advantages = advantages_of(&d),
	};
	for (int a = 0; a < ABILITIES; a++)
		block.saves[a] =
		    within(abilities[a].save.bonus.value, -SAVE_BONUS_MAX, SAVE_BONUS_MAX);
	return block;
}
