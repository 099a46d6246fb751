/* What an audience is told of a move: its consequences, as far as they may know them. */
#ifndef TABARD_TABLE_TOLD_H
#define TABARD_TABLE_TOLD_H

#include "common/rules/outcome.h"
#include "common/table/doc.h"
#include "common/table/table.h"

/* The two sides of a change, with what the audience sees of each: the "encounter" of its document, NULL
 * where it sees none. */
struct told_change {
	const struct table_encounter *before, *after;
	const struct doc *was, *is;
	const struct campaign_settings *settings;
	const struct doc *tokens_were, *tokens_are; /* "tokens" of its document, likewise */
};

/* The consequences for an audience: all of them for DMs. Players hear of what they see, and of figures only
 * where they see figures; that the turn has passed follows from what they see of it. What comes out is in
 * `arena`. */
struct list table_told(const struct list *consequences, const struct told_change *change,
                       enum audience audience, struct arena *arena);

#endif
