/* tabard-events: tells everyone at a table what has happened, as text/event-stream. */
#include <malloc.h>
#include <signal.h>
#include <unistd.h>

#include <event2/event.h>

#include "cgi/events/hub.h"
#include "cgi/events/listener.h"
#include "cgi/events/server.h"
#include "common/base/config.h"
#include "common/base/log.h"
#include "common/base/supervisor.h"

#include "common/base/poison.h"

static void on_signal(evutil_socket_t signal_number, short what, void *base)
{
	(void)what;
	log_line(LOG_INFO, "stopping", "signal=%d", (int)signal_number);
	event_base_loopbreak(base);
}

static struct event *stop_on(struct event_base *base, int signal_number)
{
	struct event *event = evsignal_new(base, signal_number, on_signal, base);

	if (!event || event_add(event, NULL))
		log_fatal("no_event", "call=evsignal_new");
	return event;
}

int main(void)
{
	const char *url = config_text(SET_DATABASE_URL);
	size_t threads = (size_t)config_number(SET_EVENTS_THREADS);
	struct event_base *base = event_base_new();
	struct event *term, *interrupt;
	struct listener *listener;
	struct server server;
	struct hub hub;

	if (!base)
		log_fatal("no_loop", "call=event_base_new");
	/* What one thread lets go another takes: frames are made by the workers and freed by the loop. */
	mallopt(M_ARENA_MAX, 1);
	signal(SIGPIPE, SIG_IGN); /* a client that has gone is an error of write */
	term = stop_on(base, SIGTERM);
	interrupt = stop_on(base, SIGINT);
	hub_init(&hub, base, url, threads);
	server_init(&server, &hub, config_text(SET_EVENTS_SOCKET));
	listener = listener_new(&hub, url);
	log_line(LOG_INFO, "started", "threads=%zu clients_max=%zu", threads, server.max);
	supervisor_tell("READY=1");

	event_base_dispatch(base);

	supervisor_tell("STOPPING=1");
	server_free(&server);
	listener_free(listener);
	if (!hub_free(&hub)) {
		log_line(LOG_WARNING, "stopped", "workers=abandoned");
		_exit(0);
	}
	event_free(term);
	event_free(interrupt);
	event_base_free(base);
	log_line(LOG_INFO, "stopped", "workers=joined");
	return 0;
}
