/* Pictures of a campaign: /campaigns/{id}/uploads and /uploads/{id}. */
#ifndef TABARD_API_UPLOADS_H
#define TABARD_API_UPLOADS_H

#include "cgi/api/app.h"

extern const struct shape upload_shape, upload_create_query_shape, upload_get_query_shape;

/* GET /campaigns/{id}/uploads: DMs get all, others their own. 200, 404. */
int uploads_get(struct request *rq);
/* POST /campaigns/{id}/uploads: the picture itself as the body. 201, 409 over the quota, 413, 415, 422, 404. */
int uploads_post(struct request *rq);
/* GET /uploads/{id}: the picture or its thumbnail, handed over to nginx. 200, 206, 304, 404. */
int upload_get(struct request *rq);
/* DELETE /uploads/{id}: who sent it, or a DM. 200, 403, 404. */
int upload_delete(struct request *rq);

#endif
