/* Who belongs to a campaign, as everyone at its table sees it. */
#ifndef TABARD_API_ROSTER_H
#define TABARD_API_ROSTER_H

#include "cgi/api/app.h"
#include "common/table/table.h"

/* Queues the event that takes a member from `before` to `after` on every table document, either of them
 * NULL for one who is not there, and the commit behind it. Needs the campaign's lock; `last_seq` is read
 * under it. Unless the member is new, their streams end: they are not what they were. */
void roster_announce(struct request *rq, struct uuid campaign, int64_t last_seq, const char *type,
                     const struct table_member *before, const struct table_member *after);

#endif
