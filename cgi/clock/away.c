/* Tables that have been left: an encounter stands still when its last DM has gone, or everybody. */
#include "cgi/clock/play.h"
#include "common/table/load.h"
#include "queries.h"

#include "common/base/poison.h"

enum { DM_AWAY_MS = 30000, MINUTE_MS = 60000 };

/* Columns of q_clock_away. */
enum { AWAY_ENCOUNTER, AWAY_CAMPAIGN, AWAY_SETTINGS, AWAY_DM_MS, AWAY_ALL_MS };

typedef bool verdict(const struct campaign_settings *settings, const struct db_rows *rows,
                     size_t i);

static bool dm_has_gone(const struct campaign_settings *settings, const struct db_rows *rows,
                        size_t i)
{
	return settings->pause_when_dm_leaves && !db_null(rows, i, AWAY_DM_MS) &&
	       db_int(rows, i, AWAY_DM_MS) >= DM_AWAY_MS;
}

static bool all_have_gone(const struct campaign_settings *settings, const struct db_rows *rows,
                          size_t i)
{
	return !db_null(rows, i, AWAY_ALL_MS) &&
	       db_int(rows, i, AWAY_ALL_MS) >= (int64_t)settings->idle_minutes * MINUTE_MS;
}

static bool still_dm(const struct turnover *t, const struct db_rows *facts)
{
	return db_count(facts) && dm_has_gone(&t->settings, facts, 0);
}

static bool still_all(const struct turnover *t, const struct db_rows *facts)
{
	return db_count(facts) && all_have_gone(&t->settings, facts, 0);
}

static const struct pause {
	verdict *due;
	struct server_move move;
} pauses[] = {
    {dm_has_gone, {MOVE_PAUSE, PAUSED_DM_AWAY, still_dm, &q_clock_away}},
    {all_have_gone, {MOVE_PAUSE, PAUSED_IDLE, still_all, &q_clock_away}},
};
enum { PAUSES = sizeof pauses / sizeof *pauses };

static struct list due_of(struct clock *c, verdict *due, struct arena *arena)
{
	const struct db_rows *rows = db_result(c->db, 0);
	struct uuid *ids = ARENA_ARRAY(arena, struct uuid, db_count(rows) + 1);
	struct list list = {ids, 0};

	for (size_t i = 0; i < db_count(rows); i++) {
		struct campaign_settings settings;

		if (table_settings(db_str(rows, i, AWAY_SETTINGS), db_uuid(rows, i, AWAY_CAMPAIGN),
		                   arena, &settings) &&
		    due(&settings, rows, i))
			ids[list.count++] = db_uuid(rows, i, AWAY_ENCOUNTER);
	}
	return list;
}

enum db_error clock_pause(struct clock *c)
{
	struct list due[PAUSES];
	struct arena arena = {0};
	enum db_error error = db_query(c->db, &q_clock_away, NULL);

	for (size_t i = 0; i < PAUSES && !error; i++)
		due[i] = due_of(c, pauses[i].due, &arena);
	for (size_t i = 0; i < PAUSES && !error; i++)
		error = play(c, &pauses[i].move, &due[i]);
	arena_free(&arena);
	return error;
}
