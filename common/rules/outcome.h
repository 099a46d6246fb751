/* What a move did, or why it was refused. */
#ifndef TABARD_RULES_OUTCOME_H
#define TABARD_RULES_OUTCOME_H

#include "common/base/shape.h"

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
	RULE_ERRORS,
};
struct rule_error_row {
	const char *code;    /* "NOT_STARTED": the error code in the answer */
	const char *message; /* what happened and what to do about it */
};
extern const struct rule_error_row rule_errors[RULE_ERRORS];

/* What a move did, in order: the `result` of its answer. */
enum consequence_kind {
	CONSEQUENCE_JOINED,
	CONSEQUENCE_LEFT,
	CONSEQUENCE_REVEALED,
	CONSEQUENCE_HIDDEN,
	CONSEQUENCE_INITIATIVE,
	CONSEQUENCE_ROUND,
	CONSEQUENCE_TURN,
	CONSEQUENCE_DAMAGE,
	CONSEQUENCE_HEALED,
	CONSEQUENCE_DROPPED,
	CONSEQUENCE_DIED,
	CONSEQUENCE_XP,
};
extern const char *const consequence_kind_names[];
struct consequence {
	enum consequence_kind kind;
	struct uuid combatant_id; /* nil for round and xp */
	int32_t amount;           /* damage applied to hit points, healed, initiative, round, xp */
	int32_t rolled;           /* initiative: the die; damage: before halving and resistance */
	int32_t absorbed;         /* damage taken by temporary hit points */
	bool resisted, vulnerable, immune;
};
extern const struct shape consequence_shape;

struct outcome {
	enum rule_error error;
	struct uuid about;        /* the combatant an error is about; nil when none */
	struct list consequences; /* of struct consequence */
};

#endif
