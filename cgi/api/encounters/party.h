/* The campaign's characters in a fight: present, and with the hit points of their sheets. */
#ifndef TABARD_API_PARTY_H
#define TABARD_API_PARTY_H

#include "cgi/api/app.h"
#include "common/rules/encounter.h"

/* Queues the read of the campaign's characters, which also holds them until the move is done. */
void party_queue(struct request *rq);

/* Whether every character of the encounter is still in the campaign, by the rows that party_queue read.
 * 0, or the answer's status. */
int party_check(struct request *rq, const struct db_rows *rows, const struct encounter *state);

/* A fight that begins takes hit points as they stand on the sheets, which may have changed since the
 * characters were added. `state` gets combatants of its own. 0, or the answer's status. */
int party_refresh(struct request *rq, const struct db_rows *rows, struct encounter *state);

/* Queues the write of characters' hit points to their sheets: of all of them when the fight begins (or an
 * undo makes it go on), else of those whose hit points changed. Nothing unless `after` is running. */
void party_write(struct request *rq, struct uuid campaign, const struct encounter *before,
                 const struct encounter *after);

#endif
