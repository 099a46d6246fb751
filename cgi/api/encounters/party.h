/* The campaign's characters in a fight: present, and with the hit points of their sheets. */
#ifndef TABARD_API_PARTY_H
#define TABARD_API_PARTY_H

#include "cgi/api/app.h"
#include "common/rules/encounter.h"

/* Queues the read of the campaign's characters, which also holds them until the move is done. */
void party_queue(struct request *rq);

/* A fight that begins takes hit points as they stand on the sheets, which may have changed since the
 * characters were added. `state` gets combatants of its own. 0, or the answer's status: 409 when a
 * character is not in the campaign any more. By the rows that party_queue read. */
int party_refresh(struct request *rq, const struct db_rows *rows, struct encounter *state);
/* The same for a state that an undo brings back: the fight's hit points stand, up to the maximum of now
 * where a fight that was over goes on. */
int party_return(struct request *rq, const struct db_rows *rows, const struct encounter *before,
                 struct encounter *state);

/* Queues the write of characters' hit points to their sheets: of all of them when the fight begins (or an
 * undo makes it go on), else of those whose hit points changed, and of those who parted (of struct
 * combatant). Nothing unless the encounter is running, or was for those who parted. */
void party_write(struct request *rq, struct uuid campaign, const struct encounter *before,
                 const struct encounter *after, const struct list *parted);

#endif
