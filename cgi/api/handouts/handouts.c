#include "cgi/api/handouts/handouts.h"

#include "cgi/api/fields.h"
#include "cgi/api/handouts/news.h"
#include "queries.h"

#include "common/base/poison.h"

enum { TITLE_MAX = 200, TEXT_MAX = 50000, READERS_MAX = 50, IMAGES_MAX = 20 };

static const char *const visibility_names[] = {"dm", "party", "named", NULL};

struct handout_write {
	struct str title, text;
	int32_t visibility;
	struct list readers, images;
	struct fields_seen seen;
};

static const struct field id_item = {.kind = FIELD_UUID};

#define WRITE_FIELDS(title_flags)                                                                  \
	FIELD(struct handout_write, title, FIELD_STR, (title_flags), .min = 1, .max = TITLE_MAX,   \
	      .doc = "What it is called."),                                                        \
	    FIELD(struct handout_write, text, FIELD_STR, 0, .max = TEXT_MAX,                       \
	          .doc = "Markdown, kept as it is: show it with scripts and HTML switched off."),  \
	    FIELD(struct handout_write, visibility, FIELD_ENUM, 0, .names = visibility_names,      \
	          .doc = "Who sees it besides DMs and the author: dm nobody, party every member, " \
	                 "named the readers. dm when not given."),                                 \
	    FIELD(struct handout_write, readers, FIELD_LIST, 0, .max = READERS_MAX,                \
	          .item = &id_item, .item_size = sizeof(struct uuid),                              \
	          .doc = "The user ids of those who see it, with visibility named."),              \
	    FIELD(struct handout_write, images, FIELD_LIST, 0, .max = IMAGES_MAX,                  \
	          .item = &id_item, .item_size = sizeof(struct uuid),                              \
	          .doc = "Uploads of this campaign, in order.")

static const struct field create_fields[] = {WRITE_FIELDS(FIELD_REQUIRED)};
const struct shape handout_create_shape =
    SHAPE_SEEN("HandoutCreate", struct handout_write, create_fields);
static const struct field patch_fields[] = {WRITE_FIELDS(0)};
const struct shape handout_patch_shape =
    SHAPE_SEEN("HandoutPatch", struct handout_write, patch_fields);

#define ROW_IDS(name_, flags_, max_, doc_)                                                         \
	ROW(name_, FIELD_LIST, flags_, .max = (max_), .item = &id_item,                            \
	    .item_size = sizeof(struct uuid), .doc = (doc_))
#define HEAD_FIELDS                                                                                \
	ROW_ID("id", "The hand-out."), ROW_ID("campaign_id", "Its campaign."),                     \
	    ROW_ID("author_id", "Who wrote it."),                                                  \
	    ROW_STR("title", TITLE_MAX, "What it is called.")
#define TAIL_FIELDS                                                                                \
	ROW_INT("version", 1, INT32_MAX, "Raised by every change; what If-Match compares."),       \
	    ROW_TIME("created_at", "When it was written."),                                        \
	    ROW_TIME("updated_at", "When it last changed.")

static const struct field handout_fields[] = {
    HEAD_FIELDS,
    ROW_STR("text", TEXT_MAX, "Markdown."),
    ROW_ENUM("visibility", visibility_names, "Who sees it besides DMs and the author."),
    ROW_IDS("readers", 0, READERS_MAX, "Who the named are; for DMs and the author only."),
    ROW_IDS("images", FIELD_REQUIRED, IMAGES_MAX, "Uploads, in order."),
    TAIL_FIELDS,
};
const struct shape handout_shape = SHAPE_ROW("Handout", handout_fields);
static const struct field summary_fields[] = {
    HEAD_FIELDS,
    ROW_ENUM("visibility", visibility_names, "Who sees it besides DMs and the author."),
    ROW_IDS("images", FIELD_REQUIRED, IMAGES_MAX, "Uploads, in order."),
    TAIL_FIELDS,
};
const struct shape handout_summary_shape = SHAPE_ROW("HandoutSummary", summary_fields);

/* Of check.sql the first ones. People are those who see it and are no DMs: its author and readers, with the readers that
 * are asked for; its author alone; as it is now. */
enum {
	COLUMN_READERS_KNOWN = 1,
	COLUMN_IMAGES_KNOWN,
	COLUMN_ASKED,
	COLUMN_AUTHOR,
	COLUMN_PEOPLE,
	COLUMN_CAMPAIGN,
	COLUMN_VERSION,
	COLUMN_SEEN
};
enum { ROW_VERSION = 8, GET_VERSION = 1 + ROW_VERSION };

/* PostgreSQL's way to write an array; NULL when the body did not have it. */
static const char *ids_or_null(struct request *rq, const char *field, const struct list *ids)
{
	if (!rq->body || !shape_seen(rq->route->body, rq->body, field))
		return NULL;
	return arg_uuids(rq->arena, ids->items, ids->count);
}

static bool is_party(struct str visibility)
{
	return str_eq(visibility, STR("party"));
}

/* An array of ids out of a row. */
static struct list ids_of(struct request *rq, const struct db_rows *rows, int column)
{
	size_t count = db_uuids(rows, 0, column, NULL, 0);
	struct uuid *ids = ARENA_ARRAY(rq->arena, struct uuid, count + 1);

	db_uuids(rows, 0, column, ids, count);
	return (struct list){ids, count};
}

static int answer_handout(struct request *rq, int status, const struct db_rows *rows, int first)
{
	answer_etag(rq, db_str(rows, 0, first + ROW_VERSION));
	return answer_row(rq, status, rows, 0, first);
}

/* What the database says of readers and images, and that only named ones have readers. */
static int check(struct request *rq, const struct db_rows *rows, struct str visibility)
{
	const struct handout_write *body = rq->body;

	if (!str_eq(visibility, STR("named")) && body->readers.count)
		return fail_field(rq, "/readers", "NOT_ALLOWED",
		                  STR("goes with visibility named only"));
	if (!db_bool(rows, 0, COLUMN_READERS_KNOWN))
		return fail_field(rq, "/readers", "NOT_ALLOWED",
		                  STR("must be members of the campaign"));
	if (!db_bool(rows, 0, COLUMN_IMAGES_KNOWN))
		return fail_field(rq, "/images", "NOT_ALLOWED",
		                  STR("must be uploads of the campaign"));
	return 0;
}

static int written(struct request *rq, int status)
{
	enum db_error error = db_run(rq->db);

	if (error == DB_REFUSED &&
	    str_eq(str_of(db_constraint(rq->db)), STR("handouts_readers_of_named")))
		return fail_field(rq, "/readers", "REQUIRED",
		                  STR("must name somebody with visibility named"));
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	return answer_handout(rq, status, db_result(rq->db, 0), 0);
}

int handouts_get(struct request *rq)
{
	return answer_guarded_list(rq, &q_handouts_list, ERR_CAMPAIGN_NOT_FOUND);
}

int handout_get(struct request *rq)
{
	enum db_error error =
	    db_query(rq->db, &q_handouts_get, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 0), ERR_HANDOUT_NOT_FOUND))
		return rq->answer->status;
	return answer_handout(rq, 200, db_result(rq->db, 0), 1);
}

int handouts_post(struct request *rq)
{
	const struct handout_write *body = rq->body;
	struct str visibility = str_of(visibility_names[body->visibility]);
	const char *readers = ids_or_null(rq, "readers", &body->readers);
	const char *images = ids_or_null(rq, "images", &body->images);
	const char *campaign = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);
	struct uuid id = uuid_v7();
	const struct handout_seen nobody = {false, {NULL, 0}};
	struct handout_seen after;
	enum db_error error;
	int64_t last_seq;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_handouts_lock, campaign);
	db_queue(rq->db, &q_handouts_check, campaign, user, readers, images);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 2), ERR_CAMPAIGN_NOT_FOUND) ||
	    check(rq, db_result(rq->db, 2), visibility))
		return rq->answer->status;
	last_seq = db_int(db_result(rq->db, 1), 0, 0);
	after = (struct handout_seen){is_party(visibility),
	                              ids_of(rq, db_result(rq->db, 2), COLUMN_ASKED)};
	db_queue(rq->db, &q_handouts_create, rq_uuid(rq, id), campaign, user,
	         rq_str(rq, body->title), rq_str(rq, body->text), visibility.p,
	         readers ? readers : "{}", images ? images : "{}");
	handout_announce(rq, rq->ids[0], last_seq, id, "handout.created", &nobody, &after);
	answer_location(rq, "handouts", id);
	return written(rq, 201);
}

/* The first round trip of a change: 0 with `rows` what it is, or the answer's status. */
static int open_handout(struct request *rq, const char *readers, const char *images,
                        int64_t *last_seq, struct handout_seen *seen, const struct db_rows **rows)
{
	const char *id = rq_uuid(rq, rq->ids[0]);
	enum db_error error;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_handouts_lock_of, id);
	db_queue(rq->db, &q_handouts_current, id, rq_uuid(rq, rq->user_id), readers, images);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	*rows = db_result(rq->db, 2);
	if (guard(rq, *rows, ERR_HANDOUT_NOT_FOUND))
		return rq->answer->status;
	if (if_match_fails(rq, db_str(*rows, 0, COLUMN_VERSION)))
		return fail_with(rq, ERR_VERSION_MISMATCH, "version",
		                 arena_str(rq->arena, db_str(*rows, 0, COLUMN_VERSION)));
	*last_seq = db_int(db_result(rq->db, 1), 0, 0);
	*seen = (struct handout_seen){is_party(db_str(*rows, 0, COLUMN_SEEN)),
	                              ids_of(rq, *rows, COLUMN_PEOPLE)};
	return 0;
}

int handout_patch(struct request *rq)
{
	const struct handout_write *body = rq->body;
	const char *readers = ids_or_null(rq, "readers", &body->readers);
	const char *images = ids_or_null(rq, "images", &body->images);
	bool text_given = shape_seen(&handout_patch_shape, body, "text");
	const struct db_rows *rows = NULL;
	struct handout_seen before, after;
	struct uuid campaign;
	struct str visibility;
	int64_t last_seq = 0;
	bool named;

	if (open_handout(rq, readers, images, &last_seq, &before, &rows))
		return rq->answer->status;
	campaign = db_uuid(rows, 0, COLUMN_CAMPAIGN);
	visibility = shape_seen(&handout_patch_shape, body, "visibility")
	                 ? str_of(visibility_names[body->visibility])
	                 : arena_str(rq->arena, db_str(rows, 0, COLUMN_SEEN));
	if (check(rq, rows, visibility))
		return rq->answer->status;
	named = str_eq(visibility, STR("named"));
	after.party = is_party(visibility);
	after.people = !named    ? ids_of(rq, rows, COLUMN_AUTHOR)
	               : readers ? ids_of(rq, rows, COLUMN_ASKED)
	                         : before.people;
	db_queue(rq->db, &q_handouts_update, rq_uuid(rq, rq->ids[0]),
	         body->title.n ? rq_str(rq, body->title) : NULL,
	         text_given ? rq_str(rq, body->text) : NULL, rq_str(rq, visibility), readers,
	         images);
	handout_announce(rq, campaign, last_seq, rq->ids[0], "handout.changed", &before, &after);
	return written(rq, 200);
}

int handout_delete(struct request *rq)
{
	const struct handout_seen nobody = {false, {NULL, 0}};
	const struct db_rows *rows = NULL;
	struct handout_seen before;
	int64_t last_seq = 0;

	if (open_handout(rq, NULL, NULL, &last_seq, &before, &rows))
		return rq->answer->status;
	db_queue(rq->db, &q_handouts_delete, rq_uuid(rq, rq->ids[0]));
	handout_announce(rq, db_uuid(rows, 0, COLUMN_CAMPAIGN), last_seq, rq->ids[0],
	                 "handout.deleted", &before, &nobody);
	return written(rq, 200);
}
