#include "cgi/api/encounters/reading.h"

#include "common/table/load.h"
#include "queries.h"

#include "common/base/poison.h"

enum { RESULT_ENCOUNTER = 1, RESULT_COMBATANTS, RESULT_CAMPAIGN, RESULTS };

size_t reading_queue(struct request *rq)
{
	const char *id = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);

	db_queue(rq->db, &q_table_snapshot);
	db_queue(rq->db, &q_table_encounter, id, user);
	db_queue(rq->db, &q_table_combatants, id);
	db_queue(rq->db, &q_encounters_campaign, id);
	return RESULTS;
}

int reading_run(struct request *rq, struct reading *r)
{
	const struct db_rows *encounter, *campaign;
	enum ruleset ruleset;
	enum db_error error;
	struct str role;

	db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	if (error == DB_REFUSED) /* the only text that the database is left to read */
		return fail_field(rq, "cursor", "NOT_ALLOWED", STR("must be one that a list gave"));
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	encounter = db_result(rq->db, RESULT_ENCOUNTER);
	campaign = db_result(rq->db, RESULT_CAMPAIGN);
	if (!db_count(encounter) || !db_count(campaign))
		return fail(rq, ERR_ENCOUNTER_NOT_FOUND);
	role = db_str(encounter, 0, ENCOUNTER_ROLE);
	if (!role_suffices(rq, role))
		return fail(rq, ERR_FORBIDDEN);
	r->audience =
	    table_audience((enum campaign_role)name_index(campaign_role_names, role, MEMBER_NONE));
	ruleset = (enum ruleset)name_index(ruleset_names, db_str(campaign, 0, 1), 0);
	if (!table_settings(db_str(campaign, 0, 2), db_uuid(campaign, 0, 0), rq->arena,
	                    &r->settings))
		return fail(rq, ERR_INTERNAL);
	r->e = table_encounter(encounter, db_result(rq->db, RESULT_COMBATANTS), ruleset, rq->arena);
	return r->e ? 0 : fail(rq, ERR_INTERNAL);
}
