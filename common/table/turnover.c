#include "common/table/turnover.h"

#include "common/base/clock.h"
#include "common/json/json.h"
#include "common/rules/change.h"
#include "common/table/load.h"
#include "common/table/put.h"
#include "common/table/sheets.h"
#include "common/table/told.h"
#include "common/table/view.h"
#include "queries.h"

#include "common/base/poison.h"

enum { RESULT_LOCK = 1, RESULT_ENCOUNTER, RESULT_COMBATANTS, RESULT_TOKENS };
enum { COLUMN_FOG = 13 }; /* of q_table_tokens_of */

static const char *text(const struct turnover *t, struct uuid id)
{
	return arg_uuid(t->arena, id);
}

void turnover_queue(const struct turnover *t)
{
	const char *id = text(t, t->encounter_id), *user = text(t, t->user_id);

	db_queue(t->db, &q_db_begin);
	if (uuid_is_nil(t->user_id)) {
		db_queue(t->db, &q_table_lock_unasked, id);
		db_queue(t->db, &q_table_encounter_unasked, id);
	} else {
		db_queue(t->db, &q_table_lock, id, user);
		db_queue(t->db, &q_table_encounter, id, user);
	}
	db_queue(t->db, &q_table_combatants, id);
	db_queue(t->db, &q_table_tokens_of, id);
}

/* What the map has of it. */
static bool load_tokens(struct turnover *t)
{
	const struct db_rows *rows = db_result(t->db, RESULT_TOKENS);
	struct list zones = {0};

	if (!db_count(rows))
		return true;
	t->tokens = table_tokens(rows, t->arena);
	if (!table_fog(db_str(rows, 0, COLUMN_FOG), t->campaign_id, t->arena, &zones))
		return false;
	t->fog = fog_lay(&zones, t->arena);
	t->width = (int32_t)db_int(rows, 0, COLUMN_FOG + 1);
	t->height = (int32_t)db_int(rows, 0, COLUMN_FOG + 2);
	return true;
}

bool turnover_on_map(const struct turnover *t, const struct table_encounter *after,
                     struct uuid combatant)
{
	const struct table_token *tokens = t->tokens.items;
	int32_t x, y;

	for (size_t i = 0; view_live(after) && i < t->tokens.count; i++) {
		token_place(&tokens[i], after, &x, &y);
		if (uuid_eq(tokens[i].combatant_id, combatant) &&
		    !token_fits(&tokens[i], x, y, t->width, t->height))
			return false;
	}
	return true;
}

enum turnover_error turnover_begin(struct turnover *t)
{
	const struct db_rows *lock = db_result(t->db, RESULT_LOCK);
	const struct db_rows *encounter = db_result(t->db, RESULT_ENCOUNTER);
	enum ruleset ruleset;

	if (!db_count(lock) || !db_count(encounter))
		return TURNOVER_MISSING;
	t->role = MEMBER_DM;
	if (!uuid_is_nil(t->user_id))
		t->role = (enum campaign_role)name_index(
		    campaign_role_names, db_str(encounter, 0, ENCOUNTER_ROLE), MEMBER_NONE);
	t->campaign_id = db_uuid(lock, 0, 0);
	ruleset = (enum ruleset)name_index(ruleset_names, db_str(lock, 0, 1), 0);
	t->seq = db_int(lock, 0, 3) + 1;
	t->move_id = uuid_v7();
	t->now = clock_ms();
	t->settings_json = arena_str(t->arena, db_str(lock, 0, 2));
	if (!table_settings(t->settings_json, t->campaign_id, t->arena, &t->settings))
		return TURNOVER_BROKEN;
	t->before =
	    table_encounter(encounter, db_result(t->db, RESULT_COMBATANTS), ruleset, t->arena);
	return t->before && load_tokens(t) ? TURNOVER_OK : TURNOVER_BROKEN;
}

/* {"encounter": …} for an audience, or nothing where it is not shown. */
static struct doc *view(const struct turnover *t, const struct table_encounter *e,
                        const struct table_encounter *other, enum audience audience)
{
	struct doc *root = doc_root(t->arena);

	if (audience == AUDIENCE_DM || e->state.status != ENCOUNTER_DRAFT)
		view_difference(e, other, &t->settings, audience, t->before->version[audience],
		                doc_object(t->arena, root, STR("encounter")), t->arena);
	return root;
}

/* {"encounter": …, "tokens": …} of the table document. */
static const struct doc *view_live_part(const struct turnover *t, const struct doc *encounter,
                                        const struct table_encounter *e, const struct list *tokens,
                                        enum audience audience)
{
	const struct table_encounter *live = view_live(e) ? e : NULL;
	struct doc *root = doc_root(t->arena);

	if (live)
		doc_share(t->arena, root, encounter->first);
	if (t->tokens.count)
		view_tokens(tokens, t->fog, live, audience,
		            doc_object(t->arena, root, STR("tokens")), t->arena);
	return root;
}

/* Who comes into the players' sight or goes out of it: the event of that, else NULL. */
static const char *coming_or_going(const struct doc *was, const struct doc *changed)
{
	const struct doc *there = was->first ? doc_find(was->first, STR("combatants")) : NULL;

	for (const struct doc *c = changed ? changed->first : NULL; c; c = c->next) {
		if (c->kind == DOC_REMOVED)
			return "combatant.removed";
		if (there && !doc_find(there, c->key))
			return "combatant.added";
	}
	return NULL;
}

static bool shows_hp(const struct doc *changed)
{
	for (const struct doc *c = changed ? changed->first : NULL; c; c = c->next)
		if (doc_find(c, STR("hp")))
			return true;
	return false;
}

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* Of a move players may see only the token come into sight or go out of it. */
static bool is_moved(const char *type)
{
	return strcmp(type, "combatant.moved") == 0 || begins(type, "token.");
}

/* What the players take the change for: the type of a DM's move may tell what is hidden from them, as
 * when a hidden combatant is removed in its turn, one is hidden that then is simply gone, or something
 * that they do see ends with one that they do not. */
static const char *party_type(const struct table_encounter *before, const struct doc *was,
                              const struct doc *patch, const char *type)
{
	const struct doc *e = patch ? doc_find(patch, STR("encounter")) : NULL;
	const struct doc *changed = e && e->first ? doc_find(e, STR("combatants")) : NULL;
	const struct doc *turn = e && e->first ? doc_find(e, STR("turn")) : NULL;
	const char *sight = coming_or_going(was, changed);

	if (!view_live(before) || !e || e->kind == DOC_REMOVED || begins(type, "encounter.") ||
	    begins(type, "move."))
		return type;
	if (sight)
		return sight;
	if (turn && doc_find(turn, STR("combatant_id")))
		return begins(type, "turn.") || begins(type, "initiative.") ? type
		                                                            : "turn.advanced";
	if (strcmp(type, "turn.advanced") == 0 || strcmp(type, "turn.returned") == 0 ||
	    strcmp(type, "combatant.added") == 0 || strcmp(type, "combatant.removed") == 0 ||
	    (strcmp(type, "combatant.hp_changed") == 0 && !shows_hp(changed)))
		return doc_find(e, STR("round")) ? type : "combatant.changed";
	return type;
}

static struct str result_json(const struct list *consequences, struct arena *arena)
{
	const struct consequence *c = consequences->items;
	struct buf b = BUF(arena);

	buf_putc(&b, '[');
	for (size_t i = 0; i < consequences->count; i++) {
		if (i)
			buf_putc(&b, ',');
		json_encode(&b, &consequence_shape, &c[i]);
	}
	buf_putc(&b, ']');
	return buf_str(&b);
}

/* Raises the audience's version when anything has changed for it (for DMs every move counts), and
 * notes the patch to the table document, which shows only what is running. */
static void see_change(const struct turnover *t, struct table_encounter *after,
                       const struct list *tokens, enum audience audience,
                       const struct turnover_log *log, struct turnover_told *told)
{
	bool both = view_live(t->before) && view_live(after);
	struct doc *was = view(t, t->before, both ? after : NULL, audience);
	struct doc *is = view(t, after, both ? t->before : NULL, audience);
	struct doc *version = is->first ? doc_find(is->first, STR("version")) : NULL;
	const struct doc *live_was = view_live_part(t, was, t->before, &t->tokens, audience);
	const struct doc *live_is = view_live_part(t, is, after, tokens, audience);
	const struct told_change change = {t->before,
	                                   after,
	                                   was->first,
	                                   is->first,
	                                   &t->settings,
	                                   doc_find(live_was, STR("tokens")),
	                                   doc_find(live_is, STR("tokens"))};
	struct list heard = table_told(&log->consequences, &change, audience, t->arena);

	if (audience == AUDIENCE_DM || doc_patch(t->arena, was, is) ||
	    doc_patch(t->arena, live_was, live_is))
		after->version[audience]++;
	if (version)
		version->number = after->version[audience];
	told->version[audience] = after->version[audience];
	told->patch[audience] = doc_patch(t->arena, live_was, live_is);
	told->type[audience] = log->event;
	if (audience == AUDIENCE_PARTY)
		told->type[audience] =
		    party_type(t->before, was, told->patch[audience], log->event);
	if (audience == AUDIENCE_PARTY && is_moved(told->type[audience]))
		told->type[audience] =
		    token_event(live_was, told->patch[audience], told->type[audience]);
	told->result[audience] = result_json(&heard, t->arena);
}

static void queue_combatants(const struct turnover *t, const struct encounter *after)
{
	struct change back = rules_change(after, &t->before->state, t->arena);

	/* The change from `after` back to `before` holds the new images, and what is new there is gone. */
	if (back.added.count)
		db_queue(t->db, &q_table_remove, text(t, t->encounter_id),
		         arg_uuids(t->arena, back.added.items, back.added.count));
	combatants_put(t->db, t->encounter_id, back.before.items, back.before.count, t->arena);
}

/* A combatant that is not on the table any more leaves its tokens, on whatever map, where it stood and as hidden
 * as it was. The tokens after the change. */
static struct list leave_tokens(const struct turnover *t, const struct table_encounter *after)
{
	const struct table_encounter *was = view_live(t->before) ? t->before : NULL;
	const struct table_encounter *is = view_live(after) ? after : NULL;
	const struct uuid *ids = t->before->tokened.items;
	struct list list = {ARENA_ARRAY(t->arena, struct table_token, t->tokens.count + 1),
	                    t->tokens.count};
	struct table_token *tokens = list.items;
	struct buf left = BUF(t->arena);

	if (list.count)
		memcpy(tokens, t->tokens.items, list.count * sizeof *tokens);
	for (size_t i = 0; was && i < t->before->tokened.count; i++) {
		const struct combatant *c = encounter_find(&was->state, ids[i]);

		if (!c || (is && encounter_find(&is->state, ids[i])))
			continue;
		buf_printf(&left, "%c{\"id\":\"%s\",\"hidden\":%s", left.n ? ',' : '[',
		           text(t, c->id), c->hidden ? "true" : "false");
		if (combatant_placed(c))
			buf_printf(&left, ",\"x\":%d,\"y\":%d", c->x, c->y);
		buf_putc(&left, '}');
	}
	for (size_t i = 0; i < list.count; i++) {
		const struct combatant *c = token_combatant(&tokens[i], was);

		if (!c || token_combatant(&tokens[i], is))
			continue;
		token_place(&tokens[i], was, &tokens[i].x, &tokens[i].y);
		tokens[i].hidden = c->hidden;
	}
	if (left.n) {
		buf_putc(&left, ']');
		db_queue(t->db, &q_table_tokens_left, text(t, t->encounter_id),
		         arg_str(t->arena, buf_str(&left)));
	}
	return list;
}

static const char *time_arg(const struct turnover *t, int64_t ms)
{
	return ms ? arg_int(t->arena, ms) : NULL;
}

static void queue_save(const struct turnover *t, const struct table_encounter *after)
{
	const struct encounter *s = &after->state;
	struct arena *a = t->arena;

	db_queue(t->db, &q_table_save, text(t, t->encounter_id), encounter_status_names[s->status],
	         arg_int(a, s->round), arg_uuid_or_null(a, s->turn), arg_int(a, s->next_ordinal),
	         arg_int(a, after->version[AUDIENCE_DM]),
	         arg_int(a, after->version[AUDIENCE_PARTY]),
	         arg_uuid_or_null(a, after->seen.combatant), arg_int(a, after->seen.round),
	         time_arg(t, after->deadline), time_arg(t, after->seen.deadline),
	         after->paused_for ? paused_for_names[after->paused_for] : NULL,
	         each_round_names[s->each_round]);
	if (!str_eq(after->name, t->before->name) || !str_eq(after->notes, t->before->notes))
		db_queue(t->db, &q_table_rename, text(t, t->encounter_id), arg_str(a, after->name),
		         arg_str(a, after->notes));
}

/* The type of move that makes such an event, where players do not take it for the DM's own. */
static const char *party_move(const char *event)
{
	static const enum move_type types[] = {MOVE_ADD_COMBATANT, MOVE_REMOVE_COMBATANT,
	                                       MOVE_OVERRIDE};

	if (begins(event, "token."))
		return move_rows[MOVE_MOVE].name;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (strcmp(move_rows[types[i]].event, event) == 0)
			return move_rows[types[i]].name;
	return move_rows[MOVE_NEXT_TURN].name;
}

/* Whether players may know the type of the move itself: how one who is hidden ended its turn they may not. */
static bool type_known(const struct turnover *t, const struct turnover_log *log, const char *event)
{
	const struct encounter *e = &t->before->state;
	const struct combatant *acting = encounter_find(e, e->turn);

	return strcmp(event, log->event) == 0 &&
	       (!acting || !acting->hidden || strcmp(event, "turn.advanced") != 0);
}

/* {"type": …, "result": …} as players got it; NULL when they got nothing. */
static const char *party_json(const struct turnover *t, const struct turnover_log *log,
                              const struct turnover_told *told)
{
	const char *event = told->type[AUDIENCE_PARTY];

	if (!told->patch[AUDIENCE_PARTY])
		return NULL;
	return arena_printf(t->arena, "{\"type\":\"%s\",\"result\":%.*s}",
	                    type_known(t, log, event) ? log->type : party_move(event),
	                    STR_ARG(told->result[AUDIENCE_PARTY]))
	    .p;
}

static void queue_log(const struct turnover *t, const struct table_encounter *after,
                      const struct turnover_log *log, const struct turnover_told *told)
{
	struct change change = rules_change(&t->before->state, &after->state, t->arena);
	struct arena *a = t->arena;
	struct buf b = BUF(a);

	json_encode(&b, &change_shape, &change);
	db_queue(t->db, &q_table_log, text(t, t->move_id), text(t, t->encounter_id),
	         arg_int(a, after->version[AUDIENCE_DM]), log->type,
	         arg_uuid_or_null(a, t->user_id), arg_str(a, log->move), arg_str(a, log->dice),
	         arg_str(a, told->result[AUDIENCE_DM]), arg_str(a, buf_str(&b)),
	         arg_uuid_or_null(a, t->before->seen.combatant), arg_int(a, t->before->seen.round),
	         arg_int(a, after->version[AUDIENCE_PARTY]), party_json(t, log, told),
	         arg_str(a, t->settings_json), log->reaches ? arg_int(a, log->reaches) : NULL);
}

/* A turn that begins, or goes on after a pause, has all its time; for players its end stands with their
 * turn. */
static void set_deadlines(const struct turnover *t, struct table_encounter *after,
                          const struct turnover_log *log)
{
	const struct table_encounter *before = t->before;
	bool runs = after->state.status == ENCOUNTER_ACTIVE && t->settings.turn_seconds &&
	            !uuid_is_nil(after->state.turn);
	bool goes_on = before->deadline && before->state.round == after->state.round &&
	               uuid_eq(before->state.turn, after->state.turn);

	if (!runs)
		after->deadline = 0;
	else if (!goes_on)
		after->deadline = t->now + (int64_t)t->settings.turn_seconds * 1000;
	after->seen = log->seen ? *log->seen : table_turn_seen(before, &after->state, t->arena);
	if (!runs)
		after->seen.deadline = 0;
	else if (uuid_eq(after->seen.combatant, after->state.turn))
		after->seen.deadline = after->deadline;
	else if (before->seen.deadline && before->seen.round == after->seen.round &&
	         uuid_eq(before->seen.combatant, after->seen.combatant))
		after->seen.deadline = before->seen.deadline;
	else
		after->seen.deadline = t->now + (int64_t)t->settings.turn_seconds * 1000;
}

void turnover_save(const struct turnover *t, const struct table_encounter *changed,
                   const struct turnover_log *log, struct turnover_told *told)
{
	struct table_encounter after = *changed;
	struct list tokens;

	if (after.state.status != ENCOUNTER_PAUSED)
		after.paused_for = PAUSED_NOT;
	else if (t->before->state.status != ENCOUNTER_PAUSED)
		after.paused_for = log->paused_for ? log->paused_for : PAUSED_BY_DM;
	set_deadlines(t, &after, log);
	tokens = leave_tokens(t, &after);
	if (view_live(&after))
		tie_newcomers(t->db, &tokens, t->fog, view_live(t->before) ? t->before : NULL,
		              &after, t->arena);
	*told = (struct turnover_told){.at = clock_rfc3339(t->now, t->arena)};
	for (enum audience a = AUDIENCE_DM; a < AUDIENCES; a++)
		see_change(t, &after, &tokens, a, log, told);
	queue_combatants(t, &after.state);
	sheets_queue(t, &after.state, log);
	queue_save(t, &after);
	queue_log(t, &after, log, told);
}

enum db_error turnover_commit(const struct turnover *t, const struct turnover_told *told)
{
	struct announcement news = {
	    .campaign_id = t->campaign_id,
	    .seq = t->seq,
	    .at = told->at,
	    .by = t->user_id,
	    .encounter_id = t->encounter_id,
	    .move_id = t->move_id,
	};

	for (enum audience a = AUDIENCE_DM; a < AUDIENCES; a++) {
		news.type[a] = told->type[a];
		news.version[a] = told->version[a];
		news.patch[a] = told->patch[a];
	}
	if (!news.patch
	         [AUDIENCE_DM]) /* a draft is not on the table; other DM screens still learn that it changed */
		news.patch[AUDIENCE_DM] = doc_root(t->arena);
	announce_commit(t->db, announce_queue(t->db, &news, t->arena));
	return db_run(t->db);
}
