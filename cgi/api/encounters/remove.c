#include "cgi/api/encounters/encounters.h"

#include "cgi/api/fields.h"
#include "cgi/api/news.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field gone_fields[] = {
    ROW_ID("id", "The encounter that was."),
};
const struct shape encounter_gone_shape = SHAPE_ROW("EncounterGone", gone_fields);

enum { RESULT_LOCK = 1, RESULT_REMOVED };
enum { COLUMN_GONE = 1, COLUMN_STATUS };
enum { COLUMN_CAMPAIGN, COLUMN_LAST_SEQ = 3 }; /* of q_table_lock */

int encounter_delete(struct request *rq)
{
	const char *id = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);
	const struct db_rows *lock, *rows;
	enum db_error error;
	int status;
	bool draft;

	/* Behind the lock that every move takes, it cannot start meanwhile. */
	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_table_lock, id, user);
	db_queue(rq->db, &q_encounters_remove, id, user, least_role(rq));
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, RESULT_REMOVED);
	if (guard(rq, rows, ERR_ENCOUNTER_NOT_FOUND))
		return rq->answer->status;
	if (db_null(rows, 0, COLUMN_GONE))
		return fail(rq, ERR_ENCOUNTER_RUNNING);
	/* Players know nothing of drafts. The answer is written before its row goes with the next run. */
	lock = db_result(rq->db, RESULT_LOCK);
	draft =
	    str_eq(db_str(rows, 0, COLUMN_STATUS), str_of(encounter_status_names[ENCOUNTER_DRAFT]));
	status = answer_row(rq, 200, rows, 0, COLUMN_GONE);
	news_commit(rq, (struct announcement){
	                    .campaign_id = db_uuid(lock, 0, COLUMN_CAMPAIGN),
	                    .seq = db_int(lock, 0, COLUMN_LAST_SEQ) + 1,
	                    .type = {"encounter.deleted", draft ? NULL : "encounter.deleted"},
	                    .encounter_id = rq->ids[0]});
	error = db_run(rq->db);
	return error ? fail_db(rq, error, ERR_CONFLICT) : status;
}
