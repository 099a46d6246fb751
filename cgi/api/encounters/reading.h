/* An encounter read for a member: who may, what they see of it, and whatever else the route needs, in one
 * round trip and as of one moment. */
#ifndef TABARD_API_READING_H
#define TABARD_API_READING_H

#include "cgi/api/app.h"
#include "common/table/table.h"

struct reading {
	struct table_encounter *e;
	struct campaign_settings settings;
	enum audience audience;
};

/* Queues the reads; the caller queues its own behind them. Returns the index of the caller's first result. */
size_t reading_queue(struct request *rq);
/* Runs them. 0, or the answer's status: 404 for who may not know of the encounter, 403 for whose role does not
 * reach the route's. */
int reading_run(struct request *rq, struct reading *r);

#endif
