/* Who is asking: a bearer token, the session cookie of the server's own pages, or a signature. */
#ifndef TABARD_API_IDENTITY_H
#define TABARD_API_IDENTITY_H

#include "cgi/api/app.h"

/* As the route's least role asks: 0 with the claims of the token (none for ROLE_NONE; for ROLE_SIGNED
 * rq->body_text has been read and is what was signed), or the answer's status. */
int identify(struct request *rq, struct claims *claims);

/* The origin (RFC 6454) that an address belongs to: its scheme and authority. Borrowed from it. */
struct str origin_of(struct str url);

#endif
