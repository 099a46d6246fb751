#include "cgi/api/encounters/encounters.h"

#include "cgi/api/encounters/party.h"
#include "cgi/api/encounters/stats.h"
#include "cgi/api/encounters/turnover.h"
#include "queries.h"

#include "common/base/poison.h"

/* previous_turn needs the log folded without the last turn, which nothing here does yet; undo takes turns
 * back meanwhile. */
static bool is_served(enum move_type type)
{
	return type != MOVE_PREVIOUS_TURN;
}

const struct variant *move_variants(size_t *count)
{
	static struct variant variants[MOVE_TYPES];

	/* The same values whoever writes them; openapi_document calls this before any thread runs. */
	*count = 0;
	for (enum move_type i = 0; i < MOVE_TYPES; i++)
		if (is_served(i))
			variants[(*count)++] = (struct variant){
			    move_rows[i].name, move_rows[i].shape, move_rows[i].doc};
	return variants;
}

/* Draws from the system, and remembers every die for the log: a move that is folded again later falls
 * out the same. */
struct recorder {
	struct buf *dice; /* "{4,17" */
	bool any;
};

static int32_t roll(void *context, int32_t faces)
{
	struct recorder *r = context;
	int32_t rolled = (int32_t)arc4random_uniform((uint32_t)faces) + 1;

	buf_printf(r->dice, "%s%d", r->any ? "," : "", rolled);
	r->any = true;
	return rolled;
}

static const struct move_row *row_of(struct str type)
{
	for (enum move_type i = 0; i < MOVE_TYPES; i++)
		if (is_served(i) && str_eq(type, str_of(move_rows[i].name)))
			return &move_rows[i];
	return NULL;
}

/* The body as a move: its type tells which fields it has. */
static int parse_move(struct request *rq, struct move *move, const struct move_row **row)
{
	struct buf message = BUF(rq->arena);
	struct str type;

	if (!json_peek(rq->body_text, "type", rq->arena, &type, &rq->problems))
		return fail_problems(rq);
	*row = row_of(type);
	if (!*row) {
		BUF_LIT(&message, "must be one of: ");
		for (enum move_type i = 0; i < MOVE_TYPES; i++)
			if (is_served(i))
				buf_printf(&message, "%s%s", i ? ", " : "", move_rows[i].name);
		return fail_field(rq, "/type", "NOT_ALLOWED", buf_str(&message));
	}
	*move = (struct move){.count = 1, .hp = HP_AVERAGE};
	if (!json_decode(rq->body_text, (*row)->shape, rq->arena, move, &rq->problems))
		return fail_problems(rq);
	return 0;
}

static struct str consequences_json(struct request *rq, const struct list *consequences)
{
	const struct consequence *c = consequences->items;
	struct buf b = BUF(rq->arena);

	buf_putc(&b, '[');
	for (size_t i = 0; i < consequences->count; i++) {
		if (i)
			buf_putc(&b, ',');
		json_encode(&b, &consequence_shape, &c[i]);
	}
	buf_putc(&b, ']');
	return buf_str(&b);
}

/* What was asked, and for a newcomer what it was made of and the ids it got: enough to fold the log
 * again without the compendium of that day. */
static struct str logged_move(struct request *rq, const struct move *move)
{
	const struct uuid *ids = move->new_ids.items;
	struct buf b = BUF(rq->arena);

	BUF_LIT(&b, "{\"asked\":");
	buf_put(&b, rq->body_text);
	if (move->stats) {
		BUF_LIT(&b, ",\"stats\":");
		json_encode(&b, &stat_block_shape, move->stats);
		BUF_LIT(&b, ",\"new_ids\":[");
		for (size_t i = 0; i < move->new_ids.count; i++)
			buf_printf(&b, "%s\"%s\"", i ? "," : "", rq_uuid(rq, ids[i]));
		buf_putc(&b, ']');
	}
	buf_putc(&b, '}');
	return buf_str(&b);
}

static int refuse(struct request *rq, const struct outcome *out)
{
	const struct rule_error_row *row = &rule_errors[out->error];

	return fail_rule(rq, row->code, row->message, out->about);
}

int moves_post(struct request *rq)
{
	struct turnover t = {0};
	const struct move_row *row = move_rows; /* until the type is known */
	struct encounter from, after;
	struct buf dice = BUF(rq->arena);
	struct recorder recorder = {.dice = &dice};
	const struct dice source = {.roll = roll, .context = &recorder};
	struct outcome out = {0};
	struct move move = {0};
	enum db_error error;
	size_t own;

	if (parse_move(rq, &move, &row))
		return rq->answer->status;
	if (turnover_refused(rq))
		return rq->answer->status;
	own = turnover_queue(rq);
	stats_queue(rq, &move);
	if (move.type == MOVE_START)
		party_queue(rq);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (turnover_begin(rq, &t))
		return rq->answer->status;
	from = t.before->state;
	if (stats_resolve(rq, &move, own) ||
	    (move.type == MOVE_START && party_refresh(rq, db_result(rq->db, own), &from)))
		return rq->answer->status;
	buf_putc(&dice, '{');
	if (rules_apply(&from, &move, &source, rq->arena, &after, &out))
		return refuse(rq, &out);
	buf_putc(&dice, '}');
	return turnover_finish(rq, &t, &after,
	                       &(struct turnover_log){
	                           .type = row->name,
	                           .event = row->event,
	                           .move = logged_move(rq, &move),
	                           .dice = buf_str(&dice),
	                           .result = consequences_json(rq, &out.consequences),
	                       },
	                       201);
}
