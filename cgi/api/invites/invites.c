#include "cgi/api/invites/invites.h"

#include "cgi/api/fields.h"
#include "cgi/api/roster.h"
#include "common/table/load.h"
#include "queries.h"

#include "common/base/poison.h"

const struct shape empty_shape = {.name = "Empty", .seen = SHAPE_NO_SEEN, .size = 1};

static const struct field preview_fields[] = {
    ROW_STR("campaign_name", 120, "Where it leads."),
    ROW_STR("dm", 80, "Who runs the campaign."),
    ROW_ENUM("role", member_role_names, "What the caller would become."),
    ROW_TIME("expires_at", "Until when it can be accepted."),
};
const struct shape invite_preview_shape = SHAPE_ROW("InvitePreview", preview_fields);

static const struct field accepted_fields[] = {
    ROW_ID("campaign_id", "The campaign joined."),
    ROW_ENUM("role", member_role_names, "The caller's role in it."),
};
const struct shape invite_accepted_shape = SHAPE_ROW("InviteAccepted", accepted_fields);

int invite_get(struct request *rq)
{
	enum db_error error = db_query(rq->db, &q_invites_get, rq_str(rq, rq->texts[0]));
	const struct db_rows *rows;

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, 0);
	if (!db_count(rows))
		return fail(rq, ERR_INVITE_NOT_FOUND);
	if (!db_bool(rows, 0, 0))
		return fail(rq, ERR_INVITE_GONE);
	return answer_row(rq, 200, rows, 0, 1);
}

static int accepted(struct request *rq, struct uuid campaign, enum campaign_role role)
{
	return answer_json(rq, 200,
	                   arena_printf(rq->arena, "{\"campaign_id\":\"%s\",\"role\":\"%s\"}",
	                                rq_uuid(rq, campaign), campaign_role_names[role]));
}

int accept_post(struct request *rq)
{
	const char *code = rq_str(rq, rq->texts[0]), *user = rq_uuid(rq, rq->user_id);
	const struct db_rows *invite;
	struct table_member newcomer = {.user_id = rq->user_id};
	struct uuid campaign;
	enum db_error error;
	int64_t last_seq;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_invites_person, user);
	db_queue(rq->db, &q_invites_lock, code);
	db_queue(rq->db, &q_invites_find, code, user);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	invite = db_result(rq->db, 3);
	if (!db_count(db_result(rq->db, 2)) || !db_count(invite))
		return fail(rq, ERR_INVITE_NOT_FOUND);
	campaign = db_uuid(invite, 0, 1);
	/* A retry over bad Wi-Fi, or a second click: the first one counts, and no use is spent. */
	if (!db_null(invite, 0, 4))
		return accepted(rq, campaign,
		                (enum campaign_role)name_index(campaign_role_names,
		                                               db_str(invite, 0, 4), MEMBER_NONE));
	if (!db_bool(invite, 0, 2))
		return fail(rq, ERR_INVITE_GONE);
	newcomer.role = (enum campaign_role)name_index(campaign_role_names, db_str(invite, 0, 3),
	                                               MEMBER_OBSERVER);
	newcomer.display_name = arena_str(rq->arena, db_str(invite, 0, 5));
	last_seq = db_int(db_result(rq->db, 2), 0, 0);
	db_queue(rq->db, &q_invites_use, rq_str(rq, db_str(invite, 0, 0)));
	db_queue(rq->db, &q_invites_join, rq_uuid(rq, campaign), user,
	         campaign_role_names[newcomer.role]);
	roster_announce(rq, campaign, last_seq, "member.joined", NULL, &newcomer);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	return accepted(rq, campaign, newcomer.role);
}
