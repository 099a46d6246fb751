/* The log of an encounter read back: as moves that the rules play again, and as the states between them. */
#ifndef TABARD_API_LOGGED_H
#define TABARD_API_LOGGED_H

#include "common/db/db.h"
#include "common/rules/fold.h"
#include "common/table/table.h"

/* Columns of q_encounters_logged: $1 the encounter, $2 the version behind which it begins (0: all of it);
 * oldest first. */
enum {
	LOGGED_ID,
	LOGGED_VERSION,
	LOGGED_TYPE,
	LOGGED_BY,
	LOGGED_AT,
	LOGGED_UNDONE_BY,
	LOGGED_REACHES,
	LOGGED_MOVE,
	LOGGED_DICE,
	LOGGED_LATER_DICE,
	LOGGED_CHANGE,
	LOGGED_SEEN_TURN,
	LOGGED_SEEN_ROUND,
	LOGGED_PARTY_VERSION,
	LOGGED_PARTY,
	LOGGED_SETTINGS,
	LOGGED_COLUMNS,
};

/* The rows as moves, by index; NULL, logged, when one is broken. What was undone is taken_back. What is no move
 * of the rules but a change to others (undo, redo, previous_turn) or to the name and the like is so too, and
 * has no `move`. */
struct logged_move *logged_moves(const struct db_rows *rows, enum ruleset ruleset,
                                 struct arena *arena);

/* Who was told what of a row: {"type"?,"result"}, JSON as it is stored. False, logged, when it is broken. */
struct logged_told {
	struct str type;
	struct list result; /* of struct consequence */
};
bool logged_told(const struct db_rows *rows, size_t i, struct str json, struct arena *arena,
                 struct logged_told *out);

/* Takes *state, which is that after row `i`, to that before it, exactly; false, logged, when the row is
 * broken. Walking over all rows from the newest on gives every state that there was. */
bool logged_back(const struct db_rows *rows, size_t i, struct arena *arena,
                 struct encounter *state);

/* The same for all that is seen of an encounter, with its versions, name and notes, and without the deadlines
 * and the reason of a pause, which are not logged. Its combatants live until the next but one step;
 * everything else is in `arena`. Before row 0 players count 0. */
struct logged_walk {
	const struct db_rows *rows;
	struct table_encounter e; /* now, to begin with */
	struct arena *arena;
	struct arena scratch[2];
};
bool logged_step(struct logged_walk *walk, size_t i);
void logged_walked(struct logged_walk *walk);

#endif
