#include "cgi/api/encounters/party.h"

#include "cgi/api/encounters/stats.h"
#include "common/table/sheets.h"
#include "queries.h"

#include "common/base/poison.h"

enum { COLUMN_ID, COLUMN_SHEET, COLUMN_HOMEBREW };

void party_queue(struct request *rq)
{
	db_queue(rq->db, &q_encounters_party, rq_uuid(rq, rq->ids[0]));
}

/* The row of that character, or the count. */
static size_t find(const struct db_rows *rows, struct uuid character)
{
	size_t i = 0;

	while (i < db_count(rows) && !uuid_eq(db_uuid(rows, i, COLUMN_ID), character))
		i++;
	return i;
}

static int fail_left(struct request *rq, const struct combatant *c)
{
	return fail_with(rq, ERR_CHARACTER_LEFT, "combatant_id", str_of(rq_uuid(rq, c->id)));
}

int party_stats(struct request *rq, const struct db_rows *rows, const struct encounter *state,
                struct list *out)
{
	struct stat_block *stats = ARENA_ARRAY(rq->arena, struct stat_block, state->count + 1);

	*out = (struct list){stats, 0};
	for (size_t i = 0; i < state->count; i++) {
		const struct combatant *c = &state->combatants[i];
		size_t row = find(rows, c->character_id);

		if (c->kind != KIND_CHARACTER)
			continue;
		if (row == db_count(rows))
			return fail_left(rq, c);
		if (stats_of_sheet(rq, db_str(rows, row, COLUMN_SHEET),
		                   db_str(rows, row, COLUMN_HOMEBREW), state->ruleset, c->name,
		                   c->character_id, &stats[out->count++]))
			return rq->answer->status;
	}
	return 0;
}

int party_sheet(struct request *rq, const struct db_rows *rows, const struct encounter *state,
                struct move *move, struct str *homebrew)
{
	const struct combatant *c = encounter_find(state, move->combatant_id);
	size_t row = c ? find(rows, c->character_id) : db_count(rows);

	if (row == db_count(rows))
		return 0;
	*homebrew = arena_str(rq->arena, db_str(rows, row, COLUMN_HOMEBREW));
	return stats_sheet(rq, db_str(rows, row, COLUMN_SHEET), *homebrew, state->ruleset,
	                   &move->sheet, &move->catalog);
}

int party_return(struct request *rq, const struct db_rows *rows, const struct encounter *before,
                 struct encounter *state)
{
	struct combatant *own = ARENA_ARRAY(rq->arena, struct combatant, state->count + 1);
	const struct stat_block *stats;
	struct list party;

	if (!sheets_follow(state))
		return 0;
	if (party_stats(rq, rows, state, &party))
		return rq->answer->status;
	if (sheets_follow(before))
		return 0;
	if (state->count)
		memcpy(own, state->combatants, state->count * sizeof *own);
	state->combatants = own;
	stats = party.items;
	for (size_t i = 0; i < state->count; i++) {
		if (own[i].kind != KIND_CHARACTER)
			continue;
		own[i].hp.max = stats->hp.max;
		if (own[i].hp.current > own[i].hp.max)
			own[i].hp.current = own[i].hp.max;
		stats++;
	}
	return 0;
}
