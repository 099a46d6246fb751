#include "cgi/api/rolls/rolls.h"

#include "cgi/api/fields.h"
#include "cgi/api/rolled.h"
#include "common/base/clock.h"
#include "common/table/announce.h"
#include "common/table/load.h"
#include "common/table/recorder.h"
#include "queries.h"

#include "common/base/poison.h"

static const char *const mode_names[] = {"normal", "advantage", "disadvantage", NULL};
static const int mode_advantage[] = {0, 1, -1};
/* What one may ask for: roll_visibility_names from ROLL_PARTY on, to ROLL_SELF. */
static const char *const asked_visibility[] = {"party", "dm", "blind", "self", NULL};

struct roll_create {
	struct str expr, label;
	struct list values; /* of struct dice_name */
	int32_t mode, visibility;
	bool critical;
};

#define DICE_FIELDS                                                                                \
	FIELD(struct roll_create, expr, FIELD_STR, FIELD_REQUIRED, .min = 1, .max = DICE_TEXT_MAX, \
	      .doc = "Dice notation: 4d6kh3, 1d20+@str, 2d6[fire]+3 # a note."),                   \
	    ROLL_VALUES_FIELD(struct roll_create),                                                 \
	    FIELD(struct roll_create, mode, FIELD_ENUM, 0, .names = mode_names,                    \
	          .doc = "advantage and disadvantage roll the one d20 twice."),                    \
	    FIELD(struct roll_create, critical, FIELD_BOOL, 0,                                     \
	          .doc = "Whether all dice are rolled twice, for a critical hit.")

static const struct field dice_fields[] = {DICE_FIELDS};
const struct shape dice_roll_shape = SHAPE("DiceRoll", struct roll_create, dice_fields);
static const struct field create_fields[] = {
    DICE_FIELDS,
    FIELD(struct roll_create, label, FIELD_STR, 0, .min = 1, .max = ROLL_LABEL_MAX,
          .doc = "What for."),
    FIELD(struct roll_create, visibility, FIELD_ENUM, 0, .names = asked_visibility,
          .doc = "Who sees it: party everybody (when not given), dm the roller and the DMs, blind "
                 "the DMs only, self the roller only."),
};
const struct shape roll_create_shape = SHAPE("RollCreate", struct roll_create, create_fields);

static const struct field stats_fields[] = {
    ROW_ID("user_id", "Who rolled."),
    ROW_INT("rolls", 0, INT32_MAX, "How often."),
    ROW_INT("dice", 0, INT32_MAX, "How many dice."),
    ROW("sum", FIELD_LONG, FIELD_REQUIRED, .min = 0, .max = INT64_MAX - 1,
        .doc = "What they showed, all together."),
    ROW_INT("d20s", 0, INT32_MAX, "How many of them were d20s."),
    ROW_INT("ones", 0, INT32_MAX, "How many of those showed a 1."),
    ROW_INT("twenties", 0, INT32_MAX, "How many of those showed a 20."),
};
const struct shape roll_stats_shape = SHAPE_ROW("RollStats", stats_fields);

static struct dice_options options_of(const struct roll_create *body)
{
	return (struct dice_options){
	    .names = body->values.items,
	    .name_count = body->values.count,
	    .advantage = mode_advantage[body->mode],
	    .critical = body->critical,
	};
}

int dice_roll_post(struct request *rq)
{
	const struct roll_create *body = rq->body;
	struct dice_options how = options_of(body);
	struct recorder recorder = RECORDER(rq->arena);
	struct dice dice = recorder_dice(&recorder);
	struct roll_problem problem;
	struct dice_result result;
	struct buf b = BUF(rq->arena);

	if (!roll_text(body->expr, &how, &dice, rq->arena, &result, &problem))
		return fail_field(rq, "/expr", problem.code, problem.message);
	json_encode(&b, &dice_result_shape, &result);
	return answer_json(rq, 200, buf_str(&b));
}

int rolls_get(struct request *rq)
{
	return answer_guarded_list(rq, &q_rolls_list, ERR_CAMPAIGN_NOT_FOUND);
}

int roll_stats_get(struct request *rq)
{
	return answer_guarded_list(rq, &q_rolls_stats, ERR_CAMPAIGN_NOT_FOUND);
}

/* As somebody sees it who does not see it. */
static struct rolled bare(const struct rolled *roll)
{
	return (struct rolled){.id = roll->id,
	                       .campaign_id = roll->campaign_id,
	                       .user_id = roll->user_id,
	                       .at = roll->at,
	                       .visibility = ROLL_SECRET};
}

static struct str roll_json(const struct rolled *roll, struct arena *arena)
{
	struct buf b = BUF(arena);

	json_encode(&b, &roll_shape, roll);
	return buf_str(&b);
}

/* Who sees the roll itself. Others get the bare one, when it is told. */
static const struct {
	bool dm, party, roller;
} sees[] = {
    [ROLL_PARTY] = {true, true, true},
    [ROLL_DM] = {true, false, true},
    [ROLL_BLIND] = {true, false, false},
    [ROLL_SELF] = {false, false, true},
};

/* The news behind the statement that makes it true, and the commit. The roller gets what is theirs. */
static void announce(struct request *rq, int64_t seq, const struct rolled *roll, bool is_dm,
                     bool told)
{
	const struct doc *nothing = doc_root(rq->arena);
	struct rolled hidden = bare(roll);
	struct str whole = roll_json(roll, rq->arena), secret = roll_json(&hidden, rq->arena);
	const bool shown[SHARES] = {
	    [AUDIENCE_DM] = sees[roll->visibility].dm,
	    [AUDIENCE_PARTY] = sees[roll->visibility].party,
	    [SHARE_NAMED] = sees[roll->visibility].roller || (is_dm && sees[roll->visibility].dm),
	};
	struct announcement news = {
	    .campaign_id = roll->campaign_id,
	    .seq = seq,
	    .at = roll->at,
	    .by = roll->user_id,
	};

	for (int share = 0; share < SHARES; share++) {
		news.type[share] = "dice.rolled";
		news.roll[share] = shown[share] ? whole : secret;
		news.patch[share] = shown[share] || told || share == SHARE_NAMED ? nothing : NULL;
	}
	if (roll->visibility != ROLL_PARTY)
		news.readers = (struct list){&rq->user_id, 1};
	announce_commit(rq->db, announce_queue(rq->db, &news, rq->arena));
}

enum { RESULT_LOCK = 1, RESULT_ROLE, RESULT_ROTATED, RESULT_DICE };
enum { COLUMN_SECRET_ROLLS = 1 };

/* Under the campaign's lock, as a member: 0, or the answer's status. */
static int open_table(struct request *rq, struct str stream)
{
	const char *campaign = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);
	enum db_error error;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_campaigns_lock, campaign, user);
	db_queue(rq->db, &q_rolls_role, campaign, user);
	drawing_queue(rq, rq->ids[0], stream);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	return guard(rq, db_result(rq->db, RESULT_ROLE), ERR_CAMPAIGN_NOT_FOUND);
}

int rolls_post(struct request *rq)
{
	const struct roll_create *body = rq->body;
	struct dice_options how = options_of(body);
	enum roll_visibility visibility = (enum roll_visibility)(body->visibility + ROLL_PARTY);
	struct str stream = stream_name(visibility, rq->user_id, rq->arena);
	const struct db_rows *role;
	struct roll_problem problem;
	struct rolled roll, answer;
	struct drawing drawing;
	enum db_error error;
	bool is_dm, told;
	int64_t seq;

	if (open_table(rq, stream))
		return rq->answer->status;
	role = db_result(rq->db, RESULT_ROLE);
	is_dm = str_eq(db_str(role, 0, 0), STR("dm"));
	told = str_eq(db_str(role, 0, COLUMN_SECRET_ROLLS), STR("announced"));
	seq = db_int(db_result(rq->db, RESULT_LOCK), 0, 0) + 1;
	drawing = drawing_open(db_result(rq->db, RESULT_DICE), stream, rq->arena);
	roll = (struct rolled){
	    .id = uuid_v7(),
	    .campaign_id = rq->ids[0],
	    .user_id = rq->user_id,
	    .at = clock_rfc3339(clock_ms(), rq->arena),
	    .visibility = (int32_t)visibility,
	    .label = body->label,
	};
	if (!drawing_roll(&drawing, body->expr, &how, rq->arena, &roll, &problem))
		return fail_field(rq, "/expr", problem.code, problem.message);
	roll_keep(rq, &roll, told);
	announce(rq, seq, &roll, is_dm, told);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	answer = visibility == ROLL_BLIND && !is_dm ? bare(&roll) : roll;
	return answer_json(rq, 201, roll_json(&answer, rq->arena));
}
