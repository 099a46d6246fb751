/* Whom tokens name: the identity provider's subjects as users of ours. */
#ifndef TABARD_API_PEOPLE_H
#define TABARD_API_PEOPLE_H

#include "cgi/api/app.h"

/* A bounded memory of subject -> user id, which never changes, shared by all threads. */
struct people *people_new(void);
void people_free(struct people *p);

/* The user of these claims, made on first sight. 0 with rq->user_id set, or the answer's status. */
int people_find(struct request *rq, const struct claims *claims);

#endif
