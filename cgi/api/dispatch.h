/* From an HTTP request to a handler: find the row, check the token, parse, validate, answer. */
#ifndef TABARD_API_DISPATCH_H
#define TABARD_API_DISPATCH_H

#include <stdatomic.h>

#include "cgi/api/app.h"

/* Whether a request of a route is served that is served alone. */
struct busy {
	atomic_bool now;
};

/* An http_handler over a struct app. */
void dispatch(void *context, const struct http_request *http, struct http_answer *answer);

/* Why the route table is not fit to be served, or NULL: a row without a role, a bad path. */
const char *routes_broken(void);

/* A request of the same caller, made inside the handling of another one and on its connection to the database:
 * `path` with the query, under /api/v1. What it answers is in `arena`. */
void dispatch_inside(const struct request *outer, enum http_method method, struct str path,
                     struct str body, struct arena *arena, struct http_answer *answer);

#endif
