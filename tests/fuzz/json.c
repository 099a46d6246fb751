/* Bytes at common/json. Up to the first 0xFF byte, which no UTF-8 has, they are a body; after it, a merge
 * patch. What must hold:
 *   - a document that decodes was scanned without complaint, and a refusal has its reason;
 *   - what is decoded and written again reads back and is written the same;
 *   - a merge patch of two good objects gives good JSON, and applied again changes nothing. */
#include <stdlib.h>

#include "common/json/scan.h"
#include "tests/unit/json_sample.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static struct str written(struct arena *arena, const struct sample *s)
{
	struct buf b = BUF(arena);

	json_encode(&b, &sample_shape, s);
	return buf_str(&b);
}

static void decode_and_back(struct str text, struct arena *arena)
{
	struct sample first = {0}, second = {0};
	struct problems ps = {0};
	struct str once;

	if (!json_decode(text, &sample_shape, arena, &first, &ps)) {
		must(ps.count > 0 && ps.count <= PROBLEMS_MAX);
		return;
	}
	must(ps.count == 0 && !json_scan(text).problem);
	once = written(arena, &first);
	must(!json_scan(once).problem);
	must(json_decode(once, &sample_shape, arena, &second, &ps));
	must(str_eq(once, written(arena, &second)));
}

static void merge_twice(struct str target, struct str patch, struct arena *arena)
{
	struct str once, twice;
	struct problems ps = {0};

	if (!json_merge_patch(target, patch, arena, &once, &ps)) {
		must(ps.count == 1);
		return;
	}
	must(!json_scan(once).problem);
	must(json_merge_patch(once, patch, arena, &twice, &ps));
	must(str_eq(once, twice));
}

/* Query parameters come from the same bytes, with no JSON around them. */
static void parse_fields(struct str text, struct arena *arena)
{
	for (size_t i = 0; i < sample_shape.count; i++) {
		const struct field *f = &sample_shape.fields[i];
		union {
			bool flag;
			int32_t number;
			struct str text;
			struct uuid id;
		} out = {0};
		struct problems ps = {0};

		switch (f->kind) {
		case FIELD_BOOL:
		case FIELD_INT:
		case FIELD_STR:
		case FIELD_ENUM:
		case FIELD_UUID:
		case FIELD_TIME:
			must(field_parse(f, text, arena, &out, &ps) == (ps.count == 0));
			break;
		default:
			break;
		}
	}
}

/* Each member that the walk finds in a good document is a good value, and none is lost. */
static void walk(struct str text)
{
	struct scan whole = json_scan(text);
	struct str rest = text, key, value;
	size_t values = 1;

	if (whole.problem)
		return;
	while (json_next_member(&rest, &key, &value)) {
		struct scan part = json_scan(value);

		must(!part.problem && key.n <= text.n);
		values += part.values;
	}
	must(values == whole.values || values == 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str rest = {(const char *)data, size}, body = str_cut(&rest, '\xff'), type;
	struct problems ps = {0};
	struct arena arena = {0};

	decode_and_back(body, &arena);
	merge_twice(body, rest, &arena);
	if (json_peek(body, "name", &arena, &type, &ps))
		must(str_utf8_length(type) > 0);
	else
		must(ps.count == 1);
	parse_fields(body, &arena);
	walk(body);
	arena_free(&arena);
	return 0;
}
