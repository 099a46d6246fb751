#include "cgi/api/encounters/encounters.h"

#include "cgi/api/encounters/at.h"
#include "common/table/load.h"
#include "common/table/view.h"
#include "queries.h"

#include "common/base/poison.h"

/* As the table document has it; the validator is the viewer's version, then the hash of the view, which
 * settings change too. */
static int answer_encounter(struct request *rq, const struct table_encounter *e,
                            const struct campaign_settings *settings, enum audience audience)
{
	struct doc *root = doc_root(rq->arena);
	struct buf b = BUF(rq->arena);

	view_encounter(e, settings, audience, e->version[audience], root, rq->arena);
	doc_write(&b, root);
	answer_etag(rq, arena_printf(rq->arena, "%d-%016llx", e->version[audience],
	                             (unsigned long long)str_hash(buf_str(&b))));
	return answer_json(rq, 200, buf_str(&b));
}

int encounter_get(struct request *rq)
{
	const char *id = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);
	const struct db_rows *encounter, *campaign;
	struct campaign_settings settings;
	struct table_encounter *e;
	enum ruleset ruleset;
	enum audience audience;
	enum db_error error;
	bool past;

	db_queue(rq->db, &q_table_snapshot);
	db_queue(rq->db, &q_table_encounter, id, user);
	db_queue(rq->db, &q_table_combatants, id);
	db_queue(rq->db, &q_encounters_campaign, id);
	past = at_queue(rq);
	db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	encounter = db_result(rq->db, 1);
	campaign = db_result(rq->db, 3);
	if (!db_count(encounter) || !db_count(campaign))
		return fail(rq, ERR_ENCOUNTER_NOT_FOUND);
	ruleset = (enum ruleset)name_index(ruleset_names, db_str(campaign, 0, 1), 0);
	audience =
	    str_eq(db_str(encounter, 0, ENCOUNTER_ROLE), STR("dm")) ? AUDIENCE_DM : AUDIENCE_PARTY;
	if (!table_settings(db_str(campaign, 0, 2), db_uuid(campaign, 0, 0), rq->arena, &settings))
		return fail(rq, ERR_INTERNAL);
	e = table_encounter(encounter, db_result(rq->db, 2), ruleset, rq->arena);
	if (!e)
		return fail(rq, ERR_INTERNAL);
	if (past && at_version(rq, db_result(rq->db, 4), audience, e, &settings))
		return rq->answer->status;
	return answer_encounter(rq, e, &settings, audience);
}
