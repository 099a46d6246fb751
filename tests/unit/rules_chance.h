/* Chance for random play, and the stat blocks that it makes: for the property tests and the fuzzer. */
#ifndef TABARD_TESTS_UNIT_RULES_CHANCE_H
#define TABARD_TESTS_UNIT_RULES_CHANCE_H

#include <stdlib.h>

#include "common/rules/moves.h"

enum { PLAY_DICE_MAX = 64 * 1024 };

/* Where decisions come from: 0 to below - 1. */
struct player {
	uint32_t (*choose)(void *context, uint32_t below);
	void *context;
	int32_t ids;  /* given out */
	bool crowded; /* many join at once */
};

/* Dice that choose at random and remember, or fall again as remembered. */
struct memory_dice {
	struct player *player; /* NULL: as remembered */
	int32_t *fell;         /* room for PLAY_DICE_MAX */
	size_t count, next;
};

static inline uint32_t choose(struct player *p, uint32_t below)
{
	return p->choose(p->context, below);
}

static inline int32_t choose_from(struct player *p, int32_t min, int32_t max)
{
	return min + (int32_t)choose(p, (uint32_t)(max - min) + 1);
}

static inline int32_t memory_roll(void *context, int32_t faces)
{
	struct memory_dice *m = context;

	if (m->player && m->count < PLAY_DICE_MAX)
		m->fell[m->count++] = choose_from(m->player, 1, faces);
	return m->next < m->count ? m->fell[m->next++] : 1;
}

static inline struct uuid play_id(uint8_t family, int32_t number)
{
	struct uuid id = {{family}};

	memcpy(id.b + 12, &number, sizeof number);
	return id;
}

/* Somebody who is there, mostly. */
static inline struct uuid choose_combatant(struct player *p, const struct encounter *e)
{
	if (!e->count || choose(p, 40) == 0)
		return play_id(0xFF, 1);
	return e->combatants[choose(p, (uint32_t)e->count)].id;
}

/* Different ones, mostly. */
static inline struct list choose_combatants(struct player *p, const struct encounter *e,
                                            struct arena *arena)
{
	size_t count = 1 + choose(p, 4);
	struct uuid *ids = ARENA_ARRAY(arena, struct uuid, count);

	for (size_t i = 0; i < count; i++) {
		bool again = false;

		ids[i] = choose_combatant(p, e);
		for (size_t k = 0; k < i; k++)
			again |= uuid_eq(ids[k], ids[i]);
		if (again && choose(p, 20))
			count = i;
	}
	return (struct list){ids, count};
}

static inline uint32_t choose_types(struct player *p)
{
	return choose(p, 3) ? 0 : choose(p, DAMAGE_ALL + 1);
}

/* Names of what can be used: those of choose_resource, and one that nobody has. */
static const char *const play_things[] = {"fire-breath", "rage",       "potion",
                                          "shield",      "chain-mail", "nothing"};

static inline void choose_resources(struct player *p, struct arena *arena, struct stat_block *s)
{
	const struct resource all[] = {
	    {.kind = RESOURCE_SLOT, .level = 1, .max = 4, .left = choose_from(p, 0, 4)},
	    {.kind = RESOURCE_SLOT, .level = 2, .max = 2, .left = choose_from(p, 0, 2)},
	    {.kind = RESOURCE_PACT_SLOT, .level = 2, .max = 2, .left = choose_from(p, 0, 2)},
	    {.kind = RESOURCE_FEATURE,
	     .name = STR("rage"),
	     .max = 3,
	     .left = 3,
	     .resets = RECHARGE_LONG,
	     .regain_on_short_rest = 1},
	    {.kind = RESOURCE_FEATURE, .name = STR("fire-breath"), .max = 1, .recharge = 5},
	    {.kind = RESOURCE_ITEM,
	     .name = STR("potion"),
	     .max = 10,
	     .left = 2,
	     .resets = (enum recharge)choose(p, 3),
	     .regain = STR("1d6+1")},
	    {.kind = RESOURCE_ITEM, .name = STR("shield"), .max = 1, .left = 1},
	    {.kind = RESOURCE_ITEM, .name = STR("chain-mail"), .max = 1, .left = 1},
	    {.kind = RESOURCE_HIT_DIE, .level = 8, .max = 3, .left = choose_from(p, 0, 3)},
	    {.kind = RESOURCE_LEGENDARY_ACTION, .max = 3, .left = 3},
	    {.kind = RESOURCE_LEGENDARY_RESISTANCE, .max = 3, .left = 3},
	};
	size_t count = sizeof all / sizeof *all;
	struct resource *own;

	if (choose(p, 2))
		return;
	own = ARENA_ARRAY(arena, struct resource, count);
	memcpy(own, all, sizeof all);
	s->resources = (struct list){own, count - choose(p, 3)};
}

static inline void choose_attacks(struct player *p, struct arena *arena, struct stat_block *s)
{
	const struct attack all[] = {
	    {.name = STR("Sword"),
	     .to_hit = 5,
	     .damage = STR("(1d8+3)[slashing]"),
	     .miss = STR("3[slashing]"),
	     .reach = 5,
	     .critical = 19},
	    {.name = STR("Bow"),
	     .to_hit = 3,
	     .damage = STR("1d6[piercing]+1d6[fire]"),
	     .range = 80,
	     .range_long = 320},
	    {.name = STR("Glare"), .to_hit = -5, .damage = STR("oops")},
	};
	struct attack *own = ARENA_ARRAY(arena, struct attack, 3);

	memcpy(own, all, sizeof all);
	s->attacks = (struct list){own, choose(p, 4)};
}

static inline void choose_stats(struct player *p, struct arena *arena, struct stat_block *s)
{
	static const char *const names[] = {"Goblin", "Orc", "Goblin 2", "Élan", "Rope bridge"};
	static const char *const dice[] = {"2d6",       "",  "7d10+21", "1d4-3",
	                                   "33d20+330", "d", "4d8kh2"};
	static const char *const slugs[] = {"goblin", "orc", "troll"};
	uint32_t slug = choose(p, 3);

	s->kind = (enum combatant_kind)choose(p, 3);
	s->name = str_of(names[choose(p, 5)]);
	if (s->kind == KIND_MONSTER)
		s->monster = str_of(slugs[slug]);
	if (s->kind == KIND_CHARACTER)
		s->character_id = play_id(0xCC, choose_from(p, 1, 8));
	s->dexterity = choose_from(p, 1, 30);
	s->constitution = choose_from(p, 0, 30);
	s->initiative_bonus = choose_from(p, -5, 10);
	s->armor_class = choose_from(p, 5, 25);
	s->hp.max = choose(p, 100) ? choose_from(p, 1, 60) : -1;
	s->hp.current = s->hp.max > 0 ? choose_from(p, 0, s->hp.max) : 0;
	s->hp.temp = choose(p, 3) ? 0 : choose_from(p, 0, 20);
	s->hit_dice = str_of(dice[choose(p, 7)]);
	s->resistances = choose_types(p);
	s->vulnerabilities = choose_types(p);
	s->immunities = choose_types(p);
	s->xp = choose_from(p, 0, 5000);
	s->condition_immunities = choose(p, 4) ? 0 : choose(p, CONDITION_ALL + 1);
	s->damage_threshold = choose(p, 8) ? 0 : choose_from(p, 1, 10);
	s->speed = choose(p, 2) ? 5 * choose_from(p, 0, 12) : 0;
	for (size_t i = 0; i < SAVES; i++)
		s->saves[i] = choose_from(p, -5, 15);
	s->advantages = choose(p, 3) ? 0 : choose(p, ADVANTAGE_BIT(ADVANTAGES));
	s->exhaustion = choose(p, 10) ? 0 : choose_from(p, 0, 5);
	s->lair = choose(p, 5) == 0;
	choose_resources(p, arena, s);
	choose_attacks(p, arena, s);
}

#endif
