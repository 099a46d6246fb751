/* Who is here, as the viewers of a campaign are told: kept as it was last read, and read anew whenever a
 * doorbell says that it has changed. A viewer has one of these rolls, by its number; the change to the next
 * one is written once for all who have it, and whoever comes with another gets the whole. */
#ifndef TABARD_EVENTS_PRESENCE_H
#define TABARD_EVENTS_PRESENCE_H

#include "cgi/events/hub.h"

/* Of a channel; zeroed: nothing is known. */
struct roll {
	struct table_presence *members; /* owned; by user */
	size_t count;
	uint32_t number;     /* 0: nothing is known */
	struct frame *whole; /* for those who have no roll of which we know */
	bool unsure;         /* it must be read, and the channel is in hub.unsure */
};

/* It may have changed. Nothing happens for a campaign that nobody watches. */
void presence_doubt(struct hub *h, struct channel *c);
void presence_doubt_all(struct hub *h);
void presence_second(struct hub *h);
/* An event of the log has taken that person out of the viewers' tables, or may have. */
void presence_taken_out(struct hub *h, struct channel *c, struct uuid user);
/* The last viewer has gone. */
void presence_forget(struct hub *h, struct channel *c);

/* The number of the roll that a snapshot's document has; 0 when it is not the channel's. */
uint32_t presence_synced(struct hub *h, struct channel *c, const struct job *job);
/* A viewer is LIVE. */
void presence_greet(struct subscriber *s);
/* The answer of JOB_PRESENCE. */
void presence_read(struct hub *h, const struct job *job);

#endif
