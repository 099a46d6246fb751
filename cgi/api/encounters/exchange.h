/* A request that changes an encounter: what its headers ask for, and its answer, around a turnover. */
#ifndef TABARD_API_EXCHANGE_H
#define TABARD_API_EXCHANGE_H

#include "cgi/api/app.h"
#include "common/table/turnover.h"

struct exchange {
	struct turnover t;
	enum audience audience; /* the caller's */
	struct mover mover;
};

/* Queues lock and load on rq->db; the caller may queue more reads behind it, and runs it. Returns the
 * index of the first result that is the caller's. */
size_t exchange_queue(struct request *rq, struct exchange *x);
/* Reads the results: 0, or the answer's status (404, 403, 412, or the replay of an idempotent request). */
int exchange_begin(struct request *rq, struct exchange *x);

/* Queues everything that takes the state to `after`, commits, rings, and answers with `status`. `more` goes
 * into the answer behind its other members: ",\"name\":…", or nothing. Statements that the caller queued
 * before are part of it. */
int exchange_finish(struct request *rq, const struct exchange *x,
                    const struct table_encounter *after, const struct turnover_log *log,
                    struct str more, int status);

#endif
