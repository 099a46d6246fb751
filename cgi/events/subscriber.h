/* One client: from its connection through its request and its sync to the end of its stream. */
#ifndef TABARD_EVENTS_SUBSCRIBER_H
#define TABARD_EVENTS_SUBSCRIBER_H

#include <sys/queue.h>

#include <event2/event.h>
#include <event2/event_struct.h>

#include "cgi/events/hub.h"
#include "cgi/events/output.h"

/* Each state says which of the hub's lists holds the subscriber, by `link`. From SYNCING to LIVE
 * it is also in its channel's list, by `peer`. */
enum subscriber_state {
	SUBSCRIBER_READING,   /* hub.reading: its request has not arrived whole */
	SUBSCRIBER_SYNCING,   /* hub.wheel: waits for the snapshot `number` */
	SUBSCRIBER_REPLAYING, /* hub.wheel: waits for the page `number` of what it missed */
	SUBSCRIBER_DRAINING,  /* hub.wheel: takes a page; asks for the next when it has */
	SUBSCRIBER_LIVE,      /* hub.wheel: has or is being sent all that the ring has */
	SUBSCRIBER_CLOSING,   /* hub.dead: holds nothing any more but its memory */
};

struct partial_request; /* what has arrived of a request that came in pieces */

struct subscriber {
	TAILQ_ENTRY(subscriber) link, peer;
	struct hub *hub;
	struct channel *channel; /* NULL before SYNCING and from CLOSING on */
	struct partial_request *partial;
	struct output out;
	struct event event;
	uint64_t id;
	struct uuid user;
	struct attendee *attendee; /* as whom it is here; NULL before SYNCING and from CLOSING on */
	int64_t allowed;           /* the end of the log when the API let it in */
	int64_t seq;     /* everything up to it has been sent or is not for this audience */
	uint32_t number; /* of its question, see state */
	uint32_t heard;  /* the last of the channel's signals that it got or does not need */
	uint32_t roll;   /* which of the channel's rolls its client has; 0: nobody knows */
	uint32_t since;  /* the hub's second at which it came */
	enum subscriber_state state;
	enum audience audience;
};

/* A connection was accepted; the descriptor is the subscriber's from now on. Whatever comes of
 * it, the hub's lists own the subscriber. */
void subscriber_new(struct hub *h, int fd);

/* Every function below may end in the state CLOSING. None of them lets another subscriber go. */

/* The snapshot that it waits for, or that there is none. */
void subscriber_sync(struct subscriber *s, const struct job *job);
/* A page of what somebody missed; the one who asked may have gone. */
void subscriber_replay(struct hub *h, const struct job *job);
/* The ring has something new. Only when LIVE. */
void subscriber_feed(struct subscriber *s);
/* There are signals: it gets those that it has not had, if it takes what it is sent. Only when LIVE. False when it
 * does not, and nothing is kept for it: it gets what there still is when it does again. */
bool subscriber_signal(struct subscriber *s);
/* An event that is in no log. Only when LIVE. `opening` as for output_frames. */
void subscriber_tell(struct subscriber *s, struct frame *frame, bool opening);
/* What it holds may be wrong: it gets a new sync. */
void subscriber_start_over(struct subscriber *s);

/* The person is not what they were at the event `seq`; no effect on one who was let in after it. */
void subscriber_end(struct subscriber *s, int64_t seq);

void subscriber_heartbeat(struct subscriber *s);
/* Whether its request should have been here by now. */
bool subscriber_is_late(const struct subscriber *s);
/* The client is told nothing: it comes back by itself and resumes. */
void subscriber_close(struct subscriber *s);
/* The same, since this broadcaster ends: the client is told when to come back. */
void subscriber_dismiss(struct subscriber *s);

#endif
