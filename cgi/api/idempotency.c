#include "cgi/api/idempotency.h"

#include "common/auth/digest.h"
#include "queries.h"

#include "common/base/poison.h"

enum { KEY_MAX = 200 };

static struct str key_of(const struct request *rq)
{
	return http_header(rq->http, "HTTP_IDEMPOTENCY_KEY");
}

bool has_key(const struct request *rq)
{
	return rq->route->idempotent && key_of(rq).n;
}

/* What a key stands for: the same key with another path or body is another request. */
static const char *request_hash(const struct request *rq)
{
	struct buf b = BUF(rq->arena);

	buf_put(&b, rq->http->path);
	BUF_LIT(&b, "?");
	buf_put(&b, rq->http->query);
	BUF_LIT(&b, "\n");
	buf_put(&b, str_of(digest_bytea(rq->body_text,
	                                rq->arena))); /* which may be no text for memory */
	return digest_bytea(buf_str(&b), rq->arena);
}

/* Whether the header can be a key: 0, or the answer's status. */
static int key_refused(struct request *rq)
{
	struct str key = key_of(rq);

	for (size_t i = 0; i < key.n; i++)
		if (key.p[i] <= ' ' || key.p[i] > '~' || i == KEY_MAX)
			return fail_field(rq, "Idempotency-Key", "NOT_ALLOWED",
			                  STR("must be at most 200 visible ASCII characters"));
	return 0;
}

void key_queue(struct request *rq)
{
	db_queue(rq->db, &q_api_key, rq_uuid(rq, rq->user_id), rq_str(rq, key_of(rq)),
	         request_hash(rq));
}

enum { COLUMN_SAME, COLUMN_STATUS, COLUMN_ANSWER, COLUMN_LOCATION };

int key_replay(struct request *rq, const struct db_rows *kept)
{
	if (!db_count(kept))
		return 0;
	if (!db_bool(kept, 0, COLUMN_SAME))
		return fail(rq, ERR_KEY_REUSED);
	http_add_header(rq->answer, STR("Idempotency-Replayed: true"));
	if (!db_null(kept, 0, COLUMN_LOCATION))
		http_add_header(rq->answer, arena_str(rq->arena, db_str(kept, 0, COLUMN_LOCATION)));
	return answer_json(rq, (int)db_int(kept, 0, COLUMN_STATUS),
	                   arena_str(rq->arena, db_str(kept, 0, COLUMN_ANSWER)));
}

/* The arguments of q_api_keep. */
static const char **keeping(struct request *rq, int status, struct str data)
{
	const char **args = ARENA_ARRAY(rq->arena, const char *, 6);

	args[0] = rq_uuid(rq, rq->user_id);
	args[1] = rq_str(rq, key_of(rq));
	args[2] = request_hash(rq);
	args[3] = rq_int(rq, status);
	args[4] = rq_str(rq, data);
	args[5] = NULL;
	for (size_t i = 0; i < rq->answer->header_count; i++)
		if (str_starts(rq->answer->headers[i], STR("Location:")))
			args[5] = rq_str(rq, rq->answer->headers[i]);
	return args;
}

void key_keep(struct request *rq, int status, struct str data)
{
	db_queue_args(rq->db, &q_api_keep, keeping(rq, status, data));
}

int key_hold(struct request *rq)
{
	enum db_error error;

	db_hold(rq->db);
	db_queue(rq->db, &q_api_key_lock, rq_uuid(rq, rq->user_id), rq_str(rq, key_of(rq)));
	key_queue(rq);
	error = db_run(rq->db);
	return error ? fail_db(rq, error, ERR_CONFLICT)
	             : key_replay(rq, db_result(rq->db, DB_HOLD_RESULTS + 1));
}

int key_begin(struct request *rq)
{
	if (!has_key(rq))
		return 0;
	if (key_refused(rq))
		return rq->answer->status;
	return rq->route->idempotent == KEY_AROUND ? key_hold(rq) : 0;
}

void key_end(struct request *rq)
{
	int status = rq->answer->status;
	enum db_error error;

	/* Without a good answer, or after an error of the database, there is nothing to commit. */
	if (!rq->db || !db_held(rq->db) || status < 200 || status > 299 || !rq->data.n)
		return;
	error = db_release(rq->db, &q_api_keep, keeping(rq, status, rq->data));
	if (error)
		fail_db(rq, error, ERR_CONFLICT);
}
