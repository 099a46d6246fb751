/* A whole campaign out as one document, and in again. */
#include "cgi/api/campaigns/campaigns.h"

#include "cgi/api/campaigns/pictures.h"
#include "cgi/api/cors.h"
#include "cgi/api/fields.h"
#include "cgi/api/idempotency.h"
#include "common/archive/archive.h"
#include "common/base/clock.h"
#include "common/base/log.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field export_fields[] = {
    ROW_STR("format", 40, "tabard-campaign."),
};
const struct shape campaign_export_shape = {
    .name = "CampaignExport",
    .open = true,
    .seen = SHAPE_NO_SEEN,
    .fields = export_fields,
    .count = sizeof export_fields / sizeof *export_fields,
};

enum with_pictures { PICTURES_TOO, PICTURES_NOT };
static const char *const with_names[] = {"true", "false", NULL};

struct export_query {
	int32_t pictures;
};
static const struct field export_query_fields[] = {
    FIELD(struct export_query, pictures, FIELD_ENUM, 0, .names = with_names,
          .doc = "false leaves out the bytes of the pictures, which an import has none of then."),
};
const struct shape campaign_export_query_shape =
    SHAPE("CampaignExportQuery", struct export_query, export_query_fields);

static void send_text(void *context, struct str piece)
{
	struct request *const *rq = context;

	http_write((*rq)->http, piece);
}

/* The status is long sent by now: a document without its end is no document. */
static void send_document(struct request *rq)
{
	const struct export_query *query = rq->query;
	struct archive_kept pictures = {.lines = BUF(rq->arena)};
	enum db_error error;

	http_write(rq->http, STR("{\"success\":true,\"data\":"));
	error =
	    archive_write(rq->db, rq->ids[0], rq->user_id, rq->arena, send_text, &rq, &pictures);
	if (error) {
		log_line(LOG_ERROR, "export_broken", "campaign=%s error=%d",
		         rq_uuid(rq, rq->ids[0]), (int)error);
		return;
	}
	/* Pictures may take minutes, and the database waits for nobody that long. */
	db_pool_give(rq->app->pool, rq->db);
	rq->db = NULL;
	archive_write_pictures(&pictures, send_text,
	                       query->pictures == PICTURES_TOO ? pictures_send : NULL, &rq);
	http_write(rq->http,
	           arena_printf(rq->arena, ",\"meta\":{\"timestamp\":\"%s\",\"version\":\"%s\"}}",
	                        clock_rfc3339(clock_ms(), rq->arena).p, TABARD_VERSION));
}

int campaign_export_get(struct request *rq)
{
	enum db_error error;

	db_queue(rq->db, &q_table_snapshot);
	db_queue(rq->db, &q_campaigns_role, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 1), ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	http_add_header(rq->answer, STR("Cache-Control: private, no-store"));
	http_add_header(rq->answer,
	                STR("Content-Disposition: attachment; filename=\"campaign.json\""));
	rq->answer->status = 200;
	cors_finish(rq);
	http_begin(rq->http, rq->answer);
	send_document(rq);
	return 200;
}

/* What the database refuses is a document that does not fit together. */
static int refuse(struct request *rq, const char *why)
{
	return fail_field(
	    rq, "", "NOT_ALLOWED",
	    arena_printf(rq->arena, "must be a campaign as it was exported: %s", why));
}

/* What the database itself does not take is named by its rule. */
static int refuse_section(struct request *rq, const char *section, enum db_error error)
{
	const char *rule = error ? db_constraint(rq->db) : "";
	const char *what = !error  ? "name what is not of it"
	                   : *rule ? "do not fit a rule of the database, "
	                           : "have a value that is none of its column's, or one twice";

	return fail_field(rq, arena_printf(rq->arena, "/%s", section).p, "NOT_ALLOWED",
	                  arena_printf(rq->arena,
	                               "must be rows of a campaign as it was exported: they %s%s",
	                               what, rule));
}

/* All of its rows, or none. */
static int put(struct request *rq, const struct archive *archive)
{
	const char *why = NULL;
	enum db_error error;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_characters_sign, rq_uuid(rq, rq->user_id), "imported", "{}");
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	error = archive_put(rq->db, archive, rq->arena, &why, &rq->problems);
	if (rq->problems.count)
		return fail_problems(rq);
	if (why)
		return refuse_section(rq, why, error);
	if (!error)
		error = archive_check(rq->db, archive, rq->arena, &why);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (why)
		return refuse(rq, why);
	db_queue(rq->db, &q_campaigns_get, rq_uuid(rq, archive->campaign),
	         rq_uuid(rq, rq->user_id));
	db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	if (error == DB_REFUSED)
		return refuse(rq, "it must have its owner among its DMs");
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	answer_location(rq, "campaigns", archive->campaign);
	return answer_row(rq, 201, db_result(rq->db, 0), 0, 1);
}

/* Whether the key's first answer is this one's, before anything is done for it. */
static int seen_before(struct request *rq)
{
	enum db_error error;

	if (!has_key(rq))
		return 0;
	key_queue(rq);
	error = db_run(rq->db);
	return error ? fail_db(rq, error, ERR_INTERNAL) : key_replay(rq, db_result(rq->db, 0));
}

int campaigns_import_post(struct request *rq)
{
	struct pictures pictures;
	struct archive archive;
	bool rows = false;

	if (seen_before(rq))
		return rq->answer->status;
	db_pool_give(rq->app->pool, rq->db);
	rq->db = NULL;
	if (!archive_read(rq->body_text, rq->user_id, rq->arena, &archive, &rq->problems))
		return fail_problems(rq);
	if (pictures_bring(rq, &archive, &pictures))
		return rq->answer->status;
	rq->db = db_pool_take(rq->app->pool);
	if (!rq->db) {
		fail(rq, ERR_UNAVAILABLE);
	} else if (!has_key(rq) || !key_hold(rq)) {
		put(rq, &archive);
		/* When the commit's answer got lost the rows may stand: the sweep decides. */
		rows = rq->answer->status == 201 || rq->answer->status == 503;
	}
	pictures_settle(rq, &pictures, rows);
	return rq->answer->status;
}
