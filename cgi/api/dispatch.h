/* From an HTTP request to a handler: find the row, check the token, parse, validate, answer. */
#ifndef TABARD_API_DISPATCH_H
#define TABARD_API_DISPATCH_H

#include "cgi/api/app.h"

/* An http_handler over a struct app. */
void dispatch(void *context, const struct http_request *http, struct http_answer *answer);

/* Why the route table is not fit to be served, or NULL: a row without a role, a bad path. */
const char *routes_broken(void);

#endif
