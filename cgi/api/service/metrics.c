/* /metrics, as JSON or as Prometheus reads it, from one table of figures. */
#include "cgi/api/service/service.h"

#include "cgi/api/fields.h"
#include "cgi/api/meter.h"
#include "cgi/api/people.h"
#include "common/base/clock.h"
#include "queries.h"

#include "common/base/poison.h"

enum { ACTIVE_MS = 15 * 60 * 1000 };
static const int64_t figure_max = INT64_C(1) << 53;

/* The first six stand in the order of the query's columns. */
enum figure {
	FIGURE_USERS,
	FIGURE_CHARACTERS,
	FIGURE_CAMPAIGNS,
	FIGURE_DATABASE_BYTES,
	FIGURE_STREAMS,
	FIGURE_BEHIND,
	FIGURE_STORED, /* how many the database knows */
	FIGURE_ACTIVE = FIGURE_STORED,
	FIGURE_UPTIME,
	FIGURE_CONNECTIONS,
	FIGURE_IN_USE,
	FIGURE_WAITING,
	FIGURES,
};

#define FIGURE(name_, flags_, doc_)                                                                \
	ROW(name_, FIELD_INT, (flags_), .min = 0, .max = INT64_C(1) << 53, .doc = (doc_))
#define STORED(name_, doc_) FIGURE(name_, FIELD_REQUIRED | FIELD_NULLABLE, doc_)
#define COUNTED(name_, doc_) FIGURE(name_, FIELD_REQUIRED, doc_)

static const struct field route_fields[] = {
    ROW_STR("method", 10, "The method."),
    ROW_STR("path", 200, "The path as the description has it; \"\" for what is none of its paths."),
    COUNTED("requests", "Answers since the start."),
    COUNTED("client_errors", "Those of them that were 4xx."),
    COUNTED("server_errors", "Those of them that were 5xx."),
    COUNTED("mean_us", "How long an answer took on average, in microseconds."),
    COUNTED("p50_us", "What half of the answers took at most, up to the bound of a histogram."),
    COUNTED("p99_us", "What 99 of 100 took at most."),
    COUNTED("round_trips", "How often they have asked the database."),
};
static const struct shape route_shape = SHAPE_ROW("RouteMetrics", route_fields);
static const struct field route_item = {.kind = FIELD_OBJECT, .shape = &route_shape};

/* The figures in their order, then what is not one. */
static const struct field metrics_fields[] = {
    [FIGURE_USERS] = STORED("total_users", "Accounts; null while the database is away."),
    [FIGURE_CHARACTERS] = STORED("total_characters", "Characters; null as above."),
    [FIGURE_CAMPAIGNS] = STORED("total_campaigns", "Campaigns; null as above."),
    [FIGURE_DATABASE_BYTES] = STORED("database_bytes", "What the database takes; null as above."),
    [FIGURE_STREAMS] = STORED("streams", "Streams that are open; null as above."),
    [FIGURE_BEHIND] =
        STORED("events_behind", "How many events the broadcaster lacked when it last looked."),
    [FIGURE_ACTIVE] = COUNTED("active_users", "People who have asked for something in the last "
                                              "15 minutes."),
    [FIGURE_UPTIME] = COUNTED("uptime_seconds", "Since when the API's worker has been up."),
    [FIGURE_CONNECTIONS] = COUNTED("pool_connections", "Database connections of the worker."),
    [FIGURE_IN_USE] = COUNTED("pool_in_use", "Those that a request has."),
    [FIGURE_WAITING] = COUNTED("pool_waiting", "Requests that wait for one."),
    [FIGURES] = ROW("routes", FIELD_LIST, FIELD_REQUIRED, .max = 10000, .item = &route_item,
                    .doc = "What was asked for."),
};
const struct shape metrics_shape = SHAPE_ROW("Metrics", metrics_fields);

struct figures {
	int64_t values[FIGURES]; /* negative: not known */
};

static void read_stored(struct request *rq, struct figures *f)
{
	struct db *db = db_pool_take(rq->app->pool);
	bool there = db && db_query(db, &q_service_metrics) == DB_OK;

	for (int i = 0; i < FIGURE_STORED; i++)
		f->values[i] = there ? db_int(db_result(db, 0), 0, i) : -1;
	if (db)
		db_pool_give(rq->app->pool, db);
}

static struct figures read_figures(struct request *rq)
{
	struct figures f;
	struct db_pool_state pool = db_pool_look(rq->app->pool);

	f.values[FIGURE_CONNECTIONS] = (int64_t)pool.connections;
	f.values[FIGURE_IN_USE] = (int64_t)pool.in_use;
	f.values[FIGURE_WAITING] = (int64_t)pool.waiting;
	f.values[FIGURE_ACTIVE] = (int64_t)people_active(rq->app->people, ACTIVE_MS);
	f.values[FIGURE_UPTIME] = (clock_monotonic_us() - rq->app->started_us) / 1000000;
	read_stored(rq, &f);
	return f;
}

/* What is none of the routes stands behind them, without a method. */
static struct str method_of(size_t route)
{
	return route < route_count ? str_of(http_method_name(routes[route].method)) : STR("");
}

static const char *path_of(size_t route)
{
	const char *path;

	if (route >= route_count)
		return "";
	path = routes[route].path;
	return path[1] == '/' ? path + 1 : path;
}

static const char *prefix_of(size_t route)
{
	return route < route_count && routes[route].path[1] != '/' ? "/api/v1" : "";
}

static void write_json(struct buf *b, const struct request *rq, const struct figures *f)
{
	bool any = false;

	for (int i = 0; i < FIGURES; i++) {
		buf_printf(b, "%c\"%s\":", i ? ',' : '{', metrics_fields[i].name);
		if (f->values[i] < 0)
			BUF_LIT(b, "null");
		else
			buf_printf(
			    b, "%lld",
			    (long long)(f->values[i] < figure_max ? f->values[i] : figure_max));
	}
	BUF_LIT(b, ",\"routes\":[");
	for (size_t i = 0; i <= route_count; i++) {
		struct meter_reading r = meter_read(rq->app->meter, i);

		if (!r.requests)
			continue;
		buf_printf(b, "%s{\"method\":\"%.*s\",\"path\":\"%s%s\",\"requests\":%llu",
		           any ? "," : "", STR_ARG(method_of(i)), prefix_of(i), path_of(i),
		           (unsigned long long)r.requests);
		buf_printf(b,
		           ",\"client_errors\":%llu,\"server_errors\":%llu,\"mean_us\":%llu,"
		           "\"p50_us\":%lld,\"p99_us\":%lld,\"round_trips\":%llu}",
		           (unsigned long long)r.classes[2], (unsigned long long)r.classes[3],
		           (unsigned long long)(r.microseconds / r.requests),
		           (long long)meter_percentile(&r, 50), (long long)meter_percentile(&r, 99),
		           (unsigned long long)r.round_trips);
		any = true;
	}
	BUF_LIT(b, "]}");
}

static struct str labels_of(size_t route, struct arena *arena)
{
	return arena_printf(arena, "method=\"%.*s\",route=\"%s%s\"", STR_ARG(method_of(route)),
	                    prefix_of(route), path_of(route));
}

static void write_counts(struct buf *b, struct str labels, const struct meter_reading *r)
{
	static const char *const classes[METER_CLASSES] = {"2xx", "3xx", "4xx", "5xx"};

	for (size_t i = 0; i < METER_CLASSES; i++)
		if (r->classes[i])
			buf_printf(b, "tabard_requests_total{%.*s,code=\"%s\"} %llu\n",
			           STR_ARG(labels), classes[i], (unsigned long long)r->classes[i]);
}

static void write_times(struct buf *b, struct str labels, const struct meter_reading *r)
{
	uint64_t below = 0;

	if (!r->requests)
		return;
	for (size_t i = 0; i < METER_BUCKETS; i++) {
		below += r->buckets[i];
		buf_printf(b, "tabard_request_seconds_bucket{%.*s,le=\"", STR_ARG(labels));
		if (meter_bounds[i] == INT64_MAX)
			BUF_LIT(b, "+Inf");
		else
			buf_printf(b, "%g", (double)meter_bounds[i] / 1e6);
		buf_printf(b, "\"} %llu\n", (unsigned long long)below);
	}
	buf_printf(b, "tabard_request_seconds_sum{%.*s} %.6f\n", STR_ARG(labels),
	           (double)r->microseconds / 1e6);
	buf_printf(b, "tabard_request_seconds_count{%.*s} %llu\n", STR_ARG(labels),
	           (unsigned long long)r->requests);
}

/* The text format 0.0.4: all lines of a metric stand together. */
static void write_text(struct buf *b, const struct request *rq, const struct figures *f)
{
	struct meter_reading *readings =
	    ARENA_ARRAY(rq->arena, struct meter_reading, route_count + 1);

	for (int i = 0; i < FIGURES; i++) {
		const struct field *field = &metrics_fields[i];

		if (f->values[i] >= 0)
			buf_printf(b,
			           "# HELP tabard_%s %s\n# TYPE tabard_%s gauge\ntabard_%s %lld\n",
			           field->name, field->doc, field->name, field->name,
			           (long long)f->values[i]);
	}
	for (size_t i = 0; i <= route_count; i++)
		readings[i] = meter_read(rq->app->meter, i);
	BUF_LIT(b, "# HELP tabard_requests_total Answers by route and kind.\n"
	           "# TYPE tabard_requests_total counter\n");
	for (size_t i = 0; i <= route_count; i++)
		write_counts(b, labels_of(i, rq->arena), &readings[i]);
	BUF_LIT(b, "# HELP tabard_round_trips_total How often requests have asked the database.\n"
	           "# TYPE tabard_round_trips_total counter\n");
	for (size_t i = 0; i <= route_count; i++)
		if (readings[i].requests)
			buf_printf(b, "tabard_round_trips_total{%.*s} %llu\n",
			           STR_ARG(labels_of(i, rq->arena)),
			           (unsigned long long)readings[i].round_trips);
	BUF_LIT(b, "# HELP tabard_request_seconds How long answers took in the worker.\n"
	           "# TYPE tabard_request_seconds histogram\n");
	for (size_t i = 0; i <= route_count; i++)
		write_times(b, labels_of(i, rq->arena), &readings[i]);
}

static bool wants_text(const struct request *rq)
{
	struct str accept = http_header(rq->http, "HTTP_ACCEPT");

	while (accept.n) {
		struct str one = str_cut(&accept, ',');

		if (str_eq(str_trim(str_cut(&one, ';')), STR("text/plain")))
			return true;
	}
	return false;
}

int metrics_get(struct request *rq)
{
	struct figures f = read_figures(rq);
	struct buf b = BUF(rq->arena);

	if (wants_text(rq)) {
		write_text(&b, rq, &f);
		rq->answer->type = STR("text/plain; version=0.0.4; charset=utf-8");
	} else {
		write_json(&b, rq, &f);
	}
	rq->answer->body = buf_str(&b);
	http_add_header(rq->answer, STR("Cache-Control: no-store"));
	return rq->answer->status = 200;
}
