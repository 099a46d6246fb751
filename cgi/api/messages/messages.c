#include "cgi/api/messages/messages.h"

#include "cgi/api/fields.h"
#include "cgi/api/messages/inline.h"
#include "cgi/api/messages/message.h"
#include "common/base/clock.h"
#include "queries.h"

#include "common/base/poison.h"

enum { QUERY_MAX = 200 };

struct message_create {
	struct str text, as_name;
	int32_t to;
	struct list recipients, values;
	struct uuid as_character;
	struct fields_seen seen;
};

static const struct field id_item = {.kind = FIELD_UUID};

#define TEXT_FIELD(type)                                                                           \
	FIELD(type, text, FIELD_STR, FIELD_REQUIRED, .min = 1, .max = MESSAGE_TEXT_MAX,            \
	      .doc =                                                                               \
	          "What is said. Dice in it are rolled here: \"/roll 2d6+3 for the wolves\", or "  \
	          "\"I swing, [[1d20+5]]\".")

static const struct field create_fields[] = {
    TEXT_FIELD(struct message_create),
    FIELD(struct message_create, to, FIELD_ENUM, 0, .names = message_to_names,
          .doc = "party when not given, or named when there are recipients."),
    FIELD(struct message_create, recipients, FIELD_LIST, 0, .max = RECIPIENTS_MAX, .item = &id_item,
          .item_size = sizeof(struct uuid), .doc = "The user ids of those whom it is to."),
    FIELD(struct message_create, as_character, FIELD_UUID, 0,
          .doc = "Who speaks: an own character in the campaign; for DMs any in it."),
    FIELD(struct message_create, as_name, FIELD_STR, 0, .min = 1, .max = SPEAKER_MAX,
          .doc = "For DMs instead of that: somebody's name."),
    ROLL_VALUES_FIELD(struct message_create),
};
const struct shape message_create_shape =
    SHAPE_SEEN("MessageCreate", struct message_create, create_fields);

struct message_patch {
	struct str text;
};

static const struct field patch_fields[] = {
    FIELD(struct message_patch, text, FIELD_STR, FIELD_REQUIRED, .min = 1, .max = MESSAGE_TEXT_MAX,
          .doc =
              "What is said. Dice stay as they fell: it may have those that it had, and no more."),
};
const struct shape message_patch_shape = SHAPE("MessagePatch", struct message_patch, patch_fields);

/* Begins as a struct list_query. */
struct messages_query {
	int32_t limit;
	struct str cursor, q;
};

static const struct field query_fields[] = {
    LIST_FIELDS(struct messages_query),
    FIELD(struct messages_query, q, FIELD_STR, 0, .min = 1, .max = QUERY_MAX,
          .doc = "Only those with these words; \"in quotes\" side by side, -without, or."),
};
const struct shape messages_query_shape =
    SHAPE("MessagesQuery", struct messages_query, query_fields);

struct message_read {
	struct uuid message_id;
};

static const struct field read_fields[] = {
    FIELD(struct message_read, message_id, FIELD_UUID, FIELD_REQUIRED,
          .doc = "The last message that was read."),
};
const struct shape message_read_shape = SHAPE("MessageRead", struct message_read, read_fields);

static const struct field mark_fields[] = {
    ROW_ID("message_id", "The last message that the caller has read, of those ever named."),
    ROW_INT("unread", 0, 100, "How many of others' came later; 100 for more."),
};
const struct shape messages_read_shape = SHAPE_ROW("MessagesRead", mark_fields);

int messages_get(struct request *rq)
{
	const struct messages_query *query = rq->query;

	if (!query->q.n)
		return answer_guarded_list(rq, &q_messages_list, ERR_CAMPAIGN_NOT_FOUND);
	return answer_guarded_filtered_list(rq, &q_messages_search, ERR_CAMPAIGN_NOT_FOUND,
	                                    rq_str(rq, query->q));
}

int message_get(struct request *rq)
{
	enum db_error error =
	    db_query(rq->db, &q_messages_get, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 0), ERR_MESSAGE_NOT_FOUND))
		return rq->answer->status;
	return answer_row(rq, 200, db_result(rq->db, 0), 0, 1);
}

int messages_read_put(struct request *rq)
{
	const struct message_read *body = rq->body;
	enum db_error error;

	db_queue(rq->db, &q_messages_read, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id),
	         rq_uuid(rq, body->message_id));
	db_queue(rq->db, &q_messages_unread, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id),
	         rq_uuid(rq, body->message_id));
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 1), ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	if (db_null(db_result(rq->db, 1), 0, 1))
		return fail_field(rq, "/message_id", "NOT_ALLOWED",
		                  STR("must be a message of the campaign that one may read"));
	return answer_row(rq, 200, db_result(rq->db, 1), 0, 1);
}

static bool is_blank(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] > ' ')
			return false;
	return true;
}

static int find_dice(struct request *rq, struct str text, struct inline_dice *dice)
{
	struct roll_problem problem;

	if (is_blank(text))
		return fail_field(rq, "/text", "TOO_SHORT", STR("must say something"));
	if (!inline_find(text, rq->arena, dice, &problem))
		return fail_field(rq, "/text", problem.code, problem.message);
	return 0;
}

enum { POST_LOCK = 1, POST_CHECK, POST_ROTATED, POST_DICE };
enum { CHECK_RECIPIENTS = 1, CHECK_CHARACTER, CHECK_NAME };

/* What the database says of whom it is to and of who speaks. */
static int check(struct request *rq, const struct db_rows *rows)
{
	const struct message_create *body = rq->body;
	bool is_dm = str_eq(db_str(rows, 0, 0), STR("dm"));

	if (!db_bool(rows, 0, CHECK_RECIPIENTS))
		return fail_field(rq, "/recipients", "NOT_ALLOWED",
		                  STR("must be members of the campaign"));
	if (!uuid_is_nil(body->as_character) && !db_bool(rows, 0, CHECK_CHARACTER))
		return fail_field(rq, "/as_character", "NOT_ALLOWED",
		                  STR("must be a character of one's own in the campaign"));
	if (body->as_name.n && !is_dm)
		return fail_field(rq, "/as_name", "NOT_ALLOWED",
		                  STR("is for DMs; others speak as their characters"));
	return 0;
}

static enum roll_visibility visibility_of(int32_t to)
{
	static const enum roll_visibility of[] = {
	    [TO_PARTY] = ROLL_PARTY, [TO_DM] = ROLL_DM, [TO_NAMED] = ROLL_NAMED};

	return of[to];
}

/* All dice of the message, in order. 0, or the answer's status. */
static int roll_all(struct request *rq, struct message *m, const struct inline_dice *dice,
                    struct drawing *drawing)
{
	const struct message_create *body = rq->body;
	const struct dice_options how = {.names = body->values.items,
	                                 .name_count = body->values.count};
	struct rolled *rolls = ARENA_ARRAY(rq->arena, struct rolled, dice->count + 1);
	struct roll_problem problem;

	m->rolls = (struct list){rolls, dice->count};
	for (size_t i = 0; i < dice->count; i++) {
		rolls[i] = (struct rolled){
		    .id = uuid_v7(),
		    .campaign_id = m->campaign_id,
		    .user_id = m->author_id,
		    .at = m->at,
		    .visibility = (int32_t)visibility_of(m->to),
		    .label = dice->rolls[i].label,
		    .message_id = m->id,
		    .in_text = dice->rolls[i].place,
		};
		if (!drawing_roll(drawing, dice->rolls[i].expression, &how, rq->arena, &rolls[i],
		                  &problem))
			return fail_field(rq, "/text", problem.code, problem.message);
	}
	return 0;
}

static const char *rolls_json(struct request *rq, const struct list *rolls)
{
	const struct rolled *roll = rolls->items;
	struct buf b = BUF(rq->arena);

	if (!rolls->count)
		return NULL;
	for (size_t i = 0; i < rolls->count; i++) {
		buf_putc(&b, i ? ',' : '[');
		json_encode(&b, &roll_shape, &roll[i]);
	}
	buf_putc(&b, ']');
	return rq_str(rq, buf_str(&b));
}

static void keep(struct request *rq, const struct message *m)
{
	const struct rolled *roll = m->rolls.items;

	db_queue(rq->db, &q_messages_create, rq_uuid(rq, m->id), rq_uuid(rq, m->campaign_id),
	         rq_uuid(rq, m->author_id), rq_str(rq, m->at), message_to_names[m->to],
	         arg_uuids(rq->arena, m->recipients.items, m->recipients.count),
	         arg_uuid_or_null(rq->arena, m->character_id),
	         m->speaker.n ? rq_str(rq, m->speaker) : NULL,
	         m->command == COMMAND_ROLL ? "roll" : NULL, rq_str(rq, m->text),
	         rolls_json(rq, &m->rolls));
	for (size_t i = 0; i < m->rolls.count; i++)
		roll_keep(rq, &roll[i], false);
}

/* Whom it is to, as the body says or implies. 0, or the answer's status. */
static int find_recipients(struct request *rq, struct message *m)
{
	const struct message_create *body = rq->body;
	bool given = shape_seen(&message_create_shape, body, "to");

	m->to = given || !body->recipients.count ? body->to : TO_NAMED;
	m->recipients = body->recipients;
	if (m->to == TO_NAMED && !m->recipients.count)
		return fail_field(rq, "/recipients", "REQUIRED",
		                  STR("must name somebody when the message is to named people"));
	if (m->to != TO_NAMED && m->recipients.count)
		return fail_field(rq, "/recipients", "NOT_ALLOWED", STR("goes with to named only"));
	if (body->as_name.n && !uuid_is_nil(body->as_character))
		return fail_field(rq, "/as_name", "NOT_ALLOWED", STR("goes without as_character"));
	return 0;
}

int messages_post(struct request *rq)
{
	const struct message_create *body = rq->body;
	const char *campaign = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);
	struct message m = {
	    .campaign_id = rq->ids[0], .author_id = rq->user_id, .text = body->text};
	struct drawing drawing;
	struct inline_dice dice = {0};
	const struct db_rows *rows;
	struct str stream;
	enum db_error error;
	int64_t seq;

	if (find_recipients(rq, &m) || find_dice(rq, body->text, &dice))
		return rq->answer->status;
	stream = m.to == TO_NAMED ? stream_among(&m.recipients, rq->user_id, rq->arena)
	                          : stream_name(visibility_of(m.to), rq->user_id, rq->arena);
	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_campaigns_lock, campaign, user);
	db_queue(rq->db, &q_messages_check, campaign, user,
	         arg_uuids(rq->arena, m.recipients.items, m.recipients.count),
	         arg_uuid_or_null(rq->arena, body->as_character));
	if (dice.count)
		drawing_queue(rq, rq->ids[0], stream);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, POST_CHECK);
	if (guard(rq, rows, ERR_CAMPAIGN_NOT_FOUND) || check(rq, rows))
		return rq->answer->status;
	/* Made under the lock, so that ids are in the order of the table. */
	m.id = uuid_v7();
	m.at = clock_rfc3339(clock_ms(), rq->arena);
	m.character_id = body->as_character;
	m.speaker =
	    body->as_name.n ? body->as_name : arena_str(rq->arena, db_str(rows, 0, CHECK_NAME));
	m.command = dice.command ? COMMAND_ROLL : COMMAND_NONE;
	seq = db_int(db_result(rq->db, POST_LOCK), 0, 0) + 1;
	if (dice.count) {
		drawing = drawing_open(db_result(rq->db, POST_DICE), stream, rq->arena);
		if (roll_all(rq, &m, &dice, &drawing))
			return rq->answer->status;
	}
	keep(rq, &m);
	message_announce(rq, seq, "message.created", &m, m.at);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	answer_location(rq, "messages", m.id);
	return answer_json(rq, 201, message_json(&m, rq->arena));
}

/* The first round trip of a change: 0 with the message as it is, or the answer's status. */
static int open_message(struct request *rq, struct message *m, int64_t *seq)
{
	const char *id = rq_uuid(rq, rq->ids[0]);
	struct problems problems = {0};
	struct buf b = BUF(rq->arena);
	enum db_error error;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_messages_lock_of, id);
	db_queue(rq->db, &q_messages_get, id, rq_uuid(rq, rq->user_id));
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 2), ERR_MESSAGE_NOT_FOUND))
		return rq->answer->status;
	*seq = db_int(db_result(rq->db, 1), 0, 0) + 1;
	*m = (struct message){0};
	write_row(&b, &message_shape, db_result(rq->db, 2), 0, 1);
	return json_decode(buf_str(&b), &message_shape, rq->arena, m, &problems)
	           ? 0
	           : fail(rq, ERR_INTERNAL);
}

/* The next roll after *from that is this text's, as it was typed; NULL when there is none. */
static struct rolled *find_roll(const struct list *rolls, size_t *from, struct str expression)
{
	struct rolled *roll = rolls->items;

	for (size_t i = *from; i < rolls->count; i++)
		if (str_eq(roll[i].result.expression, expression)) {
			*from = i + 1;
			return &roll[i];
		}
	return NULL;
}

/* Dice in the new text are those that fell, in their order; what is not there any more stays among the rolls. */
static int place_rolls(struct request *rq, struct message *m, const struct inline_dice *dice)
{
	struct rolled *rolls = m->rolls.items;
	size_t from = 0;

	if (dice->command != (m->command == COMMAND_ROLL))
		return fail_field(rq, "/text", "NOT_ALLOWED",
		                  STR("must stay a roll if it was one, and become none if not"));
	for (size_t i = 0; i < m->rolls.count; i++)
		rolls[i].in_text = (struct text_place){0, 0};
	for (size_t i = 0; i < dice->count; i++) {
		struct rolled *roll = find_roll(&m->rolls, &from, dice->rolls[i].expression);

		if (!roll)
			return fail_field(
			    rq, "/text", "NOT_ALLOWED",
			    STR("may have the dice that it had, in their order, and no "
			        "others: write another message to roll again"));
		roll->in_text = dice->rolls[i].place;
		roll->label = dice->rolls[i].label;
	}
	return 0;
}

int message_patch(struct request *rq)
{
	const struct message_patch *body = rq->body;
	struct inline_dice dice = {0};
	enum db_error error;
	struct message m = {0};
	int64_t seq = 0;

	if (find_dice(rq, body->text, &dice) || open_message(rq, &m, &seq) ||
	    place_rolls(rq, &m, &dice))
		return rq->answer->status;
	m.text = body->text;
	m.edited_at = clock_rfc3339(clock_ms(), rq->arena);
	db_queue(rq->db, &q_messages_update, rq_uuid(rq, m.id), rq_str(rq, m.text),
	         rolls_json(rq, &m.rolls), rq_str(rq, m.edited_at));
	db_queue(rq->db, &q_messages_retell, rq_uuid(rq, m.id));
	message_announce(rq, seq, "message.updated", &m, m.edited_at);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	return answer_json(rq, 200, message_json(&m, rq->arena));
}

int message_delete(struct request *rq)
{
	struct message m = {0}, gone;
	enum db_error error;
	int64_t seq = 0;

	if (open_message(rq, &m, &seq))
		return rq->answer->status;
	gone = m;
	gone.text = (struct str){NULL, 0};
	db_queue(rq->db, &q_messages_delete, rq_uuid(rq, m.id));
	db_queue(rq->db, &q_messages_forget, rq_uuid(rq, m.id));
	message_announce(rq, seq, "message.deleted", &gone, clock_rfc3339(clock_ms(), rq->arena));
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	return answer_json(rq, 200, message_json(&m, rq->arena));
}
