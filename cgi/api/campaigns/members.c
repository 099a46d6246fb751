#include "cgi/api/campaigns/campaigns.h"

#include "cgi/api/fields.h"
#include "cgi/api/roster.h"
#include "common/table/load.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field member_fields[] = {
    ROW_ID("user_id", "The member."),
    ROW_STR("display_name", 80, "The name at the table."),
    ROW_ENUM("role", member_role_names, "The role in this campaign."),
    ROW_BOOL("is_owner", "Whether the campaign is theirs."),
    ROW_TIME("joined_at", "Since when."),
};
const struct shape member_shape = SHAPE_ROW("Member", member_fields);

int members_get(struct request *rq)
{
	return answer_guarded_list(rq, &q_campaigns_members, ERR_CAMPAIGN_NOT_FOUND);
}

struct member_patch {
	int32_t role;
};

static const struct field patch_fields[] = {
    FIELD(struct member_patch, role, FIELD_ENUM, FIELD_REQUIRED, .names = member_role_names,
          .doc = "What the member becomes. The owner stays a DM."),
};
const struct shape member_patch_shape = SHAPE("MemberPatch", struct member_patch, patch_fields);

enum { RESULT_LOCK = 1, RESULT_MEMBER };
/* Of q_campaigns_member. */
enum { COLUMN_USER = 1, COLUMN_NAME, COLUMN_ROLE, COLUMN_IS_OWNER };

struct table_member member_of_row(const struct request *rq, const struct db_rows *rows)
{
	return (struct table_member){
	    .user_id = db_uuid(rows, 0, COLUMN_USER),
	    .display_name = arena_str(rq->arena, db_str(rows, 0, COLUMN_NAME)),
	    .role = (enum campaign_role)name_index(campaign_role_names,
	                                           db_str(rows, 0, COLUMN_ROLE), MEMBER_NONE),
	};
}

/* Locks the campaign and finds its member: 0, or the answer's status. `self`: everyone may do it to
 * themselves. */
static int find_member(struct request *rq, bool self)
{
	const char *id = rq_uuid(rq, rq->ids[0]), *caller = rq_uuid(rq, rq->user_id);
	const struct db_rows *rows;
	enum db_error error;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_campaigns_lock, id, caller);
	db_queue(rq->db, &q_campaigns_member, id, caller, rq_uuid(rq, rq->ids[1]));
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, RESULT_MEMBER);
	if (!db_count(db_result(rq->db, RESULT_LOCK)) || !db_count(rows))
		return fail(rq, ERR_CAMPAIGN_NOT_FOUND);
	if (!(self && uuid_eq(rq->ids[1], rq->user_id)) && guard(rq, rows, ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	if (db_null(rows, 0, COLUMN_USER))
		return fail(rq, ERR_MEMBER_NOT_FOUND);
	return 0;
}

/* Runs the change that was queued as number `changed`, and answers with the member that it gave. */
static int finish(struct request *rq, size_t changed)
{
	enum db_error error = db_run(rq->db);

	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	return answer_row(rq, 200, db_result(rq->db, changed), 0, 0);
}

int member_patch(struct request *rq)
{
	const struct member_patch *body = rq->body;
	const char *role = member_role_names[body->role];
	struct table_member before, after;
	const struct db_rows *rows;
	int64_t last_seq;

	if (find_member(rq, false))
		return rq->answer->status;
	rows = db_result(rq->db, RESULT_MEMBER);
	if (str_eq(db_str(rows, 0, COLUMN_ROLE), str_of(role)))
		return answer_row(rq, 200, rows, 0, COLUMN_USER);
	if (db_bool(rows, 0, COLUMN_IS_OWNER))
		return fail(rq, ERR_OWNER_STAYS);
	before = member_of_row(rq, rows);
	after = before;
	after.role = (enum campaign_role)name_index(campaign_role_names, str_of(role), MEMBER_NONE);
	last_seq = db_int(db_result(rq->db, RESULT_LOCK), 0, 0);

	db_queue(rq->db, &q_campaigns_set_role, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->ids[1]),
	         role);
	roster_announce(rq, rq->ids[0], last_seq, "member.role_changed", &before, &after);
	return finish(rq, 0);
}

int member_delete(struct request *rq)
{
	const char *id = rq_uuid(rq, rq->ids[0]), *who = rq_uuid(rq, rq->ids[1]);
	bool leaves = uuid_eq(rq->ids[1], rq->user_id);
	struct table_member before;
	const struct db_rows *rows;
	int64_t last_seq;

	if (find_member(rq, true))
		return rq->answer->status;
	rows = db_result(rq->db, RESULT_MEMBER);
	if (db_bool(rows, 0, COLUMN_IS_OWNER))
		return fail(rq, ERR_OWNER_STAYS);
	before = member_of_row(rq, rows);
	last_seq = db_int(db_result(rq->db, RESULT_LOCK), 0, 0);

	db_queue(rq->db, &q_campaigns_remove_characters, id, who);
	db_queue(rq->db, &q_campaigns_remove, id, who);
	roster_announce(rq, rq->ids[0], last_seq, leaves ? "member.left" : "member.removed",
	                &before, NULL);
	return finish(rq, 1);
}
