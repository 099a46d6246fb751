/* Work that may block, done by a few threads with a database connection each. A job carries what it
 * needs and what came of it; it names campaigns and subscribers by their ids, since they may be
 * gone when it comes back. */
#ifndef TABARD_EVENTS_JOB_H
#define TABARD_EVENTS_JOB_H

#include <sys/queue.h>

#include "cgi/events/ring.h"
#include "common/table/table.h"

enum job_kind {
	JOB_SNAPSHOT, /* a campaign's table document for an audience: `sync`, `through` */
	JOB_REPLAY,   /* what a subscriber missed after `after` or `event`: a page of parcels */
	JOB_FILL,     /* the log of a campaign after `after`: a page of parcels */
	JOB_SWEEP,    /* where the logs of the watched campaigns end */
	JOB_BEAT,     /* a sign of life, for GET /health and the other broadcasters: `unknown` */
	JOB_ATTEND,   /* tells of `people` who have come and gone: `unknown` */
	JOB_PRESENCE, /* who is in the watched campaigns: `people` */
};

enum job_answer {
	JOB_FAILED, /* the database, which is there, refuses it; what it says is logged */
	JOB_GONE,   /* there is no such campaign */
	JOB_LOST,   /* the log cannot continue from there: begin again with a sync */
	JOB_DONE,
};

/* For a sweep: the end of the log as the ring has it, and as the database does. */
struct watched {
	struct uuid campaign;
	int64_t ours, theirs; /* theirs is -1 when there is no such campaign */
};

/* A person of a campaign: one who has come or gone, or a member who is here or not. */
struct person {
	struct uuid campaign, user;
	bool here;
	int64_t gone_ms; /* since one has gone */
	int64_t since;   /* milliseconds since 1970, as the table has it */
};

/* The last event that a person has got, where it came after their audience's last. */
struct mark {
	struct uuid user, event;
};

struct job {
	TAILQ_ENTRY(job) link;
	enum job_kind kind;
	enum audience audience;
	uint32_t number; /* of the question; the asker takes the answer to its last question only */
	uint64_t subscriber; /* JOB_REPLAY: whose */
	struct uuid campaign;
	int64_t after;           /* or -1: after the event */
	struct uuid user;        /* whose replay it is */
	struct uuid event;       /* that the subscriber claims to have seen last */
	struct watched *watched; /* owned */
	size_t watched_count;
	int64_t streams, behind; /* JOB_BEAT: what the broadcaster says of itself */
	struct uuid broadcaster; /* JOB_BEAT, JOB_ATTEND: this one */
	struct person
	    *people; /* owned; of a snapshot and JOB_PRESENCE the answer, by campaign, then user */
	size_t people_count;

	enum job_answer answer;
	bool unknown;    /* nobody knew of this broadcaster and its people */
	bool complete;   /* there was no more as of the answer's snapshot of the database */
	int64_t through; /* everything up to this seq is in the answer */
	struct frame *sync;
	struct mark *marks; /* owned; JOB_SNAPSHOT */
	size_t mark_count;
	struct uuid *shut_out; /* owned; JOB_SWEEP: people whose streams end */
	size_t shut_out_count;
	struct parcel *parcels; /* owned; whoever takes one zeroes it */
	size_t parcel_count;
};

struct job *job_new(enum job_kind kind);
void job_free(struct job *job);
/* Room for so many people. */
void job_room(struct job *job, size_t people);
/* Drops what a failed attempt has put there. */
void job_forget_answer(struct job *job);

struct event_base;
struct jobs;
typedef void job_done(void *context, struct job *job);

/* Starts the threads. `done` is called on the loop's thread and owns the job. */
struct jobs *jobs_new(struct event_base *base, const char *url, size_t threads, job_done *done,
                      void *context);
/* Takes the job over. While the database is away it is kept and tried again. */
void jobs_submit(struct jobs *jobs, struct job *job);
/* Stops the threads, giving each a moment to finish; false when one of them would not, and then its
 * memory is left to it and the process had better end. */
bool jobs_free(struct jobs *jobs);

#endif
