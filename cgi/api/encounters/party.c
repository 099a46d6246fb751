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

/* Hit points that come from the sheet, in whole or as far as its maximum goes. */
enum taking { TAKE_ALL, TAKE_MAXIMUM, TAKE_NOTHING };

static int take_hp(struct request *rq, struct str sheet, enum ruleset ruleset, enum taking taking,
                   struct combatant *c)
{
	struct stat_block stats;

	if (taking == TAKE_NOTHING)
		return 0;
	if (stats_of_sheet(rq, sheet, ruleset, c->name, c->character_id, &stats))
		return rq->answer->status;
	if (taking == TAKE_MAXIMUM) {
		stats.hp.temp = c->hp.temp;
		stats.hp.current = c->hp.current < stats.hp.max ? c->hp.current : stats.hp.max;
	}
	c->hp = stats.hp;
	return 0;
}

static int reconcile(struct request *rq, const struct db_rows *rows, struct encounter *state,
                     enum taking taking)
{
	struct combatant *own = ARENA_ARRAY(rq->arena, struct combatant, state->count + 1);

	if (state->count)
		memcpy(own, state->combatants, state->count * sizeof *own);
	state->combatants = own;
	for (size_t i = 0; i < state->count; i++) {
		size_t row;

		if (own[i].kind != KIND_CHARACTER)
			continue;
		row = find(rows, own[i].character_id);
		if (row == db_count(rows))
			return fail_with(rq, ERR_CHARACTER_LEFT, "combatant_id",
			                 str_of(rq_uuid(rq, own[i].id)));
		if (take_hp(rq, db_str(rows, row, COLUMN_SHEET), state->ruleset, taking, &own[i]))
			return rq->answer->status;
	}
	return 0;
}

static bool running(const struct encounter *e)
{
	return e->status == ENCOUNTER_ACTIVE || e->status == ENCOUNTER_PAUSED;
}

int party_refresh(struct request *rq, const struct db_rows *rows, struct encounter *state)
{
	return reconcile(rq, rows, state, TAKE_ALL);
}

int party_return(struct request *rq, const struct db_rows *rows, const struct encounter *before,
                 struct encounter *state)
{
	if (!running(state))
		return 0;
	return reconcile(rq, rows, state, running(before) ? TAKE_NOTHING : TAKE_MAXIMUM);
}

static void put(struct request *rq, struct buf *b, const struct combatant *c)
{
	buf_printf(b, "%s{\"id\":\"%s\",\"current\":%d,\"temp\":%d}", b->n ? "," : "[",
	           rq_uuid(rq, c->character_id), c->hp.current, c->hp.temp);
}

void party_write(struct request *rq, struct uuid campaign, const struct encounter *before,
                 const struct encounter *after, const struct list *parted)
{
	const struct combatant *gone = parted->items;
	struct buf b = BUF(rq->arena);

	for (size_t i = 0; running(after) && i < after->count; i++) {
		const struct combatant *c = &after->combatants[i];
		const struct combatant *old = encounter_find(before, c->id);
		bool same = old && old->hp.current == c->hp.current && old->hp.temp == c->hp.temp;

		if (c->kind == KIND_CHARACTER && (!running(before) || !same))
			put(rq, &b, c);
	}
	for (size_t i = 0; running(before) && i < parted->count; i++)
		put(rq, &b, &gone[i]);
	if (!b.n)
		return;
	BUF_LIT(&b, "]");
	db_queue(rq->db, &q_encounters_sheets, rq_str(rq, buf_str(&b)), rq_uuid(rq, campaign));
}
