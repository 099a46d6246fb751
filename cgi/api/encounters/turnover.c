#include "cgi/api/encounters/turnover.h"

#include "cgi/api/encounters/encounters.h"
#include "cgi/api/encounters/party.h"
#include "cgi/api/fields.h"
#include "common/base/clock.h"
#include "common/table/announce.h"
#include "common/table/load.h"
#include "common/table/shapes.h"
#include "common/table/view.h"
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
static const struct field answer_fields[] = {
    ROW_OBJECT("move", &move_shape, "The move as it was logged."),
    ROW_INT("version", 0, INT32_MAX, "The encounter's version after it."),
    ROW("result", FIELD_LIST, FIELD_REQUIRED, .max = 10000, .item = &result_item,
        .doc = "What it did, in order."),
    ROW("patch", FIELD_RAW, FIELD_REQUIRED,
        .doc =
            "The merge patch (RFC 7396) to the caller's table document, as the stream carries it."),
};
const struct shape move_answer_shape = SHAPE_ROW("MoveAnswer", answer_fields);

enum { RESULT_LOCK = 1, RESULT_ENCOUNTER, RESULT_COMBATANTS, RESULT_KEY };
enum { KEY_MAX = 200, COLUMN_ROLE = 10 };

static struct str idempotency_key(const struct request *rq)
{
	return http_header(rq->http, "HTTP_IDEMPOTENCY_KEY");
}

/* What a key stands for: the same key with another path or body is another request. */
static const char *request_text(const struct request *rq)
{
	return arena_printf(rq->arena, "%.*s\n%.*s", STR_ARG(rq->http->path),
	                    STR_ARG(rq->body_text))
	    .p;
}

int turnover_refused(struct request *rq)
{
	struct str key = idempotency_key(rq);

	for (size_t i = 0; i < key.n; i++)
		if (key.p[i] <= ' ' || key.p[i] > '~' || i == KEY_MAX)
			return fail_field(rq, "Idempotency-Key", "NOT_ALLOWED",
			                  STR("must be at most 200 visible ASCII characters"));
	return 0;
}

size_t turnover_queue(struct request *rq)
{
	const char *id = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);
	struct str key = idempotency_key(rq);

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_encounters_lock, id, user);
	db_queue(rq->db, &q_table_encounter, id, user);
	db_queue(rq->db, &q_table_combatants, id);
	if (!key.n)
		return RESULT_KEY;
	db_queue(rq->db, &q_encounters_key, user, rq_str(rq, key), request_text(rq));
	return RESULT_KEY + 1;
}

static int replay(struct request *rq, const struct db_rows *stored)
{
	if (!db_bool(stored, 0, 0))
		return fail(rq, ERR_KEY_REUSED);
	http_add_header(rq->answer, STR("Idempotency-Replayed: true"));
	return answer_json(rq, (int)db_int(stored, 0, 1),
	                   arena_str(rq->arena, db_str(stored, 0, 2)));
}

int turnover_begin(struct request *rq, struct turnover *t)
{
	const struct db_rows *lock = db_result(rq->db, RESULT_LOCK);
	const struct db_rows *encounter = db_result(rq->db, RESULT_ENCOUNTER);
	struct str key = idempotency_key(rq), version;
	enum ruleset ruleset;

	if (!db_count(lock) || !db_count(encounter))
		return fail(rq, ERR_ENCOUNTER_NOT_FOUND);
	if (!role_suffices(rq, db_str(encounter, 0, COLUMN_ROLE)))
		return fail(rq, ERR_FORBIDDEN);
	if (key.n && db_count(db_result(rq->db, RESULT_KEY)))
		return replay(rq, db_result(rq->db, RESULT_KEY));
	t->campaign_id = db_uuid(lock, 0, 0);
	ruleset = (enum ruleset)name_index(ruleset_names, db_str(lock, 0, 1), 0);
	t->seq = db_int(lock, 0, 3) + 1;
	t->move_id = uuid_v7();
	if (!table_settings(db_str(lock, 0, 2), t->campaign_id, rq->arena, &t->settings))
		return fail(rq, ERR_INTERNAL);
	t->before =
	    table_encounter(encounter, db_result(rq->db, RESULT_COMBATANTS), ruleset, rq->arena);
	if (!t->before)
		return fail(rq, ERR_INTERNAL);
	version = arena_printf(rq->arena, "%d", t->before->version[AUDIENCE_DM]);
	return if_match_fails(rq, version) ? fail_with(rq, ERR_VERSION_MISMATCH, "version", version)
	                                   : 0;
}

/* {"encounter": …} for an audience, or nothing where it is not shown. */
static struct doc *view(struct request *rq, const struct turnover *t,
                        const struct table_encounter *e, enum audience audience, bool shown)
{
	struct doc *root = doc_root(rq->arena);

	if (shown)
		view_encounter(e, &t->settings, audience, t->before->version[audience],
		               doc_object(rq->arena, root, STR("encounter")), rq->arena);
	return root;
}

/* Players see nothing of a draft. */
static bool shown(const struct table_encounter *e, enum audience audience)
{
	return audience == AUDIENCE_DM || e->state.status != ENCOUNTER_DRAFT;
}

/* What the players take the change for: the type of a DM's move may tell what is hidden from them, as
 * when a hidden combatant is removed in its turn, or one is hidden that then is simply gone. */
static const char *party_type(const struct table_encounter *before, const struct doc *was,
                              const struct doc *patch, const char *type)
{
	const struct doc *e = patch ? doc_find(patch, STR("encounter")) : NULL;
	const struct doc *there = was->first ? doc_find(was->first, STR("combatants")) : NULL;
	const struct doc *changed = e && e->first ? doc_find(e, STR("combatants")) : NULL;

	if (!view_live(before) || !e || e->kind == DOC_REMOVED || strcmp(type, "move.undone") == 0)
		return type;
	for (const struct doc *c = changed ? changed->first : NULL; c; c = c->next) {
		if (c->kind == DOC_REMOVED)
			return "combatant.removed";
		if (there && !doc_find(there, c->key))
			return "combatant.added";
	}
	return changed || !doc_find(e, STR("turn")) ? type : "turn.advanced";
}

/* Raises the audience's version when anything has changed for it (for DMs every move counts), and
 * notes the patch to the table document, which shows only what is running. */
static void see_change(struct request *rq, const struct turnover *t, struct table_encounter *after,
                       enum audience audience, struct announcement *news)
{
	const struct doc *nothing = doc_root(rq->arena);
	struct doc *was = view(rq, t, t->before, audience, shown(t->before, audience));
	struct doc *is = view(rq, t, after, audience, shown(after, audience));
	struct doc *version = is->first ? doc_find(is->first, STR("version")) : NULL;

	if (audience == AUDIENCE_DM || doc_patch(rq->arena, was, is))
		after->version[audience]++;
	if (version)
		version->number = after->version[audience];
	news->version[audience] = after->version[audience];
	news->patch[audience] = doc_patch(rq->arena, view_live(t->before) ? was : nothing,
	                                  view_live(after) ? is : nothing);
	if (audience == AUDIENCE_PARTY)
		news->type[audience] =
		    party_type(t->before, was, news->patch[audience], news->type[audience]);
}

static void queue_combatants(struct request *rq, const char *encounter_id,
                             const struct encounter *before, const struct encounter *after)
{
	struct change back = rules_change(after, before, rq->arena);
	const struct combatant *changed = back.before.items;
	const struct uuid *gone = back.added.items;
	struct buf rows = BUF(rq->arena), ids = BUF(rq->arena);

	/* The change from `after` back to `before` holds the new images, and what is new there is gone. */
	buf_putc(&rows, '[');
	for (size_t i = 0; i < back.before.count; i++) {
		if (i)
			buf_putc(&rows, ',');
		json_encode(&rows, &whole_combatant_shape, &changed[i]);
	}
	buf_putc(&rows, ']');
	buf_putc(&ids, '{');
	for (size_t i = 0; i < back.added.count; i++)
		buf_printf(&ids, "%s%s", i ? "," : "", rq_uuid(rq, gone[i]));
	buf_putc(&ids, '}');
	if (back.added.count)
		db_queue(rq->db, &q_encounters_remove, encounter_id, rq_str(rq, buf_str(&ids)));
	if (back.before.count)
		db_queue(rq->db, &q_encounters_put, encounter_id, rq_str(rq, buf_str(&rows)));
}

static struct str answer_data(struct request *rq, const struct turnover *t,
                              const struct table_encounter *after, const struct turnover_log *log,
                              const struct doc *patch, struct str at)
{
	struct buf b = BUF(rq->arena);

	buf_printf(&b, "{\"move\":{\"id\":\"%s\",\"type\":\"%s\",\"by\":\"%s\",\"at\":\"%.*s\"}",
	           rq_uuid(rq, t->move_id), log->type, rq_uuid(rq, rq->user_id), STR_ARG(at));
	buf_printf(&b, ",\"version\":%d,\"result\":%.*s,\"patch\":", after->version[AUDIENCE_DM],
	           STR_ARG(log->result));
	if (patch)
		doc_write(&b, patch);
	else
		BUF_LIT(&b, "{}");
	buf_putc(&b, '}');
	return buf_str(&b);
}

static void queue_log(struct request *rq, const struct turnover *t,
                      const struct table_encounter *after, const struct turnover_log *log)
{
	struct change change = rules_change(&t->before->state, &after->state, rq->arena);
	struct buf text = BUF(rq->arena);

	json_encode(&text, &change_shape, &change);
	db_queue(rq->db, &q_encounters_log, rq_uuid(rq, t->move_id), rq_uuid(rq, after->id),
	         rq_int(rq, after->version[AUDIENCE_DM]), log->type, rq_uuid(rq, rq->user_id),
	         rq_str(rq, log->move), rq_str(rq, log->dice), rq_str(rq, log->result),
	         rq_str(rq, buf_str(&text)), arg_uuid_or_null(rq->arena, t->before->seen.combatant),
	         rq_int(rq, t->before->seen.round));
}

/* The database has the last word on what two requests did at once. */
static int commit_failed(struct request *rq, const struct turnover *t, enum db_error error)
{
	if (error == DB_CONFLICT && strcmp(db_constraint(rq->db), "encounters_one_active") == 0) {
		if (db_query(rq->db, &q_encounters_running, rq_uuid(rq, t->campaign_id)) == DB_OK &&
		    db_count(db_result(rq->db, 0)))
			return fail_with(rq, ERR_ENCOUNTER_ALREADY_ACTIVE, "encounter_id",
			                 arena_str(rq->arena, db_str(db_result(rq->db, 0), 0, 0)));
	}
	return fail_db(rq, error, ERR_CONFLICT);
}

int turnover_finish(struct request *rq, const struct turnover *t, const struct encounter *state,
                    const struct turnover_log *log, int status)
{
	struct table_encounter after = *t->before;
	const char *id = rq_uuid(rq, after.id);
	struct announcement news = {
	    .campaign_id = t->campaign_id,
	    .seq = t->seq,
	    .type = {log->event, log->event},
	    .at = clock_rfc3339(rq->arena),
	    .by = rq->user_id,
	    .encounter_id = after.id,
	    .move_id = t->move_id,
	};
	const struct doc *own;
	struct doorbell bell;
	enum db_error error;
	struct str data;

	after.state = *state;
	after.seen = log->seen ? *log->seen : table_turn_seen(t->before, state, rq->arena);
	for (enum audience a = AUDIENCE_DM; a < AUDIENCES; a++)
		see_change(rq, t, &after, a, &news);
	own = news.patch[AUDIENCE_DM];
	if (!own) /* a draft is not on the table; other DM screens still learn that it changed */
		news.patch[AUDIENCE_DM] = doc_root(rq->arena);
	data = answer_data(rq, t, &after, log, own, news.at);

	queue_combatants(rq, id, &t->before->state, state);
	party_write(rq, t->campaign_id, &t->before->state, state, &log->parted);
	db_queue(rq->db, &q_encounters_save, id, encounter_status_names[state->status],
	         rq_int(rq, state->round), arg_uuid_or_null(rq->arena, state->turn),
	         rq_int(rq, state->next_ordinal), rq_int(rq, after.version[AUDIENCE_DM]),
	         rq_int(rq, after.version[AUDIENCE_PARTY]),
	         arg_uuid_or_null(rq->arena, after.seen.combatant), rq_int(rq, after.seen.round));
	queue_log(rq, t, &after, log);
	if (idempotency_key(rq).n)
		db_queue(rq->db, &q_encounters_keep, rq_uuid(rq, rq->user_id),
		         rq_str(rq, idempotency_key(rq)), request_text(rq), rq_int(rq, status),
		         rq_str(rq, data));
	bell = announce_queue(rq->db, &news, rq->arena);
	announce_commit(rq->db, bell);
	error = db_run(rq->db);
	if (error)
		return commit_failed(rq, t, error);
	return answer_json(rq, status, data);
}
