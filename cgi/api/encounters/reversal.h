/* Taking moves back and bringing them back: the log is played again from the first of them on, with the
 * dice as they fell, and what comes out is one more change. */
#ifndef TABARD_API_REVERSAL_H
#define TABARD_API_REVERSAL_H

#include "cgi/api/app.h"
#include "common/rules/moves.h"

enum reversal_kind { REVERSAL_UNDO, REVERSAL_REDO, REVERSAL_TURN };

struct reversal {
	enum reversal_kind kind;
	int32_t count;       /* how many; 0 when told otherwise */
	int32_t to_version;  /* those after this version; 0 when told otherwise */
	struct uuid move_id; /* this one; nil when told otherwise */
	bool dry_run;        /* only say what would come out differently */
	bool confirm;        /* go on when later moves come out differently */
};

/* Answers the request. */
int reversal_post(struct request *rq, const struct reversal *r);

#endif
