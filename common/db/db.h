/* PostgreSQL: connections, pipelines of prepared statements, and a pool. The only door to libpq. */
#ifndef TABARD_DB_DB_H
#define TABARD_DB_DB_H

#include "common/base/buf.h"
#include "common/base/uuid.h"
#include "common/db/query.h"

struct db;      /* one connection, used by one thread at a time */
struct db_rows; /* one result; belongs to its connection until the next db_run */

enum db_error {
	DB_OK,
	DB_UNAVAILABLE, /* no connection, or it broke: nothing was committed unless the answer got lost */
	DB_CONFLICT, /* unique_violation 23505 */
	DB_REFUSED,  /* check, foreign key or not-null violation; a data exception */
	DB_RETRY,    /* serialization failure or deadlock */
	DB_TIMEOUT,  /* a lock or a statement took too long */
	DB_BROKEN,   /* any other error: a defect of ours, logged */
};

/* Connects with `url`, a libpq connection string; NULL gives libpq's defaults. `program` becomes
 * application_name. Returns NULL when that fails, logged. */
struct db *db_open(const char *url, const char *program);
void db_close(struct db *db);
/* Reconnects if the connection is broken; false when it still is. */
bool db_ready(struct db *db);

/* Queues one statement of the pipeline. Exactly query->params arguments follow, each a
 * const char * (text with its NUL, or NULL for SQL's NULL), which must live until db_run. */
void db_queue(struct db *db, const struct db_query *query, ...);
/* The same with the arguments in an array. */
void db_queue_args(struct db *db, const struct db_query *query, const char *const *args);

/* Sends what is queued in one round trip and collects all results. Statements run in order in one
 * implicit transaction unless BEGIN and COMMIT are among them (q_db_begin, q_db_commit); the first
 * that fails ends the run, and an open transaction is rolled back. */
enum db_error db_run(struct db *db);
/* How often that was done on this connection since it was last settled. */
uint64_t db_round_trips(const struct db *db);
/* The result of the i-th statement queued for the last db_run, from 0. */
const struct db_rows *db_result(const struct db *db, size_t i);
/* After DB_CONFLICT or DB_REFUSED: the name of the constraint, or "". */
const char *db_constraint(const struct db *db);

/* From here on everything is one transaction, whatever is queued: BEGIN (of any kind) and COMMIT among it
 * keep their results and change nothing, but that deferred constraints are checked where COMMIT stands. What
 * is queued behind a COMMIT waits, and has no result. Queues DB_HOLD_RESULTS statements for the next
 * db_run. An error ends it. */
void db_hold(struct db *db);
enum { DB_HOLD_RESULTS = 1 };
bool db_held(const struct db *db);
/* Runs `last`, the commit, and then what waited for it. Arguments live until then. */
enum db_error db_release(struct db *db, const struct db_query *last, const char *const *args);

/* Between two requests on one connection: rolls back what is still open, and forgets the results. */
void db_settle(struct db *db);

/* One statement, one round trip. */
enum db_error db_query(struct db *db, const struct db_query *query, ...);

/* A script of several statements (migrations): simple query protocol. The error text of the server,
 * owned by the connection, or NULL when it went well. */
const char *db_script(struct db *db, const char *sql);

size_t db_count(const struct db_rows *rows);
bool db_null(const struct db_rows *rows, size_t row, int column);
/* Borrowed from the result; empty for NULL. */
struct str db_str(const struct db_rows *rows, size_t row, int column);
int64_t db_int(const struct db_rows *rows, size_t row, int column); /* 0 for NULL */
bool db_bool(const struct db_rows *rows, size_t row, int column);
struct uuid db_uuid(const struct db_rows *rows, size_t row, int column); /* nil for NULL */
/* An array of uuid: how many there are, of which at most `max` are put into `out`. */
size_t db_uuids(const struct db_rows *rows, size_t row, int column, struct uuid *out, size_t max);

/* Arguments. */
const char *arg_str(struct arena *a, struct str s);
const char *arg_int(struct arena *a, int64_t value);
const char *arg_uuid(struct arena *a, struct uuid id);
/* NULL for the nil id. */
const char *arg_uuid_or_null(struct arena *a, struct uuid id);
const char *arg_bool(bool value);
/* So many ids as an array. */
const char *arg_uuids(struct arena *a, const struct uuid *ids, size_t count);

/* A fixed number of connections shared by many threads. */
struct db_pool;
struct db_pool *db_pool_open(const char *url, const char *program, size_t connections);
void db_pool_close(struct db_pool *pool);
struct db_pool_state {
	size_t connections, in_use, waiting; /* waiting: callers of db_pool_take */
};
struct db_pool_state db_pool_look(struct db_pool *pool);
/* Waits for a free connection that works, at most five seconds; NULL after that. */
struct db *db_pool_take(struct db_pool *pool);
/* One that nobody uses or waits for, or NULL at once. */
struct db *db_pool_try(struct db_pool *pool);
void db_pool_give(struct db_pool *pool, struct db *db);

/* LISTEN, without blocking, for an event loop. */
struct db_listener;
enum db_wait { DB_WAIT_READ, DB_WAIT_WRITE, DB_WAIT_BOTH, DB_WAIT_RECONNECT };
/* Called once for each notification; the payload is borrowed. */
typedef void db_notified(void *context, struct str channel, struct str payload);
/* `channels` are LISTENed to as soon as the connection stands. Nothing is sent yet. */
struct db_listener *db_listener_new(const char *url, const char *program,
                                    const char *const *channels, size_t count,
                                    db_notified *notified, void *context);
/* Goes on as far as it can: connects, listens, reads notifications. Returns what to wait for; with
 * DB_WAIT_RECONNECT the connection is lost: call again after a pause, and it starts anew. `*fd` is the
 * descriptor to wait on, fetched anew after every call, or -1. */
enum db_wait db_listener_step(struct db_listener *l, int *fd);
/* Whether LISTEN is in force. */
bool db_listener_up(const struct db_listener *l);
void db_listener_free(struct db_listener *l);

#endif
