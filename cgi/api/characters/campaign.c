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
enum { RESULT_CAMPAIGN = 1, RESULT_MOVED = 4, RESULT_CHARACTER };

static int not_moved(struct request *rq, const struct db_rows *moved)
{
	if (db_null(moved, 0, COLUMN_CAMPAIGN_ROLE))
		return fail(rq, ERR_CAMPAIGN_NOT_FOUND);
	if (db_bool(moved, 0, COLUMN_FIGHTING))
		return fail(rq, ERR_CHARACTER_IN_ENCOUNTER);
	if (!db_null(moved, 0, COLUMN_OTHER_CAMPAIGN))
		return fail_with(rq, ERR_CHARACTER_IN_OTHER_CAMPAIGN, "campaign_id",
		                 arena_str(rq->arena, db_str(moved, 0, COLUMN_OTHER_CAMPAIGN)));
	return fail(rq, ERR_FORBIDDEN);
}

/* Behind the lock on the campaign, which is queued and has its last_seq in that column: moves the character by
 * `query`, commits and answers. Without `campaign`, column 0 of the lock says which one it leaves. */
static int move_character(struct request *rq, const struct db_query *query, const char *kind,
                          const char *campaign, struct character_place *place, int seq_column)
{
	const char *id = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);
	const struct db_rows *lock;
	enum db_error error;
	int status;

	db_queue(rq->db, &q_characters_lock, id);
	sign_queue(rq, kind, STR(""));
	db_queue(rq->db, query, id, user, campaign);
	db_queue(rq->db, &q_characters_current, id, user);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	if (guard(rq, db_result(rq->db, RESULT_CHARACTER), ERR_CHARACTER_NOT_FOUND))
		return rq->answer->status;
	if (!db_bool(db_result(rq->db, RESULT_MOVED), 0, COLUMN_CHANGED))
		return not_moved(rq, db_result(rq->db, RESULT_MOVED));
	lock = db_result(rq->db, RESULT_CAMPAIGN);
	if (!campaign && db_count(lock))
		place->campaign_id = db_uuid(lock, 0, 0);
	if (db_count(lock))
		place->last_seq = db_int(lock, 0, seq_column);
	place->version = (int32_t)db_int(db_result(rq->db, RESULT_CHARACTER), 0, COLUMN_VERSION);
	/* The answer is written before its rows go with the next run. */
	status = answer_character(rq, 200, db_result(rq->db, RESULT_CHARACTER));
	character_news(rq, campaign ? "character.joined" : "character.left", place);
	error = db_run(rq->db);
	return error ? fail_db(rq, error, ERR_CONFLICT) : status;
}

int character_campaign_put(struct request *rq)
{
	const struct character_campaign *body = rq->body;
	const char *campaign = rq_uuid(rq, body->campaign_id);
	struct character_place place = {.campaign_id = body->campaign_id};

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_campaigns_lock, campaign, rq_uuid(rq, rq->user_id));
	return move_character(rq, &q_characters_enter, "joined", campaign, &place, 0);
}

int character_campaign_delete(struct request *rq)
{
	struct character_place place = {0};

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_characters_lock_campaign, rq_uuid(rq, rq->ids[0]),
	         rq_uuid(rq, rq->user_id));
	return move_character(rq, &q_characters_leave, "left", NULL, &place, 1);
}
