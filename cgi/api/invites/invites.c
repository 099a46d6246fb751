#include "cgi/api/invites/invites.h"

#include "cgi/api/fields.h"
#include "common/base/clock.h"
#include "common/table/announce.h"
#include "common/table/load.h"
#include "common/table/view.h"
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

/* The members as they are and as they will be: the patch is the difference. */
static const struct doc *joined_patch(struct request *rq, const struct list *before,
                                      const struct table_member *newcomer)
{
	struct doc *old = doc_root(rq->arena), *new = doc_root(rq->arena);
	struct list after = {ARENA_ARRAY(rq->arena, struct table_member, before->count + 1),
	                     before->count + 1};
	struct table_member *m = after.items;

	if (before->count)
		memcpy(m, before->items, before->count * sizeof *m);
	m[before->count] = *newcomer;
	view_members(before, doc_object(rq->arena, old, STR("members")), rq->arena);
	view_members(&after, doc_object(rq->arena, new, STR("members")), rq->arena);
	return doc_patch(rq->arena, old, new);
}

/* Second round trip: the row, the event, the commit. */
static enum db_error join(struct request *rq, struct uuid campaign, const char *invite,
                          const struct table_member *newcomer, int64_t seq,
                          const struct list *members)
{
	const struct doc *patch = joined_patch(rq, members, newcomer);
	struct announcement news = {
	    .campaign_id = campaign,
	    .seq = seq,
	    .type = {"member.joined", "member.joined"},
	    .at = clock_rfc3339(clock_ms(), rq->arena),
	    .by = rq->user_id,
	    .patch = {patch, patch},
	};
	struct doorbell bell;

	db_queue(rq->db, &q_invites_use, invite);
	db_queue(rq->db, &q_invites_join, rq_uuid(rq, campaign), rq_uuid(rq, rq->user_id),
	         campaign_role_names[newcomer->role]);
	bell = announce_queue(rq->db, &news, rq->arena);
	announce_commit(rq->db, bell);
	return db_run(rq->db);
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
	struct list members;
	enum db_error error;
	const char *id;
	int64_t seq;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_invites_lock, code);
	db_queue(rq->db, &q_invites_find, code, user);
	db_queue(rq->db, &q_invites_members, code);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	invite = db_result(rq->db, 2);
	if (!db_count(db_result(rq->db, 1)) || !db_count(invite))
		return fail(rq, ERR_INVITE_NOT_FOUND);
	campaign = db_uuid(invite, 0, 1);
	/* A retry over bad Wi-Fi, or a second click: the first one counts, and no use is spent. */
	if (!db_null(invite, 0, 4))
		return accepted(rq, campaign,
		                (enum campaign_role)name_index(campaign_role_names,
		                                               db_str(invite, 0, 4), MEMBER_NONE));
	if (!db_bool(invite, 0, 2))
		return fail(rq, ERR_INVITE_GONE);
	id = rq_str(rq, db_str(invite, 0, 0));
	newcomer.role = (enum campaign_role)name_index(campaign_role_names, db_str(invite, 0, 3),
	                                               MEMBER_OBSERVER);
	newcomer.display_name = arena_str(rq->arena, db_str(invite, 0, 5));
	members = table_members(db_result(rq->db, 3), rq->arena);
	seq = db_int(db_result(rq->db, 1), 0, 0) + 1;
	error = join(rq, campaign, id, &newcomer, seq, &members);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	return accepted(rq, campaign, newcomer.role);
}
