/* Games at random, for the property test and the fuzzer: what must hold after each move. */
#ifndef TABARD_TESTS_UNIT_RULES_PLAY_H
#define TABARD_TESTS_UNIT_RULES_PLAY_H

#include "tests/rules/compare.h"
#include "tests/unit/rules_choose.h"

static inline void play_copy_list(struct list *list, size_t item_size, struct arena *arena)
{
	void *items = arena_alloc(arena, list->count, item_size);

	if (list->count)
		memcpy(items, list->items, list->count * item_size);
	list->items = items;
}

/* A copy that shares nothing that moves change, to see afterwards whether the original was touched. */
static inline struct encounter play_copy(const struct encounter *e, struct arena *arena)
{
	struct encounter copy = *e;

	copy.combatants = ARENA_ARRAY(arena, struct combatant, e->count);
	for (size_t i = 0; i < e->count; i++) {
		copy.combatants[i] = e->combatants[i];
		copy.combatants[i].name = arena_str(arena, e->combatants[i].name);
		copy.combatants[i].monster = arena_str(arena, e->combatants[i].monster);
		play_copy_list(&copy.combatants[i].conditions, sizeof(struct condition_held),
		               arena);
		play_copy_list(&copy.combatants[i].resources, sizeof(struct resource), arena);
		play_copy_list(&copy.combatants[i].attacks, sizeof(struct attack), arena);
		play_copy_list(&copy.combatants[i].concentration.saves, sizeof(int32_t), arena);
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

/* What the dead, the dying and the distracted cannot have. */
static inline const char *body_wrong(const struct encounter *e, const struct combatant *c)
{
	const struct resource *r = c->resources.items;

	if (combatant_dead(c) + combatant_dying(c) + c->dying.stable + (c->hp.current > 0) != 1)
		return "one is not exactly one of dead, dying, stable and up";
	if (c->concentration.spell.n &&
	    (combatant_dead(c) || combatant_states(e->ruleset, c) & STATE_NO_CONCENTRATION))
		return "one concentrates who cannot";
	for (size_t i = 0; i < c->resources.count; i++)
		if (r[i].left < 0 || r[i].left > r[i].max)
			return "uses left are out of bounds";
	return NULL;
}

static inline const char *people_wrong(const struct encounter *e)
{
	for (size_t i = 0; i < e->count; i++) {
		const struct hit_points *hp = &e->combatants[i].hp;

		if (hp->current < 0 || hp->current > hp->max || hp->temp < 0)
			return "hit points are out of bounds";
		if (body_wrong(e, &e->combatants[i]))
			return body_wrong(e, &e->combatants[i]);
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
		bool by_hand = false;

		for (size_t k = 0; k < out->consequences.count; k++) {
			if (!uuid_eq(told[k].combatant_id, is->id))
				continue;
			hp -= told[k].kind == CONSEQUENCE_DAMAGE ? told[k].amount : 0;
			hp += told[k].kind == CONSEQUENCE_HEALED ? told[k].amount : 0;
			temp -= told[k].absorbed;
			hp -= told[k].lost;
			if (told[k].kind == CONSEQUENCE_TEMP_HP)
				temp = told[k].amount;
			by_hand |= told[k].kind == CONSEQUENCE_OVERRIDDEN;
		}
		if (!by_hand && (hp != is->hp.current || temp != is->hp.temp))
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
	    (move->type != MOVE_PREVIOUS_TURN && (why = telling_wrong(&before, e, out))))
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
