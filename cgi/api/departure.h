/* People at all of their tables at once: a new name, and the end of an account. */
#ifndef TABARD_API_DEPARTURE_H
#define TABARD_API_DEPARTURE_H

#include "cgi/api/app.h"

/* Queues the locks on a person (result `first`) and, in one order for all, on their campaigns, and what
 * the person is to them. Behind q_db_begin. */
void person_lock(struct request *rq, const char *user);
/* Whether the lock found the person; `first` is the number of its result. */
bool person_found(const struct request *rq, size_t first);

/* Queues, for all campaigns of a locked person, the event that gives them a new name on every table
 * document, and the commit. `first` as above; call it before anything else is queued. */
void person_rename(struct request *rq, size_t first, struct uuid user, struct str name);

/* Ends an account: what is personal goes, what happened at other people's tables stays, done by "someone who
 * left". Owned campaigns must be handed over or deleted first if `willing`, the person being there to do it
 * (409); else they go to another DM, or stay without one. 0, or the answer's status. */
int person_leaves(struct request *rq, struct uuid user, bool willing);

#endif
