/* Moves: everything that changes an encounter. One row a move type; rules_apply is the only way
 * from one state to the next, and whatever it changed can be taken back exactly. */
#ifndef TABARD_RULES_MOVES_H
#define TABARD_RULES_MOVES_H

#include "common/rules/dice.h"
#include "common/rules/outcome.h"
#include "common/rules/stat_block.h"

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

enum { ADD_COUNT_MAX = 50, XP_AWARD_MAX = 10000000 };

/* For add_combatant's hp, beside a number >= 1 (see FIELD_INT with names). */
enum { HP_AVERAGE = -1, HP_ROLL = -2 };

/* Who rolls in roll_initiative when combatant_ids is empty. */
enum roll_for { ROLL_FOR_ALL, ROLL_FOR_MONSTERS, ROLL_FOR_CHARACTERS };
extern const char *const roll_for_names[];

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

struct move_row {
	const char *name;          /* "add_combatant" */
	const char *event;         /* "combatant.added": the type of the event it makes */
	const struct shape *shape; /* its fields, `type` included, over struct move */
	const char *doc;
};
extern const struct move_row move_rows[MOVE_TYPES];

/* When a status allows it (the rules of each type say what else is checked):
 *
 *   - add_combatant, remove_combatant, reveal, hide, roll_initiative, set_initiative: until the end
 *   - start: while a draft
 *   - damage, heal, end: once started, paused or not
 *   - next_turn, pause: while active
 *   - resume: while paused
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
