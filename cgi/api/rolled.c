#include "cgi/api/rolled.h"

#include "cgi/api/fields.h"
#include "queries.h"

#include "common/base/poison.h"

const struct field roll_value_item = {.kind = FIELD_INT,
                                      .offset = offsetof(struct dice_name, value),
                                      .min = -1000000,
                                      .max = 1000000};

static bool refuse(const struct dice_problem *found, struct arena *arena,
                   struct roll_problem *problem)
{
	const struct dice_error_row *row = &dice_errors[found->error];

	problem->code = row->code;
	problem->message = arena_printf(arena, "%s (byte %zu)", row->hint, found->at);
	return false;
}

bool roll_text(struct str text, const struct dice_options *how, const struct dice *dice,
               struct arena *arena, struct dice_result *out, struct roll_problem *problem)
{
	const struct dice_expression *expression;
	struct dice_answer answer;
	struct dice_problem found;

	if (!dice_parse(text, arena, &expression, &found) ||
	    !dice_evaluate(expression, how, dice, arena, &answer, &found))
		return refuse(&found, arena, problem);
	*out = dice_result(text, expression, &answer, arena);
	return true;
}

struct str stream_name(enum roll_visibility visibility, struct uuid user, struct arena *arena)
{
	if (visibility == ROLL_PARTY)
		return STR("party");
	return arena_printf(arena, "%s:%s", roll_visibility_names[visibility],
	                    arg_uuid(arena, user));
}

static int by_id(const void *a, const void *b)
{
	return uuid_cmp(*(const struct uuid *)a, *(const struct uuid *)b);
}

struct str stream_among(const struct list *people, struct uuid user, struct arena *arena)
{
	struct uuid *all = ARENA_ARRAY(arena, struct uuid, people->count + 1);
	unsigned char hash[SHA256_BYTES];
	struct buf ids = BUF(arena), name = BUF(arena);

	all[0] = user;
	if (people->count)
		memcpy(all + 1, people->items, people->count * sizeof *all);
	qsort(all, people->count + 1, sizeof *all, by_id);
	for (size_t i = 0; i <= people->count; i++)
		if (!i || !uuid_eq(all[i], all[i - 1]))
			buf_printf(&ids, "%s%s", ids.n ? "," : "", arg_uuid(arena, all[i]));
	sha256(buf_str(&ids), hash);
	BUF_LIT(&name, "named:");
	for (size_t i = 0; i < sizeof hash / 2; i++)
		buf_printf(&name, "%02x", hash[i]);
	return buf_str(&name);
}

static int digit(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

void stream_seed(struct str secret, int64_t session, struct str stream, struct arena *arena,
                 unsigned char out[SHA256_BYTES])
{
	char key[SHA256_BYTES] = {0};

	for (size_t i = 0; i < sizeof key && 2 * i + 1 < secret.n; i++)
		key[i] = (char)(digit(secret.p[2 * i]) << 4 | digit(secret.p[2 * i + 1]));
	hmac_sha256((struct str){key, sizeof key},
	            arena_printf(arena, "%lld:%.*s", (long long)session, STR_ARG(stream)), out);
}

void drawing_queue(struct request *rq, struct uuid campaign, struct str stream)
{
	const char *id = rq_uuid(rq, campaign);

	db_queue(rq->db, &q_api_dice_rotate, id, arg_bool(false));
	db_queue(rq->db, &q_api_dice_next, id, rq_str(rq, stream));
}

struct drawing drawing_open(const struct db_rows *rows, struct str stream, struct arena *arena)
{
	struct drawing d = {.session = (int32_t)db_int(rows, 0, 1),
	                    .stream = stream,
	                    .next = db_int(rows, 0, 2),
	                    .budget = ROLL_DICE_MAX};

	stream_seed(db_str(rows, 0, 0), d.session, stream, arena, d.seed);
	return d;
}

/* The dice of one roll: 32-bit words, the most significant byte first, of the HMACs of "n:block:text" for the
 * blocks 0, 1, … The text is among them so that one that cannot be evaluated tells nothing of another one. */
struct source {
	const struct drawing *drawing;
	struct str text;
	struct arena *arena;
	unsigned char block[SHA256_BYTES];
	int64_t blocks;
	size_t used; /* bytes of the block */
};

static uint32_t next_word(struct source *s)
{
	const unsigned char *at;

	if (s->used == sizeof s->block) {
		struct str text =
		    arena_printf(s->arena, "%lld:%lld:%.*s", (long long)s->drawing->next,
		                 (long long)s->blocks++, STR_ARG(s->text));

		hmac_sha256((struct str){(const char *)s->drawing->seed, SHA256_BYTES}, text,
		            s->block);
		s->used = 0;
	}
	at = s->block + s->used;
	s->used += 4;
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* A word beyond the last whole multiple of the faces would favour low numbers: it is passed over. */
static int32_t roll_fair(void *context, int32_t faces)
{
	const uint64_t words = UINT64_C(1) << 32, limit = words - words % (uint64_t)faces;
	uint32_t word;

	do
		word = next_word(context);
	while (word >= limit);
	return (int32_t)(word % (uint32_t)faces) + 1;
}

bool drawing_roll(struct drawing *d, struct str text, const struct dice_options *how,
                  struct arena *arena, struct rolled *out, struct roll_problem *problem)
{
	struct source source = {.drawing = d, .text = text, .arena = arena, .used = SHA256_BYTES};
	const struct dice dice = {.roll = roll_fair, .context = &source};

	if (!roll_text(text, how, &dice, arena, &out->result, problem))
		return false;
	if (out->result.answer.dice.count > (size_t)d->budget) {
		*problem = (struct roll_problem){
		    "TOO_MANY_DICE",
		    STR("must have 200 dice in all at most, counted as they fall")};
		return false;
	}
	d->budget -= (int32_t)out->result.answer.dice.count;
	out->session = d->session;
	out->stream = d->stream;
	out->n = d->next++;
	return true;
}

/* What the statistics count. */
struct tally {
	int64_t dice, sum, d20s, ones, twenties;
};

static struct tally tally_of(const struct list *dice)
{
	const struct die *die = dice->items;
	struct tally t = {.dice = (int64_t)dice->count};

	for (size_t i = 0; i < dice->count; i++) {
		t.sum += die[i].rolled;
		t.d20s += die[i].faces == 20;
		t.ones += die[i].faces == 20 && die[i].rolled == 1;
		t.twenties += die[i].faces == 20 && die[i].rolled == 20;
	}
	return t;
}

void roll_keep(struct request *rq, const struct rolled *roll, bool told)
{
	struct tally t = tally_of(&roll->result.answer.dice);
	struct buf result = BUF(rq->arena);

	json_encode(&result, &dice_result_shape, &roll->result);
	db_queue(rq->db, &q_api_dice_keep, rq_uuid(rq, roll->id), rq_uuid(rq, roll->campaign_id),
	         rq_uuid(rq, roll->user_id), rq_str(rq, roll->at),
	         roll_visibility_names[roll->visibility], arg_bool(told),
	         roll->label.n ? rq_str(rq, roll->label) : NULL,
	         arg_uuid_or_null(rq->arena, roll->message_id), rq_str(rq, buf_str(&result)),
	         rq_int(rq, roll->session), rq_str(rq, roll->stream), rq_int(rq, roll->n),
	         rq_int(rq, t.dice), rq_int(rq, t.sum), rq_int(rq, t.d20s), rq_int(rq, t.ones),
	         rq_int(rq, t.twenties));
}
