/* What a row of the route table says: the whole of the API's surface is data. */
#ifndef TABARD_API_ROUTES_H
#define TABARD_API_ROUTES_H

#include "common/base/shape.h"
#include "common/http/http.h"

/* The least role that a route asks for, ascending within a campaign. Zero refuses to start. */
enum role {
	ROLE_UNSET,
	ROLE_NONE,   /* public, on purpose */
	ROLE_SIGNED, /* no person: a webhook with its sender's signature */
	ROLE_ANY,    /* a valid token */
	ROLE_MEMBER, /* anyone in the campaign: observers and up */
	ROLE_PLAYER,
	ROLE_DM, /* of the campaign; for a character also its owner */
	ROLE_OWNER,
	ROLE_ADMIN, /* of this server */
};

#define KIB(n) ((size_t)(n)*1024)

struct request;
/* Answers by one of the functions of app.h and returns what that returned. */
typedef int handler(struct request *rq);

/* One of several bodies, told apart by the member "type". */
struct variant {
	const char *name;
	const struct shape *shape;
	const char *doc;
};

struct route {
	enum http_method method;
	const char *path; /* under /api/v1, or from the root behind a double slash */
	enum role role;
	const struct shape *body; /* NULL: no body, unless there are variants */
	size_t body_max;
	handler *handler;
	const char *summary;
	const struct shape *query;  /* NULL: no parameters */
	const struct shape *answer; /* of `data`, or of its items when `list` */
	const char *const *takes;   /* media types of a body without a shape, NULL-terminated */
	/* such a body: whole in memory; where it lies in a file, for one request at a time; or left to the handler */
	enum { BODY_TEXT, BODY_MAPPED, BODY_LEFT } comes;
	const char *const *gives; /* media types of an answer that is no JSON, NULL-terminated */
	bool list;
	bool facets;   /* meta has counts by value */
	bool raw;      /* the answer is not in an envelope */
	bool internal; /* for nginx only, and not documented */
	bool alone;    /* one request with a large body at a time */
	bool stream;   /* text/event-stream, through the broadcaster; a ticket does for a token */
	bool often;    /* counted by the second and not by the minute: see limiter.h */
	bool if_match; /* takes the version that the caller has seen */
	bool xml;      /* may answer with application/xml instead */
	/* whether it takes an Idempotency-Key: around its handler, or inside of it */
	enum { KEY_NONE, KEY_AROUND, KEY_INSIDE } idempotent;
	int status; /* of success, 200 when 0 */
	const struct variant *(*variants)(size_t *count);
};

extern const struct route routes[];
extern const size_t route_count;

#endif
