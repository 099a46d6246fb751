/* The socket that nginx comes to. */
#ifndef TABARD_EVENTS_SERVER_H
#define TABARD_EVENTS_SERVER_H

#include "cgi/events/hub.h"

struct server {
	struct hub *hub;
	int fd;
	struct event *accepting, *resting;
	size_t max;     /* clients at a time: descriptors are needed for the database too */
	bool exhausted; /* an operator has been told */
};

/* Accepts on descriptor 0 if that is a listening socket, of whatever family (systemd's StandardInput=socket), else
 * on a socket made at `path`, mode 0660; a socket that nobody listens on any more is replaced.
 * Ends the process when that fails. */
void server_init(struct server *s, struct hub *h, const char *path);
/* Stops accepting. */
void server_free(struct server *s);

#endif
