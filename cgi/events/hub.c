#include "cgi/events/hub.h"

#include "cgi/events/attendance.h"
#include "cgi/events/channel.h"
#include "cgi/events/presence.h"
#include "cgi/events/subscriber.h"
#include "common/base/log.h"
#include "common/base/supervisor.h"

#include "common/base/poison.h"

enum { SEATS_AT_FIRST = 64 };

static void add_seats(struct hub *h)
{
	uint32_t count = h->seat_count ? h->seat_count * 2 : SEATS_AT_FIRST;
	struct seat *seats = reallocarray(h->seats, count, sizeof *seats);

	if (!seats || count < h->seat_count)
		log_fatal("out_of_memory", "seats=%u", count);
	h->seats = seats;
	for (uint32_t i = count; i-- > h->seat_count;) {
		seats[i] = (struct seat){.next_free = h->free_seat};
		h->free_seat = i + 1;
	}
	h->seat_count = count;
}

uint64_t hub_seat(struct hub *h, struct subscriber *s)
{
	struct seat *seat;
	uint32_t i;

	if (!h->free_seat)
		add_seats(h);
	i = h->free_seat - 1;
	seat = &h->seats[i];
	h->free_seat = seat->next_free;
	seat->subscriber = s;
	seat->taken++;
	h->subscribers++;
	return (uint64_t)seat->taken << 32 | (i + 1);
}

static struct seat *seat_of(const struct hub *h, uint64_t id)
{
	uint32_t i = (uint32_t)id - 1;

	if (i >= h->seat_count || h->seats[i].taken != id >> 32 || !h->seats[i].subscriber)
		return NULL;
	return &h->seats[i];
}

void hub_unseat(struct hub *h, uint64_t id)
{
	struct seat *seat = seat_of(h, id);

	if (!seat)
		return;
	seat->subscriber = NULL;
	seat->next_free = h->free_seat;
	h->free_seat = (uint32_t)(seat - h->seats) + 1;
	h->subscribers--;
}

struct subscriber *hub_subscriber(const struct hub *h, uint64_t id)
{
	const struct seat *seat = seat_of(h, id);

	return seat ? seat->subscriber : NULL;
}

uint32_t hub_number(struct hub *h)
{
	if (++h->number == 0)
		h->number = 1;
	return h->number;
}

static void hub_sweep(struct hub *h)
{
	struct job *job;

	if (h->sweeping || !h->channel_count)
		return;
	job = job_new(JOB_SWEEP);
	job->watched = calloc(h->channel_count, sizeof *job->watched);
	if (!job->watched)
		log_fatal("out_of_memory", "call=hub_sweep");
	job->watched_count = channels_watch(h, job->watched, h->channel_count);
	h->sweeping = true;
	jobs_submit(h->jobs, job);
}

static void shut_out(struct hub *h, struct uuid user)
{
	for (uint32_t i = 0; i < h->seat_count; i++) {
		struct subscriber *s = h->seats[i].subscriber;

		if (s && uuid_eq(s->user, user))
			subscriber_close(s);
	}
}

static void swept(struct hub *h, const struct job *job)
{
	h->sweeping = false;
	if (job->answer != JOB_DONE)
		return;
	h->behind = 0;
	for (size_t i = 0; i < job->watched_count; i++) {
		const struct watched *w = &job->watched[i];

		h->behind += w->theirs > w->ours ? w->theirs - w->ours : 0;
		channel_swept(h, w);
	}
	for (size_t i = 0; i < job->shut_out_count; i++)
		shut_out(h, job->shut_out[i]);
}

static void on_answer(void *context, struct job *job)
{
	struct hub *h = context;

	switch (job->kind) {
	case JOB_SNAPSHOT:
		channel_snapshot_taken(h, job);
		break;
	case JOB_REPLAY:
		subscriber_replay(h, job);
		break;
	case JOB_FILL:
		channel_filled(h, job);
		break;
	case JOB_SWEEP:
		swept(h, job);
		break;
	case JOB_BEAT:
		h->beating = false;
		attendance_known(h, job);
		break;
	case JOB_ATTEND:
		attendance_told(h, job);
		break;
	case JOB_PRESENCE:
		presence_read(h, job);
		break;
	}
	job_free(job);
}

void hub_beat(struct hub *h)
{
	struct job *job;

	if (h->beating)
		return;
	job = job_new(JOB_BEAT);
	job->streams = (int64_t)h->subscribers;
	job->behind = h->behind;
	h->beating = true;
	job->broadcaster = h->id;
	jobs_submit(h->jobs, job);
}

void hub_ask_all(struct hub *h)
{
	hub_beat(h);
	hub_sweep(h);
	presence_doubt_all(h);
}

/* Letting a subscriber go, which any of these may do, takes no other one off its list. */
static void on_second(evutil_socket_t fd, short what, void *arg)
{
	struct hub *h = arg;
	struct subscriber *s, *next;

	(void)fd;
	(void)what;
	h->second++;
	supervisor_tell("WATCHDOG=1");
	for (s = TAILQ_FIRST(&h->reading); s && subscriber_is_late(s); s = next) {
		next = TAILQ_NEXT(s, link);
		subscriber_close(s);
	}
	for (s = TAILQ_FIRST(&h->wheel[h->second % HEARTBEAT_SECONDS]); s; s = next) {
		next = TAILQ_NEXT(s, link);
		subscriber_heartbeat(s);
	}
	channels_second(h);
	hub_sweep(h);
	if (h->second % BEAT_SECONDS == 1)
		hub_beat(h);
	attendance_second(h);
	presence_second(h);
}

static void on_reap(evutil_socket_t fd, short what, void *arg)
{
	struct hub *h = arg;
	struct subscriber *s;

	(void)fd;
	(void)what;
	while ((s = TAILQ_FIRST(&h->dead))) {
		TAILQ_REMOVE(&h->dead, s, link);
		free(s);
	}
}

static void on_signals(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	channels_signal(arg);
}

void hub_signal_soon(struct hub *h)
{
	event_active(h->signaller, EV_TIMEOUT, 0);
}

void hub_reap_soon(struct hub *h)
{
	event_active(h->reaper, EV_TIMEOUT, 0);
}

void hub_init(struct hub *h, struct event_base *base, const char *url, size_t threads)
{
	const struct timeval second = {1, 0};

	*h = (struct hub){.base = base, .id = uuid_v4(), .unknown = true};
	TAILQ_INIT(&h->news);
	TAILQ_INIT(&h->leaving);
	TAILQ_INIT(&h->unsure);
	TAILQ_INIT(&h->signalled);
	TAILQ_INIT(&h->reading);
	TAILQ_INIT(&h->dead);
	for (size_t i = 0; i < HEARTBEAT_SECONDS; i++)
		TAILQ_INIT(&h->wheel[i]);
	h->ticker = event_new(base, -1, EV_PERSIST, on_second, h);
	h->reaper = event_new(base, -1, 0, on_reap, h);
	h->signaller = event_new(base, -1, 0, on_signals, h);
	if (!h->ticker || !h->reaper || !h->signaller || event_add(h->ticker, &second))
		log_fatal("no_timer", "call=event_new");
	h->jobs = jobs_new(base, url, threads, on_answer, h);
	hub_beat(h);
}

static void dismiss_all(struct subscribers *list)
{
	struct subscriber *s;

	while ((s = TAILQ_FIRST(list)))
		subscriber_dismiss(s);
}

unsigned hub_retry_ms(const struct hub *h)
{
	size_t spread = RETRY_SPREAD_MS + h->subscribers / 2;

	if (spread > RETRY_SPREAD_MAX_MS)
		spread = RETRY_SPREAD_MAX_MS;
	return RETRY_MIN_MS + arc4random_uniform((uint32_t)spread);
}

bool hub_free(struct hub *h)
{
	bool stopped;

	dismiss_all(&h->reading);
	for (size_t i = 0; i < HEARTBEAT_SECONDS; i++)
		dismiss_all(&h->wheel[i]);
	stopped = jobs_free(h->jobs);
	on_reap(-1, 0, h);
	channels_free(h);
	attendance_free(h);
	event_free(h->ticker);
	event_free(h->reaper);
	event_free(h->signaller);
	free(h->seats);
	return stopped;
}
