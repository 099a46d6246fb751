/* What the streams tell of a hand-out: that it is there, and no word of what it says. Whoever may see it fetches it. */
#ifndef TABARD_API_HANDOUTS_NEWS_H
#define TABARD_API_HANDOUTS_NEWS_H

#include "cgi/api/app.h"

/* Who sees it beside the DMs: everybody, or some, in which no DM is. */
struct handout_seen {
	bool party;
	struct list people; /* of struct uuid */
};

/* Queues the news behind the statement that makes it true, and the commit. `type` is what DMs are told; for others it
 * was created when they come to see it, and deleted when they cease to. `last_seq` was read under the lock. */
void handout_announce(struct request *rq, struct uuid campaign, int64_t last_seq, struct uuid id,
                      const char *type, const struct handout_seen *before,
                      const struct handout_seen *after);

#endif
