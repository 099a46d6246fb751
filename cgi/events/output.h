/* What one client has not taken yet. Most of the time that is nothing: frames go from the shared
 * bytes straight into the socket, and only what the kernel would not take waits here, by
 * reference. */
#ifndef TABARD_EVENTS_OUTPUT_H
#define TABARD_EVENTS_OUTPUT_H

#include "cgi/events/frame.h"

enum { OUTPUT_MAX = 64 * 1024, OUTPUT_IDLE = 16 * 1024 };

struct evbuffer;

struct output {
	struct evbuffer *queue; /* NULL while everything has been taken */
	size_t opening;         /* bytes in it that the limit does not count */
	int fd;                 /* non-blocking; owned, -1 after output_close */
};

enum output_result {
	OUTPUT_DRAINED,
	OUTPUT_WAITS, /* for the socket to be writable */
	OUTPUT_CUT,   /* the client has gone, or more than OUTPUT_MAX bytes wait for it */
};

/* `opening` frames, a sync or what was missed, are sent however many bytes they are. */
enum output_result output_frames(struct output *o, struct frame *const *frames, size_t n,
                                 bool opening);
/* Copies what has to wait. */
enum output_result output_text(struct output *o, struct str text);
/* The socket is writable. */
enum output_result output_flush(struct output *o);

size_t output_pending(const struct output *o);
/* Nothing waits here, and with the kernel next to nothing: the client keeps up. */
bool output_idle(const struct output *o);
void output_close(struct output *o);

#endif
