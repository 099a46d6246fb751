/* What everything in the broadcaster hangs on: the loop, the clients, the campaigns, the
 * questions that are out. One thread, the loop's, touches any of it. */
#ifndef TABARD_EVENTS_HUB_H
#define TABARD_EVENTS_HUB_H

#include <sys/queue.h>

#include <event2/event.h>

#include "cgi/events/job.h"

struct attendee;
struct channel;
struct subscriber;
TAILQ_HEAD(attendees, attendee);
TAILQ_HEAD(channels, channel);
TAILQ_HEAD(subscribers, subscriber);

enum {
	HEARTBEAT_SECONDS = 15, /* and so many spokes has the wheel */
	REQUEST_SECONDS = 5,
	BEAT_SECONDS = 5,
	RETRY_MIN_MS = 2000,
	RETRY_SPREAD_MS = 2000,     /* and a millisecond more for every second client */
	RETRY_SPREAD_MAX_MS = 6000, /* back before GRACE_SECONDS are over */
	REST_SECONDS = 10, /* a campaign without viewers is kept for those who come straight back */
	CHANNEL_BUCKETS = 1024,
	GRACE_SECONDS = 10, /* a person whose streams have closed counts as here for so long */
	ATTENDEE_BUCKETS = 1024,
};

/* Where a subscriber is found by its id: seat number and, so that a seat taken anew is not
 * mistaken for the one before, how often it was taken. */
struct seat {
	struct subscriber *subscriber; /* NULL: free */
	uint32_t taken, next_free;
};

struct hub {
	struct event_base *base;
	struct jobs *jobs;
	uint64_t second; /* since the start */
	uint32_t number; /* of the last question */
	bool sweeping, beating;
	int64_t behind; /* events that watched campaigns had beyond their rings at the last sweep */
	struct event *ticker;

	struct subscribers reading;                  /* the oldest first */
	struct subscribers wheel[HEARTBEAT_SECONDS]; /* one spoke is beaten each second */
	struct subscribers dead;                     /* until the loop's turn ends */
	struct event *reaper;
	struct seat *seats;
	uint32_t seat_count, free_seat; /* free_seat is a number + 1; 0: none */
	size_t subscribers;

	struct channel *channels[CHANNEL_BUCKETS];
	size_t channel_count;

	struct channels signalled; /* have signals that have come in this turn of the loop */
	struct event *signaller;

	struct uuid id; /* of this broadcaster, until it ends */
	struct attendee *attendees[ATTENDEE_BUCKETS];
	struct attendees news, leaving;
	bool telling;           /* the database is being told who has come and gone */
	bool unknown;           /* it does not know this broadcaster, until the next beat */
	struct channels unsure; /* who is there must be read anew */
	bool asking;            /* it is being read */
};

/* Starts the worker threads and the clock of the hub. */
void hub_init(struct hub *h, struct event_base *base, const char *url, size_t threads);
/* Lets every client go, to come back spread out. False when a worker would not stop: then the process had better end. */
bool hub_free(struct hub *h);

/* A seat for the subscriber; its id, never 0. */
uint64_t hub_seat(struct hub *h, struct subscriber *s);
void hub_unseat(struct hub *h, uint64_t id);
/* NULL when it has gone. */
struct subscriber *hub_subscriber(const struct hub *h, uint64_t id);

/* The pause before a client comes back, which differs from one to the other: were it the same, all would come back
 * at once. */
unsigned hub_retry_ms(const struct hub *h);

/* The number of a new question, never 0. */
uint32_t hub_number(struct hub *h);

/* The listener has been away: asks now, and not when it is time, for all that may have been missed. */
void hub_ask_all(struct hub *h);
/* A sign of life now. */
void hub_beat(struct hub *h);

/* Signals are passed on when all that have come at once are there, so that newer ones replace older ones. */
void hub_signal_soon(struct hub *h);

/* A dead subscriber's memory is freed when nothing of this turn of the loop can hold it any
 * more. */
void hub_reap_soon(struct hub *h);

#endif
