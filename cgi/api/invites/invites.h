/* /invites/{code}: joining a campaign. */
#ifndef TABARD_API_INVITES_H
#define TABARD_API_INVITES_H

#include "cgi/api/app.h"

extern const struct shape invite_preview_shape, invite_accepted_shape, empty_shape;

/* GET /invites/{code}: 200, 404, 410. */
int invite_get(struct request *rq);
/* POST /invites/{code}/accept: joins, or finds the caller a member already (whose role stays). 200, 404,
 * 410. */
int accept_post(struct request *rq);

#endif
