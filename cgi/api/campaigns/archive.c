/* A whole campaign out as one document, and in again. */
#include "cgi/api/campaigns/campaigns.h"

#include "cgi/api/cors.h"
#include "cgi/api/fields.h"
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

static void send_piece(void *context, struct str piece)
{
	const struct http_request *const *http = context;

	http_write(*http, piece);
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
	http_write(rq->http, STR("{\"success\":true,\"data\":"));
	error = archive_write(rq->db, rq->ids[0], rq->user_id, rq->arena, send_piece, &rq->http);
	/* The status is long sent: a document without its end is no document. */
	if (error)
		log_line(LOG_ERROR, "export_broken", "campaign=%s error=%d",
		         rq_uuid(rq, rq->ids[0]), (int)error);
	else
		http_write(rq->http,
		           arena_printf(rq->arena,
		                        ",\"meta\":{\"timestamp\":\"%s\",\"version\":\"%s\"}}",
		                        clock_rfc3339(clock_ms(), rq->arena).p, TABARD_VERSION));
	return 200;
}

/* What the database refuses is a document that does not fit together. */
static int refuse(struct request *rq, const char *why)
{
	return fail_field(
	    rq, "", "NOT_ALLOWED",
	    arena_printf(rq->arena, "must be a campaign as it was exported: %s", why));
}

int campaigns_import_post(struct request *rq)
{
	struct uuid campaign;
	const char *why = NULL;
	enum db_error error;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_characters_sign, rq_uuid(rq, rq->user_id), "imported", "{}");
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	error = archive_put(rq->db, rq->body_text, rq->user_id, rq->arena, &campaign, &why,
	                    &rq->problems);
	if (rq->problems.count)
		return fail_problems(rq);
	if (error == DB_REFUSED || error == DB_CONFLICT)
		return refuse(rq, "its rows do not fit together");
	if (why)
		return refuse(rq, arena_printf(rq->arena, "%s name what is not of it", why).p);
	if (!error)
		error = archive_check(rq->db, campaign, rq->user_id, rq->arena, &why);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (why)
		return refuse(rq, why);
	db_queue(rq->db, &q_campaigns_get, rq_uuid(rq, campaign), rq_uuid(rq, rq->user_id));
	db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	if (error == DB_REFUSED)
		return refuse(rq, "it must have its owner among its DMs");
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	answer_location(rq, "campaigns", campaign);
	return answer_row(rq, 201, db_result(rq->db, 0), 0, 1);
}
