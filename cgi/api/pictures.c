#include "cgi/api/pictures.h"

#include <unistd.h>

#include "cgi/api/bodies.h"
#include "queries.h"

#include "common/base/poison.h"

enum { COLUMN_MADE = 1, COLUMN_TAKEN = 10 };

static int over_quota(struct request *rq, int64_t taken)
{
	return fail_details(rq, ERR_UPLOAD_QUOTA,
	                    arena_printf(rq->arena, "{\"limit_bytes\":%lld,\"used_bytes\":%lld}",
	                                 (long long)uploads_quota(rq->app->uploads),
	                                 (long long)taken));
}

int picture_may_send(struct request *rq)
{
	enum db_error error =
	    db_query(rq->db, &q_uploads_allowed, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));
	int64_t taken;

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 0), ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	taken = db_int(db_result(rq->db, 0), 0, 1);
	return taken < uploads_quota(rq->app->uploads) ? 0 : over_quota(rq, taken);
}

static int too_large(struct request *rq, size_t limit, const char *field)
{
	return fail_details(
	    rq, ERR_TOO_LARGE,
	    arena_printf(rq->arena, "{\"limit_bytes\":\"%zu\",\"field\":\"%s\"}", limit, field));
}

int picture_receive(struct request *rq)
{
	db_pool_give(rq->app->pool, rq->db);
	rq->db = NULL;
	return body_receive(rq);
}

int picture_decode(struct request *rq, struct base64 text, size_t limit, const char *field, int out)
{
	unsigned char piece[8192];
	size_t all = 0;
	int n;

	while ((n = base64_next(&text, piece, sizeof piece)) > 0) {
		all += (size_t)n;
		if (all > limit)
			return too_large(rq, limit, field);
		if (write(out, piece, (size_t)n) != n)
			return fail(rq, ERR_UNAVAILABLE);
	}
	return n < 0 ? fail_field(rq, field, "MALFORMED", STR("must be base64")) : 0;
}

static int refused(struct request *rq, enum image_verdict verdict)
{
	static const enum api_error errors[IMAGE_VERDICTS] = {
	    [IMAGE_UNKNOWN] = ERR_IMAGE_TYPE,      [IMAGE_BROKEN] = ERR_IMAGE_UNREADABLE,
	    [IMAGE_TRAILING] = ERR_IMAGE_TRAILING, [IMAGE_TOO_LARGE] = ERR_IMAGE_DIMENSIONS,
	    [IMAGE_FAILED] = ERR_IMAGE_UNREADABLE,
	};

	return verdict == IMAGE_GREW ? too_large(rq, IMAGE_STORED_MAX, "")
	                             : fail(rq, errors[verdict]);
}

int picture_make(struct request *rq, int scratch, struct picture *p)
{
	enum image_verdict verdict;
	bool busy;

	*p = (struct picture){.id = uuid_v7()};
	verdict = uploads_keep(rq->app->uploads, scratch, p->id, &p->made, &p->bytes, &busy);
	if (busy)
		return fail(rq, ERR_UNAVAILABLE);
	if (verdict)
		return refused(rq, verdict);
	rq->db = db_pool_take(rq->app->pool);
	if (rq->db)
		return 0;
	uploads_remove(rq->app->uploads, p->id);
	return fail(rq, ERR_UNAVAILABLE);
}

void picture_queue(struct request *rq, const struct picture *p, struct str name)
{
	db_queue(rq->db, &q_uploads_create, rq_uuid(rq, p->id), rq_uuid(rq, rq->ids[0]),
	         rq_uuid(rq, rq->user_id), rq_str(rq, name), image_media_types[p->made.format],
	         rq_int(rq, p->bytes), rq_int(rq, p->made.width), rq_int(rq, p->made.height),
	         least_role(rq), rq_int(rq, uploads_quota(rq->app->uploads)));
}

int picture_refused(struct request *rq, const struct db_rows *row)
{
	if (guard(rq, row, ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	return db_null(row, 0, COLUMN_MADE) ? over_quota(rq, db_int(row, 0, COLUMN_TAKEN)) : 0;
}

/* When the commit's answer got lost the row may stand: its files stay, and the sweep decides. */
void picture_settle(struct request *rq, const struct picture *p)
{
	if (rq->answer->status != 201 && rq->answer->status != 503)
		uploads_remove(rq->app->uploads, p->id);
}
