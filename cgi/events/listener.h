/* The LISTEN connection in the event loop. Nothing depends on it but speed: what it misses, the
 * sweep finds. */
#ifndef TABARD_EVENTS_LISTENER_H
#define TABARD_EVENTS_LISTENER_H

#include "cgi/events/hub.h"

/* Campaigns are spread over so many channels, "tabard_0" and on, by the last byte of their id,
 * so that several broadcasters can share them out. */
enum { LISTENER_CHANNELS = 64 };

struct listener;

/* Connects when the loop runs, and again whenever the connection is lost. `url` is borrowed. */
struct listener *listener_new(struct hub *h, const char *url);
void listener_free(struct listener *l);

#endif
