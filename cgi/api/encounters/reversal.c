#include "cgi/api/encounters/reversal_work.h"

#include "cgi/api/encounters/awards.h"
#include "cgi/api/encounters/encounters.h"
#include "cgi/api/encounters/party.h"
#include "cgi/api/fields.h"
#include "cgi/api/refusal.h"
#include "common/base/log.h"
#include "common/table/recorder.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field difference_fields[] = {
    ROW_ID("move_id", "The later move."),
    ROW_STR("type", 40, "Its type."),
    ROW_INT("version", 0, INT32_MAX, "The version that it made."),
    ROW("error", FIELD_STR, 0, .max = 40,
        .doc = "Why the rules refuse it now, so that it is left out."),
    ROW("new_dice", FIELD_BOOL, FIELD_REQUIRED,
        .doc = "Whether it needs dice that were never rolled."),
};
const struct shape difference_shape = SHAPE_ROW("Difference", difference_fields);

/* How each kind is logged and announced, and what it answers. */
static const struct kind_row {
	const char *name, *event;
	enum api_error nothing;
	int status;
} kinds[] = {
    [REVERSAL_UNDO] = {"undo", "move.undone", ERR_NOTHING_TO_UNDO, 200},
    [REVERSAL_REDO] = {"redo", "move.redone", ERR_NOTHING_TO_REDO, 200},
    [REVERSAL_TURN] = {"previous_turn", "turn.returned", ERR_NOTHING_TO_UNDO, 201},
};

static enum line_kind kind_of(struct str type)
{
	static const char *const names[] = {
	    [LINE_MOVE] = "",     [LINE_UNDO] = "undo",
	    [LINE_REDO] = "redo", [LINE_TURN] = "previous_turn",
	    [LINE_EDIT] = "edit",
	};

	for (enum line_kind i = LINE_UNDO; i <= LINE_EDIT; i++)
		if (str_eq(type, str_of(names[i])))
			return i;
	return LINE_MOVE;
}

static void read_lines(struct work *w)
{
	w->count = db_count(w->rows);
	w->lines = ARENA_ARRAY(w->rq->arena, struct line, w->count + 1);
	for (size_t i = 0; i < w->count; i++)
		w->lines[i] = (struct line){
		    .id = db_uuid(w->rows, i, LOGGED_ID),
		    .version = (int32_t)db_int(w->rows, i, LOGGED_VERSION),
		    .kind = kind_of(db_str(w->rows, i, LOGGED_TYPE)),
		    .was_by = db_uuid(w->rows, i, LOGGED_UNDONE_BY),
		    .by = db_uuid(w->rows, i, LOGGED_UNDONE_BY),
		};
}

/* Whether an undo can take this line back, or a redo reverse it. */
static bool stands(const struct line *l, enum reversal_kind kind)
{
	bool taker = l->kind == LINE_TURN ||
	             (kind == REVERSAL_REDO ? l->kind == LINE_UNDO : l->kind == LINE_MOVE);

	return taker && uuid_is_nil(l->by);
}

static void bring_back(struct work *w, struct uuid taker)
{
	for (size_t i = 0; i < w->count; i++)
		if (uuid_eq(w->lines[i].by, taker))
			w->lines[i].by = (struct uuid){{0}};
}

/* The moves that a line took back when it was made. */
struct taken {
	struct list undoes; /* of struct uuid */
};
static const struct field taken_id = {.kind = FIELD_UUID};
static const struct field taken_fields[] = {
    {.name = "undoes",
     .kind = FIELD_LIST,
     .offset = offsetof(struct taken, undoes),
     .max = 100000,
     .item = &taken_id,
     .item_size = sizeof(struct uuid)},
};
static const struct shape taken_shape = {.name = "Taken",
                                         .open = true,
                                         .size = sizeof(struct taken),
                                         .seen = SHAPE_NO_SEEN,
                                         .fields = taken_fields,
                                         .count = 1};

/* A previous_turn is in effect again: what it took back then is taken back again. */
static bool take_again(struct work *w, size_t at)
{
	struct taken taken = {0};
	const struct uuid *ids;

	if (!json_decode(db_str(w->rows, at, LOGGED_MOVE), &taken_shape, w->rq->arena, &taken,
	                 &w->rq->problems))
		return false;
	ids = taken.undoes.items;
	for (size_t k = 0; k < taken.undoes.count; k++)
		for (size_t i = 0; i < w->count; i++)
			if (uuid_eq(w->lines[i].id, ids[k]) && uuid_is_nil(w->lines[i].by))
				w->lines[i].by = w->lines[at].id;
	return true;
}

/* Takes one line back: a move, what went back a turn, or, to redo, an undo. */
static bool reverse(struct work *w, size_t at)
{
	struct line *l = &w->lines[at];

	l->by = w->x.t.move_id;
	if (l->kind == LINE_TURN)
		bring_back(w, l->id);
	for (size_t i = 0; l->kind == LINE_UNDO && i < w->count; i++) {
		if (!uuid_eq(w->lines[i].by, l->id))
			continue;
		w->lines[i].by = (struct uuid){{0}};
		if (w->lines[i].kind == LINE_TURN && !take_again(w, i))
			return false;
	}
	return true;
}

/* One move alone comes back; where a previous_turn took it, that is what is reversed. */
static bool bring_one(struct work *w, size_t at)
{
	for (size_t i = 0; i < w->count; i++)
		if (uuid_eq(w->lines[i].id, w->lines[at].by) && w->lines[i].kind == LINE_TURN)
			return reverse(w, i);
	w->lines[at].by = (struct uuid){{0}};
	return true;
}

static bool passes_turn(const struct work *w, size_t at)
{
	const struct logged_move *entry = &w->log[at];

	return entry->move && move_rows[entry->move->type].passes_turn;
}

/* The newest line that can be chosen, or the count. */
static size_t newest(const struct work *w)
{
	for (size_t i = w->count; i-- > 0;) {
		const struct line *l = &w->lines[i];

		if (l->version > w->r->to_version && stands(l, w->r->kind) &&
		    (w->r->kind != REVERSAL_TURN || passes_turn(w, i)))
			return i;
	}
	return w->count;
}

/* Marks what is taken back and brought back. 0, or the answer's status. */
static int choose(struct work *w)
{
	const struct reversal *r = w->r;
	bool named = !uuid_is_nil(r->move_id), whole = true;
	int32_t done = 0;

	if (named) {
		size_t at = 0;

		while (at < w->count && !uuid_eq(w->lines[at].id, r->move_id))
			at++;
		if (at == w->count)
			return fail(w->rq, ERR_MOVE_NOT_FOUND);
		whole = stands(&w->lines[at], r->kind) ? reverse(w, at) : bring_one(w, at);
		return whole ? 0 : fail(w->rq, ERR_INTERNAL);
	}
	for (size_t at; whole && (!r->count || done < r->count) && (at = newest(w)) < w->count;
	     done++)
		whole = reverse(w, at);
	if (!whole)
		return fail(w->rq, ERR_INTERNAL);
	return !done || done < r->count ? fail(w->rq, kinds[r->kind].nothing) : 0;
}

/* Notes the characters that a line brought in and that are there still, as they were right after it; the first time
 * counts. */
static void note_joined(struct work *w, const struct encounter *before,
                        const struct encounter *after)
{
	struct combatant *joined = w->joined.items;

	for (size_t i = 0; i < after->count; i++) {
		const struct combatant *c = &after->combatants[i];
		size_t at = 0;

		if (c->kind != KIND_CHARACTER || encounter_find(before, c->id) ||
		    !encounter_find(&w->x.t.before->state, c->id))
			continue;
		while (at < w->joined.count && !uuid_eq(joined[at].id, c->id))
			at++;
		w->joined.count += at == w->joined.count;
		joined[at] = *c;
	}
}

/* The state before the first line, by the changes of all of them. */
static bool walk_back(struct work *w)
{
	w->base = w->x.t.before->state;
	w->joined.items = ARENA_ARRAY(w->rq->arena, struct combatant, ENCOUNTER_COMBATANTS_MAX);
	for (size_t i = w->count; i-- > 0;) {
		const struct encounter after = w->base;

		if (!logged_back(w->rows, i, w->rq->arena, &w->base))
			return false;
		note_joined(w, &w->base, &after);
	}
	return !encounter_broken(&w->base);
}

/* Plays the log as it is to be. */
static void play(struct work *w)
{
	struct recorder recorder = RECORDER(w->rq->arena);
	const struct dice fresh = recorder_dice(&recorder);
	struct fold_die *thrown;
	struct logged_move *log = ARENA_ARRAY(w->rq->arena, struct logged_move, w->count + 1);
	size_t *line_of = ARENA_ARRAY(w->rq->arena, size_t, w->count + 1), n = 0;
	struct fold_difference *different;

	for (size_t i = 0; i < w->count; i++) {
		bool was = uuid_is_nil(w->lines[i].was_by), is = uuid_is_nil(w->lines[i].by);

		if (w->lines[i].kind != LINE_MOVE || !w->log[i].move)
			continue;
		log[n] = w->log[i];
		log[n].taken_back = !was;
		log[n].without = was && !is;
		log[n].again = !was && is;
		line_of[n++] = i;
	}
	w->fold = rules_fold(&w->base, log, n, &fresh, w->rq->arena);
	thrown = w->fold.thrown.items;
	for (size_t i = 0; i < w->fold.thrown.count; i++)
		thrown[i].index = line_of[thrown[i].index];
	different = w->fold.different.items;
	for (size_t i = 0; i < w->fold.different.count; i++) {
		different[i].index = line_of[different[i].index];
		/* What is refused now is left out from now on, and comes back with what made it possible. */
		if (different[i].error)
			w->lines[different[i].index].by = w->x.t.move_id;
	}
}

/* Characters who are not there any more go back to what they came with. */
static struct list parted(const struct work *w, const struct encounter *after)
{
	struct combatant *joined = w->joined.items;
	struct list list = {joined, 0};

	for (size_t i = 0; i < w->joined.count; i++)
		if (!encounter_find(after, joined[i].id))
			joined[list.count++] = joined[i];
	return list;
}

/* Whether players have seen one whom they do not see any more. */
static bool goes_out_of_sight(const struct encounter *before, const struct encounter *after)
{
	for (size_t i = 0; before->status != ENCOUNTER_DRAFT && i < before->count; i++) {
		const struct combatant *c = encounter_find(after, before->combatants[i].id);

		if (!before->combatants[i].hidden &&
		    (!c || c->hidden || after->status == ENCOUNTER_DRAFT))
			return true;
	}
	return false;
}

/* What an answer has besides: what comes out differently, and who has seen what nobody was to see. */
static struct str more(struct work *w, const struct encounter *after)
{
	struct buf b = BUF(w->rq->arena);

	BUF_LIT(&b, ",\"different\":");
	buf_put(&b, work_different(w));
	if (goes_out_of_sight(&w->x.t.before->state, after)) {
		BUF_LIT(&b, ",\"seen_by\":");
		buf_put(&b, db_str(db_result(w->rq->db, w->onlookers), 0, 0));
	}
	return buf_str(&b);
}

static int answer_dry(struct work *w, const struct encounter *after)
{
	return answer_json(
	    w->rq, 200,
	    arena_printf(w->rq->arena, "{\"version\":%d,\"result\":[],\"patch\":{}%.*s}",
	                 w->x.t.before->version[w->x.audience], STR_ARG(more(w, after))));
}

/* The state that comes of it, by the rules of previous_turn where it is one. 0, or the answer's status. */
static int settle(struct work *w, struct table_encounter *after, size_t party)
{
	const struct move move = {.type = MOVE_PREVIOUS_TURN,
	                          .restored = w->count ? &w->fold.state : NULL};
	static const struct dice none;
	struct outcome out;

	if (w->r->kind != REVERSAL_TURN)
		after->state = w->fold.state;
	else if (rules_apply(&w->x.t.before->state, &move, &none, w->rq->arena, &after->state,
	                     &out))
		return fail_refusal(w->rq, out.error, out.about);
	if (encounter_broken(&after->state))
		return fail(w->rq, ERR_INTERNAL);
	return party_return(w->rq, db_result(w->rq->db, party), &w->x.t.before->state,
	                    &after->state);
}

/* What players see of the turn: as it would have come to this without what was taken back. */
static struct turn_seen turn_seen(const struct work *w, const struct encounter *after)
{
	struct table_encounter was = *w->x.t.before;

	if (!uuid_is_nil(w->fold.shown_turn))
		was.seen = (struct turn_seen){w->fold.shown_turn, w->fold.shown_round, 0};
	else if (w->count)
		was.seen = (struct turn_seen){db_uuid(w->rows, 0, LOGGED_SEEN_TURN),
		                              (int32_t)db_int(w->rows, 0, LOGGED_SEEN_ROUND), 0};
	return table_turn_seen(&was, after, w->rq->arena);
}

static int finish(struct work *w, size_t party)
{
	const struct kind_row *kind = &kinds[w->r->kind];
	struct turn_seen seen;
	struct table_encounter after = *w->x.t.before;
	struct turnover_log log = {.type = kind->name, .event = kind->event, .dice = STR("{}")};
	struct str besides;

	if (settle(w, &after, party))
		return w->rq->answer->status;
	if (w->r->dry_run)
		return answer_dry(w, &after.state);
	if (w->fold.different.count && !w->r->confirm && w->r->kind != REVERSAL_TURN)
		return fail_details(
		    w->rq, ERR_LATER_MOVES_DIFFER,
		    arena_printf(w->rq->arena, "{\"different\":%.*s}", STR_ARG(work_different(w))));
	besides = more(w, &after.state);
	log.move = work_queue_marks(w, &log.reaches);
	work_queue_dice(w);
	log.parted = parted(w, &after.state);
	log.awarded = awards_between(&w->fold.ended_before, &w->fold.ended_now,
	                             &w->x.t.before->state, w->rq->arena);
	seen = turn_seen(w, &after.state);
	log.seen = &seen;
	return exchange_finish(w->rq, &w->x, &after, &log, besides, kind->status);
}

/* "{next_turn,end_turn,…}": the moves that pass the turn. */
static const char *turn_types(struct arena *arena)
{
	struct buf b = BUF(arena);

	for (enum move_type i = 0; i < MOVE_TYPES; i++)
		if (move_rows[i].passes_turn)
			buf_printf(&b, "%s%s", b.n ? "," : "{", move_rows[i].name);
	BUF_LIT(&b, "}");
	buf_putc(&b, '\0');
	return b.p;
}

int reversal_post(struct request *rq, const struct reversal *r)
{
	struct work w = {.rq = rq, .r = r};
	enum db_error error;
	size_t own;

	own = exchange_queue(rq, &w.x);
	db_queue(rq->db, &q_encounters_reach, rq_uuid(rq, rq->ids[0]), kinds[r->kind].name,
	         r->count ? rq_int(rq, r->count) : NULL,
	         r->to_version ? rq_int(rq, r->to_version) : NULL,
	         arg_uuid_or_null(rq->arena, r->move_id), turn_types(rq->arena));
	party_queue(rq);
	w.onlookers = own + 2;
	db_queue(rq->db, &q_encounters_onlookers, rq_uuid(rq, rq->ids[0]));
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (exchange_begin(rq, &w.x))
		return rq->answer->status;
	if (!w.x.mover.dm)
		return fail(rq, ERR_FORBIDDEN);
	w.rows = db_result(rq->db, own);
	read_lines(&w);
	w.log = logged_moves(w.rows, w.x.t.before->state.ruleset, rq->arena);
	if (!w.log || !walk_back(&w))
		return fail(rq, ERR_INTERNAL);
	if ((w.count || r->kind != REVERSAL_TURN) && choose(&w))
		return rq->answer->status;
	play(&w);
	return finish(&w, own + 1);
}
