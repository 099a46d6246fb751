/* Inside a reversal: the log's lines while it is decided which are in effect, and what is said and stored of that. */
#ifndef TABARD_API_REVERSAL_WORK_H
#define TABARD_API_REVERSAL_WORK_H

#include "cgi/api/encounters/exchange.h"
#include "cgi/api/encounters/logged.h"
#include "cgi/api/encounters/reversal.h"
#include "common/rules/fold.h"

/* What a line of the log is for a reversal. */
enum line_kind { LINE_MOVE, LINE_UNDO, LINE_REDO, LINE_TURN, LINE_EDIT };

struct line {
	struct uuid id;
	int32_t version;
	enum line_kind kind;
	struct uuid was_by,
	    by; /* what has taken it back: as it was, and now; nil: it is in effect */
};

/* One reversal on its way. */
struct work {
	struct request *rq;
	const struct reversal *r;
	struct exchange x;
	const struct db_rows *rows;
	struct line *lines;
	size_t count;
	struct logged_move *log; /* of each line; move is NULL where it is no move of the rules */
	struct encounter base;   /* before the first line */
	struct list joined; /* of struct combatant: characters, as they joined behind the base */
	struct fold fold;
	size_t onlookers; /* the result of q_encounters_onlookers */
};

/* [{"move_id":…}, …]: the later moves that come out differently. */
struct str work_different(const struct work *w);
/* Queues the marks that changed, and returns what is logged of them; *reaches is the first move's version. */
struct str work_queue_marks(struct work *w, int32_t *reaches);
/* Queues the dice that the log was played with and did not have. */
void work_queue_dice(struct work *w);

#endif
