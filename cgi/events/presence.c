#include "common/table/presence.h"

#include "cgi/events/channel.h"
#include "cgi/events/subscriber.h"
#include "common/base/log.h"

#include "common/base/poison.h"

/* One question at a time, for all campaigns of which it is to be asked: answers come in order. */
static void ask(struct hub *h)
{
	struct channel *c;
	struct job *job;

	if (h->asking || TAILQ_EMPTY(&h->unsure))
		return;
	job = job_new(JOB_PRESENCE);
	job->watched = calloc(h->channel_count, sizeof *job->watched);
	if (!job->watched)
		log_fatal("out_of_memory", "call=presence");
	while ((c = TAILQ_FIRST(&h->unsure))) {
		TAILQ_REMOVE(&h->unsure, c, unsure);
		c->roll.unsure = false;
		job->watched[job->watched_count++] = (struct watched){.campaign = c->campaign};
	}
	h->asking = true;
	jobs_submit(h->jobs, job);
}

static void doubt(struct hub *h, struct channel *c)
{
	if (c->roll.unsure || TAILQ_EMPTY(&c->subscribers))
		return;
	c->roll.unsure = true;
	TAILQ_INSERT_TAIL(&h->unsure, c, unsure);
}

void presence_doubt(struct hub *h, struct channel *c)
{
	doubt(h, c);
	ask(h);
}

void presence_doubt_all(struct hub *h)
{
	for (size_t i = 0; i < CHANNEL_BUCKETS; i++)
		for (struct channel *c = h->channels[i]; c; c = c->chain)
			doubt(h, c);
	ask(h);
}

/* Doorbells come with what they are about or not at all, so this is for what no doorbell tells: a broadcaster
 * that died while no clock runs. And an answer that failed is asked for again. */
void presence_second(struct hub *h)
{
	if (h->second % HEARTBEAT_SECONDS == 0)
		presence_doubt_all(h);
	else
		ask(h);
}

void presence_forget(struct hub *h, struct channel *c)
{
	if (c->roll.unsure)
		TAILQ_REMOVE(&h->unsure, c, unsure);
	frame_unref(c->roll.whole);
	free(c->roll.members);
	c->roll = (struct roll){0};
}

/* If it has not, looking again gives them back. */
void presence_taken_out(struct hub *h, struct channel *c, struct uuid user)
{
	for (size_t i = 0; i < c->roll.count; i++)
		if (uuid_eq(c->roll.members[i].user_id, user))
			c->roll.members[i].since = 0;
	presence_doubt(h, c);
}

/* The first of a campaign's people, who stand in order. */
static size_t first_of(const struct job *job, struct uuid campaign)
{
	size_t from = 0, to = job->people_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (uuid_cmp(job->people[middle].campaign, campaign) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static struct list members_of(const struct job *job, struct uuid campaign, struct arena *arena)
{
	struct table_presence *members;
	size_t first = first_of(job, campaign), count = 0;

	while (first + count < job->people_count &&
	       uuid_eq(job->people[first + count].campaign, campaign))
		count++;
	members = ARENA_ARRAY(arena, struct table_presence, count + 1);
	for (size_t i = 0; i < count; i++)
		members[i] = (struct table_presence){job->people[first + i].user,
		                                     job->people[first + i].since};
	return (struct list){members, count};
}

static struct frame *frame_of(struct str event)
{
	return event.n ? frame_event(STR(""), STR("presence.changed"), event) : NULL;
}

static void keep(struct hub *h, struct channel *c, const struct list *members, struct arena *arena)
{
	frame_unref(c->roll.whole);
	free(c->roll.members);
	c->roll.members = calloc(members->count + 1, sizeof *c->roll.members);
	if (!c->roll.members)
		log_fatal("out_of_memory", "call=presence");
	if (members->count)
		memcpy(c->roll.members, members->items, members->count * sizeof *c->roll.members);
	c->roll.count = members->count;
	c->roll.whole = frame_of(presence_event(NULL, members, arena));
	if (!c->roll.number)
		c->roll.number = hub_number(h);
}

uint32_t presence_synced(struct hub *h, struct channel *c, const struct job *job)
{
	const struct list roll = {c->roll.members, c->roll.count};
	struct arena arena = {0};
	struct list members = members_of(job, job->campaign, &arena);
	bool same = true;

	if (!c->roll.number) {
		keep(h, c, &members, &arena);
		/* An answer that is on its way may be older. */
		if (h->asking)
			presence_doubt(h, c);
	} else {
		same = presence_event(&roll, &members, &arena).n == 0;
	}
	arena_free(&arena);
	return same ? c->roll.number : 0;
}

/* It may well be that the viewer knows better, and the doorbell has not been heard yet: so nothing is said
 * before it has been looked at again. */
void presence_greet(struct subscriber *s)
{
	if (!s->roll || s->roll != s->channel->roll.number)
		presence_doubt(s->hub, s->channel);
}

static void pass_on(struct channel *c, uint32_t before, struct frame *change)
{
	struct subscriber *s, *next;

	for (s = TAILQ_FIRST(&c->subscribers); s; s = next) {
		bool follows = change && before && s->roll == before;

		next = TAILQ_NEXT(s, peer);
		if (s->state != SUBSCRIBER_LIVE || s->roll == c->roll.number)
			continue;
		s->roll = c->roll.number;
		if (follows || c->roll.whole)
			subscriber_tell(s, follows ? change : c->roll.whole, !follows);
	}
}

/* Letting the last viewer go forgets the roll, and its frames: they are held meanwhile. */
static void take(struct hub *h, struct channel *c, const struct list *members, struct arena *arena)
{
	const struct list was = {c->roll.members, c->roll.count};
	uint32_t before = c->roll.number;
	struct frame *change = NULL, *whole;

	if (before)
		change = frame_of(presence_event(&was, members, arena));
	if (change)
		c->roll.number = 0;
	keep(h, c, members, arena);
	whole = c->roll.whole ? frame_ref(c->roll.whole) : NULL;
	pass_on(c, before, change);
	frame_unref(change);
	frame_unref(whole);
}

void presence_read(struct hub *h, const struct job *job)
{
	struct arena arena = {0};

	h->asking = false;
	for (size_t i = 0; i < job->watched_count; i++) {
		struct channel *c = channel_find(h, job->watched[i].campaign);

		if (!c || TAILQ_EMPTY(&c->subscribers))
			continue;
		if (job->answer == JOB_DONE) {
			struct list members = members_of(job, c->campaign, &arena);

			take(h, c, &members, &arena);
		} else {
			doubt(h, c);
		}
		arena_reset(&arena);
	}
	arena_free(&arena);
	if (job->answer == JOB_DONE)
		ask(h);
}
