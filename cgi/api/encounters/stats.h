/* What a newcomer is made of: the compendium, a sheet, or what the DM described. */
#ifndef TABARD_API_STATS_H
#define TABARD_API_STATS_H

#include "cgi/api/app.h"
#include "common/rules/moves.h"
#include "common/rules/sheet.h"

/* Queues what add_combatant needs to read, behind turnover_queue; nothing for other moves. */
void stats_queue(struct request *rq, const struct move *move);
/* Fills in move->stats and move->new_ids from the result of that index. 0, or the answer's status. */
int stats_resolve(struct request *rq, struct move *move, size_t result);

/* A stored sheet, and the catalog of its ruleset with the campaign's own things in `homebrew` over it. 0, or the
 * answer's status. */
int stats_sheet(struct request *rq, struct str json, struct str homebrew, enum ruleset ruleset,
                const struct sheet **sheet, const struct catalog **catalog);
/* The stat block that a stored sheet makes with the campaign's own things in `homebrew`, the column of
 * homebrew_named(). 0, or the answer's status. */
int stats_of_sheet(struct request *rq, struct str sheet, struct str homebrew, enum ruleset ruleset,
                   struct str name, struct uuid character, struct stat_block *out);

#endif
