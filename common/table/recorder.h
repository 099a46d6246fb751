/* The dice of a move that is made now: drawn from the system, and remembered for the log, so that a move
 * that is folded again later falls out the same. */
#ifndef TABARD_TABLE_RECORDER_H
#define TABARD_TABLE_RECORDER_H

#include "common/base/buf.h"
#include "common/rules/dice.h"

/* Initialise with RECORDER(arena). */
struct recorder {
	struct buf dice;
};
#define RECORDER(arena_pointer) ((struct recorder){.dice = BUF(arena_pointer)})

/* The source to roll with; it borrows the recorder. */
struct dice recorder_dice(struct recorder *r);
/* What fell so far, for struct turnover_log: "{4,17}". To be asked once, at the end. */
struct str recorder_log(struct recorder *r);

#endif
