/* The one request that is answered here, as nginx sends it, its arguments in any order:
 *
 *   GET /internal/events?campaign=<uuid>&user=<uuid>&role=<dm|player|observer>
 *       &conn=<id>&seq=<number>&last_event_id=<opaque> HTTP/1.1
 *
 * The API has decided who this is; the parser still takes nothing but exactly this. */
#ifndef TABARD_EVENTS_REQUEST_H
#define TABARD_EVENTS_REQUEST_H

#include "common/table/table.h"

enum { REQUEST_MAX = 8 * 1024, CONN_MAX = 64 };

enum request_result {
	REQUEST_PARTIAL, /* nothing wrong so far, and not all there */
	REQUEST_BAD,
	REQUEST_GOOD,
};

struct request {
	struct uuid campaign, user;
	enum campaign_role role;
	int64_t seq;     /* the end of the campaign's log as the API said so */
	struct str conn; /* letters, digits, '-' and '_', at most CONN_MAX */
	struct str
	    last_event_id; /* whatever the client said; the header wins; empty when there is none */
};

/* Reads `bytes`, all that has arrived. Slices point into it. No body may follow, and none may be
 * announced. */
enum request_result request_parse(struct str bytes, struct request *out);

#endif
