#include "cgi/api/encounters/party.h"

#include "cgi/api/encounters/stats.h"
#include "queries.h"

#include "common/base/poison.h"

enum { COLUMN_ID, COLUMN_SHEET };

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

static int left(struct request *rq, const struct combatant *c)
{
	return fail_with(rq, ERR_CHARACTER_LEFT, "combatant_id", str_of(rq_uuid(rq, c->id)));
}

int party_check(struct request *rq, const struct db_rows *rows, const struct encounter *state)
{
	for (size_t i = 0; i < state->count; i++) {
		const struct combatant *c = &state->combatants[i];

		if (c->kind == KIND_CHARACTER && find(rows, c->character_id) == db_count(rows))
			return left(rq, c);
	}
	return 0;
}

int party_refresh(struct request *rq, const struct db_rows *rows, struct encounter *state)
{
	struct combatant *own = ARENA_ARRAY(rq->arena, struct combatant, state->count + 1);

	if (party_check(rq, rows, state))
		return rq->answer->status;
	if (state->count)
		memcpy(own, state->combatants, state->count * sizeof *own);
	state->combatants = own;
	for (size_t i = 0; i < state->count; i++) {
		struct stat_block stats;
		struct str sheet;

		if (own[i].kind != KIND_CHARACTER)
			continue;
		sheet = db_str(rows, find(rows, own[i].character_id), COLUMN_SHEET);
		if (stats_of_sheet(rq, sheet, state->ruleset, own[i].name, own[i].character_id,
		                   &stats))
			return rq->answer->status;
		own[i].hp = stats.hp;
	}
	return 0;
}

static bool running(const struct encounter *e)
{
	return e->status == ENCOUNTER_ACTIVE || e->status == ENCOUNTER_PAUSED;
}

void party_write(struct request *rq, struct uuid campaign, const struct encounter *before,
                 const struct encounter *after)
{
	bool all = !running(before), any = false;
	struct buf b = BUF(rq->arena);

	for (size_t i = 0; running(after) && i < after->count; i++) {
		const struct combatant *c = &after->combatants[i];
		const struct combatant *old = encounter_find(before, c->id);

		if (c->kind != KIND_CHARACTER)
			continue;
		if (!all && old && old->hp.current == c->hp.current && old->hp.temp == c->hp.temp)
			continue;
		buf_printf(&b, "%s{\"id\":\"%s\",\"current\":%d,\"temp\":%d}", any ? "," : "[",
		           rq_uuid(rq, c->character_id), c->hp.current, c->hp.temp);
		any = true;
	}
	if (!any)
		return;
	BUF_LIT(&b, "]");
	db_queue(rq->db, &q_encounters_sheets, rq_str(rq, buf_str(&b)), rq_uuid(rq, campaign));
}
