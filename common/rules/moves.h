/* Moves: everything that changes an encounter. One row a move type; rules_apply is the only way
 * from one state to the next, and whatever it changed can be taken back exactly. */
#ifndef TABARD_RULES_MOVES_H
#define TABARD_RULES_MOVES_H

#include "common/rules/change.h"
#include "common/rules/dice.h"
#include "common/rules/encounter.h"
#include "common/rules/move.h"
#include "common/rules/outcome.h"

/* Who may make a move. */
enum move_by { MOVE_BY_DM, MOVE_BY_PLAYER };
/* Whose move it is, for players: of the combatant named, of all of those listed, or of the one
 * whose turn it is. */
enum move_of { MOVE_OF_NOBODY, MOVE_OF_COMBATANT, MOVE_OF_COMBATANTS, MOVE_OF_TURN };

struct move_row {
	const char *name;          /* "add_combatant" */
	const char *event;         /* "combatant.added": the type of the event it makes */
	const struct shape *shape; /* its fields, `type` included, over struct move */
	enum move_by least;        /* MOVE_BY_PLAYER: players too, for what is theirs */
	enum move_of of;
	bool passes_turn; /* what previous_turn goes back over */
	const char *doc;
};
extern const struct move_row move_rows[MOVE_TYPES];

/* Who makes a move: a DM, or the player of these characters. */
struct mover {
	bool dm;
	struct list characters; /* of struct uuid: character ids */
};

/* Whether they may: RULE_OK, or RULE_DM_ONLY, RULE_NOT_YOURS, RULE_NOT_YOUR_TURN or
 * RULE_UNKNOWN_COMBATANT about *about. What the state allows is for rules_apply to say. */
enum rule_error rules_may(const struct encounter *e, const struct move *move,
                          const struct mover *mover, struct uuid *about);

/* Applies `move` to `before`. On success `after` is the new state (its arrays in `arena`, text
 * shared with `before`) and out->consequences says what happened; on refusal out->error names the
 * rule and `after` is untouched. `before` is never changed. */
enum rule_error rules_apply(const struct encounter *before, const struct move *move,
                            const struct dice *dice, struct arena *arena, struct encounter *after,
                            struct outcome *out);

#endif
