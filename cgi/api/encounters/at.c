#include "cgi/api/encounters/at.h"

#include "cgi/api/encounters/encounters.h"
#include "cgi/api/encounters/logged.h"
#include "cgi/api/fields.h"
#include "common/table/load.h"
#include "queries.h"

#include "common/base/poison.h"

struct encounter_query {
	int32_t at; /* 0: as it is now */
};

static const struct field query_fields[] = {
    FIELD(struct encounter_query, at, FIELD_INT, 0, .min = 1, .max = INT32_MAX,
          .doc = "The encounter as it was at this version, as the caller counts them; without the "
                 "deadlines and the reason of a pause of that time."),
};
const struct shape encounter_query_shape =
    SHAPE("EncounterQuery", struct encounter_query, query_fields);

static int32_t asked(const struct request *rq)
{
	const struct encounter_query *query = rq->query;

	return query->at;
}

bool at_queue(struct request *rq)
{
	if (asked(rq))
		db_queue(rq->db, &q_encounters_at, rq_uuid(rq, rq->ids[0]),
		         rq_uuid(rq, rq->user_id), rq_int(rq, asked(rq)));
	return asked(rq) > 0;
}

static int32_t version_of(const struct db_rows *rows, size_t i, enum audience audience)
{
	return (int32_t)db_int(rows, i,
	                       audience == AUDIENCE_DM ? LOGGED_VERSION : LOGGED_PARTY_VERSION);
}

/* From now back to the state after row 0, or before it where the version is that of the beginning. */
static bool walk_back(struct request *rq, const struct db_rows *rows, enum audience audience,
                      struct table_encounter *e)
{
	struct logged_walk walk = {.rows = rows, .e = *e, .arena = rq->arena};
	size_t i = db_count(rows);
	bool good = true;

	while (good && i && (i > 1 || version_of(rows, 0, audience) > asked(rq)))
		good = logged_step(&walk, --i);
	*e = walk.e;
	e->state.combatants = ARENA_ARRAY(rq->arena, struct combatant, e->state.count + 1);
	if (e->state.count)
		memcpy(e->state.combatants, walk.e.state.combatants,
		       e->state.count * sizeof *e->state.combatants);
	logged_walked(&walk);
	return good;
}

int at_version(struct request *rq, const struct db_rows *rows, struct reading *r)
{
	struct str now = arena_printf(rq->arena, "%d", r->e->version[r->audience]);
	struct table_encounter *e = r->e;

	if (!walk_back(rq, rows, r->audience, e))
		return fail(rq, ERR_INTERNAL);
	if (e->version[r->audience] != asked(rq))
		return fail_with(rq, ERR_VERSION_NOT_FOUND, "version", now);
	if (r->audience == AUDIENCE_PARTY && e->state.status == ENCOUNTER_DRAFT)
		return fail(rq, ERR_ENCOUNTER_NOT_FOUND);
	e->deadline = e->seen.deadline = 0;
	e->paused_for = PAUSED_NOT;
	/* The settings that its move was made under go with the state: either alone could show what nobody saw. */
	if (db_count(rows) &&
	    !table_settings(db_str(rows, 0, LOGGED_SETTINGS), e->id, rq->arena, &r->settings))
		return fail(rq, ERR_INTERNAL);
	return 0;
}
