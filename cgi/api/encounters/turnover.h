/* One change of an encounter as a transaction of two round trips: lock and load, then save, log,
 * announce and commit. Moves and undo differ only in what happens between the two. */
#ifndef TABARD_API_TURNOVER_H
#define TABARD_API_TURNOVER_H

#include "cgi/api/app.h"
#include "common/rules/moves.h"
#include "common/table/table.h"

struct turnover {
	struct uuid campaign_id;
	int64_t seq; /* of the event it will make */
	struct campaign_settings settings;
	struct table_encounter *before;
	struct uuid move_id;
};

/* What is logged of the change. All JSON text. */
struct turnover_log {
	const char *type;  /* of the move */
	const char *event; /* of the event */
	struct str move;   /* what was asked, with what it was resolved to */
	struct str dice;   /* "{4,17}": as they fell */
	struct str result; /* the consequences */
	const struct turn_seen
	    *seen; /* of the state that comes back; NULL: follows from the change */
	struct list
	    parted; /* of struct combatant: characters whom an undo takes out, as they joined */
};

/* Checks the request's headers. 0, or the answer's status. */
int turnover_refused(struct request *rq);
/* Queues lock and load on rq->db; the caller may queue more reads behind it, and runs it. Returns the
 * index of the first result that is the caller's. */
size_t turnover_queue(struct request *rq);
/* Reads the results: 0, or the answer's status (404, 403, 412, or the replay of an idempotent request). */
int turnover_begin(struct request *rq, struct turnover *t);

/* Queues everything that takes `before` to `after`, commits, rings, and answers with `status`. Statements
 * that the caller queued before are part of it. */
int turnover_finish(struct request *rq, const struct turnover *t, const struct encounter *after,
                    const struct turnover_log *log, int status);

#endif
