/* Games at random, for the property test and the fuzzer: moves that are mostly possible, and what
 * must hold after each. */
#ifndef TABARD_TESTS_UNIT_RULES_PLAY_H
#define TABARD_TESTS_UNIT_RULES_PLAY_H

#include <stdlib.h>

#include "common/rules/moves.h"
#include "tests/rules/compare.h"

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

static inline void choose_stats(struct player *p, struct stat_block *s)
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
	s->initiative_bonus = choose_from(p, -5, 10);
	s->armor_class = choose_from(p, 5, 25);
	s->hp.max = choose_from(p, choose(p, 30) ? 1 : -1, 60);
	s->hp.current = s->hp.max > 0 ? choose_from(p, 0, s->hp.max) : 0;
	s->hp.temp = choose(p, 3) ? 0 : choose_from(p, 0, 20);
	s->hit_dice = str_of(dice[choose(p, 7)]);
	s->resistances = choose_types(p);
	s->vulnerabilities = choose_types(p);
	s->immunities = choose_types(p);
	s->xp = choose_from(p, 0, 5000);
}

static inline void play_see(struct move *move, const char *field)
{
	const struct shape *shape = move_rows[move->type].shape;

	for (size_t i = 0; i < shape->count; i++)
		if (strcmp(shape->fields[i].name, field) == 0)
			move->seen.present |= (uint64_t)1 << i;
}

static inline void choose_addition(struct player *p, struct arena *arena, struct move *move)
{
	struct stat_block *stats = ARENA_NEW(arena, struct stat_block);
	struct uuid *ids;

	choose_stats(p, stats);
	move->stats = stats;
	move->count = choose(p, 2) ? choose_from(p, 0, 4) : 0;
	if (p->crowded && choose(p, 2))
		move->count = ADD_COUNT_MAX;
	move->hp = choose(p, 2) ? -choose_from(p, 0, 2) : choose_from(p, 1, 80);
	move->hidden = choose(p, 3) == 0;
	ids = ARENA_ARRAY(arena, struct uuid, (size_t)move_count(move));
	for (int32_t i = 0; i < move_count(move); i++)
		ids[i] = play_id(1, ++p->ids);
	move->new_ids = (struct list){ids, (size_t)move_count(move)};
}

/* How often each type is tried, in parts of the sum: fights mostly go on. */
static const uint8_t play_weights[MOVE_TYPES] = {
    [MOVE_ADD_COMBATANT] = 10,
    [MOVE_REMOVE_COMBATANT] = 5,
    [MOVE_REVEAL] = 3,
    [MOVE_HIDE] = 3,
    [MOVE_ROLL_INITIATIVE] = 9,
    [MOVE_SET_INITIATIVE] = 4,
    [MOVE_START] = 4,
    [MOVE_NEXT_TURN] = 20,
    [MOVE_PAUSE] = 2,
    [MOVE_RESUME] = 6,
    [MOVE_DAMAGE] = 22,
    [MOVE_HEAL] = 11,
    [MOVE_END] = 1,
};

static inline enum move_type choose_type(struct player *p)
{
	uint32_t at = choose(p, 100), type = 0;

	while (type < MOVE_TYPES - 1 && at >= play_weights[type])
		at -= play_weights[type++];
	return (enum move_type)type;
}

static inline struct move choose_move(struct player *p, const struct encounter *e,
                                      struct arena *arena)
{
	struct move move = {.type = choose_type(p)};

	switch (move.type) {
	case MOVE_ADD_COMBATANT:
		choose_addition(p, arena, &move);
		break;
	case MOVE_SET_INITIATIVE:
		move.initiative = choose_from(p, -INITIATIVE_MAX, INITIATIVE_MAX);
		if (choose(p, 2)) {
			play_see(&move, "tiebreak");
			move.tiebreak = choose_from(p, -TIEBREAK_MAX, TIEBREAK_MAX);
		}
		move.combatant_id = choose_combatant(p, e);
		break;
	case MOVE_REMOVE_COMBATANT:
		move.combatant_id = choose_combatant(p, e);
		break;
	case MOVE_REVEAL:
	case MOVE_HIDE:
		move.combatant_ids = choose_combatants(p, e, arena);
		break;
	case MOVE_ROLL_INITIATIVE:
		move.roll_for = (enum roll_for)choose(p, 3);
		if (choose(p, 4) == 0)
			move.combatant_ids = choose_combatants(p, e, arena);
		break;
	case MOVE_DAMAGE:
		move.damage_type = (enum damage_type)choose(p, DAMAGE_TYPES);
		move.half = choose(p, 4) == 0;
		move.targets = choose_combatants(p, e, arena);
		move.amount = choose_from(p, 0, choose(p, 50) ? 40 : HIT_POINTS_MAX);
		break;
	case MOVE_HEAL:
		move.targets = choose_combatants(p, e, arena);
		move.amount = choose_from(p, 0, choose(p, 50) ? 20 : HIT_POINTS_MAX);
		break;
	case MOVE_END:
		if (choose(p, 2)) {
			play_see(&move, "xp");
			move.xp = choose_from(p, 0, XP_AWARD_MAX);
		}
		break;
	default:
		break;
	}
	return move;
}

/* A copy that shares nothing, to see afterwards whether the original was touched. */
static inline struct encounter play_copy(const struct encounter *e, struct arena *arena)
{
	struct encounter copy = *e;

	copy.combatants = ARENA_ARRAY(arena, struct combatant, e->count);
	for (size_t i = 0; i < e->count; i++) {
		copy.combatants[i] = e->combatants[i];
		copy.combatants[i].name = arena_str(arena, e->combatants[i].name);
		copy.combatants[i].monster = arena_str(arena, e->combatants[i].monster);
	}
	return copy;
}

/* The order holds everyone with a place exactly once, best first. */
static inline const char *order_wrong(const struct encounter *e)
{
	size_t order[ENCOUNTER_COMBATANTS_MAX], n = encounter_order(e, order), placed = 0;
	bool there[ENCOUNTER_COMBATANTS_MAX] = {false};

	for (size_t i = 0; i < e->count; i++)
		placed += e->combatants[i].rolled;
	if (n != placed)
		return "the order has not everyone with a place";
	for (size_t i = 0; i < n; i++) {
		const struct combatant *c = &e->combatants[order[i]], *before;

		if (order[i] >= e->count || there[order[i]] || !c->rolled)
			return "the order is no permutation";
		there[order[i]] = true;
		before = &e->combatants[order[i ? i - 1 : 0]];
		if (before->initiative < c->initiative ||
		    (before->initiative == c->initiative && before->tiebreak < c->tiebreak))
			return "the order does not descend";
	}
	return NULL;
}

static inline const char *people_wrong(const struct encounter *e)
{
	for (size_t i = 0; i < e->count; i++) {
		const struct hit_points *hp = &e->combatants[i].hp;

		if (hp->current < 0 || hp->current > hp->max || hp->temp < 0)
			return "hit points are out of bounds";
		for (size_t k = 0; k < i; k++)
			if (same_text(e->combatants[i].name, e->combatants[k].name))
				return "two have the same name";
	}
	return NULL;
}

/* Hit points change by what was told, and by nothing else. */
static inline const char *telling_wrong(const struct encounter *before,
                                        const struct encounter *after, const struct outcome *out)
{
	const struct consequence *told = out->consequences.items;

	for (size_t i = 0; i < after->count; i++) {
		const struct combatant *is = &after->combatants[i];
		const struct combatant *was = encounter_find(before, is->id);
		int32_t hp = was ? was->hp.current : is->hp.current;
		int32_t temp = was ? was->hp.temp : is->hp.temp;

		for (size_t k = 0; k < out->consequences.count; k++) {
			if (!uuid_eq(told[k].combatant_id, is->id))
				continue;
			hp -= told[k].kind == CONSEQUENCE_DAMAGE ? told[k].amount : 0;
			hp += told[k].kind == CONSEQUENCE_HEALED ? told[k].amount : 0;
			temp -= told[k].absorbed;
		}
		if (hp != is->hp.current || temp != is->hp.temp)
			return "hit points are not what was told";
	}
	return NULL;
}

/* Plays one move and checks it. On return *e is the state after it; the reason when something does
 * not hold, else NULL. `out` says whether it was refused. */
static inline const char *play_move(struct encounter *e, const struct move *move,
                                    struct memory_dice *memory, struct arena *arena,
                                    struct change *change, struct outcome *out)
{
	const struct encounter before = *e, copy = play_copy(e, arena);
	const struct dice dice = {memory_roll, memory};
	struct encounter untouched = {.count = SIZE_MAX}, after = untouched, undone;
	size_t first = memory->next;
	struct outcome again_out;
	const char *why;

	rules_apply(e, move, &dice, arena, &after, out);
	if (encounters_differ(&before, &copy))
		return "the state before was touched";
	if (out->error) {
		*change = rules_change(&before, &before, arena);
		return memcmp(&after, &untouched, sizeof after) ? "a refusal wrote a state" : NULL;
	}
	*e = after;
	if ((why = encounter_broken(e)) || (why = order_wrong(e)) || (why = people_wrong(e)) ||
	    (why = telling_wrong(&before, e, out)))
		return why;
	*change = rules_change(&before, e, arena);
	undone = rules_undo(e, change, arena);
	if ((why = encounters_differ(&before, &undone)))
		return why;
	/* The same dice, the same outcome. */
	memory->next = first;
	rules_apply(&before, move,
	            &(struct dice){memory_roll, &(struct memory_dice){.fell = memory->fell,
	                                                              .count = memory->count,
	                                                              .next = first}},
	            arena, &after, &again_out);
	memory->next = memory->count;
	if (again_out.consequences.count != out->consequences.count)
		return "the same dice tell something else";
	return encounters_differ(e, &after);
}

#endif
