/* What a handler sees: the request with everything parsed and checked, and the ways to answer. */
#ifndef TABARD_API_APP_H
#define TABARD_API_APP_H

#include "cgi/api/errors.h"
#include "cgi/api/routes.h"
#include "common/auth/auth.h"
#include "common/db/db.h"
#include "common/http/http.h"
#include "common/json/json.h"

/* Made by main.c, shared by all threads, never changed after the start. */
struct app {
	struct auth *auth;
	struct db_pool *pool;
	struct people *people;
	struct uploads *uploads;
	struct str public_url, own_origin; /* the second: scheme and authority of the first */
	struct str webhook_secret;
	struct limiter *limiter; /* of requests; NULL: no limit */
	struct limiter *signals; /* of routes that are asked for often */
	struct busy *busy;       /* with a request that is served alone */
	struct meter *meter;
	int64_t started_us; /* clock_monotonic_us() then */
	const char *var;    /* the folder whose disk is watched */
	struct str openapi;
};

enum { PARAMS_MAX = 3 }; /* of a path */

struct request {
	const struct app *app;
	const struct http_request *http;
	struct http_answer *answer;
	const struct route *route;
	struct arena *arena;
	struct db *db;                /* of this request; taken from the pool by the dispatcher */
	struct uuid user_id;          /* the caller; nil on public routes, and by_ticket */
	struct claims claims;         /* of the caller's token */
	struct uuid ids[PARAMS_MAX];  /* the path's parameters that are ids, in order */
	struct str texts[PARAMS_MAX]; /* those that are not */
	const void *query;            /* a struct of route->query's shape */
	void *body;           /* a struct of route->body's shape; NULL for a body of variants */
	struct str body_text; /* as it came: of at most route->body_max bytes */
	struct str mapped;    /* the same, where it lies in a file */
	bool mapping;         /* holds app->busy for that */
	struct problems problems;
	bool by_ticket;    /* who the caller is the handler finds out, by a ticket */
	struct str data;   /* of a good answer, JSON: set by answering */
	struct str facets; /* of a list's meta, as JSON: set before answering */
	bool alone;        /* holds app->busy */
	bool shared;       /* the answer is the same for everybody: set before answering */
};

/* Successful answers: `status` is 200 or 201, `data` is JSON. Each returns `status`. */
int answer_json(struct request *rq, int status, struct str data);
/* Row `row` of `rows` as route->answer's object: column first + i is field i, SQL NULL is left out or null
 * as the field says. */
int answer_row(struct request *rq, int status, const struct db_rows *rows, size_t row, int first);
/* All rows as an array with pagination: a row past `limit` means there is more, and the column behind
 * the last field is the cursor. */
int answer_list(struct request *rq, const struct db_rows *rows, int first, int64_t limit);
/* The same for items that are written already, as a JSON array; `next_cursor` is empty on the last page. */
int answer_page(struct request *rq, struct str items, int64_t limit, struct str next_cursor);
/* The row alone. */
void write_row(struct buf *b, const struct shape *shape, const struct db_rows *rows, size_t row,
               int first);
/* A time as PostgreSQL writes it in UTC, as JSON. */
void write_time(struct buf *b, struct str time);

/* Lists whose query string is a struct list_query. The caller's own: $1 the user, $2 the cursor, $3 the
 * limit. Those below rq->ids[0], guarded: $1 the id, $2 the user, $3 the cursor, $4 the limit. */
int answer_own_list(struct request *rq, const struct db_query *query);
/* The same with $4, what is asked of each. */
int answer_filtered_list(struct request *rq, const struct db_query *query, const char *filter);
int answer_guarded_list(struct request *rq, const struct db_query *query, enum api_error missing);
/* … with $5, what is asked of each, or NULL. */
int answer_guarded_filtered_list(struct request *rq, const struct db_query *query,
                                 enum api_error missing, const char *filter);
/* The same for administrators: column 0 is the caller's role on the server. */
int answer_admin_list(struct request *rq, const struct db_query *query, const char *filter);
/* "Location: …" of a created resource under /api/v1. */
void answer_location(struct request *rq, const char *collection, struct uuid id);
/* A strong validator other than the hash of the data. */
void answer_etag(struct request *rq, struct str tag);
/* Whether If-Match is there and names none of the current tag: then answer with ERR_VERSION_MISMATCH. */
bool if_match_fails(const struct request *rq, struct str tag);

/* Failures: each writes the error and returns its status. */
int fail(struct request *rq, enum api_error error);
/* With one member of `details`, borrowed. */
int fail_with(struct request *rq, enum api_error error, const char *key, struct str value);
/* With `details` whole, JSON. */
int fail_details(struct request *rq, enum api_error error, struct str details);
/* VALIDATION_FAILED for one field. */
int fail_field(struct request *rq, const char *field, const char *code, struct str message);
/* The problems gathered in rq->problems. */
int fail_problems(struct request *rq);
/* A rule's refusal: 422 with the rule's own code. */
int fail_rule(struct request *rq, const char *code, const char *message, struct uuid about);
/* A failed db_run; DB_CONFLICT and DB_REFUSED become `conflict`. */
int fail_db(struct request *rq, enum db_error error, enum api_error conflict);

/* Column 0 of `rows` is the caller's role on the thing; no row or NULL for a stranger. 0 when it reaches the
 * route's least role; else the answer is a 404 with `missing` or a 403. */
int guard(struct request *rq, const struct db_rows *rows, enum api_error missing);
/* Whether that role reaches the route's least one. */
bool role_suffices(const struct request *rq, struct str role);
/* The name of a role: as the database writes it within a campaign. */
const char *role_word(enum role role);
/* The route's least role as the database writes it, for guarded writes. */
const char *least_role(const struct request *rq);

/* Shorthands for arguments in the request's arena. */
const char *rq_uuid(const struct request *rq, struct uuid id);
const char *rq_str(const struct request *rq, struct str s);
const char *rq_int(const struct request *rq, int64_t n);

#endif
