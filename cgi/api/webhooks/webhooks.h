/* /webhooks: what others tell us. */
#ifndef TABARD_API_WEBHOOKS_H
#define TABARD_API_WEBHOOKS_H

#include "cgi/api/app.h"

extern const struct shape webhook_taken_shape;

/* POST /webhooks/clerk: user.created, user.updated and user.deleted; others are taken note of. The same
 * delivery again changes nothing. 200, 401. */
int clerk_post(struct request *rq);

#endif
