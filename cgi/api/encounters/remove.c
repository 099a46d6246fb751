#include "cgi/api/encounters/encounters.h"

#include "cgi/api/fields.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field gone_fields[] = {
    ROW_ID("id", "The encounter that was."),
};
const struct shape encounter_gone_shape = SHAPE_ROW("EncounterGone", gone_fields);

enum { RESULT_REMOVED = 2 };

int encounter_delete(struct request *rq)
{
	const char *id = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);
	const struct db_rows *rows;
	enum db_error error;

	/* Behind the lock that every move takes, it cannot start meanwhile. */
	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_table_lock, id, user);
	db_queue(rq->db, &q_encounters_remove, id, user, least_role(rq));
	db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, RESULT_REMOVED);
	if (guard(rq, rows, ERR_ENCOUNTER_NOT_FOUND))
		return rq->answer->status;
	if (db_null(rows, 0, 1))
		return fail(rq, ERR_ENCOUNTER_RUNNING);
	return answer_row(rq, 200, rows, 0, 1);
}
