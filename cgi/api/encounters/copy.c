#include "cgi/api/encounters/encounters.h"

#include "cgi/api/encounters/logged.h"
#include "cgi/api/encounters/reading.h"
#include "cgi/api/encounters/stats.h"
#include "cgi/api/fields.h"
#include "cgi/api/news.h"
#include "common/table/put.h"
#include "queries.h"

#include "common/base/poison.h"

struct encounter_copy {
	struct str name;
};

static const struct field copy_fields[] = {
    FIELD(struct encounter_copy, name, FIELD_STR, 0, .min = 1, .max = 120,
          .doc = "What the copy is called; as the encounter itself when not given."),
};
const struct shape encounter_copy_shape =
    SHAPE("EncounterCopy", struct encounter_copy, copy_fields);

/* Columns of q_encounters_copied. */
enum { COLUMN_ID, COLUMN_NAME, COLUMN_SHEET, COLUMN_HOMEBREW };
enum { RESULT_MADE = 1 };

/* Goes back to the beginning: every combatant becomes what it was when it joined, but keeps its name, and
 * whether it was hidden when the fight began. */
static bool refresh(struct request *rq, const struct db_rows *rows, const struct table_encounter *e,
                    struct combatant *fresh)
{
	struct logged_walk walk = {.rows = rows, .e = *e, .arena = rq->arena};
	bool *prepared = ARENA_ARRAY(rq->arena, bool, e->state.count + 1), good = true;

	for (size_t at = db_count(rows) + 1; good && at-- > 0;) {
		bool draft = walk.e.state.status == ENCOUNTER_DRAFT;

		for (size_t i = 0; i < e->state.count; i++) {
			const struct combatant *now = &e->state.combatants[i];
			const struct combatant *then = encounter_find(&walk.e.state, now->id);
			bool hidden = prepared[i] || !then ? fresh[i].hidden : then->hidden;

			if (then)
				fresh[i] = *then;
			fresh[i].name = now->name;
			fresh[i].hidden = fresh[i].unseen = hidden;
			prepared[i] |= then && draft;
		}
		if (at)
			good = logged_step(&walk, at - 1);
	}
	logged_walked(&walk);
	return good;
}

/* A character joins anew, as its sheet is now; one who has left the campaign stays away. */
static int rejoin(struct request *rq, const struct db_rows *rows, const struct combatant *c,
                  struct encounter *copy)
{
	static const struct dice none;
	struct uuid *id = ARENA_NEW(rq->arena, struct uuid);
	struct stat_block *stats = ARENA_NEW(rq->arena, struct stat_block);
	struct move move = {.type = MOVE_ADD_COMBATANT, .hidden = c->hidden, .stats = stats};
	struct outcome out;
	size_t i = 0;

	while (i < db_count(rows) && !uuid_eq(db_uuid(rows, i, COLUMN_ID), c->character_id))
		i++;
	if (i == db_count(rows))
		return 0;
	if (stats_of_sheet(rq, db_str(rows, i, COLUMN_SHEET), db_str(rows, i, COLUMN_HOMEBREW),
	                   copy->ruleset, arena_str(rq->arena, db_str(rows, i, COLUMN_NAME)),
	                   c->character_id, stats))
		return rq->answer->status;
	*id = uuid_v7();
	move.new_ids = (struct list){id, 1};
	return rules_apply(copy, &move, &none, rq->arena, copy, &out) ? fail(rq, ERR_INTERNAL) : 0;
}

/* Monsters first, in their order, and then the characters. 0, or the answer's status. */
static int make_copy(struct request *rq, const struct table_encounter *e, struct combatant *fresh,
                     const struct db_rows *characters, struct encounter *copy)
{
	size_t count = e->state.count;

	*copy = (struct encounter){.ruleset = e->state.ruleset, .next_ordinal = 1};
	copy->combatants = ARENA_ARRAY(rq->arena, struct combatant, count + 1);
	for (size_t i = 0; i < count; i++) {
		if (fresh[i].kind == KIND_CHARACTER)
			continue;
		fresh[i].id = uuid_v7();
		fresh[i].ordinal = copy->next_ordinal++;
		copy->combatants[copy->count++] = fresh[i];
	}
	for (size_t i = 0; i < count; i++)
		if (fresh[i].kind == KIND_CHARACTER && rejoin(rq, characters, &fresh[i], copy))
			return rq->answer->status;
	return encounter_broken(copy) ? fail(rq, ERR_INTERNAL) : 0;
}

static int save_copy(struct request *rq, struct str name, const struct encounter *copy)
{
	struct uuid id = uuid_v7();
	enum db_error error;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_encounters_copy, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, id),
	         rq_str(rq, name), rq_int(rq, copy->next_ordinal), rq_uuid(rq, rq->user_id),
	         least_role(rq));
	combatants_put(rq->db, id, copy->combatants, copy->count, rq->arena);
	encounter_made(rq, id);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	if (!db_count(db_result(rq->db, RESULT_MADE)))
		return fail(rq, ERR_ENCOUNTER_NOT_FOUND);
	answer_location(rq, "encounters", id);
	return answer_row(rq, 201, db_result(rq->db, RESULT_MADE), 0, 0);
}

int encounter_copy_post(struct request *rq)
{
	const struct encounter_copy *body = rq->body;
	size_t own = reading_queue(rq);
	struct combatant *fresh;
	struct encounter copy;
	struct reading r;

	db_queue(rq->db, &q_encounters_logged, rq_uuid(rq, rq->ids[0]), "0");
	db_queue(rq->db, &q_encounters_copied, rq_uuid(rq, rq->ids[0]));
	if (reading_run(rq, &r))
		return rq->answer->status;
	fresh = ARENA_ARRAY(rq->arena, struct combatant, r.e->state.count + 1);
	if (!refresh(rq, db_result(rq->db, own), r.e, fresh))
		return fail(rq, ERR_INTERNAL);
	if (make_copy(rq, r.e, fresh, db_result(rq->db, own + 1), &copy))
		return rq->answer->status;
	return save_copy(rq, body->name.n ? body->name : r.e->name, &copy);
}
