/* Turns that have lasted as long as they may. */
#include "cgi/clock/play.h"
#include "common/base/clock.h"
#include "queries.h"

#include "common/base/poison.h"

enum { ACTIVE_MS = 1000, QUIET_MS = 5000 };

static bool turn_is_over(const struct turnover *t, const struct db_rows *facts)
{
	(void)facts;
	return t->before->state.status == ENCOUNTER_ACTIVE && t->before->deadline &&
	       t->before->deadline <= t->now;
}

static const struct server_move skip = {.type = MOVE_SKIP_TURN, .due = turn_is_over};

enum db_error clock_skip_turns(struct clock *c)
{
	struct arena arena = {0};
	struct list due = {0};
	enum db_error error = db_query(c->db, &q_clock_due, arg_int(&arena, clock_ms()));
	struct uuid *ids;

	if (!error) {
		const struct db_rows *rows = db_result(c->db, 0);

		ids = ARENA_ARRAY(&arena, struct uuid, db_count(rows) + 1);
		for (size_t i = 0; i < db_count(rows); i++)
			ids[i] = db_uuid(rows, i, 0);
		due = (struct list){ids, db_count(rows)};
		error = play(c, &skip, &due);
	}
	arena_free(&arena);
	return error;
}

int64_t clock_idle_ms(struct clock *c)
{
	int64_t now = clock_ms(), ms = QUIET_MS, next;
	const struct db_rows *rows;
	enum db_error error = db_query(c->db, &q_clock_next, arg_int(&c->arena, now));

	arena_reset(&c->arena);
	if (error)
		return ACTIVE_MS;
	rows = db_result(c->db, 0);
	if (db_bool(rows, 0, 1))
		ms = ACTIVE_MS;
	next = db_int(rows, 0, 0);
	return next && next - now < ms ? next - now : ms;
}
