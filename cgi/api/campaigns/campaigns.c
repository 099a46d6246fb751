#include "cgi/api/campaigns/campaigns.h"

#include "cgi/api/fields.h"
#include "common/table/settings.h"
#include "queries.h"

#include "common/base/poison.h"

struct campaign_create {
	struct str name, description;
	int32_t ruleset;
	struct campaign_settings settings;
};

static const struct field create_fields[] = {
    FIELD(struct campaign_create, name, FIELD_STR, FIELD_REQUIRED, .min = 1, .max = 120,
          .doc = "What the campaign is called."),
    FIELD(struct campaign_create, description, FIELD_STR, 0, .max = 10000,
          .doc = "For the people in it."),
    FIELD(struct campaign_create, ruleset, FIELD_ENUM, 0, .names = ruleset_choice,
          .doc =
              "Which edition of the rules it plays by; 2014 when not given. It cannot be changed."),
    FIELD(struct campaign_create, settings, FIELD_OBJECT, 0, .shape = &campaign_settings_shape,
          .doc = "Those that differ from the defaults."),
};
const struct shape campaign_create_shape =
    SHAPE("CampaignCreate", struct campaign_create, create_fields);

static const struct field campaign_fields[] = {
    ROW_ID("id", "The campaign."),
    ROW_STR("name", 120, "What it is called."),
    ROW_STR("description", 10000, "For the people in it."),
    ROW_ENUM("ruleset", ruleset_choice, "Which edition of the rules it plays by."),
    ROW_ID("owner_id", "The user who owns it."),
    ROW_ENUM("role", member_role_names, "The caller's role in it."),
    ROW_OBJECT("settings", &campaign_settings_shape, "How its table works."),
    ROW_TIME("created_at", "When it was made."),
    ROW("deleted_at", FIELD_TIME, 0,
        .doc = "When it was deleted, if it was; its owner can restore it for 30 days."),
};
const struct shape campaign_shape = SHAPE_ROW("Campaign", campaign_fields);

/* Begins as a struct list_query. */
struct campaigns_query {
	int32_t limit;
	struct str cursor;
	bool deleted;
};

static const struct field query_fields[] = {
    LIST_FIELDS(struct campaigns_query),
    FIELD(struct campaigns_query, deleted, FIELD_BOOL, 0,
          .doc = "The caller's own that are deleted and can still be restored, instead of those "
                 "that are there."),
};
const struct shape campaigns_query_shape =
    SHAPE("CampaignsQuery", struct campaigns_query, query_fields);

/* All settings are stored, so that a changed default does not change a campaign behind its back. */
const char *settings_over(struct request *rq, struct campaign_settings *all,
                          const struct campaign_settings *given)
{
	struct buf b = BUF(rq->arena);

	for (size_t i = 0; i < campaign_settings_shape.count; i++) {
		const struct field *f = &campaign_settings_shape.fields[i];
		size_t size = f->kind == FIELD_BOOL ? sizeof(bool) : sizeof(int32_t);

		if (given->seen.present >> i & 1)
			memcpy((char *)all + f->offset, (const char *)given + f->offset, size);
	}
	json_encode(&b, &campaign_settings_shape, all);
	return rq_str(rq, buf_str(&b));
}

int campaigns_get(struct request *rq)
{
	const struct campaigns_query *query = rq->query;

	return answer_filtered_list(rq, &q_campaigns_list, arg_bool(query->deleted));
}

int campaigns_post(struct request *rq)
{
	const struct campaign_create *body = rq->body;
	struct campaign_settings settings = campaign_settings_default;
	struct uuid id = uuid_v7();
	enum db_error error =
	    db_query(rq->db, &q_campaigns_create, rq_uuid(rq, id), rq_str(rq, body->name),
	             rq_str(rq, body->description), ruleset_choice[body->ruleset],
	             settings_over(rq, &settings, &body->settings), rq_uuid(rq, rq->user_id));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	answer_location(rq, "campaigns", id);
	return answer_row(rq, 201, db_result(rq->db, 0), 0, 0);
}

int campaign_get(struct request *rq)
{
	enum db_error error =
	    db_query(rq->db, &q_campaigns_get, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 0), ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	return answer_row(rq, 200, db_result(rq->db, 0), 0, 1);
}
