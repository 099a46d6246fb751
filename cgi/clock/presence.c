/* Who was at a broadcaster that has died. */
#include "common/table/presence.h"

#include "cgi/clock/clock.h"
#include "queries.h"

#include "common/base/poison.h"

enum db_error clock_give_up(struct clock *c)
{
	enum db_error error = db_query(c->db, &q_clock_dead);
	const struct db_rows *rows;
	struct uuid *campaigns;
	size_t count;

	if (error)
		return error;
	rows = db_result(c->db, 0);
	count = db_count(rows);
	if (!count)
		return DB_OK;
	campaigns = ARENA_ARRAY(&c->arena, struct uuid, count);
	for (size_t i = 0; i < count; i++)
		campaigns[i] = db_uuid(rows, i, 0);
	presence_ring(c->db, campaigns, count, &c->arena);
	error = db_run(c->db);
	arena_reset(&c->arena);
	return error;
}
