#include "cgi/api/uploads/uploads.h"

#include <unistd.h>

#include "cgi/api/fields.h"
#include "cgi/api/pictures.h"
#include "cgi/api/store.h"
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

/* The row, when the files are there. */
static int record(struct request *rq, const struct picture *p)
{
	const struct upload_create_query *query = rq->query;
	enum db_error error;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_uploads_lock, rq_uuid(rq, rq->ids[0]));
	picture_queue(rq, p, query->name);
	db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	if (picture_refused(rq, db_result(rq->db, 2)))
		return rq->answer->status;
	answer_location(rq, "uploads", p->id);
	return answer_row(rq, 201, db_result(rq->db, 2), 0, 1);
}

int uploads_post(struct request *rq)
{
	const struct upload_create_query *query = rq->query;
	int format = format_of(http_header(rq->http, "CONTENT_TYPE")), scratch;
	struct picture p;

	if (!is_plain(query->name))
		return fail_field(
		    rq, "name", "NOT_ALLOWED",
		    STR("must be a plain name without slashes or control characters"));
	if (picture_may_send(rq))
		return rq->answer->status;
	if (format < 0)
		return fail(rq, ERR_IMAGE_TYPE);
	scratch = picture_receive(rq);
	if (scratch < 0)
		return rq->answer->status;
	if (!picture_make(rq, scratch, &p)) {
		if (p.made.format != format)
			fail(rq, ERR_IMAGE_TYPE);
		else
			record(rq, &p);
		picture_settle(rq, &p);
	}
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
