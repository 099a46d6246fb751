#include "cgi/api/compendium/query.h"

#include "cgi/api/compendium/compendium.h"
#include "cgi/api/fields.h"

#include "common/base/poison.h"

const char *const ruleset_query_names[] = {"default", "2014", "2024", NULL};

#define CAMPAIGN_FIELD(type)                                                                       \
	FIELD(type, campaign_id, FIELD_UUID, 0,                                                    \
	      .doc =                                                                               \
	          "A campaign of the caller's: its own entries too, in the place of those they "   \
	          "replace, and its ruleset when none is given.")
#define RULESET_FIELD(type)                                                                        \
	FIELD(type, ruleset, FIELD_ENUM, 0, .names = ruleset_query_names,                          \
	      .doc = "Which edition of the rules; by default the campaign's, or 2014.")

#define Q_FIELDS                                                                                   \
	FIELD(struct entries_query, q, FIELD_STR, 0, .min = 1, .max = 100,                         \
	      .doc = "What a person has typed so far: whole words, beginnings, or something like " \
	             "them. Best first: the exact name, names that begin so, words of the name, "  \
	             "words of the rest, names that are similar."),                                \
	    FIELD(struct entries_query, fields, FIELD_STR, 0, .min = 1, .max = 500,                \
	          .doc = "The columns wanted, separated by commas: names of members of an entry; " \
	                 "all for "                                                                \
	                 "the whole of it."),                                                      \
	    FIELD(struct entries_query, facets, FIELD_STR, 0, .min = 1, .max = 300,                \
	          .doc = "Filters whose values are to be counted in meta.facets, separated by "    \
	                 "commas."),                                                               \
	    FIELD(struct entries_query, sort, FIELD_STR, 0, .min = 1, .max = 20,                   \
	          .doc =                                                                           \
	              "name, or the number that the type has (cr, level, cost_cp); -name and so "  \
	              "on for backwards. By default by relevance to q, or by slug."),              \
	    RULESET_FIELD(struct entries_query), CAMPAIGN_FIELD(struct entries_query),             \
	    LIST_FIELDS(struct entries_query)

#define X(name_, doc_)                                                                             \
	FIELD(struct entries_query, name_, FIELD_STR, 0, .min = 1, .max = 200,                     \
	      .doc = doc_ " Several are separated by commas."),
static const struct field entries_query_fields[] = {
    Q_FIELDS,
    ENTRY_FILTERS(X)
#undef X
#define X(name_, doc_)                                                                             \
	{.name = #name_,                                                                           \
	 .kind = FIELD_STR,                                                                        \
	 .offset = offsetof(struct entries_query, number_##name_.is),                              \
	 .min = 1,                                                                                 \
	 .max = 12,                                                                                \
	 .doc = doc_ "."},                                                                         \
	    {.name = #name_ "_min",                                                                \
	     .kind = FIELD_STR,                                                                    \
	     .offset = offsetof(struct entries_query, number_##name_.min),                         \
	     .min = 1,                                                                             \
	     .max = 12,                                                                            \
	     .doc = doc_ "; the least."},                                                          \
	    {.name = #name_ "_max",                                                                \
	     .kind = FIELD_STR,                                                                    \
	     .offset = offsetof(struct entries_query, number_##name_.max),                         \
	     .min = 1,                                                                             \
	     .max = 12,                                                                            \
	     .doc = doc_ "; the most."},
        ENTRY_NUMBERS(X)
#undef X
            FIELD(struct entries_query, hidden, FIELD_BOOL, 0,
                  .doc = "Only the built-in entries that the campaign hides."),
};
const struct shape entries_query_shape =
    SHAPE("EntriesQuery", struct entries_query, entries_query_fields);

static const struct field search_query_fields[] = {
    Q_FIELDS,
    FIELD(struct entries_query, types, FIELD_STR, 0, .min = 1, .max = 200,
          .doc = "Only these types, separated by commas; all when not given."),
};
const struct shape search_query_shape =
    SHAPE("SearchQuery", struct entries_query, search_query_fields);

static const struct field entry_query_fields[] = {RULESET_FIELD(struct entries_query),
                                                  CAMPAIGN_FIELD(struct entries_query)};
const struct shape entry_query_shape =
    SHAPE("EntryQuery", struct entries_query, entry_query_fields);
static const struct field homebrew_query_fields[] = {RULESET_FIELD(struct entries_query)};
const struct shape homebrew_query_shape =
    SHAPE("HomebrewQuery", struct entries_query, homebrew_query_fields);
static const struct field compendium_query_fields[] = {CAMPAIGN_FIELD(struct entries_query)};
const struct shape compendium_query_shape =
    SHAPE("CompendiumQuery", struct entries_query, compendium_query_fields);

const char *ruleset_asked(int32_t ruleset)
{
	return ruleset ? ruleset_query_names[ruleset] : NULL;
}

int32_t type_named(struct str name)
{
	for (int32_t i = 0; i < ENTRY_TYPES; i++)
		if (str_eq(name, str_of(entry_type_names[i])))
			return i;
	return -1;
}

int types_asked(struct request *rq, uint32_t *types)
{
	const struct entries_query *query = rq->query;
	struct str rest = query->types;

	*types = 0;
	while (rest.n) {
		int32_t type = type_named(str_trim(str_cut(&rest, ',')));

		if (type < 0)
			return fail_field(rq, "types", "NOT_ALLOWED",
			                  STR("must be types that GET "
			                      "/api/v1/compendium lists"));
		*types |= UINT32_C(1) << type;
	}
	if (rq->texts[0].p) {
		int32_t type = type_named(rq->texts[0]);

		if (type < 0)
			return fail(rq, ERR_ENTRY_NOT_FOUND);
		*types = UINT32_C(1) << type;
	}
	if (!*types)
		*types = (UINT32_C(1) << ENTRY_TYPES) - 1;
	return 0;
}

/* The row of that name for any of the types. */
static const struct entry_field *field_of(uint32_t types, struct str name, unsigned uses)
{
	const struct entry_field *f = NULL;

	for (enum entry_type t = 0; t < ENTRY_TYPES && !f; t++)
		if (types >> t & 1)
			f = entry_field_find(t, name, uses);
	return f;
}

/* "these entries have: size, type, …". */
static int no_such(struct request *rq, const char *parameter, uint32_t types, unsigned uses)
{
	struct buf b = BUF(rq->arena);
	bool any = false;

	BUF_LIT(&b, "is not of these entries; they have: ");
	for (size_t i = 0; i < entry_field_count; i++) {
		const struct entry_field *f = &entry_fields[i];

		if ((f->use & uses) && (f->type == ENTRY_TYPES || (types >> f->type & 1))) {
			buf_printf(&b, "%s%s", any ? ", " : "", f->name);
			any = true;
		}
	}
	if (!any)
		BUF_LIT(&b, "none");
	return fail_field(rq, parameter, "NOT_ALLOWED", buf_str(&b));
}

/* A lexeme of a tag in the text of a tsquery, quoted. */
static void put_tag(struct buf *b, const char *name, struct str value)
{
	buf_printf(b, "'=%s=", name);
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];

		if (c == '\'' || c == '\\')
			buf_putc(b, c);
		buf_putc(b, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c);
	}
	buf_putc(b, '\'');
}

void put_any_tag(struct buf *b, const char *name, struct str values)
{
	bool any = false;

	buf_put(b, b->n ? STR(" & (") : STR("("));
	while (values.n) {
		if (any)
			BUF_LIT(b, " | ");
		any = true;
		put_tag(b, name, str_trim(str_cut(&values, ',')));
	}
	buf_putc(b, ')');
}

/* "3", "0.25" or "1/4" as SQL writes it; NULL for anything else. */
static const char *number_text(struct request *rq, struct str text)
{
	struct str rest = text, whole = str_cut(&rest, '/');
	int64_t a, b;

	if (rest.n)
		return str_to_int(whole, 0, 1000000, &a) && str_to_int(rest, 1, 1000000, &b)
		           ? arena_printf(rq->arena, "%.9g", (double)a / (double)b).p
		           : NULL;
	rest = text;
	whole = str_cut(&rest, '.');
	if (!str_to_int(whole, 0, INT32_MAX, &a) || (rest.n && !str_to_int(rest, 0, INT32_MAX, &b)))
		return NULL;
	return rq_str(rq, text);
}

static int take_bound(struct request *rq, uint32_t types, const char *name, const char *parameter,
                      struct str given, const char **out)
{
	if (!given.n)
		return 0;
	if (!field_of(types, str_of(name), ENTRY_NUMBER))
		return no_such(rq, parameter, types, ENTRY_NUMBER);
	*out = number_text(rq, given);
	return *out ? 0
	            : fail_field(rq, parameter, "WRONG_TYPE",
	                         STR("must be a number such as 3, 0.25 or 1/4"));
}

static int take_bounds(struct request *rq, uint32_t types, const char *name,
                       const struct bounds *given, struct asked *out)
{
	const char *is = NULL;

	if (take_bound(rq, types, name, arena_printf(rq->arena, "%s_min", name).p, given->min,
	               &out->from) ||
	    take_bound(rq, types, name, arena_printf(rq->arena, "%s_max", name).p, given->max,
	               &out->to) ||
	    take_bound(rq, types, name, name, given->is, &is))
		return rq->answer->status;
	if (is)
		out->from = out->to = is;
	return 0;
}

static int take_filters(struct request *rq, uint32_t types, const struct entries_query *query,
                        struct asked *out)
{
	static const struct {
		const char *name;
		size_t offset;
	} filters[] = {
#define X(name_, doc) {#name_, offsetof(struct entries_query, name_)},
	    ENTRY_FILTERS(X)
#undef X
	};
	struct buf b = BUF(rq->arena);

	buf_putc(&b, '(');
	for (enum entry_type t = 0; t < ENTRY_TYPES; t++)
		if (types >> t & 1) {
			if (b.n > 1)
				BUF_LIT(&b, " | ");
			put_tag(&b, "entry", str_of(entry_type_names[t]));
		}
	buf_putc(&b, ')');
	for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
		struct str given;

		memcpy(&given, (const char *)query + filters[i].offset, sizeof given);
		if (!given.n)
			continue;
		if (!field_of(types, str_of(filters[i].name), ENTRY_TAG))
			return no_such(rq, filters[i].name, types, ENTRY_TAG);
		put_any_tag(&b, filters[i].name, given);
		out->plain = false;
	}
	out->filters = rq_str(rq, buf_str(&b));
#define X(name_, doc)                                                                              \
	if (take_bounds(rq, types, #name_, &query->number_##name_, out))                           \
		return rq->answer->status;
	ENTRY_NUMBERS(X)
#undef X
	return 0;
}

static int take_sort(struct request *rq, uint32_t types, struct str sort, struct asked *out)
{
	if (!sort.n)
		return 0;
	out->plain = false;
	out->backwards = sort.p[0] == '-';
	if (out->backwards)
		sort = str_sub(sort, 1, sort.n);
	if (str_eq(sort, STR("name")))
		out->sort = "name";
	else if (field_of(types, sort, ENTRY_NUMBER))
		out->sort = "number";
	else
		return no_such(rq, "sort", types, ENTRY_NUMBER);
	return 0;
}

/* [{"type","name","path"}] of the columns of one type. */
static void put_column(struct buf *b, enum entry_type type, struct str name, const char *path)
{
	buf_printf(b, "%s{\"type\":\"%s\",\"name\":", b->n > 1 ? "," : "", entry_type_names[type]);
	buf_json_str(b, name);
	BUF_LIT(b, ",\"path\":");
	buf_json_str(b, str_of(path));
	buf_putc(b, '}');
}

static bool is_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
		      s.p[i] == '_'))
			return false;
	return s.n > 0;
}

static int take_columns(struct request *rq, uint32_t types, struct str fields, struct asked *out)
{
	struct buf b = BUF(rq->arena);

	if (str_eq(fields, STR("all"))) {
		out->columns = "\"all\"";
		return 0;
	}
	buf_putc(&b, '[');
	for (enum entry_type t = 0; t < ENTRY_TYPES; t++) {
		struct str rest = fields;

		for (size_t i = 0; (types >> t & 1) && !fields.n && i < entry_field_count; i++)
			if (entry_fields[i].type == t && (entry_fields[i].use & ENTRY_SHOWN))
				put_column(&b, t, str_of(entry_fields[i].name),
				           entry_fields[i].path);
		while ((types >> t & 1) && rest.n) {
			struct str name = str_trim(str_cut(&rest, ','));
			const struct entry_field *f = entry_field_find(t, name, ENTRY_SHOWN);

			if (!is_name(name))
				return fail_field(rq, "fields", "NOT_ALLOWED",
				                  STR("must be names of members, "
				                      "separated by commas"));
			put_column(&b, t, name,
			           f ? f->path
			             : arena_printf(rq->arena, "$.\"%.*s\"", STR_ARG(name)).p);
		}
	}
	buf_putc(&b, ']');
	out->columns = rq_str(rq, buf_str(&b));
	return 0;
}

static int take_facets(struct request *rq, uint32_t types, struct str facets, struct asked *out)
{
	struct buf b = BUF(rq->arena);
	struct str rest = facets;

	while (rest.n) {
		struct str name = str_trim(str_cut(&rest, ','));

		if (!field_of(types, name, ENTRY_TAG))
			return no_such(rq, "facets", types, ENTRY_TAG);
		buf_printf(&b, "%s%.*s", b.n ? "," : "{", STR_ARG(name));
	}
	buf_putc(&b, '}');
	out->facets = facets.n ? rq_str(rq, buf_str(&b)) : NULL;
	return 0;
}

int query_asked(struct request *rq, uint32_t types, struct asked *out)
{
	const struct entries_query *query = rq->query;

	*out = (struct asked){
	    .user = rq_uuid(rq, rq->user_id),
	    .campaign = arg_uuid_or_null(rq->arena, query->campaign_id),
	    .ruleset = ruleset_asked(query->ruleset),
	    .q = query->q.n ? rq_str(rq, query->q) : NULL,
	    .plain = !query->q.n && !query->hidden,
	};
	if (query->hidden && !out->campaign)
		return fail_field(rq, "campaign_id", "REQUIRED",
		                  STR("only a campaign hides entries; say which"));
	if (take_filters(rq, types, query, out) || take_sort(rq, types, query->sort, out) ||
	    take_columns(rq, types, query->fields, out) ||
	    take_facets(rq, types, query->facets, out))
		return rq->answer->status;
	if (out->from || out->to)
		out->plain = false;
	return 0;
}
