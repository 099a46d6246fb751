/* /me: the caller. */
#ifndef TABARD_API_ME_H
#define TABARD_API_ME_H

#include "cgi/api/app.h"

extern const struct shape user_shape;

/* 200. */
int me_get(struct request *rq);

#endif
