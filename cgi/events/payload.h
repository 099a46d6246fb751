/* What a NOTIFY says: that a campaign has an event, and the event itself when it fits. */
#ifndef TABARD_EVENTS_PAYLOAD_H
#define TABARD_EVENTS_PAYLOAD_H

#include "common/table/table.h"

enum payload_kind {
	PAYLOAD_PARCEL,   /* everything is there */
	PAYLOAD_BARE,     /* campaign and seq: the row has the rest */
	PAYLOAD_PRESENCE, /* campaign: who is here has changed */
	PAYLOAD_SIGNAL,   /* campaign and signal: something that is in no log */
	PAYLOAD_BROKEN, /* not what the API writes, but it names a campaign, whose log will tell */
	PAYLOAD_NOISE,  /* not even that */
};

struct payload {
	struct uuid campaign, id;
	int64_t seq;
	struct str type[AUDIENCES];
	struct str bytes[AUDIENCES]; /* p is NULL where the audience gets nothing */
	struct {
		enum audience to;
		struct str type, bytes;
		struct str slot; /* what a newer one replaces, empty for what none does */
	} signal;
};

/* `<campaign> presence`, `<campaign> <seq>`, `<campaign> signal <dm or party> <type> <slot or ->\n<bytes>` or `<campaign> <seq> <event id> <dm type>/<party type> <dm length>
 * <party length>\n<dm><party>`, a length being decimal or "-". Slices point into `text`. Fills what the
 * kind promises, nothing more than that may be read. */
enum payload_kind payload_parse(struct str text, struct payload *out);

/* Whether events of that type change what earlier ones say in the log: what was said is taken back or put
 * otherwise, and the name of one who has left for good goes. */
bool payload_rewrites(struct str type);

#endif
