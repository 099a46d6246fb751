/* The bytes of one event as a stream carries them: written once per audience, never changed, and
 * shared by every output that they wait in. */
#ifndef TABARD_EVENTS_FRAME_H
#define TABARD_EVENTS_FRAME_H

#include "common/base/str.h"

/* References are counted without locks: a worker thread makes a frame and hands it over whole, and
 * from then on only the loop's thread touches it. */
struct frame {
	uint32_t refs;
	size_t n;
	char bytes[];
};

/* An event: `id`, left out when it is empty, and `type` in one line each, `data` cut into lines as text/event-stream wants
 * it (WHATWG HTML, 9.2.6), so that no byte of it can end the event or begin another. One
 * reference, the caller's. */
struct frame *frame_event(struct str id, struct str type, struct str data);

/* `event: sync` with the table document in {"table": …}. */
struct frame *frame_sync(struct str id, struct str document);

struct frame *frame_ref(struct frame *f);
/* NULL is fine. */
void frame_unref(struct frame *f);

#endif
