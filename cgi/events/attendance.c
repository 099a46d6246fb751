#include "cgi/events/attendance.h"

#include "common/base/clock.h"
#include "common/base/log.h"

#include "common/base/poison.h"

/* Each state says which of the hub's lists holds the attendee, by `link`. */
enum attendee_state {
	ATTENDEE_SETTLED, /* none: the database knows that it is here, and so it is */
	ATTENDEE_LEAVING, /* hub.leaving: has no stream, and some time to come back */
	ATTENDEE_NEWS,    /* hub.news: the database is to be told */
	ATTENDEE_TELLING, /* none: it is being told */
};

struct attendee {
	struct attendee *chain; /* of its bucket */
	TAILQ_ENTRY(attendee) link;
	struct uuid campaign, user;
	enum attendee_state state;
	bool known;       /* to the database as being here */
	bool forgotten;   /* by the database, while it was being told */
	uint32_t streams; /* that it has open */
	uint64_t left;    /* the hub's second at which the last one closed … */
	int64_t left_ms;  /* … and when that was, on the clock that never jumps */
};

static struct attendee **bucket(struct hub *h, struct uuid campaign, struct uuid user)
{
	size_t i = (size_t)(campaign.b[14] ^ user.b[14]) << 8 | (campaign.b[15] ^ user.b[15]);

	return &h->attendees[i % ATTENDEE_BUCKETS];
}

static struct attendee *find(struct hub *h, struct uuid campaign, struct uuid user)
{
	struct attendee *a = *bucket(h, campaign, user);

	while (a && !(uuid_eq(a->user, user) && uuid_eq(a->campaign, campaign)))
		a = a->chain;
	return a;
}

static struct attendees *list_of(struct hub *h, const struct attendee *a)
{
	switch (a->state) {
	case ATTENDEE_LEAVING:
		return &h->leaving;
	case ATTENDEE_NEWS:
		return &h->news;
	default:
		return NULL;
	}
}

/* The only place where a state changes. */
static void move(struct hub *h, struct attendee *a, enum attendee_state to)
{
	if (list_of(h, a))
		TAILQ_REMOVE(list_of(h, a), a, link);
	a->state = to;
	if (list_of(h, a))
		TAILQ_INSERT_TAIL(list_of(h, a), a, link);
}

static bool is_here(const struct hub *h, const struct attendee *a)
{
	return a->streams || a->left + GRACE_SECONDS > h->second;
}

static void drop(struct hub *h, struct attendee *a)
{
	struct attendee **link = bucket(h, a->campaign, a->user);

	while (*link != a)
		link = &(*link)->chain;
	*link = a->chain;
	move(h, a, ATTENDEE_SETTLED);
	free(a);
}

/* Where it belongs now. Lets go of one who is not here, and not known to be. */
static void settle(struct hub *h, struct attendee *a)
{
	if (is_here(h, a) != a->known)
		move(h, a, ATTENDEE_NEWS);
	else if (a->streams)
		move(h, a, ATTENDEE_SETTLED);
	else if (a->known)
		move(h, a, ATTENDEE_LEAVING);
	else
		drop(h, a);
}

static struct job *all_news(struct hub *h)
{
	struct job *job = job_new(JOB_ATTEND);
	struct attendee *a;
	size_t count = 0;

	TAILQ_FOREACH(a, &h->news, link)
	count++;
	job_room(job, count);
	job->broadcaster = h->id;
	while ((a = TAILQ_FIRST(&h->news))) {
		job->people[job->people_count++] = (struct person){
		    .campaign = a->campaign,
		    .user = a->user,
		    .here = is_here(h, a),
		    .gone_ms = clock_monotonic_ms() - a->left_ms,
		};
		move(h, a, ATTENDEE_TELLING);
	}
	return job;
}

/* One message at a time: what happens meanwhile goes into the next. */
static void tell(struct hub *h)
{
	if (h->telling || h->unknown || TAILQ_EMPTY(&h->news))
		return;
	h->telling = true;
	jobs_submit(h->jobs, all_news(h));
}

struct attendee *attendance_come(struct hub *h, struct uuid campaign, struct uuid user)
{
	struct attendee *a = find(h, campaign, user), **first = bucket(h, campaign, user);

	if (!a) {
		a = calloc(1, sizeof *a);
		if (!a)
			log_fatal("out_of_memory", "call=attendance_come");
		a->campaign = campaign;
		a->user = user;
		a->chain = *first;
		*first = a;
	}
	a->streams++;
	if (a->state != ATTENDEE_TELLING)
		settle(h, a);
	tell(h);
	return a;
}

void attendance_go(struct hub *h, struct attendee *a)
{
	if (--a->streams)
		return;
	a->left = h->second;
	a->left_ms = clock_monotonic_ms();
	if (a->state != ATTENDEE_TELLING)
		settle(h, a);
}

/* Those who have been without a stream the longest stand first. */
void attendance_second(struct hub *h)
{
	struct attendee *a;

	while ((a = TAILQ_FIRST(&h->leaving)) && !is_here(h, a))
		move(h, a, ATTENDEE_NEWS);
	tell(h);
}

void attendance_told(struct hub *h, const struct job *job)
{
	bool done = job->answer == JOB_DONE && !job->unknown;

	h->telling = false;
	for (size_t i = 0; i < job->people_count; i++) {
		struct attendee *a = find(h, job->people[i].campaign, job->people[i].user);

		if (done)
			a->known = job->people[i].here && !a->forgotten;
		a->forgotten = false;
		settle(h, a);
	}
	if (job->unknown) {
		h->unknown = true;
		hub_beat(h);
	}
	if (done)
		tell(h);
}

/* Whoever was known is to be told again. */
static void forget_all(struct hub *h)
{
	for (size_t i = 0; i < ATTENDEE_BUCKETS; i++)
		for (struct attendee *a = h->attendees[i], *next; a; a = next) {
			next = a->chain;
			a->known = false;
			if (a->state == ATTENDEE_TELLING)
				a->forgotten = true;
			else
				settle(h, a);
		}
}

void attendance_known(struct hub *h, const struct job *job)
{
	if (job->answer != JOB_DONE)
		return;
	h->unknown = false;
	if (job->unknown)
		forget_all(h);
	tell(h);
}

void attendance_free(struct hub *h)
{
	for (size_t i = 0; i < ATTENDEE_BUCKETS; i++) {
		struct attendee *next;

		for (struct attendee *a = h->attendees[i]; a; a = next) {
			next = a->chain;
			free(a);
		}
		h->attendees[i] = NULL;
	}
}
