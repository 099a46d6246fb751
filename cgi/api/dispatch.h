/* From an HTTP request to a handler: find the row, check the token, parse, validate, answer. */
#ifndef TABARD_API_DISPATCH_H
#define TABARD_API_DISPATCH_H

#include <stdatomic.h>

#include "cgi/api/app.h"

/* Whether somebody has the memory that there is for one. */
struct busy {
	atomic_bool now;
	atomic_bool mapping; /* the disk, and the processor for a while */
};

/* JSON takes up to twenty times its bytes of memory while it is read: where that is much, one request at a time, until
 * it ends or says so. 0, or the answer's status: 503 while another one does. */
int alone_begin(struct request *rq, int64_t bytes);
void alone_end(struct request *rq);

/* An http_handler over a struct app. */
void dispatch(void *context, const struct http_request *http, struct http_answer *answer);

/* Why the route table is not fit to be served, or NULL: a row without a role, a bad path. */
const char *routes_broken(void);

/* A request of the same caller, made inside the handling of another one and on its connection to the database:
 * `path` with the query, under /api/v1. What it answers is in `arena`. */
void dispatch_inside(const struct request *outer, enum http_method method, struct str path,
                     struct str body, struct arena *arena, struct http_answer *answer);

#endif
