/* Why a move is refused: a name each, with what to do about it. */
#ifndef TABARD_RULES_ERRORS_H
#define TABARD_RULES_ERRORS_H

enum rule_error {
	RULE_OK,
	RULE_ENCOUNTER_OVER, /* completed: nothing moves but undo */
	RULE_NOT_STARTED,    /* still a draft */
	RULE_ALREADY_STARTED,
	RULE_PAUSED, /* the game stands still: resume first */
	RULE_NOT_PAUSED,
	RULE_NO_COMBATANTS,
	RULE_NO_INITIATIVE,        /* start: somebody has none */
	RULE_UNKNOWN_COMBATANT,    /* an id that is not in this encounter */
	RULE_ALREADY_IN_ENCOUNTER, /* this character is there */
	RULE_TOO_MANY_COMBATANTS,  /* more than 200 at once, or ORDINAL_MAX ever */
	RULE_TOO_MANY_ROUNDS,      /* past ROUND_MAX */
	RULE_NO_HIT_DICE,          /* hp "roll" without dice to roll */
	RULE_SAME_TARGET_TWICE,
	RULE_BROKEN_STAT_BLOCK, /* see stat_block_broken */
	RULE_DM_ONLY,
	RULE_NOT_YOURS,
	RULE_NOT_YOUR_TURN,
	RULE_OWN_TURN,
	RULE_NO_TURN_BEFORE,
	RULE_NOTHING_TO_WAIT_FOR,
	RULE_NO_MISSED_TURN,
	RULE_ALREADY_ACTED,
	RULE_ALREADY_ROLLED, /* its initiative, and a player asks */
	RULE_NOT_IN_ORDER,
	RULE_DEAD,
	RULE_NOT_DYING,
	RULE_DEATH_SAVE_MADE,
	RULE_CONDITION_IMMUNE,
	RULE_NO_SUCH_CONDITION,
	RULE_TOO_MANY_CONDITIONS,
	RULE_NO_CONCENTRATION,
	RULE_NO_SAVE_DUE,
	RULE_INCAPACITATED,
	RULE_SURPRISED,
	RULE_ACTION_SPENT,
	RULE_BONUS_ACTION_SPENT,
	RULE_REACTION_SPENT,
	RULE_INTERACTION_SPENT,
	RULE_SPEED_ZERO,
	RULE_NOT_ENOUGH_MOVEMENT,
	RULE_ONE_SLOT_A_TURN,
	RULE_BONUS_ACTION_SPELL,
	RULE_NO_SUCH_RESOURCE,
	RULE_NO_SLOT_LEFT,
	RULE_NO_USES_LEFT,
	RULE_NOT_ENOUGH_ITEMS,
	RULE_NO_LAIR_ACTION,
	RULE_NO_HIT_POINTS,
	RULE_NO_SUCH_ATTACK,
	RULE_OUT_OF_REACH,
	RULE_CHARMED,
	RULE_BAD_DICE,
	RULE_UNKNOWN_DAMAGE_TYPE,
	RULE_WRONG_FIELDS,
	RULE_UNKNOWN_FIELD,
	RULE_OUT_OF_BOUNDS,
	RULE_ERRORS,
};
struct rule_error_row {
	const char *code;    /* "NOT_STARTED": the error code in the answer */
	const char *message; /* what happened and what to do about it */
};
extern const struct rule_error_row rule_errors[RULE_ERRORS];

#endif
