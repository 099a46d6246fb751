#include "cgi/api/app.h"

#include "cgi/api/fields.h"

#include "common/base/poison.h"

/* One item more than shown tells whether there is another page. */
struct page {
	int64_t limit;
	const char *cursor, *rows;
};

static struct page page_of(const struct request *rq)
{
	const struct list_query *query = rq->query;
	int64_t limit = query->limit ? query->limit : LIST_LIMIT_DEFAULT;

	return (struct page){.limit = limit,
	                     .cursor = query->cursor.n ? rq_str(rq, query->cursor) : NULL,
	                     .rows = rq_int(rq, limit + 1)};
}

static int list_failed(struct request *rq, enum db_error error)
{
	if (error == DB_REFUSED)
		return fail_field(rq, "cursor", "NOT_ALLOWED", STR("must be one that a list gave"));
	return fail_db(rq, error, ERR_INTERNAL);
}

int answer_filtered_list(struct request *rq, const struct db_query *query, const char *filter)
{
	struct page page = page_of(rq);
	enum db_error error =
	    db_query(rq->db, query, rq_uuid(rq, rq->user_id), page.cursor, page.rows, filter);

	if (error)
		return list_failed(rq, error);
	return answer_list(rq, db_result(rq->db, 0), 0, page.limit);
}

int answer_own_list(struct request *rq, const struct db_query *query)
{
	return answer_filtered_list(rq, query, NULL);
}

int answer_admin_list(struct request *rq, const struct db_query *query, const char *filter)
{
	struct page page = page_of(rq);
	enum db_error error =
	    db_query(rq->db, query, rq_uuid(rq, rq->user_id), page.cursor, page.rows, filter);

	if (error)
		return list_failed(rq, error);
	if (guard(rq, db_result(rq->db, 0), ERR_FORBIDDEN))
		return rq->answer->status;
	return answer_list(rq, db_result(rq->db, 0), 1, page.limit);
}

int answer_guarded_filtered_list(struct request *rq, const struct db_query *query,
                                 enum api_error missing, const char *filter)
{
	struct page page = page_of(rq);
	const char *args[] = {rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id), page.cursor,
	                      page.rows, filter};
	enum db_error error;

	db_queue_args(rq->db, query, args);
	error = db_run(rq->db);
	if (error)
		return list_failed(rq, error);
	if (guard(rq, db_result(rq->db, 0), missing))
		return rq->answer->status;
	return answer_list(rq, db_result(rq->db, 0), 1, page.limit);
}

int answer_guarded_list(struct request *rq, const struct db_query *query, enum api_error missing)
{
	return answer_guarded_filtered_list(rq, query, missing, NULL);
}
