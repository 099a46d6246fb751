#include "cgi/api/app.h"

#include "common/base/clock.h"

#include "common/base/poison.h"

static struct str unquoted(struct str tag)
{
	return tag.n >= 2 && tag.p[0] == '"' ? str_sub(tag, 1, tag.n - 2) : tag;
}

/* Whether a comma-separated list of entity tags (RFC 9110, 8.8.3) has this one, or is "*". A tag that is
 * a version followed by a dash and a hash is listed by the version alone too. */
static bool lists_tag(struct str list, struct str tag)
{
	while (list.n) {
		struct str one = str_trim(str_cut(&list, ',')), version;

		if (str_starts(one, STR("W/")))
			one = str_sub(one, 2, one.n);
		version = one = unquoted(one);
		version = str_cut(&version, '-');
		if (str_eq(one, tag) || str_eq(version, tag) || str_eq(one, STR("*")))
			return true;
	}
	return false;
}

void answer_etag(struct request *rq, struct str tag)
{
	http_add_header(rq->answer, arena_printf(rq->arena, "ETag: \"%.*s\"", STR_ARG(tag)));
}

bool if_match_fails(const struct request *rq, struct str tag)
{
	struct str wanted = http_header(rq->http, "HTTP_IF_MATCH");

	return wanted.n && !lists_tag(wanted, tag);
}

/* The answer's own tag, or the hash of the data; true when the client has that already. */
static bool not_modified(struct request *rq, struct str data, struct str more)
{
	struct http_answer *a = rq->answer;
	struct str prefix = STR("ETag: "), tag = {0};

	for (size_t i = 0; i < a->header_count; i++)
		if (str_starts(a->headers[i], prefix))
			tag = str_sub(a->headers[i], prefix.n, a->headers[i].n);
	if (!tag.n) {
		tag = arena_printf(rq->arena, "\"%016llx\"",
		                   (unsigned long long)(str_tag(data) ^ str_tag(more)));
		http_add_header(a, arena_printf(rq->arena, "ETag: %.*s", STR_ARG(tag)));
	}
	return lists_tag(http_header(rq->http, "HTTP_IF_NONE_MATCH"), unquoted(tag));
}

/* `more` goes into meta behind the fields that are always there. */
static int answer_with_meta(struct request *rq, int status, struct str data, struct str more)
{
	struct buf b = BUF(rq->arena);

	/* What is the same for everybody nginx keeps, by the compendium's version (nginx/tabard.conf.in); it
	 * has to hear so before it hears "private". */
	if (rq->shared)
		http_add_header(rq->answer, STR("X-Accel-Expires: 86400"));
	http_add_header(rq->answer, rq->shared ? STR("Cache-Control: private, max-age=60")
	                                       : STR("Cache-Control: private, no-cache"));
	rq->answer->status = status;
	rq->data = data;
	if (rq->http->method == HTTP_GET && not_modified(rq, data, more))
		return rq->answer->status = 304;
	BUF_LIT(&b, "{\"success\":true,\"data\":");
	buf_put(&b, data);
	buf_printf(&b, ",\"meta\":{\"timestamp\":\"%s\",\"version\":\"%s\"%.*s}}",
	           clock_rfc3339(clock_ms(), rq->arena).p, TABARD_VERSION, STR_ARG(more));
	rq->answer->body = buf_str(&b);
	return status;
}

int answer_json(struct request *rq, int status, struct str data)
{
	return answer_with_meta(rq, status, data, STR(""));
}

/* RFC 3339 wants a T and may have a Z. */
void write_time(struct buf *b, struct str s)
{
	size_t zone = str_find(s, '+');

	buf_putc(b, '"');
	buf_put(b, str_sub(s, 0, 10));
	buf_putc(b, 'T');
	buf_put(b, str_sub(s, 11, zone - 11));
	BUF_LIT(b, "Z\"");
}

static void write_column(struct buf *b, const struct field *f, struct str s)
{
	switch (f->kind) {
	case FIELD_BOOL:
		buf_put(b, str_eq(s, STR("t")) ? STR("true") : STR("false"));
		break;
	case FIELD_TIME:
		write_time(b, s);
		break;
	case FIELD_STR:
	case FIELD_ENUM:
	case FIELD_UUID:
		buf_json_str(b, s);
		break;
	case FIELD_DECIMAL:
	case FIELD_LONG:
	case FIELD_INT: /* digits, and JSON as the database keeps it, are JSON already */
	case FIELD_SET:
	case FIELD_OBJECT:
	case FIELD_LIST:
	case FIELD_MAP:
	case FIELD_RAW:
		buf_put(b, s);
		break;
	}
}

void write_row(struct buf *b, const struct shape *shape, const struct db_rows *rows, size_t row,
               int first)
{
	bool any = false;

	buf_putc(b, '{');
	for (size_t i = 0; i < shape->count; i++) {
		const struct field *f = &shape->fields[i];
		bool null = db_null(rows, row, first + (int)i);

		if (null && !(f->flags & FIELD_NULLABLE))
			continue;
		if (any)
			buf_putc(b, ',');
		any = true;
		buf_key(b, f->name);
		if (null)
			BUF_LIT(b, "null");
		else
			write_column(b, f, db_str(rows, row, first + (int)i));
	}
	buf_putc(b, '}');
}

int answer_row(struct request *rq, int status, const struct db_rows *rows, size_t row, int first)
{
	struct buf b = BUF(rq->arena);

	write_row(&b, rq->route->answer, rows, row, first);
	return answer_json(rq, status, buf_str(&b));
}

int answer_page(struct request *rq, struct str items, int64_t limit, struct str next_cursor)
{
	struct buf more = BUF(rq->arena);

	buf_printf(&more, ",\"pagination\":{\"limit\":%lld", (long long)limit);
	if (next_cursor.n) {
		BUF_LIT(&more, ",\"next_cursor\":");
		buf_json_str(&more, next_cursor);
	}
	buf_putc(&more, '}');
	if (rq->facets.n) {
		BUF_LIT(&more, ",\"facets\":");
		buf_put(&more, rq->facets);
	}
	return answer_with_meta(rq, 200, items, buf_str(&more));
}

int answer_list(struct request *rq, const struct db_rows *rows, int first, int64_t limit)
{
	const struct shape *shape = rq->route->answer;
	size_t count = db_count(rows), shown = 0;
	struct buf b = BUF(rq->arena);
	int cursor = first + (int)shape->count;

	buf_putc(&b, '[');
	for (size_t i = 0; i < count && shown < (size_t)limit; i++) {
		if (db_null(rows, i,
		            first)) /* a member who has none: the row is there for the role */
			continue;
		if (shown++)
			buf_putc(&b, ',');
		write_row(&b, shape, rows, i, first);
	}
	buf_putc(&b, ']');
	return answer_page(rq, buf_str(&b), limit,
	                   count > (size_t)limit ? db_str(rows, (size_t)limit - 1, cursor)
	                                         : STR(""));
}

void answer_location(struct request *rq, const char *collection, struct uuid id)
{
	http_add_header(rq->answer, arena_printf(rq->arena, "Location: /api/v1/%s/%s", collection,
	                                         rq_uuid(rq, id)));
}

const char *rq_uuid(const struct request *rq, struct uuid id)
{
	return arg_uuid(rq->arena, id);
}

const char *rq_str(const struct request *rq, struct str s)
{
	return arg_str(rq->arena, s);
}

const char *rq_int(const struct request *rq, int64_t n)
{
	return arg_int(rq->arena, n);
}
