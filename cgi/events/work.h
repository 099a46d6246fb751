/* What the worker threads do with the database. */
#ifndef TABARD_EVENTS_WORK_H
#define TABARD_EVENTS_WORK_H

#include "cgi/events/job.h"

/* A page of the log is at most this much; 100 events is what the queries say. */
enum { PAGE_EVENTS = 100, PAGE_BYTES = 256 * 1024 };
/* Who is further behind than this gets a sync instead. */
enum { REPLAY_EVENTS = 1000, REPLAY_BYTES = 1024 * 1024 };

/* Does the job once. DB_OK: its answer is filled in. Otherwise nothing is, and the error says
 * whether it may be tried again. */
enum db_error work_do(struct job *job, struct db *db, struct arena *arena);

#endif
