#include "cgi/api/characters/change.h"
#include "queries.h"

#include "common/base/poison.h"

/* Behind get.sql's fields of the character. */
enum { COLUMN_SEES_HP = 10 };

/* By the same row as GET /characters/{id}: what the caller may not see of the sheet is not reckoned with. */
int character_sheet_get(struct request *rq)
{
	const struct db_rows *rows;
	struct buf b = BUF(rq->arena);
	struct sheet sheet;
	enum db_error error;
	bool hp;

	db_queue(rq->db, &q_characters_get, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));
	db_queue(rq->db, &q_characters_homebrew, rq_uuid(rq, rq->ids[0]), NULL);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, 0);
	if (guard(rq, rows, ERR_CHARACTER_NOT_FOUND))
		return rq->answer->status;
	if (!stored_sheet(rq, db_str(rows, 0, COLUMN_SHEET), &sheet))
		return fail(rq, ERR_INTERNAL);
	hp = db_bool(rows, 0, COLUMN_SEES_HP);
	write_derived(&b, &sheet,
	              catalog_of(rq, db_str(rows, 0, COLUMN_RULESET), db_result(rq->db, 1)), hp);
	return answer_json(rq, 200, buf_str(&b));
}
