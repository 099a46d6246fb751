#include "cgi/api/encounters/encounters.h"

#include "cgi/api/encounters/logged.h"
#include "cgi/api/encounters/reading.h"
#include "cgi/api/fields.h"
#include "common/table/load.h"
#include "common/table/shapes.h"
#include "common/table/view.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field step_fields[] = {
    ROW_ID("move_id", "The move that did it."),
    ROW_STR("type", 40, "Its type, as the caller takes it."),
    ROW("by", FIELD_UUID, 0, .doc = "Who made it; absent for the server itself."),
    ROW_TIME("at", "When."),
    ROW_OBJECT("consequence", &consequence_shape,
               "What it did: rolled, resisted, absorbed, applied, as far as the caller was told."),
    ROW("before", FIELD_OBJECT, 0, .shape = &hit_points_seen_shape,
        .doc = "The hit points before the move; absent when the caller saw nothing of them."),
    ROW("after", FIELD_OBJECT, 0, .shape = &hit_points_seen_shape, .doc = "And after it."),
};
static const struct shape step_shape = SHAPE_ROW("HitPointsStep", step_fields);
static const struct field step_item = {.kind = FIELD_OBJECT, .shape = &step_shape};

static const struct field why_fields[] = {
    ROW_ID("combatant_id", "The combatant."),
    ROW_STR("name", COMBATANT_NAME_MAX, "Its name."),
    ROW("hp", FIELD_OBJECT, 0, .shape = &hit_points_seen_shape,
        .doc = "Its hit points now; absent when the caller sees nothing of them."),
    ROW("steps", FIELD_LIST, FIELD_REQUIRED, .max = INT32_MAX, .item = &step_item,
        .doc = "What changed them or was meant to, oldest first, without what was taken back."),
};
const struct shape why_shape = SHAPE_ROW("Why", why_fields);

/* The hit points as a viewer saw them at a moment. */
struct hp_seen {
	struct str json; /* empty: nothing of them */
	bool figures;
};

/* What a viewer was told of one row and saw on both sides of it. */
struct glimpse {
	struct logged_told told;
	struct hp_seen was, is;
};

struct why {
	struct request *rq;
	const struct db_rows *rows;
	struct uuid combatant;
	enum audience audience;
	struct logged_walk walk;
	struct arena scratch;
	struct str name;
	struct hp_seen now;
	struct glimpse *glimpses; /* of each row; only for players */
	struct list steps;        /* of struct hp_step */
};

/* What the view of the walk's state has of the combatant, under these settings; NULL: nothing. */
static const struct doc *look(struct why *w, const struct campaign_settings *settings)
{
	struct doc *view;
	const struct doc *all;
	char id[UUID_TEXT + 1];

	arena_reset(&w->scratch);
	view = doc_root(&w->scratch);
	view_encounter(&w->walk.e, settings, w->audience, 0, view, &w->scratch);
	uuid_format(w->combatant, id);
	all = doc_find(view, STR("combatants"));
	return doc_find(all, (struct str){id, UUID_TEXT});
}

static struct hp_seen hp_of(struct why *w, const struct doc *combatant)
{
	const struct doc *hp = combatant ? doc_find(combatant, STR("hp")) : NULL;
	struct buf b = BUF(w->rq->arena);

	if (!hp)
		return (struct hp_seen){0};
	doc_write(&b, hp);
	return (struct hp_seen){buf_str(&b), doc_find(hp, STR("current")) != NULL};
}

/* Whether players were told of the combatant in row `i`. */
static bool mentioned(const struct why *w, size_t i)
{
	struct str told = db_str(w->rows, i, LOGGED_PARTY);

	return memmem(told.p, told.n, rq_uuid(w->rq, w->combatant), UUID_TEXT) != NULL;
}

/* One row back; where players were told of the combatant, with what they saw of it. */
static bool step_back(struct why *w, size_t i)
{
	struct glimpse *g = &w->glimpses[i];
	struct campaign_settings settings;
	const struct combatant *c;

	if (w->audience == AUDIENCE_DM || !mentioned(w, i)) {
		c = encounter_find(&w->walk.e.state, w->combatant);
		w->name = c && !w->name.n ? c->name : w->name;
		return logged_step(&w->walk, i);
	}
	if (!table_settings(db_str(w->rows, i, LOGGED_SETTINGS), w->walk.e.id, w->rq->arena,
	                    &settings) ||
	    !logged_told(w->rows, i, db_str(w->rows, i, LOGGED_PARTY), w->rq->arena, &g->told))
		return false;
	g->is = hp_of(w, look(w, &settings));
	if (!logged_step(&w->walk, i))
		return false;
	g->was = hp_of(w, look(w, &settings));
	return true;
}

/* Players see the moment's own figures where they see none now: those of a log without what was taken back
 * since then would be news. */
static void put_hp(struct buf *b, const struct why *w, const char *name, const struct hp_seen *seen,
                   const struct hit_points *hp)
{
	if (w->audience == AUDIENCE_DM ? !hp->max : !seen->json.n)
		return;
	buf_printf(b, ",\"%s\":", name);
	if (w->audience == AUDIENCE_DM || (seen->figures && w->now.figures))
		json_encode(b, &hit_points_shape, hp);
	else
		buf_put(b, seen->json);
}

static void put_step(struct buf *b, const struct why *w, const struct hp_step *step,
                     struct str type, const struct consequence *told)
{
	const struct glimpse *g = &w->glimpses[step->index];

	buf_printf(b, "%s{\"move_id\":\"%.*s\",\"type\":\"%.*s\"", b->p[b->n - 1] == '[' ? "" : ",",
	           STR_ARG(db_str(w->rows, step->index, LOGGED_ID)), STR_ARG(type));
	if (!db_null(w->rows, step->index, LOGGED_BY))
		buf_printf(b, ",\"by\":\"%.*s\"", STR_ARG(db_str(w->rows, step->index, LOGGED_BY)));
	BUF_LIT(b, ",\"at\":");
	write_time(b, db_str(w->rows, step->index, LOGGED_AT));
	BUF_LIT(b, ",\"consequence\":");
	json_encode(b, &consequence_shape, told);
	put_hp(b, w, "before", &g->was, &step->before);
	put_hp(b, w, "after", &g->is, &step->after);
	buf_putc(b, '}');
}

/* The nth step of that kind that the move of row `i` made; NULL when there is none. Who comes into sight has
 * joined, for players: with the hit points that it has by then. */
static const struct hp_step *find_step(const struct why *w, size_t i, enum consequence_kind kind,
                                       size_t nth, struct hp_step *came)
{
	const struct hp_step *steps = w->steps.items;

	*came = (struct hp_step){.index = i};
	for (size_t k = 0; k < w->steps.count && steps[k].index <= i; k++) {
		if (steps[k].index == i && steps[k].told.kind == kind && !nth--)
			return &steps[k];
		came->before = came->after = steps[k].after;
	}
	return kind == CONSEQUENCE_JOINED ? came : NULL;
}

static void put_told(struct buf *b, const struct why *w, size_t i)
{
	const struct logged_told *told = &w->glimpses[i].told;
	const struct consequence *c = told->result.items;
	size_t nth[CONSEQUENCE_KINDS] = {0};

	for (size_t k = 0; k < told->result.count; k++) {
		const struct hp_step *step;
		struct hp_step came;

		if (!uuid_eq(c[k].combatant_id, w->combatant))
			continue;
		step = find_step(w, i, c[k].kind, nth[c[k].kind]++, &came);
		if (step)
			put_step(b, w, step, told->type, &c[k]);
	}
}

static int answer(struct why *w, const struct logged_move *log)
{
	const struct hp_step *steps = w->steps.items;
	struct buf b = BUF(w->rq->arena);

	buf_printf(&b, "{\"combatant_id\":\"%s\",\"name\":", rq_uuid(w->rq, w->combatant));
	buf_json_str(&b, w->name);
	if (w->now.json.n)
		buf_printf(&b, ",\"hp\":%.*s", STR_ARG(w->now.json));
	BUF_LIT(&b, ",\"steps\":[");
	if (w->audience == AUDIENCE_DM)
		for (size_t i = 0; i < w->steps.count; i++)
			put_step(&b, w, &steps[i], db_str(w->rows, steps[i].index, LOGGED_TYPE),
			         &steps[i].told);
	else
		for (size_t i = 0; i < db_count(w->rows); i++)
			if (!log[i].taken_back)
				put_told(&b, w, i);
	BUF_LIT(&b, "]}");
	return answer_json(w->rq, 200, buf_str(&b));
}

/* Whether the viewer may know of it: players of whom they see, DMs also of whom was there once. */
static bool is_known(struct why *w, const struct campaign_settings *settings)
{
	const struct doc *combatant = look(w, settings);
	bool seen = combatant && doc_find(combatant, STR("kind"));

	w->now = hp_of(w, combatant);
	if (seen)
		w->name = arena_str(w->rq->arena, doc_find(combatant, STR("name"))->text);
	return seen || w->audience == AUDIENCE_DM;
}

static int explain(struct why *w, const struct campaign_settings *settings)
{
	size_t count = db_count(w->rows);
	const struct logged_move *log;

	if (!is_known(w, settings))
		return fail(w->rq, ERR_COMBATANT_NOT_FOUND);
	log = logged_moves(w->rows, w->walk.e.state.ruleset, w->rq->arena);
	w->glimpses = ARENA_ARRAY(w->rq->arena, struct glimpse, count + 1);
	for (size_t i = count; log && i-- > 0;)
		if (!step_back(w, i))
			return fail(w->rq, ERR_INTERNAL);
	if (!log)
		return fail(w->rq, ERR_INTERNAL);
	rules_explain(&w->walk.e.state, log, count, w->combatant, w->rq->arena, &w->steps);
	return w->name.n ? answer(w, log) : fail(w->rq, ERR_COMBATANT_NOT_FOUND);
}

int why_get(struct request *rq)
{
	struct why w = {.rq = rq, .combatant = rq->ids[1]};
	size_t own = reading_queue(rq);
	struct reading r;
	int status;

	db_queue(rq->db, &q_encounters_logged, rq_uuid(rq, rq->ids[0]), "0");
	if (reading_run(rq, &r))
		return rq->answer->status;
	w.rows = db_result(rq->db, own);
	w.audience = r.audience;
	w.walk = (struct logged_walk){.rows = w.rows, .e = *r.e, .arena = rq->arena};
	status = explain(&w, &r.settings);
	logged_walked(&w.walk);
	arena_free(&w.scratch);
	return status;
}
