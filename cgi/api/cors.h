/* Cross-origin requests (the Fetch standard's CORS protocol): for the configured origins, and no others. */
#ifndef TABARD_API_CORS_H
#define TABARD_API_CORS_H

#include "cgi/api/app.h"

/* Adds to the finished answer what lets a page of an allowed origin read it, and to that of OPTIONS what
 * lets it ask. Credentials are never allowed: other origins send their token themselves. */
void cors_finish(struct request *rq);

#endif
