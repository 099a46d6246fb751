#include "cgi/api/compendium/compendium.h"

#include "cgi/api/compendium/query.h"
#include "cgi/api/fields.h"
#include "queries.h"

#include "common/base/poison.h"

#define ENTRY_ROWS                                                                                 \
	ROW_STR("slug", 120, "Names the entry within its type and ruleset."),                      \
	    ROW_STR("name", 200, "Its name."),                                                     \
	    ROW_ENUM("entry", entry_type_names, "The type of entry, as in the path."),             \
	    ROW_ENUM("ruleset", ruleset_choice, "Which edition of the rules it belongs to."),      \
	    ROW_STR("source", 200, "The document that its figures come from."),                    \
	    ROW_STR("licence", 200, "The licence of those figures; see NOTICE. Empty: not said."), \
	    ROW("campaign_id", FIELD_UUID, 0, .doc = "The campaign that it is of, if any.")
#define OPEN_ROWS(name_, table)                                                                    \
	{                                                                                          \
		.name = (name_), .open = true, .seen = SHAPE_NO_SEEN, .fields = (table),           \
		.count = sizeof(table) / sizeof *(table)                                           \
	}

/* With the columns of its type, or those of `fields`. */
static const struct field summary_fields[] = {ENTRY_ROWS};
const struct shape entry_summary_shape = OPEN_ROWS("EntrySummary", summary_fields);

static const struct field part_fields[] = {
    ROW_STR("text", 200, "A piece of the name."),
    ROW_BOOL("match", "Whether it is a word that was looked for."),
};
static const struct shape part_shape = SHAPE_ROW("HighlightPart", part_fields);
static const struct field part_item = {.kind = FIELD_OBJECT, .shape = &part_shape};
static const struct field found_fields[] = {
    ENTRY_ROWS,
    ROW("highlight", FIELD_LIST, FIELD_REQUIRED, .max = 400, .item = &part_item,
        .doc = "The name in pieces, to be put together again."),
};
const struct shape entry_found_shape = OPEN_ROWS("EntryFound", found_fields);

/* The entry's own figures, whatever they are, with where they come from. */
static const struct field entry_fields_all[] = {ENTRY_ROWS};
const struct shape entry_shape = OPEN_ROWS("Entry", entry_fields_all);

/* One of a campaign's own, for its DMs. */
static const struct field homebrew_fields[] = {
    ENTRY_ROWS,
    ROW_BOOL("hidden", "Whether it takes the built-in entry of this slug out of the campaign."),
};
const struct shape homebrew_shape = OPEN_ROWS("HomebrewEntry", homebrew_fields);

static const struct field count_item = {.kind = FIELD_INT, .max = INT32_MAX};
static const struct field counts_item = {.kind = FIELD_MAP, .max = 2, .item = &count_item};
static const struct field ruleset_item = {.kind = FIELD_ENUM, .names = ruleset_choice};
static const struct field source_fields[] = {
    ROW_STR("source", 200, "The document."),
    ROW_STR("licence", 200, "Its licence; empty: not said."),
    ROW_ENUM("ruleset", ruleset_choice, "Which edition of the rules it belongs to."),
    ROW_INT("count", 0, INT32_MAX, "How many entries are from it."),
};
static const struct shape source_shape = SHAPE_ROW("CompendiumSource", source_fields);
static const struct field source_item = {.kind = FIELD_OBJECT, .shape = &source_shape};
static const struct field compendium_fields[] = {
    ROW_STR("version", 100, "Of the built-in entries: another whenever they are others."),
    ROW("types", FIELD_MAP, FIELD_REQUIRED, .max = ENTRY_TYPES, .item = &counts_item,
        .doc = "How many entries there are of each type, by ruleset."),
    ROW("rulesets", FIELD_LIST, FIELD_REQUIRED, .max = 2, .item = &ruleset_item,
        .doc = "The editions of the rules."),
    ROW("sources", FIELD_LIST, FIELD_REQUIRED, .max = 1000, .item = &source_item,
        .doc = "Where the entries come from."),
};
const struct shape compendium_shape = SHAPE_ROW("Compendium", compendium_fields);

/* Behind a run whose first statement was q_campaigns_role when a campaign was named: 0, or the answer's
 * status. */
static int run_for(struct request *rq, const char *campaign)
{
	enum db_error error = db_run(rq->db);

	if (error == DB_REFUSED)
		return fail_field(rq, "cursor", "NOT_ALLOWED", STR("must be one that a list gave"));
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (campaign && !db_count(db_result(rq->db, 0)))
		return fail(rq, ERR_CAMPAIGN_NOT_FOUND);
	rq->shared = !campaign;
	return 0;
}

static void queue_membership(struct request *rq, const char *campaign)
{
	if (campaign)
		db_queue(rq->db, &q_campaigns_role, campaign, rq_uuid(rq, rq->user_id));
}

int compendium_get(struct request *rq)
{
	const struct entries_query *query = rq->query;
	const char *campaign = arg_uuid_or_null(rq->arena, query->campaign_id);

	queue_membership(rq, campaign);
	db_queue(rq->db, &q_compendium_index, rq_uuid(rq, rq->user_id), campaign);
	if (run_for(rq, campaign))
		return rq->answer->status;
	return answer_json(rq, 200, db_str(db_result(rq->db, campaign != NULL), 0, 0));
}

int entry_get(struct request *rq)
{
	const struct entries_query *query = rq->query;
	const char *campaign = arg_uuid_or_null(rq->arena, query->campaign_id);
	const struct db_rows *rows;

	queue_membership(rq, campaign);
	db_queue(rq->db, &q_compendium_entry, rq_str(rq, rq->texts[0]), rq_str(rq, rq->texts[1]),
	         ruleset_asked(query->ruleset), rq_uuid(rq, rq->user_id), campaign);
	if (run_for(rq, campaign))
		return rq->answer->status;
	rows = db_result(rq->db, campaign != NULL);
	if (!db_count(rows))
		return fail(rq, ERR_ENTRY_NOT_FOUND);
	return answer_json(rq, 200, db_str(rows, 0, 0));
}

/* Column 0 is the item, 1 its cursor, 2 its highlight if the answer has one. */
static int answer_entries(struct request *rq, const struct db_rows *rows, int64_t limit,
                          bool highlights, struct str facets)
{
	size_t count = db_count(rows);
	bool full = count > (size_t)limit;
	struct buf items = BUF(rq->arena);

	buf_putc(&items, '[');
	for (size_t i = 0; i < count - full; i++) {
		struct str item = db_str(rows, i, 0);

		if (i)
			buf_putc(&items, ',');
		if (highlights) {
			item.n--; /* its closing brace */
			buf_put(&items, item);
			BUF_LIT(&items, ",\"highlight\":");
			buf_put(&items, db_str(rows, i, 2));
			buf_putc(&items, '}');
		} else {
			buf_put(&items, item);
		}
	}
	buf_putc(&items, ']');
	if (facets.p)
		rq->facets = facets.n ? facets : STR("{}");
	return answer_page(rq, buf_str(&items), limit,
	                   full ? db_str(rows, (size_t)limit - 1, 1) : (struct str){0});
}

static int answer_found(struct request *rq, bool highlights)
{
	const struct entries_query *query = rq->query;
	int64_t limit = query->limit ? query->limit : LIST_LIMIT_DEFAULT;
	const char *cursor = query->cursor.n ? rq_str(rq, query->cursor) : NULL;
	const char *rows = rq_int(rq, limit + 1);
	struct str facets = {0};
	struct asked a;
	uint32_t types;
	size_t own;

	if (types_asked(rq, &types) || query_asked(rq, types, &a))
		return rq->answer->status;
	own = a.campaign != NULL;
	queue_membership(rq, a.campaign);
	if (a.plain && rq->texts[0].p)
		db_queue(rq->db, &q_compendium_list, a.user, a.campaign, a.ruleset,
		         rq_str(rq, rq->texts[0]), cursor, rows, a.columns);
	else
		db_queue(rq->db, &q_compendium_find, a.user, a.campaign, a.ruleset, a.filters, a.q,
		         a.from, a.to, a.sort, arg_bool(a.backwards), cursor, rows, a.columns,
		         arg_bool(query->hidden), arg_bool(highlights));
	if (a.facets)
		db_queue(rq->db, &q_compendium_facets, a.user, a.campaign, a.ruleset, a.filters,
		         a.q, a.from, a.to, a.facets);
	if (run_for(rq, a.campaign))
		return rq->answer->status;
	if (a.facets)
		facets = arena_str(rq->arena, db_str(db_result(rq->db, own + 1), 0, 0));
	return answer_entries(rq, db_result(rq->db, own), limit, highlights, facets);
}

int entries_get(struct request *rq)
{
	return answer_found(rq, false);
}

int search_get(struct request *rq)
{
	const struct entries_query *query = rq->query;

	if (!query->q.n)
		return fail_field(rq, "q", "REQUIRED", STR("must be given"));
	return answer_found(rq, true);
}

int reader_get(struct request *rq)
{
	enum db_error error = db_query(rq->db, &q_compendium_version);

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	http_add_header(rq->answer, arena_printf(rq->arena, "Compendium-Version: %.*s",
	                                         STR_ARG(db_str(db_result(rq->db, 0), 0, 0))));
	http_add_header(rq->answer, STR("X-Accel-Expires: 5"));
	return rq->answer->status = 204;
}
