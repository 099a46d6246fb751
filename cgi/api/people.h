/* Whom tokens name: the identity provider's subjects as users of ours. */
#ifndef TABARD_API_PEOPLE_H
#define TABARD_API_PEOPLE_H

#include "cgi/api/app.h"

/* A bounded memory of subject -> user id, shared by all threads. What it knows is looked up anew every few
 * seconds, so that one who is disabled elsewhere is soon refused here too. */
struct people *people_new(void);
void people_free(struct people *p);

/* The person is not what they were: looked up anew with their next request. */
void people_forget(struct people *p, struct uuid user);
/* How many people of this memory have asked for something within the last `ms`. */
size_t people_active(struct people *p, int64_t ms);

/* A name to show: at most 80 characters of `name`, or one for those who gave none. */
struct str people_name(struct str name);

/* The user of these claims, made on first sight. 0 with rq->user_id set, or the answer's status: 403 for a
 * disabled account, 401 for a token from before its subject left. */
int people_find(struct request *rq, const struct claims *claims);
/* What departures know the token's session by. */
const char *session_text(const struct claims *claims, struct arena *arena);

#endif
