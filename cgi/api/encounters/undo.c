#include "cgi/api/encounters/encounters.h"

#include "cgi/api/encounters/exchange.h"
#include "cgi/api/encounters/party.h"
#include "cgi/api/fields.h"
#include "queries.h"

#include "common/base/poison.h"

struct undo {
	struct fields_seen seen;
	int32_t count, to_version;
	struct uuid move_id;
};

enum { UNDO_MAX = 1000 };

static const struct field undo_fields[] = {
    FIELD(struct undo, count, FIELD_INT, 0, .min = 1, .max = UNDO_MAX,
          .doc = "How many of the last moves to take back; 1 when not given."),
    FIELD(struct undo, to_version, FIELD_INT, 0, .min = 1, .max = INT32_MAX,
          .doc = "Instead: every move after this version."),
    FIELD(struct undo, move_id, FIELD_UUID, 0,
          .doc = "Instead: this move, which must be the last one in effect."),
};
const struct shape undo_shape = SHAPE_SEEN("Undo", struct undo, undo_fields);

static const struct field difference_fields[] = {
    ROW_ID("move_id", "The later move."),
    ROW_STR("type", 40, "Its type."),
    ROW_INT("version", 0, INT32_MAX, "The version that it made."),
    ROW("error", FIELD_STR, 0, .max = 40,
        .doc = "Why the rules refuse it now, so that it is left out."),
    ROW("new_dice", FIELD_BOOL, FIELD_REQUIRED,
        .doc = "Whether it needs dice that were not rolled then."),
};
const struct shape difference_shape = SHAPE_ROW("Difference", difference_fields);

/* Columns of q_encounters_undoable. */
enum { COLUMN_ID, COLUMN_VERSION, COLUMN_CHANGE, COLUMN_SEEN_TURN, COLUMN_SEEN_ROUND };

/* How many of the rows, newest first, are to be taken back; 0 after an answer. */
static size_t how_many(struct request *rq, const struct undo *body, const struct db_rows *rows)
{
	bool named = shape_seen(&undo_shape, body, "move_id");
	size_t n = body->count ? (size_t)body->count : 1;

	if (body->to_version)
		for (n = 0; n < db_count(rows); n++)
			if (db_int(rows, n, COLUMN_VERSION) <= body->to_version)
				break;
	if (!n || n > db_count(rows)) {
		fail(rq, ERR_NOTHING_TO_UNDO);
		return 0;
	}
	if (!named || uuid_eq(db_uuid(rows, 0, COLUMN_ID), body->move_id))
		return n;
	for (size_t i = 1; i < db_count(rows); i++) {
		if (uuid_eq(db_uuid(rows, i, COLUMN_ID), body->move_id)) {
			fail(rq, ERR_MOVE_NOT_LAST);
			return 0;
		}
	}
	fail(rq, ERR_MOVE_NOT_FOUND);
	return 0;
}

/* What undoing comes to. */
struct taken {
	struct encounter state;
	struct turn_seen seen;
	struct list parted;     /* of struct combatant: characters taken out, as they were then */
	struct buf array, json; /* the moves' ids, as PostgreSQL and the log want them */
};

/* A character whom the undo of its joining takes out: its sheet goes back to what it came with. */
static void note_parted(struct request *rq, struct taken *taken, const struct encounter *next)
{
	const struct encounter *now = &taken->state;
	struct combatant *parted =
	    ARENA_ARRAY(rq->arena, struct combatant, taken->parted.count + now->count + 1);
	size_t count = taken->parted.count;

	if (count)
		memcpy(parted, taken->parted.items, count * sizeof *parted);
	for (size_t i = 0; i < now->count; i++)
		if (now->combatants[i].kind == KIND_CHARACTER &&
		    !encounter_find(next, now->combatants[i].id))
			parted[count++] = now->combatants[i];
	taken->parted = (struct list){parted, count};
}

/* Takes back rows 0 to n - 1. */
static bool take_back(struct request *rq, const struct db_rows *rows, size_t n, struct taken *taken)
{
	buf_putc(&taken->array, '{');
	BUF_LIT(&taken->json, "{\"undoes\":[");
	for (size_t i = 0; i < n; i++) {
		struct change change = {0};
		struct str id = db_str(rows, i, COLUMN_ID);
		struct encounter next;

		if (!json_decode(db_str(rows, i, COLUMN_CHANGE), &change_shape, rq->arena, &change,
		                 &rq->problems))
			return false;
		next = rules_undo(&taken->state, &change, rq->arena);
		if (change.added.count)
			note_parted(rq, taken, &next);
		taken->state = next;
		buf_printf(&taken->array, "%s%.*s", i ? "," : "", STR_ARG(id));
		buf_printf(&taken->json, "%s\"%.*s\"", i ? "," : "", STR_ARG(id));
	}
	taken->seen = (struct turn_seen){db_uuid(rows, n - 1, COLUMN_SEEN_TURN),
	                                 (int32_t)db_int(rows, n - 1, COLUMN_SEEN_ROUND), 0};
	buf_putc(&taken->array, '}');
	BUF_LIT(&taken->json, "]}");
	return !encounter_broken(&taken->state);
}

int undo_post(struct request *rq)
{
	const struct undo *body = rq->body;
	bool named = shape_seen(&undo_shape, body, "move_id");
	struct taken taken = {.array = BUF(rq->arena), .json = BUF(rq->arena)};
	struct exchange x = {0};
	struct table_encounter after;
	const struct db_rows *rows;
	enum db_error error;
	int64_t most = body->count ? body->count : 1;
	size_t n, own;

	if ((body->count > 0) + (body->to_version > 0) + named > 1)
		return fail_field(rq, "", "NOT_ALLOWED",
		                  STR("give at most one of count, to_version and move_id"));
	if (exchange_refused(rq))
		return rq->answer->status;
	own = exchange_queue(rq, &x);
	db_queue(rq->db, &q_encounters_undoable, rq_uuid(rq, rq->ids[0]),
	         rq_int(rq, body->to_version || named ? UNDO_MAX + 1 : most));
	party_queue(rq);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (exchange_begin(rq, &x))
		return rq->answer->status;
	rows = db_result(rq->db, own);
	n = how_many(rq, body, rows);
	if (!n)
		return rq->answer->status;
	if (n > UNDO_MAX)
		return fail_field(rq, "/to_version", "OUT_OF_RANGE",
		                  STR("is more than 1000 moves back; go there in steps"));
	taken.state = x.t.before->state;
	if (!take_back(rq, rows, n, &taken))
		return fail(rq, ERR_INTERNAL);
	if (party_return(rq, db_result(rq->db, own + 1), &x.t.before->state, &taken.state))
		return rq->answer->status;
	db_queue(rq->db, &q_encounters_undone, rq_uuid(rq, rq->ids[0]),
	         rq_str(rq, buf_str(&taken.array)), rq_uuid(rq, x.t.move_id));
	after = *x.t.before;
	after.state = taken.state;
	return exchange_finish(rq, &x, &after,
	                       &(struct turnover_log){
	                           .type = "undo",
	                           .event = "move.undone",
	                           .move = buf_str(&taken.json),
	                           .dice = STR("{}"),
	                           .seen = &taken.seen,
	                           .parted = taken.parted,
	                       },
	                       STR(""), 200);
}
