#include "cgi/api/campaigns/campaigns.h"

#include "cgi/api/fields.h"
#include "common/table/load.h"
#include "queries.h"

#include "common/base/poison.h"

struct stream_query {
	struct str last_event_id, ticket;
};

static const struct field stream_fields[] = {
    FIELD(struct stream_query, last_event_id, FIELD_STR, 0, .min = 1, .max = 64,
          .doc = "The id of the last event received, for clients that cannot send the "
                 "Last-Event-ID header."),
    FIELD(struct stream_query, ticket, FIELD_STR, 0, .min = 1, .max = 64,
          .doc = "In the place of a token, for EventSource, which can send no header: see "
                 "POST /campaigns/{id}/events/tickets."),
};
const struct shape stream_query_shape = SHAPE("StreamQuery", struct stream_query, stream_fields);

/* The caller may see the campaign of the path: 0, or the failure's status. */
static int check_role(struct request *rq)
{
	enum db_error error =
	    db_query(rq->db, &q_campaigns_role, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	return guard(rq, db_result(rq->db, 0), ERR_CAMPAIGN_NOT_FOUND);
}

static enum campaign_role role_of(const struct db_rows *rows)
{
	return (enum campaign_role)name_index(campaign_role_names, db_str(rows, 0, 0), MEMBER_NONE);
}

int state_get(struct request *rq)
{
	struct table_mark mark;
	enum campaign_role role;
	enum db_error error;
	struct table *table;

	/* The mark is not asked for, so that it does not matter whose it is. */
	table_queue(rq->db, rq->ids[0], AUDIENCE_PARTY, rq->arena);
	db_queue(rq->db, &q_campaigns_role, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));
	db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, TABLE_RESULTS), ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	role = role_of(db_result(rq->db, TABLE_RESULTS));
	if (!table_read(rq->db, rq->ids[0], rq->arena, &table, &mark))
		return fail(rq, ERR_INTERNAL);
	if (!table)
		return fail(rq, ERR_CAMPAIGN_NOT_FOUND);
	return answer_json(rq, 200, table_view(table, table_audience(role), rq->arena));
}

/* Only what a UUID or the mark of an untouched table can be goes on: the argument travels in a header. */
static struct str safe_event_id(struct str id)
{
	struct uuid parsed;

	return uuid_parse(id, &parsed) || str_eq(id, STR("0")) ? id : STR("unknown");
}

int events_get(struct request *rq)
{
	const struct stream_query *query = rq->query;
	struct buf b = BUF(rq->arena);

	if (rq->by_ticket ? ticket_redeem(rq, query->ticket) : check_role(rq))
		return rq->answer->status;
	buf_printf(&b, "X-Accel-Redirect: /internal/events?campaign=%s", rq_uuid(rq, rq->ids[0]));
	buf_printf(&b, "&user=%s&role=%s", rq_uuid(rq, rq->user_id),
	           campaign_role_names[role_of(db_result(rq->db, 0))]);
	buf_printf(&b, "&conn=%s&seq=%lld", rq_uuid(rq, uuid_v4()),
	           (long long)db_int(db_result(rq->db, 0), 0, 1));
	if (query->last_event_id.n)
		buf_printf(&b, "&last_event_id=%.*s", STR_ARG(safe_event_id(query->last_event_id)));
	if (!rq->http->head)
		http_add_header(rq->answer, buf_str(&b));
	return rq->answer->status = 200;
}
