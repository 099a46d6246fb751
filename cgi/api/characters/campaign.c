#include "cgi/api/characters/change.h"

#include "cgi/api/fields.h"
#include "queries.h"

#include "common/base/poison.h"

struct character_campaign {
	struct uuid campaign_id;
};

static const struct field campaign_fields[] = {
    FIELD(struct character_campaign, campaign_id, FIELD_UUID, FIELD_REQUIRED,
          .doc = "A campaign in which the caller is a player or DM."),
};
const struct shape character_campaign_shape =
    SHAPE("CharacterCampaign", struct character_campaign, campaign_fields);

/* Of enter.sql and leave.sql. */
enum { COLUMN_CHANGED, COLUMN_OTHER_CAMPAIGN, COLUMN_CAMPAIGN_ROLE, COLUMN_FIGHTING };
enum { RESULT_MOVED = 3, RESULT_CHARACTER };

/* Locks, runs `query`, commits and answers. */
static int move_character(struct request *rq, const struct db_query *query, const char *kind,
                          const char *campaign)
{
	const char *id = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);
	const struct db_rows *moved;
	enum db_error error;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_characters_lock, id);
	sign_queue(rq, kind, STR(""));
	db_queue(rq->db, query, id, user, campaign);
	db_queue(rq->db, &q_characters_current, id, user);
	db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	moved = db_result(rq->db, RESULT_MOVED);
	if (guard(rq, db_result(rq->db, RESULT_CHARACTER), ERR_CHARACTER_NOT_FOUND))
		return rq->answer->status;
	if (db_bool(moved, 0, COLUMN_CHANGED))
		return answer_character(rq, 200, db_result(rq->db, RESULT_CHARACTER));
	if (db_null(moved, 0, COLUMN_CAMPAIGN_ROLE))
		return fail(rq, ERR_CAMPAIGN_NOT_FOUND);
	if (db_bool(moved, 0, COLUMN_FIGHTING))
		return fail(rq, ERR_CHARACTER_IN_ENCOUNTER);
	if (!db_null(moved, 0, COLUMN_OTHER_CAMPAIGN))
		return fail_with(rq, ERR_CHARACTER_IN_OTHER_CAMPAIGN, "campaign_id",
		                 arena_str(rq->arena, db_str(moved, 0, COLUMN_OTHER_CAMPAIGN)));
	return fail(rq, ERR_FORBIDDEN);
}

int character_campaign_put(struct request *rq)
{
	const struct character_campaign *body = rq->body;

	return move_character(rq, &q_characters_enter, "joined", rq_uuid(rq, body->campaign_id));
}

int character_campaign_delete(struct request *rq)
{
	return move_character(rq, &q_characters_leave, "left", NULL);
}
