/* What a campaign's dice can be checked by. */
#include "cgi/api/fields.h"
#include "cgi/api/news.h"
#include "cgi/api/rolled.h"
#include "cgi/api/rolls/rolls.h"
#include "queries.h"

#include "common/base/poison.h"

enum { HEX = 2 * SHA256_BYTES, STREAM_MAX = 60 };

struct proof_query {
	int32_t session; /* 0 when not given */
	struct str with;
};

enum { WITH_MAX = 50 };

static const struct field query_fields[] = {
    FIELD(struct proof_query, session, FIELD_INT, 0, .min = 1, .max = INT32_MAX - 2,
          .doc =
              "Which session: one of the past, the one that is on (when not given), or the next."),
    FIELD(struct proof_query, with, FIELD_STR, 0, .max = WITH_MAX * (UUID_TEXT + 1),
          .doc =
              "Ids of users, with commas between: the stream of what they and the caller whisper "
              "to each other, too."),
};
const struct shape proof_query_shape = SHAPE("ProofQuery", struct proof_query, query_fields);

struct proof_stream {
	struct str stream, commitment, seed;
};

struct proof {
	int32_t session, current;
	bool over;
	struct list streams;
};

static const struct field stream_fields[] = {
    FIELD(struct proof_stream, stream, FIELD_STR, FIELD_REQUIRED, .max = STREAM_MAX,
          .doc = "As rolls name it: party, dm:<user>, blind:<user>, self:<user>, named:<hash>."),
    FIELD(struct proof_stream, commitment, FIELD_STR, FIELD_REQUIRED, .min = HEX, .max = HEX,
          .doc = "The SHA-256 of the seed's bytes, in hexadecimal; the same before and after."),
    FIELD(struct proof_stream, seed, FIELD_STR, FIELD_OMIT_ZERO, .min = HEX, .max = HEX,
          .doc = "What the dice were drawn from, in hexadecimal, once the session is over."),
};
static const struct shape stream_shape = SHAPE("ProofStream", struct proof_stream, stream_fields);
static const struct field stream_item = {.kind = FIELD_OBJECT, .shape = &stream_shape};

static const struct field proof_fields[] = {
    FIELD(struct proof, session, FIELD_INT, FIELD_REQUIRED, .min = 1, .max = INT32_MAX,
          .doc = "The session that this is about."),
    FIELD(struct proof, current, FIELD_INT, FIELD_REQUIRED, .min = 1, .max = INT32_MAX,
          .doc = "The session that is on."),
    FIELD(struct proof, over, FIELD_BOOL, FIELD_REQUIRED,
          .doc = "Whether it is over: then the seeds are told."),
    FIELD(struct proof, streams, FIELD_LIST, FIELD_REQUIRED, .max = INT32_MAX, .item = &stream_item,
          .item_size = sizeof(struct proof_stream),
          .doc = "The streams of dice whose rolls the caller sees."),
};
const struct shape proof_shape = SHAPE("RollProof", struct proof, proof_fields);

static struct str hex(const unsigned char bytes[SHA256_BYTES], struct arena *arena)
{
	struct buf b = BUF(arena);

	for (size_t i = 0; i < SHA256_BYTES; i++)
		buf_printf(&b, "%02x", bytes[i]);
	return buf_str(&b);
}

/* Once, however often it is named. */
static void add_stream(struct proof *p, struct str secret, struct str stream, struct arena *arena)
{
	struct proof_stream *s = p->streams.items;
	unsigned char seed[SHA256_BYTES], commitment[SHA256_BYTES];

	for (size_t i = 0; i < p->streams.count; i++, s++)
		if (str_eq(s->stream, stream))
			return;
	p->streams.count++;
	s->stream = stream;
	stream_seed(secret, p->session, s->stream, arena, seed);
	sha256((struct str){(const char *)seed, sizeof seed}, commitment);
	s->commitment = hex(commitment, arena);
	if (p->over)
		s->seed = hex(seed, arena);
}

enum { COLUMN_SECRET = 1, COLUMN_CURRENT, COLUMN_USERS, COLUMN_NAMED };

/* The ids of a list, or a refusal. */
static int read_people(struct request *rq, struct str text, struct list *out)
{
	*out = (struct list){ARENA_ARRAY(rq->arena, struct uuid, text.n / UUID_TEXT + 1), 0};
	while (text.n) {
		struct uuid *id = (struct uuid *)out->items + out->count;

		if (!uuid_parse(str_cut(&text, ','), id))
			return fail_field(rq, "with", "NOT_ALLOWED",
			                  STR("must be ids of users with commas between"));
		out->count++;
	}
	return 0;
}

static void add_streams(struct request *rq, struct proof *p, const struct db_rows *rows,
                        const struct list *with)
{
	bool is_dm = str_eq(db_str(rows, 0, 0), STR("dm"));
	struct str secret = db_str(rows, 0, COLUMN_SECRET), named = db_str(rows, 0, COLUMN_NAMED);
	size_t count = db_uuids(rows, 0, COLUMN_USERS, NULL, 0);
	struct uuid *users = ARENA_ARRAY(rq->arena, struct uuid, count + 1);
	struct arena *a = rq->arena;

	db_uuids(rows, 0, COLUMN_USERS, users, count);
	p->streams.items = ARENA_ARRAY(a, struct proof_stream, 2 * count + named.n + 3);
	add_stream(p, secret, stream_name(ROLL_PARTY, rq->user_id, a), a);
	add_stream(p, secret, stream_name(ROLL_SELF, rq->user_id, a), a);
	for (size_t i = 0; i < count; i++) {
		add_stream(p, secret, stream_name(ROLL_DM, users[i], a), a);
		if (is_dm)
			add_stream(p, secret, stream_name(ROLL_BLIND, users[i], a), a);
	}
	while (named.n)
		add_stream(p, secret, str_cut(&named, ','), a);
	if (with->count)
		add_stream(p, secret, stream_among(with, rq->user_id, a), a);
}

/* Of the session `wanted`; of the last one that is over when it is -1, of the one that is on when it is 0. */
static int answer_proof(struct request *rq, int32_t wanted, const struct list *with)
{
	enum db_error error = db_query(rq->db, &q_rolls_proof, rq_uuid(rq, rq->ids[0]),
	                               rq_uuid(rq, rq->user_id), rq_int(rq, wanted));
	const struct db_rows *rows;
	struct proof proof = {0};
	struct buf b = BUF(rq->arena);

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, 0);
	if (guard(rq, rows, ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	proof.current = (int32_t)db_int(rows, 0, COLUMN_CURRENT);
	proof.session = wanted > 0 ? wanted : proof.current + wanted;
	proof.over = proof.session < proof.current;
	if (proof.session > proof.current + 1)
		return fail_field(rq, "session", "OUT_OF_RANGE",
		                  STR("must be the next session at the latest"));
	add_streams(rq, &proof, rows, with);
	json_encode(&b, &proof_shape, &proof);
	return answer_json(rq, 200, buf_str(&b));
}

int proof_get(struct request *rq)
{
	const struct proof_query *query = rq->query;
	struct list with;

	if (read_people(rq, query->with, &with))
		return rq->answer->status;
	return answer_proof(rq, query->session, &with);
}

int proof_post(struct request *rq)
{
	const char *campaign = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);
	static const char *const ended = "dice.session_ended";
	struct announcement news = {.campaign_id = rq->ids[0], .type = {ended, ended}};
	enum db_error error;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_campaigns_lock, campaign, user);
	db_queue(rq->db, &q_rolls_role, campaign, user);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 2), ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	news.seq = db_int(db_result(rq->db, 1), 0, 0) + 1;
	news.session = (int32_t)db_int(db_result(rq->db, 2), 0, 2);
	db_queue(rq->db, &q_api_dice_rotate, campaign, arg_bool(true));
	news_commit(rq, news);
	error = db_run(rq->db);
	return error ? fail_db(rq, error, ERR_CONFLICT) : answer_proof(rq, -1, &(struct list){0});
}
