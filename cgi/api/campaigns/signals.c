#include "cgi/api/campaigns/campaigns.h"

#include "cgi/api/fields.h"
#include "common/base/clock.h"
#include "common/table/announce.h"
#include "queries.h"

#include "common/base/poison.h"

enum { SIGNAL_DATA_MAX = 1024 };

enum signal_type { SIGNAL_DRAG, SIGNAL_PING, SIGNAL_TYPING, SIGNAL_CURSOR };
static const char *const types[] = {"drag", "ping", "typing", "cursor", NULL};
static const char *const audiences[] = {"party", "dm", NULL};

struct signal_body {
	int32_t type, to;
	struct uuid token_id;
	struct str data;
	struct fields_seen seen;
};

static const struct field signal_fields[] = {
    FIELD(struct signal_body, type, FIELD_ENUM, FIELD_REQUIRED, .names = types,
          .doc = "What it is: drag while a token is being dragged, ping for a place on the map, "
                 "typing, cursor for the pointer."),
    FIELD(struct signal_body, to, FIELD_ENUM, 0, .names = audiences,
          .doc = "Who gets it: everybody (party), which it is when not given, or the DMs."),
    FIELD(struct signal_body, token_id, FIELD_UUID, 0,
          .doc = "The token that is being dragged: of a drag, and only of a drag."),
    FIELD(struct signal_body, data, FIELD_RAW, 0, .max = SIGNAL_DATA_MAX,
          .doc = "Whatever the front ends understand, such as x and y; passed on as it is."),
};
const struct shape signal_shape = SHAPE_SEEN("Signal", struct signal_body, signal_fields);

static const struct field sent_fields[] = {
    ROW_ENUM("to", audiences,
             "Who gets it: of a token that players do not see, the DMs and nobody else."),
};
const struct shape signal_sent_shape = SHAPE_ROW("SignalSent", sent_fields);

/* Keys in byte order, as in all other events. */
static const char *bytes(const struct request *rq, const struct signal_body *body)
{
	struct buf b = BUF(rq->arena);

	buf_printf(&b,
	           "{\"at\":\"%s\",\"by\":\"%s\",\"data\":", clock_rfc3339(clock_ms(), rq->arena).p,
	           rq_uuid(rq, rq->user_id));
	buf_put(&b, body->data.n ? body->data : STR("{}"));
	if (body->type == SIGNAL_DRAG)
		buf_printf(&b, ",\"token_id\":\"%s\"", rq_uuid(rq, body->token_id));
	buf_printf(&b, ",\"type\":\"signal.%s\"}", types[body->type]);
	return arena_cstr(rq->arena, buf_str(&b));
}

/* A newer one of the same person about the same thing takes the place of an older one that still waits; pings
 * all count. */
static const char *type_and_slot(const struct request *rq, const struct signal_body *body)
{
	if (body->type == SIGNAL_PING)
		return "signal.ping -";
	return arena_printf(rq->arena, "signal.%s %s%s%s", types[body->type],
	                    rq_uuid(rq, rq->user_id), body->type == SIGNAL_DRAG ? "/" : "",
	                    body->type == SIGNAL_DRAG ? rq_uuid(rq, body->token_id) : "")
	    .p;
}

static int check_token_named(struct request *rq, const struct signal_body *body)
{
	bool named = shape_seen(&signal_shape, body, "token_id");

	if (body->type == SIGNAL_DRAG && !named)
		return fail_field(rq, "/token_id", "REQUIRED", STR("a drag names its token"));
	if (body->type != SIGNAL_DRAG && named)
		return fail_field(rq, "/token_id", "NOT_ALLOWED", STR("only a drag names a token"));
	return 0;
}

int signals_post(struct request *rq)
{
	enum { ROLE, TO, KNOWN, MAY };
	const struct signal_body *body = rq->body;
	const struct db_rows *rows;
	enum db_error error;

	if (check_token_named(rq, body))
		return rq->answer->status;
	error =
	    db_query(rq->db, &q_campaigns_signal, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id),
	             least_role(rq), body->type == SIGNAL_DRAG ? rq_uuid(rq, body->token_id) : NULL,
	             audiences[body->to], announce_channel(rq->ids[0], rq->arena),
	             type_and_slot(rq, body), bytes(rq, body));
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, 0);
	if (guard(rq, rows, ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	if (!db_bool(rows, 0, KNOWN))
		return fail(rq, ERR_TOKEN_NOT_FOUND);
	if (!db_bool(rows, 0, MAY))
		return fail(rq, ERR_NOT_YOURS);
	return answer_row(rq, 202, rows, 0, TO);
}
