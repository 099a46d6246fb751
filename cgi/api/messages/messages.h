/* Table talk: /campaigns/{id}/messages and /messages/{id}. */
#ifndef TABARD_API_MESSAGES_H
#define TABARD_API_MESSAGES_H

#include "cgi/api/app.h"

extern const struct shape message_create_shape, message_patch_shape, message_shape,
    messages_query_shape, message_read_shape, messages_read_shape;

/* GET /campaigns/{id}/messages: those that the caller may read, newest first. 200, 400, 404. */
int messages_get(struct request *rq);
/* POST /campaigns/{id}/messages: 201, 400, 404. */
int messages_post(struct request *rq);
/* PUT /campaigns/{id}/messages/read: how far the caller has read; it only goes forward. 200, 404. */
int messages_read_put(struct request *rq);
/* GET /messages/{id}: 200, 404. */
int message_get(struct request *rq);
/* PATCH /messages/{id}: its author. The dice stay as they fell. 200, 400, 403, 404. */
int message_patch(struct request *rq);
/* DELETE /messages/{id}: its author, or a DM who may read it. 200, 403, 404. */
int message_delete(struct request *rq);

#endif
