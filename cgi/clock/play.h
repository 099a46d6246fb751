/* A move that the server makes by itself. */
#ifndef TABARD_CLOCK_PLAY_H
#define TABARD_CLOCK_PLAY_H

#include "cgi/clock/clock.h"
#include "common/table/turnover.h"

struct server_move {
	enum move_type type;
	enum paused_for paused_for; /* of a pause */
	/* Asked under the campaign's lock, since another clock, or a person, may have come first. */
	bool (*due)(const struct turnover *t, const struct db_rows *facts);
	const struct db_query *facts; /* what `due` needs to know, by the encounter's id; or NULL */
};

/* Makes the move in each of the encounters, struct uuid, in which it is still due. One of which that cannot be
 * said, or which refuses it, is set aside for ASIDE_SECONDS. DB_OK unless the database has gone. */
enum db_error play(struct clock *c, const struct server_move *move, const struct list *encounters);

#endif
