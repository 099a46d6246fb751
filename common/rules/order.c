/* Changing the order by hand: drag and delay. The number that is dragged to is taken over, and the
 * tiebreaks of those who share it are numbered anew, so that the order is told by what is stored. */
#include "common/rules/economy.h"

#include "common/base/poison.h"

/* Moves what stands at `from` of the order behind what stands at `to`, or to the front with SIZE_MAX. */
static void place(struct step *s, size_t *order, size_t n, size_t from, size_t to)
{
	struct combatant *c = s->now.combatants;
	size_t who = order[from], at = to == SIZE_MAX ? 0 : to < from ? to + 1 : to;
	int32_t tie = 0;

	if (at < from)
		memmove(order + at + 1, order + at, (from - at) * sizeof *order);
	else
		memmove(order + from, order + from + 1, (at - from) * sizeof *order);
	order[at] = who;
	if (n > 1)
		c[who].initiative = c[order[at ? at - 1 : 1]].initiative;
	for (size_t i = n; i-- > 0;)
		if (c[order[i]].initiative == c[who].initiative)
			c[order[i]].tiebreak = tie++;
	step_tell(s, CONSEQUENCE_INITIATIVE, c[who].id, c[who].initiative);
}
_Static_assert((int)ENCOUNTER_COMBATANTS_MAX <= (int)TIEBREAK_MAX, "there are enough tiebreaks");

static size_t position(const struct step *s, const size_t *order, size_t n, struct uuid id)
{
	size_t at = 0;

	while (at < n && !uuid_eq(s->now.combatants[order[at]].id, id))
		at++;
	return at;
}

/* Where `after` stands; n + 1 after a refusal. */
static enum rule_error find_after(struct step *s, const size_t *order, size_t n, size_t *to)
{
	*to = position(s, order, n, s->move->after);
	if (*to < n)
		return RULE_OK;
	return step_refuse(s,
	                   step_find(s, s->move->after) == s->now.count ? RULE_UNKNOWN_COMBATANT
	                                                                : RULE_NOT_IN_ORDER,
	                   s->move->after);
}

enum rule_error apply_reorder(struct step *s)
{
	size_t order[ENCOUNTER_COMBATANTS_MAX];
	size_t n = encounter_order(&s->now, order), from, to = SIZE_MAX;
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);

	if (error)
		return error;
	from = position(s, order, n, c->id);
	if (from == n)
		return step_refuse(s, RULE_NOT_IN_ORDER, c->id);
	if (uuid_eq(s->move->after, c->id))
		return step_refuse(s, RULE_SAME_TARGET_TWICE, c->id);
	if (!uuid_is_nil(s->move->after))
		error = find_after(s, order, n, &to);
	if (!error)
		place(s, order, n, from, to);
	return error;
}

/* The last place in the order that `c` knows of: what is hidden from it does not count. */
static size_t last_seen(const struct step *s, const struct combatant *c, const size_t *order,
                        size_t n)
{
	while (n && !c->hidden && s->now.combatants[order[n - 1]].hidden)
		n--;
	return n ? n - 1 : 0;
}

/* The turn goes on to the next, and comes back behind `after`, or at the end of the round. */
enum rule_error apply_delay(struct step *s)
{
	size_t order[ENCOUNTER_COMBATANTS_MAX];
	size_t n = encounter_order(&s->now, order), from, to = 0;
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);

	if (error)
		return error;
	if (!uuid_eq(s->now.turn, c->id))
		return step_refuse(s, RULE_NOT_YOUR_TURN, c->id);
	if (economy_touched(c))
		return step_refuse(s, RULE_ALREADY_ACTED, c->id);
	from = position(s, order, n, c->id);
	if (uuid_is_nil(s->move->after))
		to = last_seen(s, c, order, n);
	else
		error = find_after(s, order, n, &to);
	if (error)
		return error;
	if (to <= from)
		return step_refuse(s, RULE_NOTHING_TO_WAIT_FOR, c->id);
	c->delaying = true;
	step_tell(s, CONSEQUENCE_DELAYED, c->id, 0);
	error = step_pass_turn(s, false);
	/* In a round for which everyone rolled anew it has another place. */
	if (!error && (!s->now.each_round || s->now.round == s->before->round))
		place(s, order, n, from, to);
	return error;
}
