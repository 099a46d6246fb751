/* A durable event: its bytes for each share, numbered and logged inside the transaction that makes it
 * true, announced right after the commit in the same pipeline. */
#ifndef TABARD_TABLE_ANNOUNCE_H
#define TABARD_TABLE_ANNOUNCE_H

#include "common/table/doc.h"
#include "common/table/table.h"

struct announcement {
	struct uuid campaign_id;
	int64_t seq;              /* the campaign's last_seq + 1, read under its lock */
	const char *type[SHARES]; /* "combatant.hp_changed": what each takes it for */
	struct str at;            /* RFC 3339 */
	struct uuid by;           /* nil: the server itself */
	struct uuid character_id, encounter_id, handout_id, move_id; /* what it is about, or nil */
	struct uuid message_id;          /* that it is about; not in its bytes */
	struct str message;              /* a message as answers carry it; empty when about none */
	struct str roll[SHARES];         /* a roll likewise, as each sees it */
	int32_t session;                 /* of the dice, which is over; or 0 */
	int32_t version[SHARES];         /* of the encounter, or of the character; or 0 */
	const struct doc *patch[SHARES]; /* NULL: these do not hear of it */
	struct list readers;             /* of struct uuid: who the named are */
	struct uuid ends;                /* whose streams of the campaign end with it, or nil */
};

/* The channel on which a campaign's doorbells ring. */
const char *announce_channel(struct uuid campaign, struct arena *arena);

/* What the NOTIFY needs; opaque between the two calls. */
struct doorbell {
	const char *channel, *payload;
};

/* The data of the event as the streams of an audience, or of the named, carry it; NULL when they do not
 * hear of it. */
const char *announce_bytes(const struct announcement *a, int share, struct arena *arena);
/* Queues the log row (q_table_event) and returns the doorbell to queue behind the commit. */
struct doorbell announce_queue(struct db *db, const struct announcement *a, struct arena *arena);
/* Queues COMMIT, and after it the NOTIFY in a transaction of its own: it runs only if the commit went
 * through, and nothing waits for its flush. */
void announce_commit(struct db *db, struct doorbell bell);

#endif
