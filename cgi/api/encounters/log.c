#include "cgi/api/encounters/encounters.h"

#include "cgi/api/encounters/logged.h"
#include "cgi/api/encounters/reading.h"
#include "cgi/api/encounters/text.h"
#include "cgi/api/fields.h"
#include "common/table/load.h"
#include "common/table/view.h"
#include "queries.h"

#include "common/base/poison.h"

struct log_query {
	int32_t limit;
	struct str cursor, type;
	struct uuid by;
};

static const struct field query_fields[] = {
    LIST_FIELDS(struct log_query),
    FIELD(struct log_query, type, FIELD_STR, 0, .min = 1, .max = 40,
          .doc = "Only moves of this type."),
    FIELD(struct log_query, by, FIELD_UUID, 0, .doc = "Only moves of this user."),
};
const struct shape log_query_shape = SHAPE("LogQuery", struct log_query, query_fields);

static const struct field result_item = {.kind = FIELD_OBJECT, .shape = &consequence_shape};
static const struct field die_item = {.kind = FIELD_INT, .min = 1, .max = INT32_MAX};
static const struct field entry_fields[] = {
    ROW_ID("id", "The move."),
    ROW_STR("type", 40, "Its type, as the caller takes it."),
    ROW_INT("version", 0, INT32_MAX, "The version that it made, as the caller counts."),
    ROW("by", FIELD_UUID, 0, .doc = "Who made it; absent for the server itself."),
    ROW("by_name", FIELD_STR, 0, .max = 80, .doc = "Their name at the table."),
    ROW_TIME("at", "When."),
    ROW_STR("text", INT32_MAX, "What happened, in a sentence."),
    ROW("asked", FIELD_RAW, 0, .doc = "What was asked for: for DMs, and for who asked."),
    ROW("dice", FIELD_LIST, 0, .max = INT32_MAX, .item = &die_item,
        .doc = "The dice as they fell; for DMs."),
    ROW("result", FIELD_LIST, FIELD_REQUIRED, .max = 10000, .item = &result_item,
        .doc = "What it did, in order, as the caller was told then."),
    ROW_BOOL("undone", "Whether it has been taken back."),
};
const struct shape log_entry_shape = SHAPE_ROW("LogEntry", entry_fields);

/* What q_encounters_log has behind the columns of the log. */
enum { COLUMN_WANTED = LOGGED_COLUMNS, COLUMN_NAME, COLUMN_RESULT, COLUMN_ASKED };

/* One page on its way. */
struct page {
	struct request *rq;
	const struct db_rows *rows;
	enum audience audience;
	struct logged_walk walk;
};

/* The encounter as the viewer sees it where the walk is, by the settings of row `i`; NULL when these are broken. */
static const struct doc *seen(const struct page *p, size_t i)
{
	struct campaign_settings settings;
	struct doc *view;

	if (!table_settings(db_str(p->rows, i, LOGGED_SETTINGS), p->walk.e.id, p->rq->arena,
	                    &settings))
		return NULL;
	view = doc_root(p->rq->arena);
	view_encounter(&p->walk.e, &settings, p->audience, 0, view, p->rq->arena);
	return view;
}

static struct str who(const struct page *p, size_t i)
{
	if (db_null(p->rows, i, LOGGED_BY))
		return STR("");
	return db_null(p->rows, i, COLUMN_NAME) ? STR("someone who left")
	                                        : db_str(p->rows, i, COLUMN_NAME);
}

/* What was asked, where the viewer may see it. */
static struct str asked(const struct page *p, size_t i)
{
	bool own = uuid_eq(db_uuid(p->rows, i, LOGGED_BY), p->rq->user_id);

	return p->audience == AUDIENCE_DM || own ? db_str(p->rows, i, COLUMN_ASKED) : STR("");
}

/* What the mover said of it that is in no consequence. */
static struct str words(const struct page *p, size_t i, struct str type)
{
	static const struct {
		const char *type, *member;
	} said[] = {
	    {"take_turn", "action"},
	    {"interact", "action"},
	    {"damage", "roll"},
	    {"heal", "roll"},
	};
	struct problems none = {0};
	struct str text = {0};

	for (size_t k = 0; k < sizeof said / sizeof *said; k++)
		if (str_eq(type, str_of(said[k].type)) && asked(p, i).n)
			json_peek(asked(p, i), said[k].member, p->rq->arena, &text, &none);
	return text;
}

/* The type and the consequences of row `i` as the viewer was told. */
static bool read_told(const struct page *p, size_t i, struct logged_told *told)
{
	struct str json = db_str(p->rows, i, LOGGED_PARTY);

	*told = (struct logged_told){.type = db_str(p->rows, i, LOGGED_TYPE)};
	if (p->audience == AUDIENCE_DM)
		json = arena_printf(p->rq->arena, "{\"result\":%.*s}",
		                    STR_ARG(db_str(p->rows, i, COLUMN_RESULT)));
	return logged_told(p->rows, i, json, p->rq->arena, told);
}

/* "{4,17}" as [4,17]. */
static void put_dice(struct buf *b, struct str array)
{
	BUF_LIT(b, ",\"dice\":[");
	buf_put(b, str_sub(array, 1, array.n > 2 ? array.n - 2 : 0));
	buf_putc(b, ']');
}

static void put_result(struct buf *b, const struct logged_told *told)
{
	const struct consequence *c = told->result.items;

	BUF_LIT(b, ",\"result\":[");
	for (size_t i = 0; i < told->result.count; i++) {
		if (i)
			buf_putc(b, ',');
		json_encode(b, &consequence_shape, &c[i]);
	}
	buf_putc(b, ']');
}

static bool put_entry(struct buf *b, const struct page *p, size_t i, const struct doc *was,
                      const struct doc *is)
{
	const struct db_rows *rows = p->rows;
	bool dm = p->audience == AUDIENCE_DM;
	struct logged_told told;
	struct telling telling;
	const struct doc *name = doc_find(is, STR("name")), *before = doc_find(was, STR("name"));
	struct str said;

	if (!name || !before || !read_told(p, i, &told))
		return false;
	said = words(p, i, told.type);
	if (!doc_equal(name, before)) /* an edit */
		said = name->text;
	telling = (struct telling){.actor = who(p, i),
	                           .type = told.type,
	                           .words = said,
	                           .consequences = told.result,
	                           .was = was,
	                           .is = is};
	buf_printf(b, "{\"id\":\"%.*s\",\"type\":\"%.*s\",\"version\":%lld",
	           STR_ARG(db_str(rows, i, LOGGED_ID)), STR_ARG(told.type),
	           (long long)db_int(rows, i, dm ? LOGGED_VERSION : LOGGED_PARTY_VERSION));
	if (!db_null(rows, i, LOGGED_BY)) {
		buf_printf(b, ",\"by\":\"%.*s\",\"by_name\":", STR_ARG(db_str(rows, i, LOGGED_BY)));
		buf_json_str(b, telling.actor);
	}
	BUF_LIT(b, ",\"at\":");
	write_time(b, db_str(rows, i, LOGGED_AT));
	BUF_LIT(b, ",\"text\":");
	buf_json_str(b, text_of(&telling, p->rq->arena));
	if (asked(p, i).n) {
		BUF_LIT(b, ",\"asked\":");
		buf_put(b, asked(p, i));
	}
	if (dm)
		put_dice(b, db_str(rows, i, LOGGED_DICE));
	put_result(b, &told);
	buf_printf(b, ",\"undone\":%s}", db_null(rows, i, LOGGED_UNDONE_BY) ? "false" : "true");
	return true;
}

/* From the newest row back, a view on each side of every row that is on the page. */
static bool put_page(struct buf *b, struct page *p, int64_t limit, struct str *cursor)
{
	bool good = true;
	int64_t shown = 0;

	buf_putc(b, '[');
	for (size_t i = db_count(p->rows); good && i-- > 0 && shown <= limit;) {
		bool wanted = db_bool(p->rows, i, COLUMN_WANTED);
		const struct doc *is = wanted ? seen(p, i) : NULL;

		if (wanted && shown++ == limit) /* there is one more */
			return true;
		good = logged_step(&p->walk, i) && (!wanted || is);
		if (!wanted || !good)
			continue;
		if (shown > 1)
			buf_putc(b, ',');
		good = put_entry(b, p, i, seen(p, i), is);
		*cursor = db_str(p->rows, i, LOGGED_ID);
	}
	*cursor = STR("");
	return good;
}

int moves_get(struct request *rq)
{
	const struct log_query *query = rq->query;
	int64_t limit = query->limit ? query->limit : LIST_LIMIT_DEFAULT;
	size_t own = reading_queue(rq);
	struct buf b = BUF(rq->arena);
	struct str cursor = {0};
	struct page page = {.rq = rq};
	struct reading r;
	bool good;

	db_queue(rq->db, &q_encounters_log, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id),
	         query->cursor.n ? rq_str(rq, query->cursor) : NULL, rq_int(rq, limit + 1),
	         query->type.n ? rq_str(rq, query->type) : NULL,
	         arg_uuid_or_null(rq->arena, query->by));
	if (reading_run(rq, &r))
		return rq->answer->status;
	page.rows = db_result(rq->db, own);
	page.audience = r.audience;
	page.walk = (struct logged_walk){.rows = page.rows, .e = *r.e, .arena = rq->arena};
	good = put_page(&b, &page, limit, &cursor);
	logged_walked(&page.walk);
	if (!good)
		return fail(rq, ERR_INTERNAL);
	buf_putc(&b, ']');
	return answer_page(rq, buf_str(&b), limit, cursor);
}
