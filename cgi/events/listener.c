#include "cgi/events/listener.h"

#include <event2/event_struct.h>

#include "cgi/events/channel.h"
#include "cgi/events/payload.h"
#include "common/base/log.h"

#include "common/base/poison.h"

enum { PAUSE_MIN_MS = 100, PAUSE_MAX_MS = 2000, CONNECT_SECONDS = 10, NAME_MAX_BYTES = 24 };

struct listener {
	struct hub *hub;
	const char *url;
	struct db_listener *db;
	struct event event; /* waits for the descriptor, or for the end of a pause */
	long pause_ms;
	bool up, away;   /* away: an operator has been told that it is not up */
	bool complained; /* about a malformed doorbell */
};

static void step(struct listener *l);

/* One line for the first: a writer that gets it wrong once does so every time. */
static void complain(struct listener *l, struct str channel, struct str payload)
{
	if (l->complained)
		return;
	l->complained = true;
	log_line(LOG_WARNING, "malformed_doorbell", "channel=%.*s bytes=%zu", STR_ARG(channel),
	         payload.n);
}

static void on_notified(void *context, struct str channel, struct str text)
{
	struct listener *l = context;
	struct payload payload;
	enum payload_kind kind = payload_parse(text, &payload);

	if (kind == PAYLOAD_BROKEN || kind == PAYLOAD_NOISE)
		complain(l, channel, text);
	channel_doorbell(l->hub, kind, &payload);
}

static void connect_anew(struct listener *l)
{
	char names[LISTENER_CHANNELS][NAME_MAX_BYTES];
	const char *channels[LISTENER_CHANNELS];

	for (unsigned i = 0; i < LISTENER_CHANNELS; i++) {
		snprintf(names[i], sizeof names[i], "tabard_%u", i);
		channels[i] = names[i];
	}
	db_listener_free(l->db);
	l->db =
	    db_listener_new(l->url, "tabard-events", channels, LISTENER_CHANNELS, on_notified, l);
}

static void wait_for(struct listener *l, int fd, short what, long ms, event_callback_fn then)
{
	const struct timeval time = {ms / 1000, ms % 1000 * 1000};

	if (event_assign(&l->event, l->hub->base, fd, what, then, l) ||
	    event_add(&l->event, ms ? &time : NULL))
		log_fatal("no_event", "call=event_add");
}

static void on_pause_over(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	step(arg);
}

/* The loss of a connection that stood is in the log already. */
static void take_a_pause(struct listener *l)
{
	if (!l->away && !l->up)
		log_line(LOG_WARNING, "doorbells_away",
		         "until=reconnected meanwhile=swept_every_second");
	l->away = true;
	l->up = false;
	wait_for(l, -1, EV_TIMEOUT, l->pause_ms, on_pause_over);
	l->pause_ms = l->pause_ms * 2 < PAUSE_MAX_MS ? l->pause_ms * 2 : PAUSE_MAX_MS;
}

/* A server that does not answer at all would keep libpq waiting for as long as TCP likes. */
static void on_ready(evutil_socket_t fd, short what, void *arg)
{
	struct listener *l = arg;

	(void)fd;
	if (what & EV_TIMEOUT) {
		connect_anew(l);
		take_a_pause(l);
	} else {
		step(l);
	}
}

/* What was announced while nobody listened is found by asking. */
static void came_up(struct listener *l)
{
	l->up = true;
	l->pause_ms = PAUSE_MIN_MS;
	if (l->away)
		log_line(LOG_INFO, "doorbells_back", "for=listener");
	l->away = false;
	hub_ask_all(l->hub);
}

static void step(struct listener *l)
{
	static const short events[] = {
	    [DB_WAIT_READ] = EV_READ,
	    [DB_WAIT_WRITE] = EV_WRITE,
	    [DB_WAIT_BOTH] = EV_READ | EV_WRITE,
	};
	int fd = -1;
	enum db_wait wait = db_listener_step(l->db, &fd);

	if (wait == DB_WAIT_RECONNECT) {
		take_a_pause(l);
		return;
	}
	if (!l->up && db_listener_up(l->db))
		came_up(l);
	wait_for(l, fd, events[wait], l->up ? 0 : CONNECT_SECONDS * 1000, on_ready);
}

struct listener *listener_new(struct hub *h, const char *url)
{
	struct listener *l = calloc(1, sizeof *l);

	if (!l)
		log_fatal("out_of_memory", "call=listener_new");
	l->hub = h;
	l->url = url;
	l->pause_ms = PAUSE_MIN_MS;
	connect_anew(l);
	wait_for(l, -1, EV_TIMEOUT, 1, on_pause_over);
	return l;
}

void listener_free(struct listener *l)
{
	event_del(&l->event);
	db_listener_free(l->db);
	free(l);
}
