#include "cgi/api/encounters/encounters.h"

#include "cgi/api/encounters/awards.h"
#include "cgi/api/encounters/exchange.h"
#include "cgi/api/encounters/party.h"
#include "cgi/api/encounters/reversal.h"
#include "cgi/api/encounters/stats.h"
#include "cgi/api/refusal.h"
#include "common/table/recorder.h"
#include "common/table/view.h"
#include "queries.h"

#include "common/base/poison.h"

const struct variant *move_variants(size_t *count)
{
	static struct variant variants[MOVE_TYPES];

	/* The same values whoever writes them; openapi_document calls this before any thread runs. */
	for (*count = 0; *count < MOVE_TYPES; (*count)++)
		variants[*count] = (struct variant){move_rows[*count].name, move_rows[*count].shape,
		                                    move_rows[*count].doc};
	return variants;
}

static const struct move_row *row_of(struct str type)
{
	for (enum move_type i = 0; i < MOVE_TYPES; i++)
		if (str_eq(type, str_of(move_rows[i].name)))
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
			buf_printf(&message, "%s%s", i ? ", " : "", move_rows[i].name);
		return fail_field(rq, "/type", "NOT_ALLOWED", buf_str(&message));
	}
	*move = (struct move){.count = 1, .hp = HP_AVERAGE};
	if (!json_decode(rq->body_text, (*row)->shape, rq->arena, move, &rq->problems))
		return fail_problems(rq);
	return 0;
}

/* ,"NAME":[…] of stat blocks. */
static void put_stats(struct buf *b, const char *name, const struct stat_block *stats, size_t count)
{
	buf_printf(b, ",\"%s\":[", name);
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_putc(b, ',');
		json_encode(b, &stat_block_shape, &stats[i]);
	}
	buf_putc(b, ']');
}

/* ,"sheet":… as far as it has figures, and what it has of the campaign's own. */
static void put_sheet(struct buf *b, const struct sheet *sheet, struct str homebrew)
{
	struct sheet figures = *sheet;

	figures.notes = figures.extra = (struct str){0};
	BUF_LIT(b, ",\"sheet\":");
	json_encode(b, &sheet_shape, &figures);
	if (!homebrew.n)
		return;
	BUF_LIT(b, ",\"homebrew\":");
	buf_json_str(b, homebrew);
}

/* What was asked, and what it was resolved to: enough to play the log again without the compendium and the
 * sheets of that day. */
static struct str logged_move(struct request *rq, const struct move *move, struct str homebrew)
{
	const struct uuid *ids = move->new_ids.items;
	struct buf b = BUF(rq->arena);

	BUF_LIT(&b, "{\"asked\":");
	buf_put(&b, rq->body_text);
	if (move->stats) {
		put_stats(&b, "stats", move->stats, 1);
		BUF_LIT(&b, ",\"new_ids\":[");
		for (size_t i = 0; i < move->new_ids.count; i++)
			buf_printf(&b, "%s\"%s\"", i ? "," : "", rq_uuid(rq, ids[i]));
		buf_putc(&b, ']');
	}
	if (move->party.count)
		put_stats(&b, "party", move->party.items, move->party.count);
	if (move->sheet)
		put_sheet(&b, move->sheet, homebrew);
	buf_putc(&b, '}');
	return buf_str(&b);
}

/* Who may, and what else the move needs to know. 0, or the answer's status. */
static int resolve(struct request *rq, const struct exchange *x, struct move *move, size_t own,
                   struct str *homebrew)
{
	struct uuid about;
	enum rule_error error = rules_may(&x->t.before->state, move, &x->mover, &about);

	/* While one acts whom players do not see, they are refused as in the turn that they do. */
	if (error == RULE_NOT_YOUR_TURN)
		about = view_turn_seen(x->t.before, &x->t.settings, x->audience).combatant;
	if (error)
		return fail_refusal(rq, error, about);
	if (move->type == MOVE_START)
		return party_stats(rq, db_result(rq->db, own), &x->t.before->state, &move->party);
	if (move->type == MOVE_EQUIP_ITEM)
		return party_sheet(rq, db_result(rq->db, own), &x->t.before->state, move, homebrew);
	return stats_resolve(rq, move, own);
}

int moves_post(struct request *rq)
{
	struct exchange x = {0};
	const struct move_row *row = move_rows; /* until the type is known */
	struct recorder recorder = RECORDER(rq->arena);
	const struct dice dice = recorder_dice(&recorder);
	struct table_encounter after;
	struct outcome out = {0};
	struct move move = {0};
	enum db_error error;
	struct str homebrew = {0};
	size_t own;

	if (parse_move(rq, &move, &row))
		return rq->answer->status;
	if (move.type == MOVE_PREVIOUS_TURN)
		return reversal_post(rq, &(struct reversal){.kind = REVERSAL_TURN, .count = 1});
	own = exchange_queue(rq, &x);
	stats_queue(rq, &move);
	if (move.type == MOVE_START || move.type == MOVE_EQUIP_ITEM)
		party_queue(rq);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (exchange_begin(rq, &x) || resolve(rq, &x, &move, own, &homebrew))
		return rq->answer->status;
	after = *x.t.before;
	if (rules_apply(&x.t.before->state, &move, &dice, rq->arena, &after.state, &out))
		return fail_refusal(rq, out.error, out.about);
	if (move.type == MOVE_MOVE && !turnover_on_map(&x.t, &after, move.combatant_id))
		return fail_rule(rq, "OFF_THE_MAP", "The token would not stand on its map.",
		                 move.combatant_id);
	return exchange_finish(
	    rq, &x, &after,
	    &(struct turnover_log){
	        .type = row->name,
	        .event = row->event,
	        .move = logged_move(rq, &move, homebrew),
	        .dice = recorder_log(&recorder),
	        .consequences = out.consequences,
	        .awarded = move.type == MOVE_END
	                       ? awards_between(&(struct list){0}, &out.consequences, &after.state,
	                                        rq->arena)
	                       : (struct list){0},
	    },
	    STR(""), 201);
}
