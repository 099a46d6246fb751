/* What passes at one table and is kept nowhere: the newest signals, each until everybody has it or it is of no use
 * any more. Knows nothing of sockets. */
#ifndef TABARD_EVENTS_SIGNALS_H
#define TABARD_EVENTS_SIGNALS_H

#include "cgi/events/frame.h"
#include "common/table/table.h"

enum { SIGNALS_KEPT = 32, SIGNAL_SECONDS = 2 };

struct signal {
	uint32_t number;
	uint64_t slot;    /* a newer one takes its place; 0: none does */
	uint64_t second;  /* of the hub, when it came */
	enum audience to; /* DMs get what the party gets, too */
	struct frame *frame;
};

/* Zeroed it is empty. */
struct signals {
	struct signal *kept; /* ascending; NULL while there are none */
	size_t count;
	uint32_t last; /* the number of the newest there has been */
};

/* Takes the frame over. When there are too many the oldest goes. */
void signals_put(struct signals *s, uint64_t slot, enum audience to, struct frame *frame,
                 uint64_t second);
/* What an audience has not had after the signal `number`, oldest first, at most SIGNALS_KEPT; how many. Borrowed. */
size_t signals_after(const struct signals *s, uint32_t number, enum audience audience,
                     struct frame **out);
/* Drops what is older than SIGNAL_SECONDS. */
void signals_expire(struct signals *s, uint64_t second);
/* Drops all of them; numbers go on. */
void signals_clear(struct signals *s);

#endif
