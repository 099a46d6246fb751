/* Hand-outs and notes of a campaign: /campaigns/{id}/handouts and /handouts/{id}. */
#ifndef TABARD_API_HANDOUTS_H
#define TABARD_API_HANDOUTS_H

#include "cgi/api/app.h"

extern const struct shape handout_create_shape, handout_patch_shape, handout_shape,
    handout_summary_shape;

/* GET /campaigns/{id}/handouts: those that the caller may see. 200, 404. */
int handouts_get(struct request *rq);
/* POST /campaigns/{id}/handouts: 201, 400, 403, 404. */
int handouts_post(struct request *rq);
/* GET /handouts/{id}: 200, 404. */
int handout_get(struct request *rq);
/* PATCH /handouts/{id}: its author or a DM. 200, 400, 403, 404, 412. */
int handout_patch(struct request *rq);
/* DELETE /handouts/{id}: its author or a DM. 200, 403, 404, 412. */
int handout_delete(struct request *rq);

#endif
