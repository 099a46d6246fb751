#include "cgi/api/dispatch.h"

#include "cgi/api/bodies.h"
#include "cgi/api/cors.h"
#include "cgi/api/idempotency.h"
#include "cgi/api/identity.h"
#include "cgi/api/limiter.h"
#include "cgi/api/meter.h"
#include "cgi/api/people.h"
#include "common/base/clock.h"
#include "common/base/log.h"

#include "common/base/poison.h"

#define PREFIX STR("/api/v1")

enum { LARGE = 64 * 1024 };

static bool is_param(struct str segment)
{
	return segment.n > 2 && segment.p[0] == '{';
}

/* Parameters that are not ids have names of their own; every other one is a UUID. */
static bool is_text_param(struct str segment)
{
	return str_eq(segment, STR("{code}")) || str_eq(segment, STR("{type}")) ||
	       str_eq(segment, STR("{slug}")) || str_eq(segment, STR("{item}"));
}

/* Whether the path fits the template; then the texts of its parameters, still encoded. */
static bool path_fits(const char *t, struct str path, struct str values[PARAMS_MAX])
{
	size_t n = 0, at = 0;

	for (; *t && at < path.n; t++, at++) {
		if (*t == '{') {
			struct str rest = str_sub(path, at, path.n);

			values[n] = str_cut(&rest, '/');
			if (!values[n].n)
				return false;
			at += values[n++].n - 1;
			t = strchr(t, '}');
		} else if (*t != path.p[at]) {
			return false;
		}
	}
	return !*t && at == path.n;
}

/* The template that stands first is the path's: /campaigns/import before /campaigns/{id}. */
static const struct route *find_route(struct request *rq, struct str values[PARAMS_MAX],
                                      unsigned *allowed)
{
	struct str whole = rq->http->path;
	struct str under = str_starts(whole, PREFIX) ? str_sub(whole, PREFIX.n, whole.n) : STR("");
	const char *path = NULL;

	for (size_t i = 0; i < route_count; i++) {
		const char *template = routes[i].path;
		bool at_top = template[1] == '/'; /* "//health" is not under the prefix */

		if ((path && strcmp(path, template) != 0) ||
		    !path_fits(template + at_top, at_top ? whole : under, values))
			continue;
		path = template;
		*allowed |= routes[i].method;
		if (routes[i].method == rq->http->method)
			return &routes[i];
	}
	return NULL;
}

static int no_route(struct request *rq, unsigned allowed)
{
	static const char *const names[] = {"GET, HEAD", "POST", "PUT", "PATCH", "DELETE"};
	struct buf b = BUF(rq->arena);
	int status;

	if (!allowed)
		return fail(rq, ERR_ROUTE_NOT_FOUND);
	if (rq->http->method == HTTP_OPTIONS)
		status = rq->answer->status = 204;
	else
		status = fail(rq, ERR_METHOD_NOT_ALLOWED);
	BUF_LIT(&b, "Allow: ");
	for (unsigned i = 0, n = 0; i < sizeof names / sizeof *names; i++)
		if (allowed & 1u << i)
			buf_printf(&b, "%s%s", n++ ? ", " : "", names[i]);
	http_add_header(rq->answer, buf_str(&b));
	return status;
}

static int limit(struct request *rq, const struct claims *claims)
{
	struct limiter *l = rq->route->often ? rq->app->signals : rq->app->limiter;
	int64_t wait = 0;
	int status;

	if (l && claims->subject.n)
		wait = limiter_take(l, claims->subject, clock_monotonic_ms());
	if (!wait)
		return 0;
	status = fail(rq, ERR_TOO_MANY_REQUESTS);
	http_add_header(rq->answer, arena_printf(rq->arena, "Retry-After: %lld",
	                                         (long long)(wait + 999) / 1000));
	return status;
}

/* Only now, when all that can be refused without it has been, a connection of the few there are. */
static int enter(struct request *rq, const struct claims *claims)
{
	if (rq->route->raw)
		return 0;
	rq->db = db_pool_take(rq->app->pool);
	if (!rq->db)
		return fail(rq, ERR_UNAVAILABLE);
	return rq->route->role < ROLE_ANY || rq->by_ticket ? 0 : people_find(rq, claims);
}

static int parse_params(struct request *rq, const struct str values[PARAMS_MAX])
{
	struct str t = str_of(rq->route->path);
	size_t value = 0, ids = 0, texts = 0;

	while (t.n) {
		struct str segment = str_cut(&t, '/');
		struct str name = str_sub(segment, 1, segment.n - 2), text;

		if (!is_param(segment))
			continue;
		if (is_text_param(segment)) {
			if (!http_decode(values[value++], false, rq->arena, &text))
				return fail_field(rq, arg_str(rq->arena, name), "MALFORMED",
				                  STR("must be percent-encoded UTF-8"));
			rq->texts[texts++] = text;
		} else if (!uuid_parse(values[value++], &rq->ids[ids++])) {
			return fail_field(rq, arg_str(rq->arena, name), "NOT_A_UUID",
			                  STR("must be a UUID"));
		}
	}
	return 0;
}

static const struct field *query_field(const struct shape *shape, struct str name)
{
	for (size_t i = 0; shape && i < shape->count; i++)
		if (str_eq(name, str_of(shape->fields[i].name)))
			return &shape->fields[i];
	return NULL;
}

static int parse_query(struct request *rq)
{
	const struct shape *shape = rq->route->query;
	struct str query = rq->http->query, name, value;
	char *out = arena_alloc(rq->arena, 1, shape ? shape->size : 1);

	while (http_next_pair(&query, &name, &value)) {
		const struct field *f = NULL;

		if (!http_decode(name, true, rq->arena, &name) ||
		    !http_decode(value, true, rq->arena, &value))
			problem_add(&rq->problems, STR("query"), "MALFORMED",
			            STR("must be percent-encoded UTF-8"));
		else if (!(f = query_field(shape, name)))
			problem_add(&rq->problems, name, "UNKNOWN_FIELD",
			            STR("this path has no such parameter"));
		else
			field_parse(f, value, rq->arena, out + f->offset, &rq->problems);
	}
	rq->query = out;
	return rq->problems.count ? fail_problems(rq) : 0;
}

static const char *const json_only[] = {"application/json", NULL};

/* Media types are written in either case, and may have parameters (RFC 9110, 8.3.1). */
static bool is_taken(const struct route *route, struct str header)
{
	struct str type = str_trim(str_cut(&header, ';'));

	for (const char *const *t = route->takes ? route->takes : json_only; *t; t++) {
		struct str name = str_of(*t);

		if (str_eq(name, STR("*/*")) ||
		    (type.n == name.n && strncasecmp(type.p, name.p, name.n) == 0))
			return true;
	}
	return false;
}

static int parse_body(struct request *rq)
{
	const struct route *route = rq->route;

	if ((!route->body && !route->variants && !route->takes) || route->comes == BODY_LEFT)
		return 0;
	if (body_read(rq))
		return rq->answer->status;
	if (rq->body_text.n && !is_taken(route, http_header(rq->http, "CONTENT_TYPE")))
		return fail(rq, ERR_MEDIA_TYPE);
	if (route->takes)
		return 0;
	if (!rq->body_text.n)
		rq->body_text =
		    STR("{}"); /* a body whose every field is optional may be left out */
	if (route->variants)
		return 0;
	rq->body = arena_alloc(rq->arena, 1, route->body->size);
	if (!json_decode(rq->body_text, route->body, rq->arena, rq->body, &rq->problems))
		return fail_problems(rq);
	return 0;
}

int alone_begin(struct request *rq, int64_t bytes)
{
	if (bytes < LARGE)
		return 0;
	rq->alone = !atomic_exchange(&rq->app->busy->now, true);
	return rq->alone ? 0 : fail(rq, ERR_UNAVAILABLE);
}

void alone_end(struct request *rq)
{
	if (rq->alone)
		atomic_store(&rq->app->busy->now, false);
	rq->alone = false;
}

static int be_alone(struct request *rq)
{
	int64_t length = 0;

	if (rq->route->comes == BODY_MAPPED) {
		rq->mapping = !atomic_exchange(&rq->app->busy->mapping, true);
		return rq->mapping ? 0 : fail(rq, ERR_UNAVAILABLE);
	}
	str_to_int(http_header(rq->http, "CONTENT_LENGTH"), 0, INT32_MAX, &length);
	return rq->route->alone ? alone_begin(rq, length) : 0;
}

static void serve(struct request *rq)
{
	struct str values[PARAMS_MAX] = {{0}};
	struct claims claims = {0};
	unsigned allowed = 0;

	rq->route = find_route(rq, values, &allowed);
	if (!rq->route) {
		no_route(rq, allowed);
		return;
	}
	/* The token first: whoever has none learns nothing of what is wrong with the rest. */
	if (identify(rq, &claims) || limit(rq, &claims) || parse_params(rq, values) ||
	    parse_query(rq) || be_alone(rq) || parse_body(rq) || enter(rq, &claims) ||
	    key_begin(rq))
		return;
	rq->route->handler(rq);
	key_end(rq);
}

/* EventSource gives up for good at any status but 200: nginx sends it an empty stream that says when to come back. */
static void put_off(struct request *rq)
{
	*rq->answer = (struct http_answer){.status = 200};
	http_add_header(rq->answer, STR("X-Accel-Redirect: /internal/away"));
}

void dispatch(void *context, const struct http_request *http, struct http_answer *answer)
{
	struct request rq = {.app = context, .http = http, .answer = answer, .arena = http->arena};
	int64_t began = clock_monotonic_us();
	uint64_t round_trips = 0;

	serve(&rq);
	alone_end(&rq);
	body_unmap(rq.mapped);
	if (rq.mapping)
		atomic_store(&rq.app->busy->mapping, false);
	if (rq.db) {
		round_trips = db_round_trips(rq.db);
		db_pool_give(rq.app->pool, rq.db);
	}
	if (!answer->status)
		fail(&rq, ERR_INTERNAL);
	if (!answer->begun)
		cors_finish(&rq);
	meter_count(rq.app->meter, rq.route ? (size_t)(rq.route - routes) : route_count,
	            answer->status, clock_monotonic_us() - began, round_trips);
	if (rq.route && rq.route->stream && (answer->status == 503 || answer->status == 429))
		put_off(&rq);
	if (answer->status == 500)
		log_line(LOG_ERROR, "request_failed", "method=%d route=%s", (int)http->method,
		         rq.route ? rq.route->path : "-");
}

void dispatch_inside(const struct request *outer, enum http_method method, struct str path,
                     struct str body, struct arena *arena, struct http_answer *answer)
{
	struct http_request http = {.arena = arena, .method = method, .body = body};
	struct request rq = {.app = outer->app,
	                     .http = &http,
	                     .answer = answer,
	                     .arena = arena,
	                     .db = outer->db,
	                     .user_id = outer->user_id};
	struct str values[PARAMS_MAX] = {{0}};
	unsigned allowed = 0;

	path = arena_printf(arena, "/api/v1%.*s", STR_ARG(path));
	http.path = str_cut(&path, '?');
	http.query = path;
	rq.route = find_route(&rq, values, &allowed);
	if (!rq.route)
		no_route(&rq, allowed);
	else if (!parse_params(&rq, values) && !parse_query(&rq) && !parse_body(&rq))
		rq.route->handler(&rq);
	db_settle(rq.db);
}

const char *routes_broken(void)
{
	for (size_t i = 0; i < route_count; i++) {
		const struct route *r = &routes[i];

		if (r->role == ROLE_UNSET)
			return r->path;
		if (r->path[0] != '/' || !r->handler || !r->summary)
			return r->path;
		if ((r->body || r->variants || r->takes) && !r->body_max)
			return r->path;
	}
	return NULL;
}
