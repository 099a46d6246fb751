#include "cgi/api/me/me.h"

#include "cgi/api/fields.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field user_fields[] = {
    ROW_ID("id", "The user."),
    ROW_STR("display_name", 80, "The name that others at the table see."),
    ROW("avatar_url", FIELD_STR, FIELD_REQUIRED | FIELD_NULLABLE, .max = 500,
        .doc = "A picture, or null."),
    ROW_RAW("preferences", "Whatever the front end keeps for this user."),
    ROW_BOOL("is_admin", "Whether the user administers this server."),
    ROW_TIME("created_at", "When the user was first seen."),
};
const struct shape user_shape = SHAPE_ROW("User", user_fields);

int me_get(struct request *rq)
{
	enum db_error error = db_query(rq->db, &q_me_get, rq_uuid(rq, rq->user_id));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (!db_count(db_result(rq->db, 0)))
		return fail(rq, ERR_INTERNAL);
	return answer_row(rq, 200, db_result(rq->db, 0), 0, 0);
}
