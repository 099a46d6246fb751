/* Who may make which move. What is possible at all is another question, see rules_apply. */
#include "common/rules/move_shapes.h"

#include "common/base/poison.h"

static bool theirs(const struct mover *mover, const struct combatant *c)
{
	const struct uuid *own = mover->characters.items;

	for (size_t i = 0; i < mover->characters.count; i++)
		if (c->kind == KIND_CHARACTER && uuid_eq(own[i], c->character_id))
			return true;
	return false;
}

/* What is hidden and what is not there must not be told apart. */
static const struct combatant *in_sight(const struct encounter *e, const struct mover *mover,
                                        struct uuid id, struct uuid *about)
{
	const struct combatant *c = encounter_find(e, id);

	*about = id;
	return c && (!c->hidden || theirs(mover, c)) ? c : NULL;
}

static enum rule_error check_own(const struct encounter *e, const struct mover *mover,
                                 struct uuid id, struct uuid *about)
{
	const struct combatant *c = in_sight(e, mover, id, about);

	if (!c)
		return RULE_UNKNOWN_COMBATANT;
	return theirs(mover, c) ? RULE_OK : RULE_NOT_YOURS;
}

/* Nobody rolls until they like it. */
static enum rule_error check_unrolled(const struct encounter *e, const struct move *move,
                                      struct uuid *about)
{
	const struct uuid *id = move->combatant_ids.items;

	for (size_t i = 0; move->type == MOVE_ROLL_INITIATIVE && i < move->combatant_ids.count;
	     i++) {
		const struct combatant *c = encounter_find(e, id[i]);

		*about = id[i];
		if (c && c->rolled)
			return RULE_ALREADY_ROLLED;
	}
	return RULE_OK;
}

static enum rule_error check_list(const struct encounter *e, const struct mover *mover,
                                  const struct list *ids, struct uuid *about)
{
	const struct uuid *id = ids->items;
	enum rule_error error = ids->count ? RULE_OK : RULE_DM_ONLY;

	for (size_t i = 0; i < ids->count && !error; i++)
		error = check_own(e, mover, id[i], about);
	return error;
}

/* Whose turn it is, or who makes up for one and is named. */
static enum rule_error check_turn(const struct encounter *e, const struct mover *mover,
                                  struct uuid named, struct uuid *about)
{
	const struct combatant *c = encounter_find(e, named);

	if (!c || !c->making_up)
		c = encounter_find(e, e->turn);

	if (c && theirs(mover, c))
		return RULE_OK;
	*about = c && !c->hidden ? e->turn : (struct uuid){{0}};
	return RULE_NOT_YOUR_TURN;
}

/* What a player names besides must be in sight, too. */
static enum rule_error check_named(const struct encounter *e, const struct mover *mover,
                                   const struct move *move, struct uuid *about)
{
	const struct uuid *targets = move->targets.items;
	const struct attack_made *made = move->attacks.items;
	const struct uuid others[] = {move->after, move->source, move->until.combatant_id};

	for (size_t i = 0; i < move->targets.count; i++)
		if (!in_sight(e, mover, targets[i], about))
			return RULE_UNKNOWN_COMBATANT;
	for (size_t i = 0; i < move->attacks.count; i++)
		if (!in_sight(e, mover, made[i].target, about))
			return RULE_UNKNOWN_COMBATANT;
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		if (!uuid_is_nil(others[i]) && !in_sight(e, mover, others[i], about))
			return RULE_UNKNOWN_COMBATANT;
	return RULE_OK;
}

/* Of a move that players make, only what the DM alone says: who has advantage, who is surprised. */
static enum rule_error check_details(const struct move *move)
{
	if (move->type == MOVE_ROLL_INITIATIVE &&
	    (move->advantage.count || move->disadvantage.count || move->surprised.count ||
	     move->fixed || move->again ||
	     shape_seen(&move_shape_roll_initiative, move, "each_round") ||
	     move->together != TOGETHER_GROUPS))
		return RULE_DM_ONLY;
	return RULE_OK;
}

static enum rule_error check_subject(const struct encounter *e, const struct move *move,
                                     const struct mover *mover, struct uuid *about)
{
	enum rule_error error;

	switch (move_rows[move->type].of) {
	case MOVE_OF_COMBATANT:
		error = check_own(e, mover, move->combatant_id, about);
		/* For nothing in another's turn only what is the DM's attacks. */
		return error || !move->attacks.count || move->cost != COST_FREE
		           ? error
		           : check_turn(e, mover, move->combatant_id, about);
	case MOVE_OF_COMBATANTS:
		error = check_list(e, mover, &move->combatant_ids, about);
		return error ? error : check_unrolled(e, move, about);
	case MOVE_OF_TURN:
		return check_turn(e, mover, move->combatant_id, about);
	case MOVE_OF_NOBODY:
		break;
	}
	return RULE_DM_ONLY;
}

enum rule_error rules_may(const struct encounter *e, const struct move *move,
                          const struct mover *mover, struct uuid *about)
{
	enum rule_error error;

	*about = (struct uuid){{0}};
	if (mover->dm)
		return RULE_OK;
	if (move_rows[move->type].least != MOVE_BY_PLAYER || check_details(move))
		return RULE_DM_ONLY;
	error = check_subject(e, move, mover, about);
	return error ? error : check_named(e, mover, move, about);
}
