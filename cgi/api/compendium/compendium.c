#include "cgi/api/compendium/compendium.h"

#include "cgi/api/fields.h"
#include "queries.h"

#include "common/base/poison.h"

struct entries_query {
	int32_t limit;
	struct str cursor;
	struct str q;
	int32_t ruleset;
};

struct entry_query {
	int32_t ruleset;
};

#define RULESET_FIELD(type)                                                                        \
	FIELD(type, ruleset, FIELD_ENUM, 0, .names = ruleset_choice,                               \
	      .doc = "Which edition of the rules; 2014 when not given.")

static const struct field entries_query_fields[] = {
    FIELD(struct entries_query, q, FIELD_STR, 0, .min = 1, .max = 100,
          .doc = "Part of the name. The exact name comes first, then names that begin with it."),
    RULESET_FIELD(struct entries_query),
    LIST_FIELDS(struct entries_query),
};
const struct shape entries_query_shape =
    SHAPE("EntriesQuery", struct entries_query, entries_query_fields);

static const struct field entry_query_fields[] = {RULESET_FIELD(struct entry_query)};
const struct shape entry_query_shape = SHAPE("EntryQuery", struct entry_query, entry_query_fields);

static const struct field summary_fields[] = {
    ROW_STR("slug", 120, "Names the entry within its type and ruleset."),
    ROW_STR("name", 200, "Its name."),
    ROW_ENUM("ruleset", ruleset_choice, "Which edition of the rules it belongs to."),
    ROW_STR("source", 80, "The document that its figures come from."),
    ROW("type", FIELD_STR, 0, .max = 80, .doc = "A monster's creature type."),
    ROW("size", FIELD_STR, 0, .max = 80, .doc = "A monster's size."),
    ROW("cr", FIELD_STR, 0, .max = 8, .doc = "A monster's challenge rating, as in 1/4."),
    ROW("xp", FIELD_INT, 0, .max = INT32_MAX, .doc = "What a monster is worth."),
    ROW("ac", FIELD_INT, 0, .max = INT32_MAX, .doc = "A monster's armour class."),
    ROW("hp", FIELD_INT, 0, .max = INT32_MAX, .doc = "A monster's average hit points."),
    ROW("level", FIELD_INT, 0, .max = INT32_MAX, .doc = "A spell's or feature's level."),
    ROW("school", FIELD_STR, 0, .max = 80, .doc = "A spell's school."),
    ROW("rarity", FIELD_STR, 0, .max = 80, .doc = "A magic item's rarity."),
};
const struct shape entry_summary_shape = SHAPE_ROW("EntrySummary", summary_fields);

/* The entry's own figures, whatever they are, with where they come from. */
static const struct field entry_fields[] = {
    ROW_STR("slug", 120, "Names the entry within its type and ruleset."),
    ROW_STR("name", 200, "Its name."),
    ROW_ENUM("ruleset", ruleset_choice, "Which edition of the rules it belongs to."),
    ROW_STR("source", 80, "The document that its figures come from."),
    ROW_STR("licence", 80, "The licence of those figures; see NOTICE."),
};
const struct shape entry_shape = {
    .name = "Entry",
    .open = true,
    .seen = SHAPE_NO_SEEN,
    .fields = entry_fields,
    .count = sizeof entry_fields / sizeof *entry_fields,
};

int entries_get(struct request *rq)
{
	const struct entries_query *query = rq->query;
	int64_t limit = query->limit ? query->limit : LIST_LIMIT_DEFAULT;
	const char *type = rq_str(rq, rq->texts[0]);
	enum db_error error;

	db_queue(rq->db, &q_compendium_type, type, ruleset_choice[query->ruleset]);
	db_queue(rq->db, query->q.n ? &q_compendium_search : &q_compendium_list, type,
	         ruleset_choice[query->ruleset], query->cursor.n ? rq_str(rq, query->cursor) : NULL,
	         rq_int(rq, limit + 1), query->q.n ? rq_str(rq, query->q) : NULL);
	error = db_run(rq->db);
	if (error == DB_REFUSED)
		return fail_field(rq, "cursor", "NOT_ALLOWED", STR("must be one that a list gave"));
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (!db_bool(db_result(rq->db, 0), 0, 0))
		return fail(rq, ERR_ENTRY_NOT_FOUND);
	return answer_list(rq, db_result(rq->db, 1), 0, limit);
}

int entry_get(struct request *rq)
{
	const struct entry_query *query = rq->query;
	enum db_error error = db_query(rq->db, &q_compendium_get, rq_str(rq, rq->texts[0]),
	                               rq_str(rq, rq->texts[1]), ruleset_choice[query->ruleset]);

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (!db_count(db_result(rq->db, 0)))
		return fail(rq, ERR_ENTRY_NOT_FOUND);
	return answer_json(rq, 200, db_str(db_result(rq->db, 0), 0, 0));
}
