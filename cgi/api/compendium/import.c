/* Whole files of entries into a campaign: all of them or none. */
#include "common/compendium/import.h"

#include "cgi/api/compendium/compendium.h"
#include "cgi/api/fields.h"
#include "common/base/clock.h"
#include "common/table/announce.h"
#include "queries.h"

#include "common/base/poison.h"

struct import_query {
	bool dry_run;
};

static const struct field query_fields[] = {
    FIELD(struct import_query, dry_run, FIELD_BOOL, 0, .doc = "Only read, check and report."),
};
const struct shape import_query_shape = SHAPE("ImportQuery", struct import_query, query_fields);

static const char *const statuses[] = {"good", "refused", "skipped", NULL};
static const struct field problem_fields[] = {
    ROW_STR("field", 300, "A JSON pointer into the entry."),
    ROW_STR("code", 40, "As in details.fields of an error."),
    ROW_STR("message", 1000, "What it must be."),
};
static const struct shape problem_shape = SHAPE_ROW("ImportProblem", problem_fields);
static const struct field problem_item = {.kind = FIELD_OBJECT, .shape = &problem_shape};
static const struct field note_item = {.kind = FIELD_STR, .max = INT32_MAX};
static const struct field entry_fields_of_report[] = {
    ROW_STR("place", INT32_MAX, "Where in the file it is."),
    ROW_ENUM("status", statuses, "refused: the problems say why; skipped: nothing that is kept."),
    ROW("type", FIELD_ENUM, 0, .names = entry_type_names, .doc = "What it is."),
    ROW("slug", FIELD_STR, 0, .max = INT32_MAX, .doc = "By what it will be named."),
    ROW("name", FIELD_STR, 0, .max = INT32_MAX, .doc = "What it is called."),
    ROW("notes", FIELD_LIST, FIELD_REQUIRED, .max = 64, .item = &note_item,
        .doc = "What was repaired, and what could not be read and was kept as it is."),
    ROW("problems", FIELD_LIST, FIELD_REQUIRED, .max = PROBLEMS_MAX, .item = &problem_item,
        .doc = "Why it is refused."),
};
static const struct shape reported_shape = SHAPE_ROW("ImportedEntry", entry_fields_of_report);
static const struct field reported_item = {.kind = FIELD_OBJECT, .shape = &reported_shape};
static const struct field report_fields[] = {
    ROW_STR("format", 40, "open5e, 5e-database, improved-initiative, tabard, or unknown."),
    ROW_BOOL("dry_run", "Whether nothing was to be stored."),
    ROW_INT("imported", 0, IMPORT_ENTRIES_MAX, "How many were stored."),
    ROW_INT("refused", 0, IMPORT_ENTRIES_MAX,
            "How many are refused: with one of them none is stored."),
    ROW_INT("skipped", 0, IMPORT_ENTRIES_MAX, "How many are nothing that is kept."),
    ROW("entries", FIELD_LIST, FIELD_REQUIRED, .max = IMPORT_ENTRIES_MAX, .item = &reported_item,
        .doc = "Each of the file's entries, in its order."),
};
const struct shape import_report_shape = SHAPE_ROW("ImportReport", report_fields);

/* A signal to the DMs' streams: how far it is. It goes over another connection, since what is notified here is
 * heard at the end; when none is free, nothing is said. */
static void tell(const struct request *rq, size_t done, size_t of)
{
	const char *campaign = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);
	struct db *db = db_pool_try(rq->app->pool);

	if (!db)
		return;
	/* Nobody is told when it fails: the answer will say all. */
	(void)db_query(db, &q_table_doorbell, announce_channel(rq->ids[0], rq->arena),
	               arena_printf(rq->arena,
	                            "%s signal dm import.progress %s\n{\"at\":\"%s\",\"by\":\"%s\","
	                            "\"done\":%zu,\"of\":%zu,\"type\":\"import.progress\"}",
	                            campaign, user, clock_rfc3339(clock_ms(), rq->arena).p, user,
	                            done, of)
	                   .p);
	db_pool_give(rq->app->pool, db);
}

/* Everything in one transaction; each chunk finds for itself that the caller is a DM. */
static int store(struct request *rq, const struct import *im)
{
	const char *fields = rq_str(rq, entry_fields_json(rq->arena));
	const char *campaign = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);
	enum db_error error = db_query(rq->db, &q_db_begin);
	size_t from = 0;

	while (!error) {
		struct buf chunk = BUF(rq->arena);

		tell(rq, from, im->count);
		if (!import_chunk(im, &from, &chunk))
			break;
		error = db_query(rq->db, &q_compendium_put, campaign, rq_str(rq, buf_str(&chunk)),
		                 fields, user, "true", NULL);
	}
	if (!error)
		error = db_query(rq->db, &q_db_commit);
	return error ? fail_entries(rq, error) : 0;
}

int import_post(struct request *rq)
{
	const struct import_query *query = rq->query;
	struct import im = {.arena = rq->arena};
	struct buf report = BUF(rq->arena);
	enum db_error error =
	    db_query(rq->db, &q_campaigns_role, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));

	/* Nobody else's file is worth reading. */
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 0), ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	if (!import_read(&im, rq->body_text, &rq->problems))
		return fail_problems(rq);
	if (!query->dry_run && !im.refused && store(rq, &im))
		return rq->answer->status;
	import_report(&im, query->dry_run, &report);
	if (im.refused && !query->dry_run)
		return fail_details(
		    rq, ERR_IMPORT_REFUSED,
		    arena_printf(rq->arena, "{\"report\":%.*s}", STR_ARG(buf_str(&report))));
	return answer_json(rq, 200, buf_str(&report));
}
