#include "cgi/api/campaigns/campaigns.h"

#include "cgi/api/fields.h"
#include "cgi/api/news.h"
#include "common/rules/encounter.h"
#include "queries.h"

#include "common/base/poison.h"

struct encounter_create {
	struct str name, notes;
};

struct encounters_query {
	int32_t limit;
	struct str cursor;
	int32_t status;
};

static const char *const status_choice[] = {"any", "draft", "active", "paused", "completed", NULL};

static const struct field query_fields[] = {
    LIST_FIELDS(struct encounters_query),
    FIELD(struct encounters_query, status, FIELD_ENUM, 0, .names = status_choice,
          .doc = "Only those that stand so; any when not given."),
};
const struct shape encounters_query_shape =
    SHAPE("EncountersQuery", struct encounters_query, query_fields);

static const struct field create_fields[] = {
    FIELD(struct encounter_create, name, FIELD_STR, FIELD_REQUIRED, .min = 1, .max = 120,
          .doc = "What it is called."),
    FIELD(struct encounter_create, notes, FIELD_STR, 0, .max = 20000, .doc = "For DMs only."),
};
const struct shape encounter_create_shape =
    SHAPE("EncounterCreate", struct encounter_create, create_fields);

static const struct field row_fields[] = {
    ROW_ID("id", "The encounter."),
    ROW_STR("name", 120, "What it is called."),
    ROW_ENUM("status", encounter_status_names, "Where it stands."),
    ROW_INT("version", 0, INT32_MAX, "How many changes the caller could see."),
    ROW_TIME("created_at", "When it was made."),
};
const struct shape encounter_row_shape = SHAPE_ROW("EncounterSummary", row_fields);

int encounters_get(struct request *rq)
{
	const struct encounters_query *query = rq->query;

	return answer_guarded_filtered_list(rq, &q_campaigns_encounters, ERR_CAMPAIGN_NOT_FOUND,
	                                    query->status ? status_choice[query->status] : NULL);
}

int encounters_post(struct request *rq)
{
	const struct encounter_create *body = rq->body;
	struct uuid id = uuid_v7();
	enum db_error error;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_campaigns_encounter, rq_uuid(rq, id), rq_uuid(rq, rq->ids[0]),
	         rq_str(rq, body->name), rq_str(rq, body->notes), rq_uuid(rq, rq->user_id),
	         least_role(rq));
	encounter_made(rq, id);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 1), ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	answer_location(rq, "encounters", id);
	return answer_row(rq, 201, db_result(rq->db, 1), 0, 1);
}
