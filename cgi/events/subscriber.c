#include "cgi/events/subscriber.h"

#include <errno.h>
#include <sys/socket.h>

#include "cgi/events/attendance.h"
#include "cgi/events/channel.h"
#include "cgi/events/request.h"
#include "common/base/log.h"

#include "common/base/poison.h"

enum { FEED_AT_ONCE = 16, REFUSED_READS = 8 };

struct partial_request {
	size_t n;
	char bytes[REQUEST_MAX];
};

static void on_ready(evutil_socket_t fd, short what, void *arg);

static struct subscribers *list_of(const struct subscriber *s)
{
	switch (s->state) {
	case SUBSCRIBER_READING:
		return &s->hub->reading;
	case SUBSCRIBER_CLOSING:
		return &s->hub->dead;
	default:
		return &s->hub->wheel[s->since % HEARTBEAT_SECONDS];
	}
}

/* The only place where a state changes. */
static void move(struct subscriber *s, enum subscriber_state to)
{
	struct subscribers *from = list_of(s);

	s->state = to;
	if (from == list_of(s))
		return;
	TAILQ_REMOVE(from, s, link);
	TAILQ_INSERT_TAIL(list_of(s), s, link);
}

/* Readable is always of interest: it is how a client's leaving shows. */
static void watch(struct subscriber *s, bool writable)
{
	short events = (short)(EV_READ | EV_PERSIST | (writable ? EV_WRITE : 0));

	if (event_initialized(&s->event)) {
		if (event_get_events(&s->event) == events)
			return;
		event_del(&s->event);
	}
	if (event_assign(&s->event, s->hub->base, s->out.fd, events, on_ready, s) ||
	    event_add(&s->event, NULL))
		log_fatal("no_event", "call=event_add errno=%d", errno);
}

void subscriber_close(struct subscriber *s)
{
	if (s->state == SUBSCRIBER_CLOSING)
		return;
	event_del(&s->event);
	output_close(&s->out);
	free(s->partial);
	s->partial = NULL;
	if (s->attendee)
		attendance_go(s->hub, s->attendee);
	s->attendee = NULL;
	if (s->channel)
		channel_detach(s->hub, s->channel, s);
	s->channel = NULL;
	hub_unseat(s->hub, s->id);
	move(s, SUBSCRIBER_CLOSING);
	hub_reap_soon(s->hub);
}

/* Since the first of them came the others have: who had been told a short pause waits longer now. */
void subscriber_dismiss(struct subscriber *s)
{
	char retry[32];
	int n = snprintf(retry, sizeof retry, "retry: %u\n\n", hub_retry_ms(s->hub));

	if (s->channel)
		output_text(&s->out, (struct str){retry, (size_t)n});
	subscriber_close(s);
}

/* After every write. False when that was the end. */
static bool sent(struct subscriber *s, enum output_result result)
{
	if (result == OUTPUT_CUT)
		subscriber_close(s);
	else
		watch(s, result == OUTPUT_WAITS);
	return result != OUTPUT_CUT;
}

static void ask_page(struct subscriber *s, int64_t after, struct uuid event)
{
	struct job *job = job_new(JOB_REPLAY);

	job->campaign = s->channel->campaign;
	job->audience = s->audience;
	job->subscriber = s->id;
	job->number = s->number = hub_number(s->hub);
	job->after = after;
	job->event = event;
	job->user = s->user;
	move(s, SUBSCRIBER_REPLAYING);
	jobs_submit(s->hub->jobs, job);
}

static void ask_sync(struct subscriber *s)
{
	s->number = channel_ask_snapshot(s->hub, s->channel, s->audience);
	move(s, SUBSCRIBER_SYNCING);
}

/* Sends all that the ring has after s->seq, in order. False when that was the end. */
static bool send_ring(struct subscriber *s, bool opening)
{
	const struct ring *ring = &s->channel->ring;
	struct frame *batch[FEED_AT_ONCE];
	size_t n = 0;

	while (s->seq < ring_last(ring)) {
		struct frame *f = parcel_frame(ring_get(ring, ++s->seq), s->audience, s->user);

		if (f)
			batch[n++] = f;
		if (n && (n == FEED_AT_ONCE || s->seq == ring_last(ring))) {
			if (!sent(s, output_frames(&s->out, batch, n, opening)))
				return false;
			n = 0;
		}
	}
	return true;
}

/* From s->seq on to the end of the ring, or by way of the log when the ring does not reach back. */
static void catch_up(struct subscriber *s)
{
	if (!ring_covers(&s->channel->ring, s->seq))
		ask_page(s, s->seq, (struct uuid){{0}});
	else if (send_ring(s, true)) {
		move(s, SUBSCRIBER_LIVE);
		s->heard = s->channel->signals.last;
		presence_greet(s);
	}
}

/* They do not count into the limit: a client that takes them slowly is sent no more of them. */
bool subscriber_signal(struct subscriber *s)
{
	const struct signals *signals = &s->channel->signals;
	struct frame *fresh[SIGNALS_KEPT];
	size_t n;

	if (s->heard == signals->last)
		return true;
	if (!output_idle(&s->out))
		return false;
	n = signals_after(signals, s->heard, s->audience, fresh);
	s->heard = signals->last;
	if (n)
		sent(s, output_frames(&s->out, fresh, n, true));
	return true;
}

void subscriber_tell(struct subscriber *s, struct frame *frame, bool opening)
{
	sent(s, output_frames(&s->out, &frame, 1, opening));
}

void subscriber_feed(struct subscriber *s)
{
	if (!ring_covers(&s->channel->ring, s->seq))
		ask_page(s, s->seq, (struct uuid){{0}});
	else
		send_ring(s, false);
}

/* The sync is everybody's, and so is its id. Who has got a later event that names them goes on from that:
 * an id without data is taken and shows nothing (WHATWG HTML, 9.2.6). */
static bool send_mark(struct subscriber *s, const struct job *job)
{
	char text[sizeof "id: \n\n" + UUID_TEXT], id[UUID_TEXT + 1];

	for (size_t i = 0; i < job->mark_count; i++)
		if (uuid_eq(job->marks[i].user, s->user)) {
			int n;

			uuid_format(job->marks[i].event, id);
			n = snprintf(text, sizeof text, "id: %s\n\n", id);
			return sent(s, output_text(&s->out, (struct str){text, (size_t)n}));
		}
	return true;
}

void subscriber_sync(struct subscriber *s, const struct job *job)
{
	if (job->answer != JOB_DONE) {
		subscriber_close(s);
		return;
	}
	s->seq = job->through;
	s->roll = presence_synced(s->hub, s->channel, job);
	if (sent(s, output_frames(&s->out, &job->sync, 1, true)) && send_mark(s, job))
		catch_up(s);
}

void subscriber_start_over(struct subscriber *s)
{
	if (output_pending(&s->out) > OUTPUT_MAX)
		subscriber_close(s);
	else
		ask_sync(s);
}

/* The kernel has taken everything: a page with more behind it, or what a live one was behind with. */
static void drained(struct subscriber *s)
{
	if (s->state == SUBSCRIBER_DRAINING)
		ask_page(s, s->seq, (struct uuid){{0}});
	else if (s->state == SUBSCRIBER_LIVE)
		subscriber_signal(s);
}

static void take_page(struct subscriber *s, const struct job *job)
{
	struct frame *frames[FEED_AT_ONCE];
	size_t n = 0;

	for (size_t i = 0; i < job->parcel_count; i++) {
		frames[n++] = job->parcels[i].frames[s->audience];
		if (n == FEED_AT_ONCE || i + 1 == job->parcel_count) {
			if (!sent(s, output_frames(&s->out, frames, n, true)))
				return;
			n = 0;
		}
	}
	s->seq = job->through;
	if (job->complete) {
		channel_begin(s->hub, s->channel, job->through);
		catch_up(s);
		return;
	}
	move(s, SUBSCRIBER_DRAINING);
	if (!output_pending(&s->out))
		drained(s);
}

void subscriber_replay(struct hub *h, const struct job *job)
{
	struct subscriber *s = hub_subscriber(h, job->subscriber);

	if (!s || s->state != SUBSCRIBER_REPLAYING || s->number != job->number)
		return;
	if (job->answer == JOB_DONE)
		take_page(s, job);
	else if (job->answer == JOB_LOST)
		ask_sync(s);
	else
		subscriber_close(s);
}

/* Where to go on from: after the event that the client names, if this campaign has sent it to this
 * audience; with a sync in all other cases. A ring that is behind the log may hold what is not in it any more. */
static void resume(struct subscriber *s, struct str last_event_id)
{
	const struct ring *ring = &s->channel->ring;
	const struct parcel *kept = NULL;
	bool stale = ring_missing(ring);
	struct uuid event = {{0}};

	if (uuid_parse(last_event_id, &event)) {
		kept = stale ? NULL : ring_find(ring, event);
		if (!kept) {
			ask_page(s, -1, event);
			return;
		}
	}
	if (kept ? parcel_frame(kept, s->audience, s->user) != NULL
	         : str_eq(last_event_id, STR("0"))) {
		s->seq = kept ? kept->seq : 0;
		if (stale || !ring_covers(ring, s->seq)) {
			ask_page(s, s->seq, (struct uuid){{0}});
			return;
		}
		/* Who was somebody else then holds another document. */
		if (ring_lets_stay(ring, s->user, s->seq)) {
			catch_up(s);
			return;
		}
	}
	ask_sync(s);
}

/* The head goes out before anything is known, so that the client sees the stream stand. */
static enum output_result send_head(struct subscriber *s)
{
	char head[256];
	int n = snprintf(head, sizeof head,
	                 "HTTP/1.1 200 OK\r\n"
	                 "Content-Type: text/event-stream; charset=utf-8\r\n"
	                 "Cache-Control: no-store\r\n"
	                 "X-Accel-Buffering: no\r\n"
	                 "Connection: close\r\n\r\n"
	                 "retry: %u\n\n",
	                 hub_retry_ms(s->hub));

	return output_text(&s->out, (struct str){head, (size_t)n});
}

static void open_stream(struct subscriber *s, const struct request *r)
{
	s->audience = table_audience(r->role);
	s->user = r->user;
	s->allowed = r->seq;
	s->channel = channel_of(s->hub, r->campaign);
	channel_attach(s->channel, s);
	s->attendee = attendance_come(s->hub, r->campaign, r->user);
	if (!sent(s, send_head(s)))
		return;
	/* What has happened since the API let it in is looked at too; from now on the channel tells. */
	channel_begin(s->hub, s->channel, r->seq);
	if (!ring_lets_stay(&s->channel->ring, r->user, r->seq)) {
		subscriber_close(s);
		return;
	}
	if (r->last_event_id.n)
		resume(s, r->last_event_id);
	else
		ask_sync(s);
}

/* What else has arrived is read before closing, or the kernel would answer with a reset and the
 * client never see the 400. */
static void refuse(struct subscriber *s)
{
	char rest[REQUEST_MAX];

	for (int i = 0; i < REFUSED_READS && recv(s->out.fd, rest, sizeof rest, 0) > 0; i++)
		continue;
	output_text(&s->out, STR("HTTP/1.1 400 Bad Request\r\n"
	                         "Content-Type: text/plain\r\n"
	                         "Content-Length: 12\r\n"
	                         "Connection: close\r\n\r\n"
	                         "bad request\n"));
	subscriber_close(s);
}

static void keep_partial(struct subscriber *s, struct str bytes)
{
	if (!s->partial && !(s->partial = malloc(sizeof *s->partial)))
		log_fatal("out_of_memory", "call=keep_partial");
	memmove(s->partial->bytes, bytes.p, bytes.n);
	s->partial->n = bytes.n;
}

/* nginx sends a request in one piece, which is parsed where it lies. */
static void read_request(struct subscriber *s)
{
	char fresh[REQUEST_MAX];
	char *bytes = s->partial ? s->partial->bytes : fresh;
	size_t n = s->partial ? s->partial->n : 0;
	ssize_t got = recv(s->out.fd, bytes + n, REQUEST_MAX - n, 0);
	struct request request;

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		subscriber_close(s);
		return;
	}
	n += (size_t)got;
	switch (request_parse((struct str){bytes, n}, &request)) {
	case REQUEST_PARTIAL:
		keep_partial(s, (struct str){bytes, n});
		return;
	case REQUEST_BAD:
		refuse(s);
		return;
	case REQUEST_GOOD:
		open_stream(s, &request);
		free(s->partial);
		s->partial = NULL;
		return;
	}
}

/* After its request a client has nothing to say: whatever is readable is the end. */
static void read_end(struct subscriber *s)
{
	char byte;

	if (recv(s->out.fd, &byte, 1, 0) < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	subscriber_close(s);
}

static void on_ready(evutil_socket_t fd, short what, void *arg)
{
	struct subscriber *s = arg;

	(void)fd;
	if (what & EV_READ) {
		if (s->state == SUBSCRIBER_READING)
			read_request(s);
		else
			read_end(s);
	}
	if ((what & EV_WRITE) && s->state != SUBSCRIBER_CLOSING) {
		enum output_result result = output_flush(&s->out);

		if (sent(s, result) && result == OUTPUT_DRAINED)
			drained(s);
	}
}

void subscriber_new(struct hub *h, int fd)
{
	struct subscriber *s = calloc(1, sizeof *s);

	if (!s)
		log_fatal("out_of_memory", "call=subscriber_new");
	s->hub = h;
	s->out.fd = fd;
	s->since = (uint32_t)h->second;
	s->id = hub_seat(h, s);
	s->state = SUBSCRIBER_READING;
	TAILQ_INSERT_TAIL(&h->reading, s, link);
	watch(s, false);
}

/* An empty id: what the client held is not what it may go on from, so it comes back for a sync. */
void subscriber_end(struct subscriber *s, int64_t seq)
{
	if (seq <= s->allowed)
		return;
	if (sent(s, output_text(&s->out, STR("id\n\n"))))
		subscriber_close(s);
}

/* Whoever has not taken what is there needs no sign of life. */
void subscriber_heartbeat(struct subscriber *s)
{
	if (!output_pending(&s->out))
		sent(s, output_text(&s->out, STR(":\n\n")));
}

bool subscriber_is_late(const struct subscriber *s)
{
	return (uint32_t)s->hub->second - s->since > REQUEST_SECONDS;
}
