#include "common/db/connect.h"
#include "common/db/db.h"

#include "common/base/log.h"

#include "common/base/poison.h"

enum listener_state {
	LISTENER_DOWN,       /* no connection object */
	LISTENER_CONNECTING, /* PQconnectPoll has the say */
	LISTENER_LISTENING,  /* the LISTEN commands are on their way */
	LISTENER_UP,         /* notifications arrive */
};

struct db_listener {
	const char *url, *program;
	struct arena arena;
	const char *listen; /* "LISTEN a; LISTEN b; …" */
	db_notified *notified;
	void *context;
	PGconn *conn;
	enum listener_state state;
};

struct db_listener *db_listener_new(const char *url, const char *program,
                                    const char *const *channels, size_t count,
                                    db_notified *notified, void *context)
{
	struct db_listener *l = calloc(1, sizeof *l);
	struct buf listen;

	if (!l)
		log_fatal("out_of_memory", "call=db_listener_new");
	l->url = url;
	l->program = program;
	l->notified = notified;
	l->context = context;
	listen = BUF(&l->arena);
	for (size_t i = 0; i < count; i++)
		buf_printf(&listen, "LISTEN %s; ", channels[i]);
	l->listen = arena_cstr(&l->arena, buf_str(&listen));
	return l;
}

static enum db_wait lost(struct db_listener *l, int *fd)
{
	char text[300];

	db_error_text(l->conn ? PQerrorMessage(l->conn) : "out of memory", text, sizeof text);
	if (l->state == LISTENER_UP)
		log_line(LOG_WARNING, "listen_lost", "reason=\"%s\"", text);
	PQfinish(l->conn);
	l->conn = NULL;
	l->state = LISTENER_DOWN;
	*fd = -1;
	return DB_WAIT_RECONNECT;
}

static enum db_wait step_connecting(struct db_listener *l, int *fd)
{
	switch (PQconnectPoll(l->conn)) {
	case PGRES_POLLING_READING:
		*fd = PQsocket(l->conn);
		return DB_WAIT_READ;
	case PGRES_POLLING_WRITING:
		*fd = PQsocket(l->conn);
		return DB_WAIT_WRITE;
	case PGRES_POLLING_OK:
		break;
	default:
		return lost(l, fd);
	}
	if (PQsetnonblocking(l->conn, 1) || !PQsendQuery(l->conn, l->listen))
		return lost(l, fd);
	l->state = LISTENER_LISTENING;
	return db_listener_step(l, fd);
}

/* Collects the answers to LISTEN; true when all have come and none is an error. */
static bool listens(struct db_listener *l, bool *broken)
{
	while (!PQisBusy(l->conn)) {
		PGresult *result = PQgetResult(l->conn);

		if (!result)
			return true;
		if (PQresultStatus(result) != PGRES_COMMAND_OK)
			*broken = true;
		PQclear(result);
	}
	return false;
}

enum db_wait db_listener_step(struct db_listener *l, int *fd)
{
	struct db_params params = db_params(l->url, l->program);
	bool broken = false;
	PGnotify *note;
	int unsent;

	if (l->state == LISTENER_DOWN) {
		l->conn = PQconnectStartParams(params.keys, params.values, 1);
		if (!l->conn || PQstatus(l->conn) == CONNECTION_BAD)
			return lost(l, fd);
		l->state = LISTENER_CONNECTING;
		*fd = PQsocket(l->conn);
		return DB_WAIT_WRITE;
	}
	if (l->state == LISTENER_CONNECTING)
		return step_connecting(l, fd);
	if (!PQconsumeInput(l->conn) || (unsent = PQflush(l->conn)) < 0)
		return lost(l, fd);
	if (l->state == LISTENER_LISTENING && listens(l, &broken))
		l->state = LISTENER_UP;
	if (broken)
		return lost(l, fd);
	while ((note = PQnotifies(l->conn))) {
		l->notified(l->context, str_of(note->relname), str_of(note->extra));
		PQfreemem(note);
	}
	*fd = PQsocket(l->conn);
	return unsent ? DB_WAIT_BOTH : DB_WAIT_READ;
}

bool db_listener_up(const struct db_listener *l)
{
	return l->state == LISTENER_UP;
}

void db_listener_free(struct db_listener *l)
{
	if (!l)
		return;
	PQfinish(l->conn);
	arena_free(&l->arena);
	free(l);
}
