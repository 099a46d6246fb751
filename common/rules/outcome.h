/* What a move did, or why it was refused. */
#ifndef TABARD_RULES_OUTCOME_H
#define TABARD_RULES_OUTCOME_H

#include "common/rules/combatant_parts.h"
#include "common/rules/rule_errors.h"

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
	CONSEQUENCE_TEMP_HP,
	CONSEQUENCE_REVIVED,
	CONSEQUENCE_STABLE,
	CONSEQUENCE_KNOCKED_OUT,
	CONSEQUENCE_DEATH_SAVE_DUE,
	CONSEQUENCE_DEATH_SAVE,
	CONSEQUENCE_CONDITION,
	CONSEQUENCE_CONDITION_ENDED,
	CONSEQUENCE_CONDITION_SAVE_DUE,
	CONSEQUENCE_CONDITION_SAVE,
	CONSEQUENCE_EXHAUSTION,
	CONSEQUENCE_CONCENTRATION,
	CONSEQUENCE_CONCENTRATION_DUE,
	CONSEQUENCE_CONCENTRATION_SAVE,
	CONSEQUENCE_CONCENTRATION_ENDED,
	CONSEQUENCE_SPENT,
	CONSEQUENCE_SLOT,
	CONSEQUENCE_FEATURE,
	CONSEQUENCE_ITEM,
	CONSEQUENCE_EQUIPPED,
	CONSEQUENCE_RECHARGE,
	CONSEQUENCE_LEGENDARY_DUE,
	CONSEQUENCE_LEGENDARY_ACTION,
	CONSEQUENCE_LEGENDARY_RESISTANCE,
	CONSEQUENCE_LAIR_DUE,
	CONSEQUENCE_LAIR,
	CONSEQUENCE_DELAYED,
	CONSEQUENCE_READIED,
	CONSEQUENCE_QUEUED,
	CONSEQUENCE_SKIPPED,
	CONSEQUENCE_ALLOWED,
	CONSEQUENCE_MOVED,
	CONSEQUENCE_SURPRISED,
	CONSEQUENCE_NOTED,
	CONSEQUENCE_OVERRIDDEN,
	CONSEQUENCE_XP_SHARE,
	CONSEQUENCE_LOOT,
	CONSEQUENCE_RESTED,
	CONSEQUENCE_HIT_DIE,
	CONSEQUENCE_ATTACK,
	CONSEQUENCE_MAX_LOST,
	CONSEQUENCE_KINDS,
};
extern const char *const consequence_kind_names[];
struct consequence {
	enum consequence_kind kind;
	struct uuid combatant_id; /* nil for round and xp */
	int32_t
	    amount; /* damage applied to hit points, healed, initiative, round, xp, uses left … */
	int32_t rolled;   /* the die of initiative, saves, recharge; damage: before halving */
	int32_t absorbed; /* damage taken by temporary hit points */
	bool resisted, vulnerable, immune; /* in any of its parts */
	struct list parts;                 /* of struct damage_result, for damage */
	struct str name;                   /* of a condition, spell, feature, item, field, cost */
	struct str save;                   /* the ability of a save that is due */
	int32_t dc;                        /* of a save */
	int32_t lost;                      /* hit points lost to something that is not damage */
	int32_t successes, failures;       /* of death saves, as they stand now */
	bool success;                      /* of a save, an attack */
	bool critical;                     /* of an attack */
	struct uuid source;                /* of a condition, an attack, its damage */
};
extern const struct shape consequence_shape;

/* What one type of damage came to for one combatant, before temporary hit points. */
struct damage_result {
	enum damage_type type;
	int32_t rolled, amount;
	bool resisted, vulnerable, immune;
};

struct outcome {
	enum rule_error error;
	struct uuid about;        /* the combatant an error is about; nil when none */
	struct list consequences; /* of struct consequence */
};

#endif
