#include <poll.h>
#include <stdarg.h>

#include "common/db/connect.h"
#include "common/db/db.h"

#include "common/base/log.h"
#include "queries.h"

#include "common/base/poison.h"

enum { PIPELINE_MAX = 64, PARAMS_MAX = 24, CONSTRAINT_MAX = 64, WAITING_MAX = 4 };

struct queued {
	unsigned query;
	bool prepares; /* a Prepare went before it */
};

/* A statement that waits for the commit. */
struct waiting {
	const struct db_query *query;
	const char *args[PARAMS_MAX];
};

struct db {
	PGconn *conn;
	bool prepared[DB_QUERY_COUNT];
	struct queued queue[PIPELINE_MAX];
	PGresult *results[PIPELINE_MAX];
	size_t queued;
	size_t finished; /* results of the last run */
	bool failed;     /* queueing itself failed */
	char constraint[CONSTRAINT_MAX];
	uint64_t round_trips;
	bool held, past_commit;
	struct waiting waiting[WAITING_MAX];
	size_t waiting_count;
};

const char db_session_options[] = "-c timezone=UTC -c datestyle=ISO -c client_min_messages=warning "
                                  "-c statement_timeout=15000 -c lock_timeout=10000 "
                                  "-c idle_in_transaction_session_timeout=15000";

/* Of a machine that has gone without a word nothing comes: what was said to it and not confirmed, and silence, are the
 * end after 20 seconds, unless the URL says otherwise. */
struct db_params db_params(const char *url, const char *program)
{
	return (struct db_params){
	    .keys = {"tcp_user_timeout", "keepalives_idle", "keepalives_interval",
	             "keepalives_count", "dbname", "fallback_application_name", "options",
	             "connect_timeout", "client_encoding", NULL},
	    .values = {"20000", "10", "5", "2", url ? url : "", program, db_session_options, "5",
	               "UTF8", NULL},
	};
}

void db_error_text(const char *message, char *out, size_t size)
{
	size_t n = 0;

	for (; message && *message && n + 1 < size; message++)
		out[n++] = *message == '\n' || *message == '"' ? ' ' : *message;
	while (n && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
}

static void log_connection_lost(PGconn *conn)
{
	char text[300];

	db_error_text(PQerrorMessage(conn), text, sizeof text);
	log_line(LOG_ERROR, "database_unavailable", "reason=\"%s\"", text);
}

static void forget_results(struct db *db)
{
	for (size_t i = 0; i < db->finished; i++)
		PQclear(db->results[i]);
	memset(db->results, 0, sizeof db->results);
	db->finished = 0;
}

struct db *db_open(const char *url, const char *program)
{
	struct db_params params = db_params(url, program);
	struct db *db = calloc(1, sizeof *db);

	if (!db)
		log_fatal("out_of_memory", "call=db_open");
	db->conn = PQconnectdbParams(params.keys, params.values, 1);
	if (PQstatus(db->conn) != CONNECTION_OK) {
		log_connection_lost(db->conn);
		db_close(db);
		return NULL;
	}
	return db;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	forget_results(db);
	PQfinish(db->conn);
	free(db);
}

/* Nothing comes in on an idle connection but its end: a server that went away in the meantime. */
static bool still_there(struct db *db)
{
	struct pollfd socket = {.fd = PQsocket(db->conn), .events = POLLIN};

	while (PQstatus(db->conn) == CONNECTION_OK && poll(&socket, 1, 0) > 0)
		if (!PQconsumeInput(db->conn))
			return false;
	return PQstatus(db->conn) == CONNECTION_OK;
}

bool db_ready(struct db *db)
{
	if (still_there(db))
		return true;
	forget_results(db);
	memset(db->prepared, 0, sizeof db->prepared);
	db->queued = 0;
	db->failed = false;
	PQreset(db->conn);
	return PQstatus(db->conn) == CONNECTION_OK;
}

static void queue_now(struct db *db, const struct db_query *query, const char *const *args)
{
	bool prepares = !db->prepared[query->index];

	if (db->failed)
		return;
	if (db->queued == PIPELINE_MAX || query->params > PARAMS_MAX)
		log_fatal("pipeline_too_long", "query=%s", query->name);
	if (PQpipelineStatus(db->conn) == PQ_PIPELINE_OFF && !PQenterPipelineMode(db->conn)) {
		db->failed = true;
		return;
	}
	for (size_t i = 0; prepares && i < db->queued; i++)
		if (db->queue[i].query == query->index)
			prepares = false;
	if ((prepares && !PQsendPrepare(db->conn, query->name, query->text, 0, NULL)) ||
	    !PQsendQueryPrepared(db->conn, query->name, (int)query->params, args, NULL, NULL, 0)) {
		db->failed = true;
		return;
	}
	db->queue[db->queued++] = (struct queued){query->index, prepares};
}

static void wait_for_commit(struct db *db, const struct db_query *query, const char *const *args)
{
	struct waiting *w = &db->waiting[db->waiting_count++];

	if (db->waiting_count > WAITING_MAX)
		log_fatal("pipeline_too_long", "query=%s", query->name);
	w->query = query;
	memcpy(w->args, args, query->params * sizeof *args);
}

void db_queue_args(struct db *db, const struct db_query *query, const char *const *args)
{
	if (!db->held) {
		queue_now(db, query, args);
	} else if (str_starts(str_of(query->text), STR("begin"))) {
		db->past_commit = false;
		queue_now(db, &q_db_ping, NULL);
	} else if (query == &q_db_commit) {
		db->past_commit = true;
		queue_now(db, &q_db_constraints, NULL);
	} else if (db->past_commit) {
		wait_for_commit(db, query, args);
	} else {
		queue_now(db, query, args);
	}
}

static void let_go(struct db *db)
{
	db->held = db->past_commit = false;
	db->waiting_count = 0;
}

void db_hold(struct db *db)
{
	db_queue(db, &q_db_begin);
	let_go(db);
	db->held = true;
}

bool db_held(const struct db *db)
{
	return db->held;
}

enum db_error db_release(struct db *db, const struct db_query *last, const char *const *args)
{
	size_t count = db->waiting_count;

	let_go(db);
	queue_now(db, last, args);
	db_queue(db, &q_db_commit);
	for (size_t i = 0; i < count; i++)
		queue_now(db, db->waiting[i].query, db->waiting[i].args);
	return db_run(db);
}

static void queue_va(struct db *db, const struct db_query *query, va_list list)
{
	const char *args[PARAMS_MAX] = {0};

	for (unsigned i = 0; i < query->params && i < PARAMS_MAX; i++)
		args[i] = va_arg(list, const char *);
	db_queue_args(db, query, args);
}

void db_queue(struct db *db, const struct db_query *query, ...)
{
	va_list list;

	va_start(list, query);
	queue_va(db, query, list);
	va_end(list);
}

/* SQLSTATE classes and codes (PostgreSQL manual, appendix A) by what a caller can do about them. */
static const struct {
	const char *prefix;
	enum db_error error;
} sqlstates[] = {
    {"23505", DB_CONFLICT}, {"23", DB_REFUSED},        {"22", DB_REFUSED},
    {"21", DB_REFUSED},     {"40", DB_RETRY},          {"55P03", DB_TIMEOUT},
    {"57014", DB_TIMEOUT},  {"08", DB_UNAVAILABLE},    {"57P", DB_UNAVAILABLE},
    {"53", DB_UNAVAILABLE}, {"25P03", DB_UNAVAILABLE},
};

static enum db_error error_of(struct db *db, const PGresult *result, const struct db_query *query)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
	char text[300];

	db_error_text(constraint, db->constraint, sizeof db->constraint);
	for (size_t i = 0; state && i < sizeof sqlstates / sizeof *sqlstates; i++)
		if (str_starts(str_of(state), str_of(sqlstates[i].prefix)))
			return sqlstates[i].error;
	/* An error that the server has not sent is the connection's, whatever its status says yet. */
	if (!state || PQstatus(db->conn) != CONNECTION_OK)
		return DB_UNAVAILABLE;
	/* The primary message names objects, never values: those are in its DETAIL. */
	db_error_text(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY), text, sizeof text);
	log_line(LOG_ERROR, "query_failed", "query=%s sqlstate=%s reason=\"%s\"", query->name,
	         state, text);
	return DB_BROKEN;
}

/* The results of one command up to the NULL that ends it; the last one is kept. */
static PGresult *next_result(struct db *db)
{
	PGresult *kept = NULL, *result;

	while ((result = PQgetResult(db->conn))) {
		PQclear(kept);
		kept = result;
		if (PQresultStatus(result) == PGRES_PIPELINE_SYNC)
			break; /* has no NULL behind it */
		if (PQstatus(db->conn) != CONNECTION_OK)
			break;
	}
	return kept;
}

static bool succeeded(const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

/* What follows a COMMIT is a hint at most: when it fails, what was committed stands. */
static enum db_error collect(struct db *db)
{
	enum db_error error = DB_OK;
	bool committed = false;

	for (size_t i = 0; i < db->queued; i++) {
		const struct db_query *query = db_queries[db->queue[i].query];

		if (db->queue[i].prepares) {
			PGresult *prepared = next_result(db);

			if (succeeded(prepared))
				db->prepared[query->index] = true;
			else if (!error)
				error = error_of(db, prepared, query);
			PQclear(prepared);
		}
		db->results[i] = next_result(db);
		db->finished = i + 1;
		if (!error && !succeeded(db->results[i]))
			error = error_of(db, db->results[i], query);
		committed |= !error && query == &q_db_commit;
		if (PQstatus(db->conn) != CONNECTION_OK)
			return committed ? DB_OK : DB_UNAVAILABLE;
	}
	PQclear(next_result(db)); /* the sync point */
	return committed ? DB_OK : error;
}

static bool in_transaction(const struct db *db)
{
	return PQtransactionStatus(db->conn) != PQTRANS_IDLE;
}

enum db_error db_run(struct db *db)
{
	enum db_error error;

	forget_results(db);
	db->round_trips++;
	db->constraint[0] = '\0';
	if (db->failed || !PQpipelineSync(db->conn))
		error = DB_UNAVAILABLE;
	else
		error = collect(db);
	db->queued = 0;
	if (error)
		let_go(db);
	if (error == DB_UNAVAILABLE || db->failed) {
		/* Whatever state the connection is in, it is not one to go on from. */
		db->failed = false;
		log_connection_lost(db->conn);
		forget_results(db);
		memset(db->prepared, 0, sizeof db->prepared);
		PQreset(db->conn);
	} else if (error && in_transaction(db)) {
		char constraint[CONSTRAINT_MAX];

		memcpy(constraint, db->constraint, sizeof constraint);
		db_queue(db, &q_db_rollback);
		db_run(db);
		memcpy(db->constraint, constraint, sizeof constraint);
	}
	return error;
}

enum db_error db_query(struct db *db, const struct db_query *query, ...)
{
	va_list list;

	va_start(list, query);
	queue_va(db, query, list);
	va_end(list);
	return db_run(db);
}

uint64_t db_round_trips(const struct db *db)
{
	return db->round_trips;
}

const struct db_rows *db_result(const struct db *db, size_t i)
{
	if (i >= db->finished)
		log_fatal("no_such_result", "index=%zu", i);
	return (const struct db_rows *)db->results[i];
}

const char *db_constraint(const struct db *db)
{
	return db->constraint;
}

const char *db_script(struct db *db, const char *sql)
{
	forget_results(db);
	if (PQpipelineStatus(db->conn) != PQ_PIPELINE_OFF && !PQexitPipelineMode(db->conn))
		return PQerrorMessage(db->conn);
	db->results[0] = PQexec(db->conn, sql);
	db->finished = 1;
	return succeeded(db->results[0]) || PQresultStatus(db->results[0]) == PGRES_EMPTY_QUERY
	           ? NULL
	           : PQerrorMessage(db->conn);
}

void db_settle(struct db *db)
{
	forget_results(db);
	let_go(db);
	if (db->queued || db->failed ||
	    (PQstatus(db->conn) == CONNECTION_OK && in_transaction(db))) {
		db_queue(db, &q_db_rollback);
		db_run(db);
	}
	db->round_trips = 0;
}
