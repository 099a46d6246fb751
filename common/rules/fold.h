/* A log of moves played again: without some of them, or to see where a number comes from. */
#ifndef TABARD_RULES_FOLD_H
#define TABARD_RULES_FOLD_H

#include "common/rules/moves.h"

/* One move of a log, with the dice as they fell. */
struct logged_move {
	const struct move *move;
	const int32_t *dice;
	size_t dice_count;
	bool taken_back; /* undone already: never played */
	bool without;    /* to be taken back now */
	bool again;      /* taken back, and to be brought back now */
	const int32_t
	    *later; /* dice thrown when it was played again, and needed others than these */
	size_t later_count;
};

/* A later move that comes out differently now. */
struct fold_difference {
	size_t index;          /* in the log */
	enum rule_error error; /* it is refused, and left out; RULE_OK: it has other consequences */
	struct uuid about;     /* the combatant an error is about */
	bool new_dice;         /* it needs dice that were never rolled */
};

/* A die that fell anew. */
struct fold_die {
	size_t index; /* of the move in the log: there it goes behind the later ones */
	int32_t rolled;
};

struct fold {
	struct encounter state; /* after all of it */
	struct list different;  /* of struct fold_difference, by index */
	struct list thrown;     /* of struct fold_die, by index, as they fell */
	size_t played;
	/* The last turn that there was of one who was not hidden in it, behind `start`; nil: none. */
	struct uuid shown_turn;
	int32_t shown_round;
	/* What the end of the fight told, as it was and as it is now (of struct consequence); empty
	 * where it does not end. */
	struct list ended_before, ended_now;
};

/* Plays `log` from `start` without the moves marked so, and with those marked to be brought back.
 * Rolled values are kept: those of the move, then those of earlier folds that fit; only dice that were never rolled
 * come from `fresh`. A move that is refused
 * now is left out. What comes out is in `arena`; moves logged before the first one marked are played once, later ones twice. A previous_turn has
 * no dice and no effect of its own here: it and the move that it went back over are both marked
 * taken_back. The room that it takes meanwhile is that of a few states, however long the log. */
struct fold rules_fold(const struct encounter *start, const struct logged_move *log, size_t count,
                       const struct dice *fresh, struct arena *arena);

/* The index of the last move in effect that passed the turn: what previous_turn takes back, so
 * rules_fold without it is move.restored. `count` when there is none. */
size_t rules_last_turn(const struct logged_move *log, size_t count);

/* One step in the history of a combatant's hit points. */
struct hp_step {
	size_t index; /* of the move in the log */
	struct consequence told;
	struct hit_points before, after;
};

/* The chain of all that changed, or was meant to change, the hit points of a combatant: `out` gets
 * struct hp_step, in `arena`. */
void rules_explain(const struct encounter *start, const struct logged_move *log, size_t count,
                   struct uuid combatant, struct arena *arena, struct list *out);

#endif
