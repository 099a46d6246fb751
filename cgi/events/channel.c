#include "cgi/events/channel.h"

#include "cgi/events/subscriber.h"
#include "common/base/log.h"

#include "common/base/poison.h"

/* Ids are random in their last bytes, whoever made them. */
static size_t bucket(struct uuid campaign)
{
	return ((size_t)campaign.b[14] << 8 | campaign.b[15]) % CHANNEL_BUCKETS;
}

struct channel *channel_find(const struct hub *h, struct uuid campaign)
{
	struct channel *c = h->channels[bucket(campaign)];

	while (c && !uuid_eq(c->campaign, campaign))
		c = c->chain;
	return c;
}

struct channel *channel_of(struct hub *h, struct uuid campaign)
{
	struct channel *c = channel_find(h, campaign), **first = &h->channels[bucket(campaign)];

	if (c)
		return c;
	c = calloc(1, sizeof *c);
	if (!c)
		log_fatal("out_of_memory", "call=channel_of");
	c->campaign = campaign;
	c->lonely_since = h->second;
	TAILQ_INIT(&c->subscribers);
	c->chain = *first;
	*first = c;
	h->channel_count++;
	return c;
}

void channel_attach(struct channel *c, struct subscriber *s)
{
	TAILQ_INSERT_TAIL(&c->subscribers, s, peer);
}

void channel_detach(struct hub *h, struct channel *c, struct subscriber *s)
{
	TAILQ_REMOVE(&c->subscribers, s, peer);
	c->lonely_since = h->second;
	if (TAILQ_EMPTY(&c->subscribers))
		presence_forget(h, c);
}

/* Closing one subscriber leaves the others where they are. */
static void close_all(struct channel *c)
{
	struct subscriber *s, *next;

	for (s = TAILQ_FIRST(&c->subscribers); s; s = next) {
		next = TAILQ_NEXT(s, peer);
		subscriber_close(s);
	}
}

/* The log went back or lost rows, as after a restore from a backup: what the clients hold may
 * never have been, so all of them begin again. */
static void start_over(struct channel *c)
{
	struct subscriber *s, *next;
	char campaign[UUID_TEXT + 1];

	uuid_format(c->campaign, campaign);
	log_line(LOG_WARNING, "log_went_back", "campaign=%s", campaign);
	ring_clear(&c->ring);
	c->fill = 0;
	for (s = TAILQ_FIRST(&c->subscribers); s; s = next) {
		next = TAILQ_NEXT(s, peer);
		subscriber_start_over(s);
	}
}

static void submit_snapshot(struct hub *h, struct channel *c, enum audience audience,
                            uint32_t number)
{
	struct job *job = job_new(JOB_SNAPSHOT);

	job->campaign = c->campaign;
	job->audience = audience;
	job->number = number;
	c->snapshot[audience].taken = number;
	jobs_submit(h->jobs, job);
}

uint32_t channel_ask_snapshot(struct hub *h, struct channel *c, enum audience audience)
{
	if (!c->snapshot[audience].taken) {
		submit_snapshot(h, c, audience, hub_number(h));
		return c->snapshot[audience].taken;
	}
	if (!c->snapshot[audience].promised)
		c->snapshot[audience].promised = hub_number(h);
	return c->snapshot[audience].promised;
}

void channel_snapshot_taken(struct hub *h, struct job *job)
{
	struct channel *c = channel_find(h, job->campaign);
	struct subscriber *s, *next;

	if (!c || c->snapshot[job->audience].taken != job->number)
		return;
	c->snapshot[job->audience].taken = 0;
	if (c->snapshot[job->audience].promised) {
		submit_snapshot(h, c, job->audience, c->snapshot[job->audience].promised);
		c->snapshot[job->audience].promised = 0;
	}
	if (job->answer == JOB_DONE)
		channel_begin(h, c, job->through);
	for (s = TAILQ_FIRST(&c->subscribers); s; s = next) {
		next = TAILQ_NEXT(s, peer);
		if (s->state == SUBSCRIBER_SYNCING && s->number == job->number)
			subscriber_sync(s, job);
	}
}

/* From the end of the ring on, whether or not there is anything. */
static void fill(struct hub *h, struct channel *c)
{
	struct job *job;

	if (c->fill || !c->ring.next)
		return;
	job = job_new(JOB_FILL);
	job->campaign = c->campaign;
	job->after = ring_last(&c->ring);
	job->number = c->fill = hub_number(h);
	c->fill_known = c->ring.known;
	jobs_submit(h->jobs, job);
}

/* Gives the clients what the ring has for them. */
static void pass_on(struct channel *c)
{
	struct subscriber *s, *next;

	for (s = TAILQ_FIRST(&c->subscribers); s; s = next) {
		next = TAILQ_NEXT(s, peer);
		if (s->state == SUBSCRIBER_LIVE)
			subscriber_feed(s);
	}
}

/* After something was put into the ring, which ended at `last` before. What is to be forgotten has been got by all
 * who are live then: nobody has to ask the log for it. */
static void settle(struct hub *h, struct channel *c, int64_t last)
{
	if (ring_last(&c->ring) > last) {
		pass_on(c);
		ring_forget(&c->ring);
	}
	if (ring_missing(&c->ring))
		fill(h, c);
}

void channel_hear(struct hub *h, struct channel *c, int64_t seq)
{
	ring_hear(&c->ring, seq);
	if (ring_missing(&c->ring))
		fill(h, c);
}

void channel_begin(struct hub *h, struct channel *c, int64_t seq)
{
	ring_prime(&c->ring, seq + 1);
	channel_hear(h, c, seq);
}

/* Events that end somebody's streams come by way of the log only. */
static void end_streams(struct hub *h, struct channel *c, const struct parcel *p)
{
	struct subscriber *s, *next;

	if (uuid_is_nil(p->ends))
		return;
	for (s = TAILQ_FIRST(&c->subscribers); s; s = next) {
		next = TAILQ_NEXT(s, peer);
		if (uuid_eq(s->user, p->ends))
			subscriber_end(s, p->seq);
	}
	presence_taken_out(h, c, p->ends);
}

void channel_filled(struct hub *h, struct job *job)
{
	struct channel *c = channel_find(h, job->campaign);
	int64_t last;

	if (!c || c->fill != job->number)
		return;
	c->fill = 0;
	last = ring_last(&c->ring);
	switch (job->answer) {
	case JOB_FAILED:
		return; /* the next sweep asks again */
	case JOB_GONE:
		close_all(c);
		return;
	case JOB_LOST:
		start_over(c);
		return;
	case JOB_DONE:
		break;
	}
	for (size_t i = 0; i < job->parcel_count; i++)
		end_streams(h, c, &job->parcels[i]);
	for (size_t i = 0; i < job->parcel_count; i++)
		ring_put(&c->ring, &job->parcels[i]);
	if (job->complete && c->ring.known == c->fill_known)
		ring_settle(&c->ring, job->through);
	settle(h, c, last);
}

static bool same_for_all(const struct payload *p)
{
	return p->bytes[AUDIENCE_DM].p && p->bytes[AUDIENCE_PARTY].p &&
	       str_eq(p->bytes[AUDIENCE_DM], p->bytes[AUDIENCE_PARTY]) &&
	       str_eq(p->type[AUDIENCE_DM], p->type[AUDIENCE_PARTY]);
}

/* The frames are written here and not in the listener, for watched campaigns only. Audiences that get the same bytes
 * share the frame. */
static void accept_parcel(struct hub *h, struct channel *c, const struct payload *p)
{
	struct parcel parcel = {
	    .seq = p->seq, .id = p->id, .rewrites = payload_rewrites(p->type[AUDIENCE_DM])};
	int64_t last = ring_last(&c->ring);
	char id[UUID_TEXT + 1];

	if (c->ring.next > p->seq)
		return;
	uuid_format(p->id, id);
	for (int a = 0; a < AUDIENCES; a++)
		if (p->bytes[a].p)
			parcel.frames[a] =
			    a && same_for_all(p)
			        ? frame_ref(parcel.frames[0])
			        : frame_event((struct str){id, UUID_TEXT}, p->type[a], p->bytes[a]);
	ring_put(&c->ring, &parcel);
	settle(h, c, last);
}

static void take_signal(struct hub *h, struct channel *c, const struct payload *p)
{
	signals_put(&c->signals, p->signal.slot.n ? str_hash(p->signal.slot) : 0, p->signal.to,
	            frame_event(STR(""), p->signal.type, p->signal.bytes), h->second);
	if (c->is_loud)
		return;
	c->is_loud = true;
	TAILQ_INSERT_TAIL(&h->signalled, c, loud);
	hub_signal_soon(h);
}

/* When everybody has them they are forgotten. */
static void pass_on_signals(struct channel *c)
{
	struct subscriber *s, *next;
	bool all = true;

	for (s = TAILQ_FIRST(&c->subscribers); s; s = next) {
		next = TAILQ_NEXT(s, peer);
		if (s->state == SUBSCRIBER_LIVE && !subscriber_signal(s))
			all = false;
	}
	if (all)
		signals_clear(&c->signals);
}

static void quieten(struct hub *h, struct channel *c)
{
	if (c->is_loud)
		TAILQ_REMOVE(&h->signalled, c, loud);
	c->is_loud = false;
}

void channels_signal(struct hub *h)
{
	struct channel *c;

	while ((c = TAILQ_FIRST(&h->signalled))) {
		quieten(h, c);
		pass_on_signals(c);
	}
}

void channel_doorbell(struct hub *h, enum payload_kind kind, const struct payload *p)
{
	struct channel *c = kind == PAYLOAD_NOISE ? NULL : channel_find(h, p->campaign);

	if (!c)
		return;
	if (kind == PAYLOAD_PARCEL)
		accept_parcel(h, c, p);
	else if (kind == PAYLOAD_BARE)
		channel_hear(h, c, p->seq);
	else if (kind == PAYLOAD_PRESENCE)
		presence_doubt(h, c);
	else if (kind == PAYLOAD_SIGNAL)
		take_signal(h, c, p);
	else
		fill(h, c);
}

void channel_swept(struct hub *h, const struct watched *w)
{
	struct channel *c = channel_find(h, w->campaign);

	if (!c || !c->ring.next)
		return;
	if (w->theirs < 0)
		close_all(c);
	else if (w->theirs < w->ours)
		start_over(c);
	else
		channel_hear(h, c, w->theirs);
}

size_t channels_watch(const struct hub *h, struct watched *out, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < CHANNEL_BUCKETS; i++)
		for (const struct channel *c = h->channels[i]; c; c = c->chain)
			if (c->ring.next && n < max)
				out[n++] = (struct watched){.campaign = c->campaign,
				                            .ours = ring_last(&c->ring)};
	return n;
}

static void drop(struct hub *h, struct channel **link)
{
	struct channel *c = *link;

	*link = c->chain;
	presence_forget(h, c);
	quieten(h, c);
	signals_clear(&c->signals);
	ring_clear(&c->ring);
	free(c);
	h->channel_count--;
}

void channels_second(struct hub *h)
{
	for (size_t i = 0; i < CHANNEL_BUCKETS; i++)
		for (struct channel **link = &h->channels[i]; *link;) {
			struct channel *c = *link;

			if (c->signals.count)
				pass_on_signals(c);
			signals_expire(&c->signals, h->second);
			if (TAILQ_EMPTY(&c->subscribers) &&
			    c->lonely_since + REST_SECONDS <= h->second)
				drop(h, link);
			else
				link = &c->chain;
		}
}

void channels_free(struct hub *h)
{
	for (size_t i = 0; i < CHANNEL_BUCKETS; i++)
		while (h->channels[i])
			drop(h, &h->channels[i]);
}
