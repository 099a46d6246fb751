#include "cgi/api/openapi.h"

#include "cgi/api/app.h"
#include "common/base/log.h"

#include "common/base/poison.h"

/* Shapes that have a schema of their own, in the order of discovery. */
enum { SCHEMAS_MAX = 512 };
struct schemas {
	const struct shape *shapes[SCHEMAS_MAX];
	size_t count;
};

static void collect(struct schemas *s, const struct shape *shape);

static void collect_field(struct schemas *s, const struct field *f)
{
	if (f->shape)
		collect(s, f->shape);
	if (f->item)
		collect_field(s, f->item);
}

static void collect(struct schemas *s, const struct shape *shape)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->shapes[i] == shape)
			return;
	if (s->count == SCHEMAS_MAX)
		log_fatal("too_many_schemas", "max=%d", SCHEMAS_MAX);
	s->shapes[s->count++] = shape;
	for (size_t i = 0; i < shape->count; i++)
		collect_field(s, &shape->fields[i]);
}

static const char *const role_words[] = {
    [ROLE_NONE] = "Public.",
    [ROLE_SIGNED] = "For senders that sign what they send.",
    [ROLE_ANY] = "Needs a token.",
    [ROLE_MEMBER] = "For members of the campaign.",
    [ROLE_PLAYER] = "For players and DMs of the campaign.",
    [ROLE_DM] = "For DMs of the campaign.",
    [ROLE_OWNER] = "For the owner.",
    [ROLE_ADMIN] = "For administrators of this server.",
};

static const char *security_of(enum role role)
{
	if (role == ROLE_NONE)
		return "";
	return role == ROLE_SIGNED ? "{\"signature\":[]}" : "{\"session\":[]},{\"cookie\":[]}";
}

static const char *method_word(enum http_method m)
{
	switch (m) {
	case HTTP_GET:
		return "get";
	case HTTP_POST:
		return "post";
	case HTTP_PUT:
		return "put";
	case HTTP_PATCH:
		return "patch";
	case HTTP_DELETE:
		return "delete";
	case HTTP_OPTIONS:
	case HTTP_OTHER:
		break;
	}
	return "";
}

/* "getCampaignsIdMembers": unique, and a fair name for a generated client's function. */
static void write_operation_id(struct buf *b, const struct route *r)
{
	bool upper = true;

	BUF_LIT(b, "\"operationId\":\"");
	buf_put(b, str_of(method_word(r->method)));
	for (const char *p = r->path; *p; p++) {
		bool letter = (*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z');

		if (letter)
			buf_putc(b, upper && *p >= 'a' ? (char)(*p - 'a' + 'A') : *p);
		upper = !letter;
	}
	buf_putc(b, '"');
}

static void write_path_params(struct buf *b, const struct route *r, bool *any)
{
	struct str path = str_of(r->path);

	while (path.n) {
		struct str segment = str_cut(&path, '/'), name;
		bool id;

		if (segment.n < 3 || segment.p[0] != '{')
			continue;
		name = str_sub(segment, 1, segment.n - 2);
		id = name.n >= 2 && str_eq(str_sub(name, name.n - 2, 2), STR("id"));
		buf_printf(
		    b, "%s{\"name\":\"%.*s\",\"in\":\"path\",\"required\":true,\"schema\":%s}",
		    *any ? "," : "", STR_ARG(name),
		    id ? "{\"type\":\"string\",\"format\":\"uuid\"}" : "{\"type\":\"string\"}");
		*any = true;
	}
}

static void write_header_param(struct buf *b, const char *name, const char *doc, bool *any)
{
	buf_printf(b, "%s{\"name\":\"%s\",\"in\":\"header\",\"description\":", *any ? "," : "",
	           name);
	buf_json_str(b, str_of(doc));
	BUF_LIT(b, ",\"schema\":{\"type\":\"string\"}}");
	*any = true;
}

static void write_params(struct buf *b, const struct route *r)
{
	bool any = false;

	BUF_LIT(b, ",\"parameters\":[");
	write_path_params(b, r, &any);
	for (size_t i = 0; r->query && i < r->query->count; i++) {
		const struct field *f = &r->query->fields[i];

		buf_printf(b, "%s{\"name\":\"%s\",\"in\":\"query\",\"schema\":", any ? "," : "",
		           f->name);
		json_schema_field(b, f);
		buf_putc(b, '}');
		any = true;
	}
	if (r->stream && r->method == HTTP_GET)
		write_header_param(b, "Last-Event-ID", "Resume behind this event.", &any);
	if (r->method == HTTP_GET && !r->raw && !r->stream)
		write_header_param(b, "If-None-Match", "Answer 304 if the ETag is still this.",
		                   &any);
	if (r->if_match)
		write_header_param(b, "If-Match", "Refuse with 412 unless this is the version.",
		                   &any);
	if (r->idempotent)
		write_header_param(b, "Idempotency-Key",
		                   "A retry with the same key gets the first answer.", &any);
	buf_putc(b, ']');
}

static void write_reference(struct buf *b, const char *name)
{
	buf_printf(b, "{\"$ref\":\"#/components/schemas/%s\"}", name);
}

/* A body none of whose fields is required may be left out. */
static bool needs_body(const struct route *r)
{
	for (size_t i = 0; r->body && i < r->body->count; i++)
		if (r->body->fields[i].flags & FIELD_REQUIRED)
			return true;
	return r->variants != NULL;
}

/* "image/png":{},… : bytes of these media types have no schema (OpenAPI 3.1, 4.8.14.3), and of JSON in many
 * formats only this is said. */
static void write_media(struct buf *b, const char *const *types)
{
	for (size_t i = 0; types[i]; i++)
		buf_printf(b, "%s\"%s\":%s", i ? "," : "", types[i],
		           strcmp(types[i], "application/json") == 0
		               ? "{\"schema\":{\"type\":\"object\"}}"
		               : "{}");
}

static void write_body(struct buf *b, const struct route *r)
{
	size_t count = 0;
	const struct variant *variants = r->variants ? r->variants(&count) : NULL;

	if (r->takes) {
		BUF_LIT(b, ",\"requestBody\":{\"required\":true,\"content\":{");
		write_media(b, r->takes);
		BUF_LIT(b, "}}");
	}
	if (!r->body && !variants)
		return;
	buf_printf(
	    b, ",\"requestBody\":{\"required\":%s,\"content\":{\"application/json\":{\"schema\":",
	    needs_body(r) ? "true" : "false");
	if (r->body)
		write_reference(b, r->body->name);
	else
		BUF_LIT(b, "{\"oneOf\":[");
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_putc(b, ',');
		write_reference(b, variants[i].shape->name);
	}
	if (variants) {
		BUF_LIT(b, "],\"discriminator\":{\"propertyName\":\"type\",\"mapping\":{");
		for (size_t i = 0; i < count; i++)
			buf_printf(b, "%s\"%s\":\"#/components/schemas/%s\"", i ? "," : "",
			           variants[i].name, variants[i].shape->name);
		BUF_LIT(b, "}}}");
	}
	BUF_LIT(b, "}}}");
}

static void write_meta_schema(struct buf *b, bool list, bool facets)
{
	BUF_LIT(b, "{\"type\":\"object\",\"required\":[\"timestamp\",\"version\"");
	if (list)
		BUF_LIT(b, ",\"pagination\"");
	BUF_LIT(b, "],\"additionalProperties\":false,\"properties\":{"
	           "\"timestamp\":{\"type\":\"string\",\"format\":\"date-time\"},"
	           "\"version\":{\"type\":\"string\"}");
	if (list)
		BUF_LIT(b, ",\"pagination\":{\"type\":\"object\",\"required\":[\"limit\"],"
		           "\"additionalProperties\":false,\"properties\":{\"limit\":{\"type\":"
		           "\"integer\"},\"next_cursor\":{\"type\":\"string\",\"description\":"
		           "\"Absent on the last page.\"}}}");
	if (facets)
		BUF_LIT(b, ",\"facets\":{\"type\":\"object\",\"description\":\"How many have each "
		           "value.\","
		           "\"additionalProperties\":{\"type\":\"object\",\"additionalProperties\":"
		           "{\"type\":\"integer\"}}}");
	BUF_LIT(b, "}}");
}

static void write_success(struct buf *b, const struct route *r)
{
	buf_printf(b, "\"%d\":{\"description\":", r->status ? r->status : 200);
	buf_json_str(b, str_of(r->summary));
	if (r->stream) {
		BUF_LIT(b,
		        ",\"content\":{\"text/event-stream\":{\"schema\":{\"type\":\"string\"}}}}");
		return;
	}
	if (r->gives) {
		BUF_LIT(b, ",\"content\":{");
		write_media(b, r->gives);
		BUF_LIT(b, "}}");
		return;
	}
	BUF_LIT(b, ",\"content\":{\"application/json\":{\"schema\":");
	if (r->raw && r->answer)
		write_reference(b, r->answer->name);
	else if (r->raw)
		BUF_LIT(b, "{\"type\":\"object\"}");
	if (!r->raw) {
		BUF_LIT(
		    b,
		    "{\"type\":\"object\",\"required\":[\"success\",\"data\",\"meta\"],"
		    "\"additionalProperties\":false,\"properties\":{\"success\":{\"const\":true},"
		    "\"data\":");
		if (r->list)
			BUF_LIT(b, "{\"type\":\"array\",\"items\":");
		write_reference(b, r->answer->name);
		buf_put(b, r->list ? STR("},\"meta\":") : STR(",\"meta\":"));
		write_meta_schema(b, r->list, r->facets);
		BUF_LIT(b, "}}");
	}
	BUF_LIT(b, "}");
	if (r->xml)
		BUF_LIT(b, ",\"application/xml\":{\"schema\":{\"type\":\"string\"}}");
	BUF_LIT(b, "}}");
}

static void write_failures(struct buf *b, const struct route *r)
{
	BUF_LIT(b, ",\"4XX\":{\"$ref\":\"#/components/responses/Error\"}");
	if (r->raw && r->answer)
		buf_printf(b,
		           ",\"503\":{\"description\":\"Something is down.\",\"content\":"
		           "{\"application/json\":{\"schema\":{\"$ref\":"
		           "\"#/components/schemas/%s\"}}}}",
		           r->answer->name);
	else
		BUF_LIT(b, ",\"5XX\":{\"$ref\":\"#/components/responses/Error\"}");
	if (r->method == HTTP_GET && !r->raw && !r->stream)
		BUF_LIT(b, ",\"304\":{\"description\":\"It is still what If-None-Match names.\"}");
}

static void write_operation(struct buf *b, const struct route *r)
{
	struct str path = str_of(r->path), tag;

	while (path.n && path.p[0] == '/')
		path = str_sub(path, 1, path.n);
	tag = str_cut(&path, '/');
	buf_printf(b, "\"%s\":{", method_word(r->method));
	write_operation_id(b, r);
	buf_printf(b, ",\"tags\":[\"%.*s\"],\"summary\":", STR_ARG(tag));
	buf_json_str(b, str_of(r->summary));
	buf_printf(b, ",\"description\":\"%s\",\"x-least-role\":\"%s\",\"security\":[%s]",
	           role_words[r->role], role_word(r->role), security_of(r->role));
	write_params(b, r);
	write_body(b, r);
	BUF_LIT(b, ",\"responses\":{");
	write_success(b, r);
	write_failures(b, r);
	BUF_LIT(b, "}}");
}

static void write_paths(struct buf *b)
{
	bool first = true;

	for (size_t i = 0; i < route_count; i++) {
		bool seen = false, root = routes[i].path[1] == '/';
		bool any = false;

		if (routes[i].internal)
			continue;
		for (size_t k = 0; k < i; k++)
			seen |= strcmp(routes[k].path, routes[i].path) == 0;
		if (seen)
			continue;
		buf_printf(b, "%s\"%s%s\":{", first ? "" : ",", root ? "" : "/api/v1",
		           routes[i].path + root);
		first = false;
		for (size_t k = i; k < route_count; k++) {
			if (strcmp(routes[k].path, routes[i].path) != 0)
				continue;
			if (any)
				buf_putc(b, ',');
			any = true;
			write_operation(b, &routes[k]);
		}
		buf_putc(b, '}');
	}
}

/* A variant's own schema says which value its "type" has. */
static void write_variant_schema(struct buf *b, const struct variant *v)
{
	const char *const names[] = {v->name, NULL};
	struct field *fields = ARENA_ARRAY(b->arena, struct field, v->shape->count);
	struct shape own = *v->shape;

	memcpy(fields, v->shape->fields, v->shape->count * sizeof *fields);
	for (size_t i = 0; i < own.count; i++)
		if (strcmp(fields[i].name, "type") == 0)
			fields[i].names = names;
	own.fields = fields;
	json_schema(b, &own);
}

static void write_schemas(struct buf *b)
{
	struct schemas found = {0};
	size_t variants = 0;
	const struct variant *v = NULL;

	for (size_t i = 0; i < route_count; i++) {
		const struct route *r = &routes[i];

		if (r->body)
			collect(&found, r->body);
		if (r->answer)
			collect(&found, r->answer);
		if (r->variants)
			v = r->variants(&variants);
	}
	for (size_t i = 0; i < variants; i++)
		for (size_t k = 0; k < v[i].shape->count; k++)
			collect_field(&found, &v[i].shape->fields[k]);
	for (size_t i = 0; i < variants; i++) {
		buf_printf(b, "\"%s\":", v[i].shape->name);
		write_variant_schema(b, &v[i]);
		buf_putc(b, ',');
	}
	for (size_t i = 0; i < found.count; i++) {
		buf_printf(b, "\"%s\":", found.shapes[i]->name);
		json_schema(b, found.shapes[i]);
		buf_putc(b, ',');
	}
	BUF_LIT(b, "\"Error\":");
	error_schema(b);
}

struct str openapi_document(struct arena *arena)
{
	struct buf b = BUF(arena);

	BUF_LIT(&b, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Tabard\",\"version\":");
	buf_json_str(&b, STR(TABARD_VERSION));
	BUF_LIT(&b, ",\"description\":\"The back end of a game table: REST for what is asked, "
	            "Server-Sent Events for what happens.\",\"license\":{\"name\":\"MIT\","
	            "\"identifier\":\"MIT\"}},\"servers\":[{\"url\":\"/\"}],\"paths\":{");
	write_paths(&b);
	BUF_LIT(&b,
	        "},\"components\":{\"securitySchemes\":{\"session\":{\"type\":\"http\","
	        "\"scheme\":\"bearer\",\"bearerFormat\":\"JWT\"},\"cookie\":{\"type\":\"apiKey\","
	        "\"in\":\"cookie\",\"name\":\"__session\",\"description\":\"For pages of the same "
	        "origin.\"},\"signature\":{\"type\":\"apiKey\",\"in\":\"header\",\"name\":"
	        "\"svix-signature\"}},\"responses\":{\"Error\":{"
	        "\"description\":\"What went wrong, and what to do about it.\",\"content\":{"
	        "\"application/json\":{\"schema\":{\"$ref\":\"#/components/schemas/Error\"}}}}},"
	        "\"schemas\":{");
	write_schemas(&b);
	BUF_LIT(&b, "}}}");
	return buf_str(&b);
}
