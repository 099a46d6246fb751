/* One campaign: its events in order, and the clients that watch it. */
#ifndef TABARD_EVENTS_CHANNEL_H
#define TABARD_EVENTS_CHANNEL_H

#include "cgi/events/hub.h"
#include "cgi/events/payload.h"
#include "cgi/events/presence.h"
#include "cgi/events/ring.h"
#include "cgi/events/signals.h"

struct channel {
	struct channel *chain;       /* of its bucket */
	TAILQ_ENTRY(channel) unsure; /* of hub.unsure while roll.unsure */
	TAILQ_ENTRY(channel) loud;   /* of hub.signalled while is_loud */
	bool is_loud;
	struct uuid campaign;
	struct ring ring;
	struct signals signals;
	struct subscribers subscribers;
	struct roll roll;
	/* Questions that are out, by number; 0: none. A subscriber that comes while a snapshot is
	 * being taken waits for the one after it, which is certain to be as new as itself. */
	struct {
		uint32_t taken, promised;
	} snapshot[AUDIENCES];
	uint32_t fill;
	int64_t fill_known;    /* the highest seq heard of when the fill was asked for */
	uint64_t lonely_since; /* the hub's second at which the last subscriber left */
};

/* NULL when nobody has watched it for a while. */
struct channel *channel_find(const struct hub *h, struct uuid campaign);
/* Made when there is none yet. */
struct channel *channel_of(struct hub *h, struct uuid campaign);

void channel_attach(struct channel *c, struct subscriber *s);
void channel_detach(struct hub *h, struct channel *c, struct subscriber *s);

/* Asks for a snapshot taken from now on; the number that its answer will have. */
uint32_t channel_ask_snapshot(struct hub *h, struct channel *c, enum audience audience);

/* The log reaches at least to `seq`: whatever the ring lacks is fetched. */
void channel_hear(struct hub *h, struct channel *c, int64_t seq);
/* The ring begins behind `seq` unless it has begun already, and has heard of it in any case. */
void channel_begin(struct hub *h, struct channel *c, int64_t seq);

/* A doorbell rang. Nothing happens for a campaign that nobody watches. */
void channel_doorbell(struct hub *h, enum payload_kind kind, const struct payload *p);

/* Answers. The caller frees the job. */
void channel_snapshot_taken(struct hub *h, struct job *job);
void channel_filled(struct hub *h, struct job *job);
void channel_swept(struct hub *h, const struct watched *w);

/* All channels that have begun, at most `max`, for a sweep. */
size_t channels_watch(const struct hub *h, struct watched *out, size_t max);
/* Passes on the signals that have come. */
void channels_signal(struct hub *h);
/* What there is to do every second: for those who were behind, and with what nobody wants any more. */
void channels_second(struct hub *h);
void channels_free(struct hub *h);

#endif
