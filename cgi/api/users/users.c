#include "cgi/api/users/users.h"

#include "cgi/api/fields.h"
#include "cgi/api/people.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field profile_fields[] = {
    ROW_ID("id", "The user."),
    ROW_STR("display_name", 80, "The name at the table."),
    ROW("avatar_url", FIELD_STR, FIELD_REQUIRED | FIELD_NULLABLE, .max = 500,
        .doc = "A picture, or null."),
};
const struct shape profile_shape = SHAPE_ROW("Profile", profile_fields);

static const struct field account_fields[] = {
    ROW_ID("id", "The user."),
    ROW_STR("display_name", 80, "The name at the table."),
    ROW("avatar_url", FIELD_STR, FIELD_REQUIRED | FIELD_NULLABLE, .max = 500,
        .doc = "A picture, or null."),
    ROW_BOOL("is_admin", "Whether the user administers this server."),
    ROW_BOOL("disabled", "Whether the user is shut out."),
    ROW_TIME("created_at", "When the user was first seen."),
};
const struct shape account_shape = SHAPE_ROW("Account", account_fields);

struct account_patch {
	bool is_admin, disabled;
	struct fields_seen seen;
};

static const struct field patch_fields[] = {
    FIELD(struct account_patch, is_admin, FIELD_BOOL, 0,
          .doc = "Whether the user administers this server."),
    FIELD(struct account_patch, disabled, FIELD_BOOL, 0,
          .doc = "Whether the user is shut out: requests are refused, streams end."),
};
const struct shape account_patch_shape =
    SHAPE_SEEN("AccountPatch", struct account_patch, patch_fields);

/* Begins as a struct list_query. */
struct accounts_query {
	int32_t limit;
	struct str cursor, q;
};

static const struct field query_fields[] = {
    LIST_FIELDS(struct accounts_query),
    FIELD(struct accounts_query, q, FIELD_STR, 0, .min = 1, .max = 80,
          .doc = "What the name has in it, in whatever case."),
};
const struct shape accounts_query_shape =
    SHAPE("AccountsQuery", struct accounts_query, query_fields);

int user_get(struct request *rq)
{
	enum db_error error =
	    db_query(rq->db, &q_users_get, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (!db_count(db_result(rq->db, 0)))
		return fail(rq, ERR_USER_NOT_FOUND);
	return answer_row(rq, 200, db_result(rq->db, 0), 0, 0);
}

int users_get(struct request *rq)
{
	const struct accounts_query *query = rq->query;

	return answer_admin_list(rq, &q_users_list, query->q.n ? rq_str(rq, query->q) : NULL);
}

int user_patch(struct request *rq)
{
	const struct account_patch *body = rq->body;
	bool is_admin = shape_seen(&account_patch_shape, body, "is_admin");
	bool disabled = shape_seen(&account_patch_shape, body, "disabled");
	enum db_error error = db_query(
	    rq->db, &q_users_update, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id),
	    is_admin ? arg_bool(body->is_admin) : NULL, disabled ? arg_bool(body->disabled) : NULL);

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 0), ERR_FORBIDDEN))
		return rq->answer->status;
	if (uuid_eq(rq->ids[0], rq->user_id))
		return fail(rq, ERR_ONESELF);
	if (db_null(db_result(rq->db, 0), 0, 1))
		return fail(rq, ERR_USER_NOT_FOUND);
	people_forget(rq->app->people, rq->ids[0]);
	return answer_row(rq, 200, db_result(rq->db, 0), 0, 1);
}
