#include "cgi/api/app.h"

#include "common/base/log.h"

#include "common/base/poison.h"

static int write_error(struct request *rq, int status, const char *code, struct str message,
                       struct str details)
{
	struct buf b = BUF(rq->arena);

	/* Whatever a handler meant to say of success does not hold. */
	*rq->answer = (struct http_answer){.status = status};
	buf_printf(&b, "{\"success\":false,\"error\":{\"code\":\"%s\",\"message\":", code);
	buf_json_str(&b, message);
	BUF_LIT(&b, ",\"details\":");
	buf_put(&b, details.n ? details : STR("{}"));
	BUF_LIT(&b, "}}");
	rq->answer->body = buf_str(&b);
	http_add_header(rq->answer, STR("Cache-Control: no-store"));
	if (status == 401)
		http_add_header(rq->answer, STR("WWW-Authenticate: Bearer realm=\"tabard\""));
	if (status == 503)
		http_add_header(rq->answer, STR("Retry-After: 1"));
	return status;
}

int fail(struct request *rq, enum api_error error)
{
	const struct error_row *row = &error_rows[error];

	return write_error(rq, row->status, row->code, str_of(row->message), STR(""));
}

int fail_with(struct request *rq, enum api_error error, const char *key, struct str value)
{
	const struct error_row *row = &error_rows[error];
	struct buf details = BUF(rq->arena);

	buf_printf(&details, "{\"%s\":", key);
	buf_json_str(&details, value);
	buf_putc(&details, '}');
	return write_error(rq, row->status, row->code, str_of(row->message), buf_str(&details));
}

int fail_details(struct request *rq, enum api_error error, struct str details)
{
	const struct error_row *row = &error_rows[error];

	return write_error(rq, row->status, row->code, str_of(row->message), details);
}

int fail_problems(struct request *rq)
{
	const struct error_row *row = &error_rows[ERR_VALIDATION];
	struct buf details = BUF(rq->arena);

	BUF_LIT(&details, "{\"fields\":[");
	for (size_t i = 0; i < rq->problems.count; i++) {
		const struct problem *p = &rq->problems.items[i];

		buf_put(&details, i ? STR(",{\"field\":") : STR("{\"field\":"));
		buf_json_str(&details, p->field);
		buf_printf(&details, ",\"code\":\"%s\",\"message\":", p->code);
		buf_json_str(&details, p->message);
		buf_putc(&details, '}');
	}
	BUF_LIT(&details, "]}");
	return write_error(rq, row->status, row->code, str_of(row->message), buf_str(&details));
}

int fail_field(struct request *rq, const char *field, const char *code, struct str message)
{
	problem_add(&rq->problems, str_of(field), code, message);
	return fail_problems(rq);
}

int fail_rule(struct request *rq, const char *code, const char *message, struct uuid about)
{
	struct str details = {0};

	if (!uuid_is_nil(about))
		details = arena_printf(rq->arena, "{\"combatant_id\":\"%s\"}", rq_uuid(rq, about));
	return write_error(rq, 422, code, str_of(message), details);
}

int fail_db(struct request *rq, enum db_error error, enum api_error conflict)
{
	switch (error) {
	case DB_CONFLICT:
	case DB_REFUSED:
		return fail(rq, conflict);
	case DB_RETRY:
		return fail(rq, ERR_CONFLICT);
	case DB_TIMEOUT:
	case DB_UNAVAILABLE:
		return fail(rq, ERR_UNAVAILABLE);
	case DB_OK:
	case DB_BROKEN:
		break;
	}
	return fail(rq, ERR_INTERNAL);
}

static const char *const role_names[] = {
    [ROLE_NONE] = "none",       [ROLE_SIGNED] = "signed", [ROLE_ANY] = "any",
    [ROLE_MEMBER] = "observer", [ROLE_PLAYER] = "player", [ROLE_DM] = "dm",
    [ROLE_OWNER] = "owner",     [ROLE_ADMIN] = "admin",
};

bool role_suffices(const struct request *rq, struct str role)
{
	for (enum role r = rq->route->role; r <= ROLE_ADMIN; r++)
		if (role_names[r] && str_eq(role, str_of(role_names[r])))
			return true;
	return false;
}

int guard(struct request *rq, const struct db_rows *rows, enum api_error missing)
{
	if (!db_count(rows) || db_null(rows, 0, 0))
		return fail(rq, missing);
	return role_suffices(rq, db_str(rows, 0, 0)) ? 0 : fail(rq, ERR_FORBIDDEN);
}

const char *role_word(enum role role)
{
	return role_names[role];
}

const char *least_role(const struct request *rq)
{
	return role_names[rq->route->role];
}
