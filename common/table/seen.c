#include "common/table/table.h"

#include "common/base/poison.h"

/* Whether the turn can come to this combatant in the players' sight. */
static bool can_be_seen(const struct combatant *c)
{
	return c && !c->hidden && !combatant_dead(c);
}

/* The first whom players see act, in the order of `in`, behind the place of `from` and once around (from the
 * first place when `from` is in no order). */
static struct turn_seen next_in_sight(const struct encounter *in, const struct encounter *after,
                                      struct turn_seen from, struct arena *arena)
{
	size_t *order = ARENA_ARRAY(arena, size_t, in->count + 1);
	size_t count = encounter_order(in, order), place = count;

	for (size_t i = 0; i < count; i++)
		if (uuid_eq(in->combatants[order[i]].id, from.combatant))
			place = i;
	for (size_t step = 1; step <= count; step++) {
		size_t at = (place == count ? step - 1 : place + step) % count;
		struct uuid id = in->combatants[order[at]].id;

		if (can_be_seen(encounter_find(after, id)))
			return (struct turn_seen){
			    id, from.round + (place != count && at <= place ? 1 : 0), 0};
	}
	return (struct turn_seen){{{0}}, from.round, 0};
}

struct turn_seen table_turn_seen(const struct table_encounter *before,
                                 const struct encounter *after, struct arena *arena)
{
	const struct combatant *acting = encounter_find(after, after->turn);
	const struct combatant *last = encounter_find(after, before->seen.combatant);

	if (!acting || !acting->hidden)
		return (struct turn_seen){after->turn, after->round, 0};
	if (uuid_is_nil(before->seen.combatant))
		return next_in_sight(after, after, (struct turn_seen){{{0}}, after->round, 0},
		                     arena);
	if (last && !last->hidden)
		return before->seen;
	return next_in_sight(&before->state, after, before->seen, arena);
}
