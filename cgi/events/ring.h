/* The order of one campaign's events: puts what arrives in any order, twice or not at all into a
 * sequence without gap or repetition, and keeps the last of it for those who come back. Knows
 * nothing of sockets, databases or time. */
#ifndef TABARD_EVENTS_RING_H
#define TABARD_EVENTS_RING_H

#include "cgi/events/frame.h"
#include "common/table/table.h"

enum { RING_EVENTS = 256, RING_BYTES = 64 * 1024, RING_WAITING = 16 };

/* One event: a frame per share, NULL where nothing is got. */
struct parcel {
	int64_t seq;
	struct uuid id;
	struct uuid ends; /* whose streams end with it, or nil */
	bool rewrites;    /* earlier events say something else in the log since */
	struct frame *frames[SHARES];
	struct uuid *readers; /* owned; who the named are */
	size_t reader_count;
};

/* A zeroed ring is empty and not primed: nobody has told it yet where to begin. */
struct ring {
	int64_t next;        /* the seq that continues the sequence; 0 until primed */
	int64_t known;       /* the highest seq heard of */
	int64_t rewritten;   /* the last of the sequence that rewrote the log; 0: none has */
	struct parcel *kept; /* next - count … next - 1, in a circle of `room` */
	size_t room, first, count;
	size_t bytes;           /* of the kept frames */
	struct parcel *waiting; /* beyond a gap, ascending; NULL until there was one */
	size_t waiting_count;
};

void parcel_drop(struct parcel *p);

/* What somebody gets of it; NULL for nothing. Borrowed. */
struct frame *parcel_frame(const struct parcel *p, enum audience audience, struct uuid user);

/* Takes the parcel over, frames and all, wherever it belongs: next in the sequence, waiting
 * behind a gap, or nowhere because it has been there before. */
void ring_put(struct ring *r, struct parcel *p);

/* Lets go of what the log says otherwise by now, or not at all: all before the last event that rewrote it. */
void ring_forget(struct ring *r);

/* The sequence begins at `next`; no effect on a primed ring. */
void ring_prime(struct ring *r, int64_t next);

/* There is an event of that seq. */
void ring_hear(struct ring *r, int64_t seq);

/* Whether an event has been heard of that the sequence has not come to: the log must be read from
 * ring_last on. */
bool ring_missing(const struct ring *r);

/* The log was read and ended at `last`, and nothing was heard since: what claimed to be later
 * was not true. */
void ring_settle(struct ring *r, int64_t last);

/* The end of the sequence, 0 at the start of a campaign. Only of a primed ring. */
int64_t ring_last(const struct ring *r);

/* Whether everything after `seq` is kept, up to the end of the sequence. */
bool ring_covers(const struct ring *r, int64_t seq);

/* A kept event, NULL when it is not kept. Borrowed until the ring changes. */
const struct parcel *ring_get(const struct ring *r, int64_t seq);
const struct parcel *ring_find(const struct ring *r, struct uuid id);

/* Whether what is known of the events behind `seq` lets this person's streams go on: none of them ends them,
 * and none has been forgotten. */
bool ring_lets_stay(const struct ring *r, struct uuid user, int64_t seq);

/* Forgets everything; the ring is as new. */
void ring_clear(struct ring *r);

#endif
