#include "cgi/api/characters/characters.h"

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

/* Columns of the character, and behind them those that say why nothing changed. */
enum {
	COLUMN_VERSION = 5,
	COLUMN_CHANGED = 9,
	COLUMN_OTHER_CAMPAIGN,
	COLUMN_CAMPAIGN_ROLE,
	COLUMN_FIGHTING,
};

/* Locks, runs `query`, commits and answers. */
static int move_character(struct request *rq, const struct db_query *query, const char *campaign)
{
	const struct db_rows *rows;
	enum db_error error;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_characters_lock, rq_uuid(rq, rq->ids[0]));
	db_queue(rq->db, query, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id), campaign);
	db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	rows = db_result(rq->db, 2);
	if (guard(rq, rows, ERR_CHARACTER_NOT_FOUND))
		return rq->answer->status;
	if (db_bool(rows, 0, COLUMN_CHANGED)) {
		answer_etag(rq, db_str(rows, 0, COLUMN_VERSION));
		return answer_row(rq, 200, rows, 0, 1);
	}
	if (db_null(rows, 0, COLUMN_CAMPAIGN_ROLE))
		return fail(rq, ERR_CAMPAIGN_NOT_FOUND);
	if (db_bool(rows, 0, COLUMN_FIGHTING))
		return fail(rq, ERR_CHARACTER_IN_ENCOUNTER);
	if (!db_null(rows, 0, COLUMN_OTHER_CAMPAIGN))
		return fail_with(rq, ERR_CHARACTER_IN_OTHER_CAMPAIGN, "campaign_id",
		                 arena_str(rq->arena, db_str(rows, 0, COLUMN_OTHER_CAMPAIGN)));
	return fail(rq, ERR_FORBIDDEN);
}

int character_campaign_put(struct request *rq)
{
	const struct character_campaign *body = rq->body;

	return move_character(rq, &q_characters_enter, rq_uuid(rq, body->campaign_id));
}

int character_campaign_delete(struct request *rq)
{
	return move_character(rq, &q_characters_leave, NULL);
}
