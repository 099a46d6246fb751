/* The campaign's characters in a fight: present, and with the figures of their sheets. */
#ifndef TABARD_API_PARTY_H
#define TABARD_API_PARTY_H

#include "cgi/api/app.h"
#include "common/rules/moves.h"

/* Queues the read of the campaign's characters, which also holds them until the move is done. */
void party_queue(struct request *rq);

/* The characters of `state` as their sheets say now, into *out (of struct stat_block): a fight that begins
 * takes them so, since they may have changed after they were added. 0, or the answer's status: 409 when one
 * is not in the campaign any more. By the rows that party_queue read. */
int party_stats(struct request *rq, const struct db_rows *rows, const struct encounter *state,
                struct list *out);
/* The sheet of whoever puts something on or off, into the move, with `homebrew` as it was read: none for others than
 * the campaign's characters. 0, or the answer's status. */
int party_sheet(struct request *rq, const struct db_rows *rows, const struct encounter *state,
                struct move *move, struct str *homebrew);
/* For a state that an undo brings back: all are there still, and where a fight that was over goes on, its hit
 * points stand up to the maximum of now. `state` gets combatants of its own. 0, or the answer's status. */
int party_return(struct request *rq, const struct db_rows *rows, const struct encounter *before,
                 struct encounter *state);

#endif
