#include "cgi/clock/play.h"

#include "common/base/clock.h"
#include "common/base/log.h"
#include "common/table/recorder.h"
#include "queries.h"

#include "common/base/poison.h"

static bool is_aside(const struct clock *c, struct uuid encounter)
{
	for (size_t i = 0; i < ASIDE_MAX; i++)
		if (uuid_eq(c->aside[i].encounter, encounter))
			return c->aside[i].until > clock_monotonic_ms();
	return false;
}

static void set_aside(struct clock *c, struct uuid encounter, const char *reason)
{
	char text[UUID_TEXT + 1];
	size_t at = 0;

	while (at < ASIDE_MAX && !uuid_eq(c->aside[at].encounter, encounter))
		at++;
	if (at == ASIDE_MAX)
		at = c->asides++ % ASIDE_MAX;
	c->aside[at].encounter = encounter;
	c->aside[at].until = clock_monotonic_ms() + (int64_t)ASIDE_SECONDS * 1000;
	uuid_format(encounter, text);
	log_line(LOG_ERROR, "encounter_set_aside", "encounter=%s reason=%s seconds=%d", text,
	         reason, ASIDE_SECONDS);
}

/* Makes it; the code of the rule that refuses it, or NULL. */
static const char *make(const struct turnover *t, const struct server_move *move,
                        enum db_error *error)
{
	const struct move_row *row = &move_rows[move->type];
	const struct move made = {.type = move->type};
	struct recorder recorder = RECORDER(t->arena);
	const struct dice dice = recorder_dice(&recorder);
	struct table_encounter after = *t->before;
	struct turnover_told told;
	struct outcome out = {0};

	if (rules_apply(&t->before->state, &made, &dice, t->arena, &after.state, &out))
		return rule_errors[out.error].code;
	turnover_save(
	    t, &after,
	    &(struct turnover_log){
	        .type = row->name,
	        .event = row->event,
	        .move = arena_printf(t->arena, "{\"asked\":{\"type\":\"%s\"}}", row->name),
	        .dice = recorder_log(&recorder),
	        .consequences = out.consequences,
	        .paused_for = move->paused_for,
	    },
	    &told);
	*error = turnover_commit(t, &told);
	return NULL;
}

/* Whether it is worth another try at the next tick. */
static bool passes(enum db_error error)
{
	return error == DB_UNAVAILABLE || error == DB_RETRY || error == DB_TIMEOUT;
}

static enum db_error play_one(struct clock *c, struct uuid encounter,
                              const struct server_move *move)
{
	struct turnover t = {.db = c->db, .arena = &c->arena, .encounter_id = encounter};
	const char *refusal = NULL;
	enum turnover_error begun;
	enum db_error error;
	bool made = false;

	turnover_queue(&t);
	if (move->facts)
		db_queue(c->db, move->facts, arg_uuid(&c->arena, encounter));
	error = db_run(c->db);
	if (!error) {
		begun = turnover_begin(&t);
		made = begun == TURNOVER_OK &&
		       move->due(&t, move->facts ? db_result(c->db, TURNOVER_RESULTS) : NULL);
		if (begun == TURNOVER_BROKEN)
			refusal = "BROKEN";
		else if (made)
			refusal = make(&t, move, &error);
	}
	if (error && !passes(error))
		refusal = "NOT_STORED";
	if (refusal)
		set_aside(c, encounter, refusal);
	/* What came to nothing still holds the lock. */
	return error || (made && !refusal) ? error : db_query(c->db, &q_db_rollback);
}

enum db_error play(struct clock *c, const struct server_move *move, const struct list *encounters)
{
	const struct uuid *ids = encounters->items;
	enum db_error error = DB_OK;

	for (size_t i = 0; i < encounters->count && error != DB_UNAVAILABLE; i++) {
		if (is_aside(c, ids[i]))
			continue;
		error = play_one(c, ids[i], move);
		arena_reset(&c->arena);
	}
	return error == DB_UNAVAILABLE ? error : DB_OK;
}
