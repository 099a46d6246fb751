#include "cgi/api/encounters/exchange.h"

#include "cgi/api/encounters/encounters.h"
#include "cgi/api/fields.h"
#include "cgi/api/idempotency.h"
#include "common/table/load.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field move_fields[] = {
    ROW_ID("id", "The move, as the log and the event name it."),
    ROW_STR("type", 40, "Its type."),
    ROW_ID("by", "Who made it."),
    ROW_TIME("at", "When."),
};
static const struct shape move_shape = SHAPE_ROW("Move", move_fields);

static const struct field result_item = {.kind = FIELD_OBJECT, .shape = &consequence_shape};
static const struct field different_item = {.kind = FIELD_OBJECT, .shape = &difference_shape};
static const struct field user_item = {.kind = FIELD_UUID, .doc = "The id of a user."};
static const struct field answer_fields[] = {
    ROW("move", FIELD_OBJECT, 0, .shape = &move_shape,
        .doc = "The move as it was logged; absent after a dry run."),
    ROW_INT("version", 0, INT32_MAX, "The encounter's version after it, as the caller counts it."),
    ROW("result", FIELD_LIST, FIELD_REQUIRED, .max = 10000, .item = &result_item,
        .doc = "What it did, in order, as far as the caller may know."),
    ROW("patch", FIELD_RAW, FIELD_REQUIRED,
        .doc =
            "The merge patch (RFC 7396) to the caller's table document, as the stream carries it."),
    ROW("different", FIELD_LIST, 0, .max = 10000, .item = &different_item,
        .doc = "Of undo and redo: the later moves that come out differently now."),
    ROW("seen_by", FIELD_LIST, 0, .max = 10000, .item = &user_item,
        .doc = "When it takes somebody out of the players' sight: the members whose tables have "
               "shown them, whether they looked or not."),
};
const struct shape move_answer_shape = SHAPE_ROW("MoveAnswer", answer_fields);

enum { COLUMN_CHARACTERS = ENCOUNTER_ROLE + 1, SINCE = TURNOVER_RESULTS };

/* The version that If-Match names first: what the caller has seen. -1 when it is no version. */
static int64_t version_seen(const struct request *rq)
{
	struct str tag = http_header(rq->http, "HTTP_IF_MATCH");
	int64_t version = -1;
	size_t n = 0;

	if (str_starts(tag, STR("W/")))
		tag = str_sub(tag, 2, tag.n);
	if (str_starts(tag, STR("\"")))
		tag = str_sub(tag, 1, tag.n);
	while (n < tag.n && tag.p[n] >= '0' && tag.p[n] <= '9')
		n++;
	return str_to_int(str_sub(tag, 0, n), 0, INT32_MAX, &version) ? version : -1;
}

size_t exchange_queue(struct request *rq, struct exchange *x)
{
	const char *id = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);
	size_t next = TURNOVER_RESULTS;

	x->t = (struct turnover){
	    .db = rq->db, .arena = rq->arena, .encounter_id = rq->ids[0], .user_id = rq->user_id};
	turnover_queue(&x->t);
	if (http_header(rq->http, "HTTP_IF_MATCH").n) {
		db_queue(rq->db, &q_encounters_since, id, user, rq_int(rq, version_seen(rq)));
		next++;
	}
	if (has_key(rq)) {
		key_queue(rq);
		next++;
	}
	return next;
}

/* Another came first: the version it made, and what has happened since the one that was named. */
static int fail_version(struct request *rq, int32_t version)
{
	const struct db_rows *since = db_result(rq->db, SINCE);

	return fail_details(rq, ERR_VERSION_MISMATCH,
	                    arena_printf(rq->arena, "{\"version\":\"%d\",\"changed\":%.*s}",
	                                 version, STR_ARG(db_str(since, 0, 0))));
}

int exchange_begin(struct request *rq, struct exchange *x)
{
	enum turnover_error error = turnover_begin(&x->t);
	const struct db_rows *encounter = db_result(rq->db, 2);
	bool matched = http_header(rq->http, "HTTP_IF_MATCH").n > 0;
	int32_t version;

	if (error == TURNOVER_MISSING)
		return fail(rq, ERR_ENCOUNTER_NOT_FOUND);
	if (error == TURNOVER_BROKEN)
		return fail(rq, ERR_INTERNAL);
	if (!role_suffices(rq, str_of(campaign_role_names[x->t.role])))
		return fail(rq, ERR_FORBIDDEN);
	x->audience = table_audience(x->t.role);
	x->mover = (struct mover){
	    .dm = x->t.role == MEMBER_DM,
	    .characters = table_ids(db_str(encounter, 0, COLUMN_CHARACTERS), rq->arena)};
	if (has_key(rq) && key_replay(rq, db_result(rq->db, matched ? SINCE + 1 : SINCE)))
		return rq->answer->status;
	version = x->t.before->version[x->audience];
	return if_match_fails(rq, arena_printf(rq->arena, "%d", version))
	           ? fail_version(rq, version)
	           : 0;
}

static struct str answer_data(struct request *rq, const struct exchange *x, const char *type,
                              const struct turnover_told *told, struct str more)
{
	const struct doc *patch = told->patch[x->audience];
	struct buf b = BUF(rq->arena);

	buf_printf(&b, "{\"move\":{\"id\":\"%s\",\"type\":\"%s\",\"by\":\"%s\",\"at\":\"%.*s\"}",
	           rq_uuid(rq, x->t.move_id), type, rq_uuid(rq, rq->user_id), STR_ARG(told->at));
	buf_printf(&b, ",\"version\":%d,\"result\":%.*s,\"patch\":", told->version[x->audience],
	           STR_ARG(told->result[x->audience]));
	if (patch)
		doc_write(&b, patch);
	else
		BUF_LIT(&b, "{}");
	buf_put(&b, more);
	buf_putc(&b, '}');
	return buf_str(&b);
}

/* The database has the last word on what two requests did at once. */
static int commit_failed(struct request *rq, const struct exchange *x, enum db_error error)
{
	if (error == DB_CONFLICT && strcmp(db_constraint(rq->db), "encounters_one_active") == 0) {
		if (db_query(rq->db, &q_encounters_running, rq_uuid(rq, x->t.campaign_id)) ==
		        DB_OK &&
		    db_count(db_result(rq->db, 0)))
			return fail_with(rq, ERR_ENCOUNTER_ALREADY_ACTIVE, "encounter_id",
			                 arena_str(rq->arena, db_str(db_result(rq->db, 0), 0, 0)));
	}
	return fail_db(rq, error, ERR_CONFLICT);
}

int exchange_finish(struct request *rq, const struct exchange *x,
                    const struct table_encounter *after, const struct turnover_log *log,
                    struct str more, int status)
{
	struct turnover_told told;
	enum db_error error;
	struct str data;

	turnover_save(&x->t, after, log, &told);
	data = answer_data(rq, x, log->type, &told, more);
	if (has_key(rq))
		key_keep(rq, status, data);
	error = turnover_commit(&x->t, &told);
	if (error)
		return commit_failed(rq, x, error);
	return answer_json(rq, status, data);
}
