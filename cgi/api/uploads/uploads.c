#include "cgi/api/uploads/uploads.h"

#include <unistd.h>

#include "cgi/api/fields.h"
#include "cgi/api/uploads/store.h"
#include "queries.h"

#include "common/base/poison.h"

enum { NAME_MAX_POINTS = 120 };

struct upload_create_query {
	struct str name;
};

static const struct field create_query_fields[] = {
    FIELD(struct upload_create_query, name, FIELD_STR, 0, .max = NAME_MAX_POINTS,
          .doc = "What to call it, such as the file's name; no slashes."),
};
const struct shape upload_create_query_shape =
    SHAPE("UploadCreateQuery", struct upload_create_query, create_query_fields);

enum upload_size { SIZE_FULL, SIZE_THUMB };
static const char *const size_names[] = {"full", "thumb", NULL};

struct upload_get_query {
	int32_t size;
};

static const struct field get_query_fields[] = {
    FIELD(struct upload_get_query, size, FIELD_ENUM, 0, .names = size_names,
          .doc = "full, or thumb for a WebP of at most 256 pixels a side."),
};
const struct shape upload_get_query_shape =
    SHAPE("UploadGetQuery", struct upload_get_query, get_query_fields);

static const struct field upload_fields[] = {
    ROW_ID("id", "The picture: GET /uploads/{id} gives it."),
    ROW_ID("campaign_id", "The campaign it belongs to."),
    ROW_ID("owner_id", "Who sent it."),
    ROW_STR("name", NAME_MAX_POINTS, "What they called it."),
    ROW_ENUM("media_type", image_media_types, "What it is."),
    ROW_INT("bytes", 1, IMAGE_STORED_MAX, "Its size as it is served."),
    ROW_INT("width", 1, IMAGE_SIDE_MAX, "In pixels, upright."),
    ROW_INT("height", 1, IMAGE_SIDE_MAX, "In pixels, upright."),
    ROW_TIME("created_at", "When it was sent."),
};
const struct shape upload_shape = SHAPE_ROW("Upload", upload_fields);
enum { COLUMN_MADE = 1, COLUMN_TAKEN = 10 };

int uploads_get(struct request *rq)
{
	return answer_guarded_list(rq, &q_uploads_list, ERR_CAMPAIGN_NOT_FOUND);
}

/* A name is for people to read, and stays so if somebody saves the picture under it. */
static bool is_plain(struct str name)
{
	for (size_t i = 0; i < name.n; i++)
		if ((unsigned char)name.p[i] < 0x20 || name.p[i] == 0x7f || name.p[i] == '/' ||
		    name.p[i] == '\\')
			return false;
	return !str_eq(name, STR(".")) && !str_eq(name, STR(".."));
}

static int format_of(struct str type)
{
	type = str_trim(str_cut(&type, ';'));
	for (int i = 0; i < IMAGE_FORMATS; i++) {
		struct str name = str_of(image_media_types[i]);

		if (type.n == name.n && strncasecmp(type.p, name.p, name.n) == 0)
			return i;
	}
	return -1;
}

static int over_quota(struct request *rq, int64_t taken)
{
	return fail_details(rq, ERR_UPLOAD_QUOTA,
	                    arena_printf(rq->arena, "{\"limit_bytes\":%lld,\"used_bytes\":%lld}",
	                                 (long long)uploads_quota(rq->app->uploads),
	                                 (long long)taken));
}

/* 0 when the caller may send something and there is room for it. */
static int may_send(struct request *rq)
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

static int too_large(struct request *rq, size_t limit)
{
	return fail_with(rq, ERR_TOO_LARGE, "limit_bytes", arena_printf(rq->arena, "%zu", limit));
}

static int receive(struct request *rq, int scratch)
{
	switch (http_save_body(rq->http, rq->route->body_max, scratch)) {
	case HTTP_BODY_TOO_LARGE:
		return too_large(rq, rq->route->body_max);
	case HTTP_BODY_CUT:
		return fail_field(rq, "", "MALFORMED", STR("the body ended too early"));
	case HTTP_BODY_NO_ROOM:
		return fail(rq, ERR_UNAVAILABLE);
	case HTTP_BODY_READ:
		break;
	}
	return 0;
}

static int refused(struct request *rq, enum image_verdict verdict)
{
	static const enum api_error errors[IMAGE_VERDICTS] = {
	    [IMAGE_UNKNOWN] = ERR_IMAGE_TYPE,      [IMAGE_BROKEN] = ERR_IMAGE_UNREADABLE,
	    [IMAGE_TRAILING] = ERR_IMAGE_TRAILING, [IMAGE_TOO_LARGE] = ERR_IMAGE_DIMENSIONS,
	    [IMAGE_FAILED] = ERR_IMAGE_UNREADABLE,
	};

	return verdict == IMAGE_GREW ? too_large(rq, IMAGE_STORED_MAX) : fail(rq, errors[verdict]);
}

/* The row, when the files are there. */
static int record(struct request *rq, struct uuid id, const struct image_report *made,
                  int64_t bytes)
{
	const struct upload_create_query *query = rq->query;
	const struct db_rows *rows;
	enum db_error error;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_uploads_lock, rq_uuid(rq, rq->ids[0]));
	db_queue(rq->db, &q_uploads_create, rq_uuid(rq, id), rq_uuid(rq, rq->ids[0]),
	         rq_uuid(rq, rq->user_id), rq_str(rq, query->name), image_media_types[made->format],
	         rq_int(rq, bytes), rq_int(rq, made->width), rq_int(rq, made->height),
	         least_role(rq), rq_int(rq, uploads_quota(rq->app->uploads)));
	db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	rows = db_result(rq->db, 2);
	if (guard(rq, rows, ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	if (db_null(rows, 0, COLUMN_MADE))
		return over_quota(rq, db_int(rows, 0, COLUMN_TAKEN));
	answer_location(rq, "uploads", id);
	return answer_row(rq, 201, rows, 0, 1);
}

/* Files first, then the row. When the commit's answer got lost the row may stand: its files stay, and the
 * sweep decides. */
static int keep(struct request *rq, int scratch, int format)
{
	struct uuid id = uuid_v7();
	struct image_report made;
	int64_t bytes = 0;
	bool busy;
	enum image_verdict verdict =
	    uploads_keep(rq->app->uploads, scratch, id, &made, &bytes, &busy);

	if (busy)
		return fail(rq, ERR_UNAVAILABLE);
	if (verdict)
		return refused(rq, verdict);
	if (made.format != format)
		fail(rq, ERR_IMAGE_TYPE);
	else if (!(rq->db = db_pool_take(rq->app->pool)))
		fail(rq, ERR_UNAVAILABLE);
	else if (record(rq, id, &made, bytes) == 503)
		return rq->answer->status;
	if (rq->answer->status != 201)
		uploads_remove(rq->app->uploads, id);
	return rq->answer->status;
}

int uploads_post(struct request *rq)
{
	const struct upload_create_query *query = rq->query;
	int format = format_of(http_header(rq->http, "CONTENT_TYPE")), scratch;

	if (!is_plain(query->name))
		return fail_field(
		    rq, "name", "NOT_ALLOWED",
		    STR("must be a plain name without slashes or control characters"));
	if (may_send(rq))
		return rq->answer->status;
	if (format < 0)
		return fail(rq, ERR_IMAGE_TYPE);
	/* Receiving and decoding take their time; the connection is for others meanwhile. */
	db_pool_give(rq->app->pool, rq->db);
	rq->db = NULL;
	scratch = uploads_scratch(rq->app->uploads);
	if (scratch < 0)
		return fail(rq, ERR_UNAVAILABLE);
	if (!receive(rq, scratch))
		keep(rq, scratch, format);
	close(scratch);
	return rq->answer->status;
}

int upload_get(struct request *rq)
{
	const struct upload_get_query *query = rq->query;
	bool thumb = query->size == SIZE_THUMB;
	enum db_error error =
	    db_query(rq->db, &q_uploads_get, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));
	const struct db_rows *rows;
	struct str type;

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, 0);
	if (guard(rq, rows, ERR_UPLOAD_NOT_FOUND))
		return rq->answer->status;
	type = thumb ? str_of(image_media_types[IMAGE_WEBP])
	             : arena_str(rq->arena, db_str(rows, 0, 1));
	/* nginx adds the rest: length, ETag, ranges, 304. */
	http_add_header(rq->answer, arena_printf(rq->arena, "Content-Type: %.*s", STR_ARG(type)));
	http_add_header(rq->answer, STR("Cache-Control: private, no-cache"));
	http_add_header(rq->answer,
	                arena_printf(rq->arena, "X-Accel-Redirect: /internal/uploads/%s%s",
	                             rq_uuid(rq, rq->ids[0]), thumb ? ".thumb" : ""));
	return rq->answer->status = 200;
}

int upload_delete(struct request *rq)
{
	enum db_error error =
	    db_query(rq->db, &q_uploads_delete, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 0), ERR_UPLOAD_NOT_FOUND))
		return rq->answer->status;
	uploads_remove(rq->app->uploads, rq->ids[0]);
	return answer_row(rq, 200, db_result(rq->db, 0), 0, 1);
}
