#include "cgi/api/campaigns/campaigns.h"

#include "cgi/api/fields.h"
#include "common/table/load.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field ticket_fields[] = {
    ROW_STR("ticket", 40,
            "Opens one stream of the campaign, as ?ticket= of its address. It is shown this once."),
    ROW_TIME("expires_at", "Until when: half a minute from now."),
};
const struct shape ticket_shape = SHAPE_ROW("Ticket", ticket_fields);

int tickets_post(struct request *rq)
{
	enum db_error error =
	    db_query(rq->db, &q_campaigns_ticket, rq_str(rq, new_code(rq->arena)),
	             rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id), least_role(rq));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 0), ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	return answer_row(rq, 201, db_result(rq->db, 0), 0, 1);
}

int ticket_redeem(struct request *rq, struct str ticket)
{
	enum { ROLE, LAST_SEQ, USER, EXPIRED, DISABLED };
	enum db_error error =
	    db_query(rq->db, &q_campaigns_redeem, rq_str(rq, ticket), rq_uuid(rq, rq->ids[0]));
	const struct db_rows *rows;

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, 0);
	if (!db_count(rows))
		return fail(rq, ERR_TICKET_INVALID);
	if (db_null(rows, 0, USER))
		return fail(rq, db_bool(rows, 0, EXPIRED) ? ERR_TICKET_EXPIRED : ERR_TICKET_USED);
	if (db_bool(rows, 0, DISABLED))
		return fail(rq, ERR_ACCOUNT_DISABLED);
	rq->user_id = db_uuid(rows, 0, USER);
	return guard(rq, rows, ERR_CAMPAIGN_NOT_FOUND);
}
