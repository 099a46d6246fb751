/* An encounter as it was at a version. */
#ifndef TABARD_API_AT_H
#define TABARD_API_AT_H

#include "cgi/api/encounters/reading.h"

/* Queues what at_version needs; false, and nothing, when the query string names no version. */
bool at_queue(struct request *rq);
/* Takes what was read to the version that the query string names, as its audience counts; by the rows that
 * at_queue read. 0, or the answer's status: 404 when there was none, or it was a draft that players do not
 * see. */
int at_version(struct request *rq, const struct db_rows *rows, struct reading *r);

#endif
