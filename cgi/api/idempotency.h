/* Idempotency-Key: a retry with the same key gets the first answer, and nothing happens twice. What is kept
 * is kept in the transaction that made it true, for a day. */
#ifndef TABARD_API_IDEMPOTENCY_H
#define TABARD_API_IDEMPOTENCY_H

#include "cgi/api/app.h"

/* Whether the request has a key and its route takes one. */
bool has_key(const struct request *rq);

/* For whoever has a transaction of their own: queues the look-up, behind a lock; reads its result (0, or the
 * status of the first answer, or of the refusal); queues the keeping of the answer before COMMIT. */
void key_queue(struct request *rq);
int key_replay(struct request *rq, const struct db_rows *kept);
void key_keep(struct request *rq, int status, struct str data);

/* Around the handler of a route that leaves it to the dispatcher: 0, or the answer's status; and behind the
 * handler, what it changed is committed with its answer, or not at all. */
int key_begin(struct request *rq);
/* The same for a handler that begins late (KEY_INSIDE): from here on all is one transaction, which the dispatcher
 * commits. 0, or the answer's status. */
int key_hold(struct request *rq);
void key_end(struct request *rq);

#endif
