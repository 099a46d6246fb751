/* A move as one line that a person reads: who did what, rolled what, with what result. */
#ifndef TABARD_API_TEXT_H
#define TABARD_API_TEXT_H

#include "common/rules/outcome.h"
#include "common/table/doc.h"

/* What a viewer was told of a move, and the encounter as they saw it then: who is in neither view has no
 * name here. */
struct telling {
	struct str actor;         /* who made it; empty: the server */
	struct str type;          /* of the move, as the viewer takes it */
	struct str words;         /* what it was said to be; may be empty */
	struct list consequences; /* of struct consequence */
	const struct doc *was, *is;
};

/* "Dana dealt damage: Goblin 1 took 5 slashing damage and lost 5 hit points; Goblin 1 dropped." */
struct str text_of(const struct telling *t, struct arena *arena);

#endif
