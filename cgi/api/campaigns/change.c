/* What happens to a campaign as a whole: changed, deleted, restored, handed over. */
#include "cgi/api/campaigns/campaigns.h"

#include "cgi/api/fields.h"
#include "cgi/api/news.h"
#include "cgi/api/roster.h"
#include "common/table/load.h"
#include "common/table/view.h"
#include "queries.h"

#include "common/base/poison.h"

struct campaign_patch {
	struct str name, description;
	struct campaign_settings settings;
	struct fields_seen seen;
};

static const struct field patch_fields[] = {
    FIELD(struct campaign_patch, name, FIELD_STR, 0, .min = 1, .max = 120,
          .doc = "What the campaign is called."),
    FIELD(struct campaign_patch, description, FIELD_STR, 0, .max = 10000,
          .doc = "For the people in it."),
    FIELD(struct campaign_patch, settings, FIELD_OBJECT, 0, .shape = &campaign_settings_shape,
          .doc = "Those that change; the others stay."),
};
const struct shape campaign_patch_shape =
    SHAPE_SEEN("CampaignPatch", struct campaign_patch, patch_fields);

struct campaign_transfer {
	struct uuid user_id;
};

static const struct field transfer_fields[] = {
    FIELD(struct campaign_transfer, user_id, FIELD_UUID, FIELD_REQUIRED,
          .doc = "The member who becomes its owner, and a DM if they are none yet."),
};
const struct shape campaign_transfer_shape =
    SHAPE("CampaignTransfer", struct campaign_transfer, transfer_fields);

/* Columns of q_campaigns_get behind the role, as they stand in campaign_shape. */
enum { COLUMN_NAME = 2, COLUMN_SETTINGS = 7 };

enum { RESULT_LOCK = 1, RESULT_CAMPAIGN, RESULT_ENCOUNTER, RESULT_COMBATANTS };

static void queue_lock(struct request *rq)
{
	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_campaigns_lock, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));
	db_queue(rq->db, &q_campaigns_get, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));
}

/* Runs what is queued: 0 with the role checked, or the answer's status. */
static int run_locked(struct request *rq)
{
	enum db_error error = db_run(rq->db);

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (!db_count(db_result(rq->db, RESULT_LOCK)))
		return fail(rq, ERR_CAMPAIGN_NOT_FOUND);
	return guard(rq, db_result(rq->db, RESULT_CAMPAIGN), ERR_CAMPAIGN_NOT_FOUND);
}

/* Queues the event and the commit. */
static void announce(struct request *rq, int64_t last_seq, const char *type, const struct doc *dm,
                     const struct doc *party)
{
	news_commit(rq, (struct announcement){.campaign_id = rq->ids[0],
	                                      .seq = last_seq + 1,
	                                      .type = {type, type},
	                                      .patch = {dm, party}});
}

static int64_t last_seq(const struct request *rq)
{
	return db_int(db_result(rq->db, RESULT_LOCK), 0, 0);
}

/* Runs the change that was queued as number `changed`, and answers with the campaign as it is then. */
static int finish(struct request *rq, size_t changed)
{
	enum db_error error = db_run(rq->db);

	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	return answer_row(rq, 200, db_result(rq->db, changed), 0, 0);
}

/* What is on the table of a campaign and depends on its row; members are not looked at. */
static bool load(struct request *rq, struct table *t)
{
	const struct db_rows *campaign = db_result(rq->db, RESULT_CAMPAIGN);
	const struct db_rows *encounter = db_result(rq->db, RESULT_ENCOUNTER);
	int32_t ruleset =
	    name_index(ruleset_names, db_str(db_result(rq->db, RESULT_LOCK), 0, 1), 0);

	*t = (struct table){.campaign_id = rq->ids[0],
	                    .name = arena_str(rq->arena, db_str(campaign, 0, COLUMN_NAME))};
	if (!table_settings(db_str(campaign, 0, COLUMN_SETTINGS), rq->ids[0], rq->arena,
	                    &t->settings))
		return false;
	if (!db_count(encounter))
		return true;
	t->encounter = table_encounter(encounter, db_result(rq->db, RESULT_COMBATANTS),
	                               (enum ruleset)ruleset, rq->arena);
	return t->encounter != NULL;
}

static const struct doc *table_patch(struct request *rq, const struct table *before,
                                     const struct table *after, enum audience audience)
{
	struct doc *was = doc_root(rq->arena), *is = doc_root(rq->arena);

	view_table(before, audience, was, rq->arena);
	view_table(after, audience, is, rq->arena);
	return doc_patch(rq->arena, was, is);
}

int campaign_patch(struct request *rq)
{
	const struct campaign_patch *body = rq->body;
	const char *id = rq_uuid(rq, rq->ids[0]), *settings = NULL;
	bool name = shape_seen(&campaign_patch_shape, body, "name");
	bool description = shape_seen(&campaign_patch_shape, body, "description");
	struct table before, after;
	int64_t seq;

	queue_lock(rq);
	db_queue(rq->db, &q_table_encounter_live, id);
	db_queue(rq->db, &q_table_combatants_live, id);
	if (run_locked(rq))
		return rq->answer->status;
	if (!load(rq, &before))
		return fail(rq, ERR_INTERNAL);
	after = before;
	if (name)
		after.name = body->name;
	if (shape_seen(&campaign_patch_shape, body, "settings"))
		settings = settings_over(rq, &after.settings, &body->settings);
	if (!name && !description && !settings)
		return answer_row(rq, 200, db_result(rq->db, RESULT_CAMPAIGN), 0, 1);
	seq = last_seq(rq);

	db_queue(rq->db, &q_campaigns_update, id, rq_uuid(rq, rq->user_id),
	         name ? rq_str(rq, body->name) : NULL,
	         description ? rq_str(rq, body->description) : NULL, settings);
	announce(rq, seq, "campaign.updated", table_patch(rq, &before, &after, AUDIENCE_DM),
	         table_patch(rq, &before, &after, AUDIENCE_PARTY));
	return finish(rq, 0);
}

int campaign_delete(struct request *rq)
{
	int64_t seq;

	queue_lock(rq);
	if (run_locked(rq))
		return rq->answer->status;
	seq = last_seq(rq);
	db_queue(rq->db, &q_campaigns_delete, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));
	announce(rq, seq, "campaign.deleted", NULL, NULL);
	return finish(rq, 0);
}

int restore_post(struct request *rq)
{
	enum db_error error = db_query(rq->db, &q_campaigns_restore, rq_uuid(rq, rq->ids[0]),
	                               rq_uuid(rq, rq->user_id));

	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	if (guard(rq, db_result(rq->db, 0), ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	return answer_row(rq, 200, db_result(rq->db, 0), 0, 1);
}

int transfer_post(struct request *rq)
{
	const struct campaign_transfer *body = rq->body;
	const char *id = rq_uuid(rq, rq->ids[0]), *heir = rq_uuid(rq, body->user_id);
	struct table_member before, after;
	const struct db_rows *member;
	int64_t seq;

	queue_lock(rq);
	db_queue(rq->db, &q_campaigns_member, id, rq_uuid(rq, rq->user_id), heir);
	if (run_locked(rq))
		return rq->answer->status;
	member = db_result(rq->db, RESULT_CAMPAIGN + 1);
	if (db_null(member, 0, 1))
		return fail(rq, ERR_MEMBER_NOT_FOUND);
	before = member_of_row(rq, member);
	after = before;
	after.role = MEMBER_DM;
	seq = last_seq(rq);

	db_queue(rq->db, &q_campaigns_set_role, id, heir, campaign_role_names[MEMBER_DM]);
	db_queue(rq->db, &q_campaigns_hand_over, id, rq_uuid(rq, rq->user_id), heir);
	if (before.role == MEMBER_DM)
		announce(rq, seq, "campaign.transferred", NULL, NULL);
	else
		roster_announce(rq, rq->ids[0], seq, "member.role_changed", &before, &after);
	return finish(rq, 1);
}
