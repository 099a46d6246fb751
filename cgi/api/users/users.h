/* /users: other people. */
#ifndef TABARD_API_USERS_H
#define TABARD_API_USERS_H

#include "cgi/api/app.h"

extern const struct shape profile_shape, account_shape, account_patch_shape, accounts_query_shape;

/* GET /users/{id}: people one shares a campaign with, and everybody for administrators. 200, 404. */
int user_get(struct request *rq);
/* GET /users: all accounts, for administrators. 200, 403. */
int users_get(struct request *rq);
/* PATCH /users/{id}: is_admin, disabled. Streams of one who is disabled end. 200, 403, 404, 409. */
int user_patch(struct request *rq);

#endif
