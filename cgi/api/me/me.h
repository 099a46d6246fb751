/* /me: the caller. */
#ifndef TABARD_API_ME_H
#define TABARD_API_ME_H

#include "cgi/api/app.h"

extern const struct shape user_shape, me_patch_shape, me_export_shape, departed_shape;

/* 200. */
int me_get(struct request *rq);
/* PATCH /me: a new name is on every table at once. 200. */
int me_patch(struct request *rq);
/* DELETE /me: the account ends. 200, 409 while the caller owns campaigns. */
int me_delete(struct request *rq);
/* GET /me/export: 200. */
int me_export_get(struct request *rq);

#endif
