/* Moves: everything that changes an encounter. One row a move type; rules_apply is the only way
 * from one state to the next, and whatever it changed can be taken back exactly. */
#ifndef TABARD_RULES_MOVES_H
#define TABARD_RULES_MOVES_H

#include "common/rules/dice.h"
#include "common/rules/encounter.h"

enum move_type {
	MOVE_ADD_COMBATANT,
	MOVE_REMOVE_COMBATANT,
	MOVE_REVEAL,
	MOVE_HIDE,
	MOVE_ROLL_INITIATIVE,
	MOVE_SET_INITIATIVE,
	MOVE_START,
	MOVE_NEXT_TURN,
	MOVE_PAUSE,
	MOVE_RESUME,
	MOVE_DAMAGE,
	MOVE_HEAL,
	MOVE_END,
	MOVE_TYPES,
};
extern const char *const move_type_names[];

enum { STAT_NAME_MAX = 100, ADD_COUNT_MAX = 50, XP_AWARD_MAX = 10000000 };

/* For add_combatant's hp, beside a number >= 1 (see FIELD_INT with names). */
enum { HP_AVERAGE = -1, HP_ROLL = -2 };

/* Who rolls in roll_initiative when combatant_ids is empty. */
enum roll_for { ROLL_FOR_ALL, ROLL_FOR_MONSTERS, ROLL_FOR_CHARACTERS };
extern const char *const roll_for_names[];

/* What a combatant is made from: a compendium monster, a character's sheet, or a custom one. The
 * caller fills it in; rules never look anything up. */
struct stat_block {
	enum combatant_kind kind;
	struct str name;
	struct str monster;
	struct uuid character_id;
	int32_t dexterity, initiative_bonus, armor_class;
	struct hit_points hp; /* max is the printed average; current and temp are a character's */
	struct str hit_dice;  /* "2d6+2", empty when hit points cannot be rolled */
	uint32_t resistances, vulnerabilities, immunities;
	int32_t xp;
};
extern const struct shape stat_block_shape;

/* A custom combatant as a person describes it. */
struct custom_combatant {
	struct str name;
	int32_t armor_class, hp, initiative_bonus; /* an armor_class of 0 was not given */
};

/* Its stat block: dexterity 10, armor class 10 unless given, no hit dice, no experience. */
struct stat_block stat_block_of_custom(const struct custom_combatant *custom);
/* Why a stat block cannot join a fight, or NULL. */
const char *stat_block_broken(const struct stat_block *stats);

/* A decoded move. Fields that its type has not, or that were not given, are zero; where zero can
 * also be meant (tiebreak, xp), `seen` tells. */
struct move {
	struct fields_seen seen;
	enum move_type type;
	/* add_combatant: exactly one of monster, character_id, custom (by `seen`) */
	struct str monster;
	struct uuid character_id;
	struct custom_combatant custom;
	int32_t count; /* 0, not given, means 1 */
	int32_t hp;    /* 0, not given, means HP_AVERAGE; a character brings its own */
	bool hidden;
	/* damage, heal */
	struct list targets; /* of struct uuid */
	int32_t amount;
	enum damage_type damage_type;
	bool half;
	/* remove_combatant, reveal, hide, roll_initiative, set_initiative */
	struct list combatant_ids; /* of struct uuid */
	struct uuid combatant_id;
	enum roll_for roll_for;
	int32_t initiative, tiebreak;
	/* end */
	int32_t xp;
	/* Filled in by the caller of rules_apply for add_combatant, and logged with the move: */
	const struct stat_block *stats;
	struct list new_ids; /* of struct uuid, move_count() of them */
};

/* How many combatants an add_combatant adds. */
int32_t move_count(const struct move *move);

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

struct move_row {
	const char *name;          /* "add_combatant" */
	const char *event;         /* "combatant.added": the type of the event it makes */
	const struct shape *shape; /* its fields, `type` included, over struct move */
	const char *doc;
};
extern const struct move_row move_rows[MOVE_TYPES];

/* When a status allows it (the rules of each type say what else is checked):
 *   add_combatant, remove_combatant, reveal, hide, roll_initiative, set_initiative   until it is
 * over start                             while a draft damage, heal, end                 once
 * started, paused or not next_turn, pause                  while active resume while paused
 */
/* Applies `move` to `before`. On success `after` is the new state (its arrays in `arena`, text
 * shared with `before`) and out->consequences says what happened; on refusal out->error names the
 * rule and `after` is untouched. `before` is never changed. */
enum rule_error rules_apply(const struct encounter *before, const struct move *move,
                            const struct dice *dice, struct arena *arena, struct encounter *after,
                            struct outcome *out);

/* What differs from `before` to `after`: enough to save only that, and to take it back. */
struct change {
	struct encounter header; /* of `before`, without its combatants */
	struct list before;      /* of struct combatant: changed or removed, as they were */
	struct list added;       /* of struct uuid */
};
extern const struct shape change_shape;
/* The change's arrays are in `arena`; text is shared with the states. */
struct change rules_change(const struct encounter *before, const struct encounter *after,
                           struct arena *arena);
/* The state before the change, from the state after it. */
struct encounter rules_undo(const struct encounter *after, const struct change *change,
                            struct arena *arena);

#endif
