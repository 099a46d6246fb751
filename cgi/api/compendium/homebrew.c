/* What a campaign has of its own: entries made here, copies of built-in ones, and those it hides. */
#include "cgi/api/compendium/compendium.h"

#include "cgi/api/compendium/query.h"
#include "cgi/api/fields.h"
#include "common/compendium/entry.h"
#include "queries.h"

#include "common/base/poison.h"

struct homebrew {
	struct str slug, name, copy, source, licence;
	int32_t ruleset;
	bool hidden;
	struct fields_seen seen;
};

#define HOMEBREW(member, kind_, ...) FIELD(struct homebrew, member, kind_, 0, __VA_ARGS__)
#define HOMEBREW_FIELDS                                                                            \
	HOMEBREW(name, FIELD_STR, .min = 1, .max = 200,                                            \
	         .doc =                                                                            \
	             "What it is called. All other members are the figures of its type, as the "   \
	             "built-in entries have them; unknown ones are kept."),                        \
	    HOMEBREW(source, FIELD_STR, .max = 200, .doc = "Where it is from."),                   \
	    HOMEBREW(licence, FIELD_STR, .max = 200, .doc = "Under which licence."),               \
	    HOMEBREW(hidden, FIELD_BOOL,                                                           \
	             .doc = "Takes the built-in entry of this slug out of the campaign.")

static const struct field create_fields[] = {
    HOMEBREW_FIELDS,
    HOMEBREW(slug, FIELD_STR, .min = 1, .max = SLUG_MAX,
             .doc =
                 "Of a-z, 0-9 and -; made from the name when not given. That of a built-in entry "
                 "replaces it in this campaign."),
    HOMEBREW(copy, FIELD_STR, .min = 1, .max = SLUG_MAX,
             .doc = "The slug of an entry of this type to start from; the rest of the body is "
                    "merged into it, as a merge patch (RFC 7396) is."),
    HOMEBREW(ruleset, FIELD_ENUM, .names = ruleset_query_names,
             .doc = "The edition it is for; by default the campaign's."),
};
static const struct field patch_fields[] = {HOMEBREW_FIELDS};

#define HOMEBREW_SHAPE(name_, table)                                                               \
	{                                                                                          \
		.name = (name_), .open = true, .size = sizeof(struct homebrew),                    \
		.seen = offsetof(struct homebrew, seen), .fields = (table),                        \
		.count = sizeof(table) / sizeof *(table)                                           \
	}
const struct shape homebrew_create_shape = HOMEBREW_SHAPE("HomebrewCreate", create_fields);
const struct shape homebrew_patch_shape = HOMEBREW_SHAPE("HomebrewPatch", patch_fields);

/* What is there to begin with: the row of own.sql. */
struct origin {
	struct str data, ruleset, source, licence;
	const char *changed_at;
	bool hidden, own;
};

/* 0, or the answer's status; out->data is empty when there is no such entry. */
static int read_origin(struct request *rq, enum entry_type type, struct str slug,
                       const char *ruleset, bool any, struct origin *out)
{
	const struct db_rows *rows;
	enum db_error error =
	    db_query(rq->db, &q_compendium_own, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id),
	             entry_type_names[type], rq_str(rq, slug), ruleset, arg_bool(any));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, 0);
	if (guard(rq, rows, ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	*out = (struct origin){
	    .data = arena_str(rq->arena, db_str(rows, 0, 1)),
	    .changed_at = arena_cstr(rq->arena, db_str(rows, 0, 2)),
	    .ruleset = arena_str(rq->arena, db_str(rows, 0, 3)),
	    .source = arena_str(rq->arena, db_str(rows, 0, 4)),
	    .licence = arena_str(rq->arena, db_str(rows, 0, 5)),
	    .hidden = db_bool(rows, 0, 6),
	    .own = db_bool(rows, 0, 7),
	};
	return 0;
}

int fail_entries(struct request *rq, enum db_error error)
{
	if (error != DB_REFUSED)
		return fail_db(rq, error, ERR_INTERNAL);
	if (strcmp(db_constraint(rq->db), "compendium_entries_limit") == 0)
		return fail(rq, ERR_HOMEBREW_FULL);
	return fail_field(rq, "", "NOT_ALLOWED", STR("cannot be stored as it is"));
}

struct writing {
	enum entry_type type;
	struct str json, ruleset, source, licence;
	bool hidden, replace;
	const char *changed_at;
};

/* Completes, checks and writes the entry; answers with it. */
static int write_entry(struct request *rq, const struct writing *w, enum api_error taken)
{
	struct any *data = any_parse(w->json, rq->arena, &rq->problems);
	struct buf entries = BUF(rq->arena);
	enum db_error error;
	struct str text;

	if (!data)
		return fail_problems(rq);
	entry_complete(w->type, data, rq->arena);
	if (!entry_check(w->type, data, rq->arena, &text, &rq->problems))
		return fail_problems(rq);
	buf_putc(&entries, '[');
	entry_write(&entries, w->type, w->ruleset, w->source, w->licence, w->hidden, text);
	buf_putc(&entries, ']');
	db_queue(rq->db, &q_campaigns_role, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));
	db_queue(rq->db, &q_compendium_put, rq_uuid(rq, rq->ids[0]), rq_str(rq, buf_str(&entries)),
	         rq_str(rq, entry_fields_json(rq->arena)), rq_uuid(rq, rq->user_id),
	         arg_bool(w->replace), w->changed_at);
	error = db_run(rq->db);
	if (error)
		return fail_entries(rq, error);
	if (guard(rq, db_result(rq->db, 0), ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	if (!db_count(db_result(rq->db, 1)))
		return fail(rq, taken);
	return answer_json(rq, w->replace ? 200 : 201, db_str(db_result(rq->db, 1), 0, 0));
}

static int type_of_path(struct request *rq, enum entry_type *type)
{
	int32_t found = type_named(rq->texts[0]);

	if (found < 0)
		return fail(rq, ERR_ENTRY_NOT_FOUND);
	*type = (enum entry_type)found;
	return 0;
}

static bool seen(const struct request *rq, const char *field)
{
	return shape_seen(rq->route->body, rq->body, field);
}

int homebrew_post(struct request *rq)
{
	const struct homebrew *body = rq->body;
	const char *ruleset = ruleset_asked(body->ruleset);
	struct str from = body->copy;
	struct origin origin = {0};
	struct writing w = {.json = rq->body_text,
	                    .source = seen(rq, "source") ? body->source : STR("Homebrew"),
	                    .licence = body->licence,
	                    .hidden = body->hidden,
	                    .ruleset = str_of(ruleset)};

	if (type_of_path(rq, &w.type))
		return rq->answer->status;
	if (body->hidden && !from.n)
		from = body->slug;
	if (body->hidden && !from.n)
		return fail_field(rq, "/slug", "REQUIRED", STR("say which entry is to be hidden"));
	if (!from.n)
		return write_entry(rq, &w, ERR_ENTRY_EXISTS);
	if (read_origin(rq, w.type, from, ruleset, true, &origin))
		return rq->answer->status;
	if (!origin.data.n)
		return fail_field(rq, body->copy.n ? "/copy" : "/slug", "NOT_FOUND",
		                  STR("there is no such entry"));
	/* A copy of another name that says no slug gets one of its own. */
	if (!body->slug.n && body->name.n &&
	    !json_merge_patch(origin.data, STR("{\"slug\":null}"), rq->arena, &origin.data,
	                      &rq->problems))
		return fail_problems(rq);
	if (!json_merge_patch(origin.data, rq->body_text, rq->arena, &w.json, &rq->problems))
		return fail_problems(rq);
	w.ruleset = origin.ruleset;
	if (!seen(rq, "source"))
		w.source = origin.source;
	if (!seen(rq, "licence"))
		w.licence = origin.licence;
	return write_entry(rq, &w, ERR_ENTRY_EXISTS);
}

int homebrew_patch(struct request *rq)
{
	const struct homebrew *body = rq->body;
	const struct entries_query *query = rq->query;
	struct origin origin = {0};
	struct writing w = {.replace = true};
	struct str patch = rq->body_text;

	if (type_of_path(rq, &w.type) ||
	    read_origin(rq, w.type, rq->texts[1], ruleset_asked(query->ruleset), false, &origin))
		return rq->answer->status;
	if (!origin.data.n)
		return fail(rq, ERR_ENTRY_NOT_FOUND);
	/* Another slug would be another entry. */
	if (!json_merge_patch(patch,
	                      arena_printf(rq->arena, "{\"slug\":\"%.*s\"}", STR_ARG(rq->texts[1])),
	                      rq->arena, &patch, &rq->problems) ||
	    !json_merge_patch(origin.data, patch, rq->arena, &w.json, &rq->problems))
		return fail_problems(rq);
	w.ruleset = origin.ruleset;
	w.source = seen(rq, "source") ? body->source : origin.source;
	w.licence = seen(rq, "licence") ? body->licence : origin.licence;
	w.hidden = seen(rq, "hidden") ? body->hidden : origin.hidden;
	w.changed_at = origin.changed_at;
	return write_entry(rq, &w, ERR_CONFLICT);
}

int homebrew_delete(struct request *rq)
{
	const struct entries_query *query = rq->query;
	enum entry_type type = ENTRY_MONSTERS;
	enum db_error error;

	if (type_of_path(rq, &type))
		return rq->answer->status;
	error = db_query(rq->db, &q_compendium_remove, rq_uuid(rq, rq->ids[0]),
	                 rq_uuid(rq, rq->user_id), entry_type_names[type], rq_str(rq, rq->texts[1]),
	                 ruleset_asked(query->ruleset), least_role(rq));
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 0), ERR_CAMPAIGN_NOT_FOUND))
		return rq->answer->status;
	if (db_null(db_result(rq->db, 0), 0, 1))
		return fail(rq, ERR_ENTRY_NOT_FOUND);
	return answer_json(rq, 200, db_str(db_result(rq->db, 0), 0, 1));
}
