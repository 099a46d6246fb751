#include "common/json/any.h"

#include <math.h>

#include "common/json/value.h"

#include "common/base/poison.h"

/* Where in the document a value stands; the pointer is only written out when something is wrong. */
struct path {
	const struct path *up;
	struct str key; /* empty with `index` for array items */
	size_t index;
	bool is_index;
};

struct decoder {
	struct arena *arena;
	struct problems *ps;
};

static void write_pointer(struct buf *b, const struct path *at)
{
	if (!at)
		return;
	write_pointer(b, at->up);
	buf_putc(b, '/');
	if (at->is_index) {
		buf_int(b, (int64_t)at->index);
		return;
	}
	for (size_t i = 0; i < at->key.n; i++) {
		if (at->key.p[i] == '~')
			BUF_LIT(b, "~0");
		else if (at->key.p[i] == '/')
			BUF_LIT(b, "~1");
		else
			buf_putc(b, at->key.p[i]);
	}
}

static bool refuse(struct decoder *d, const struct path *at, const char *code, struct str message)
{
	struct buf pointer = BUF(d->arena);

	write_pointer(&pointer, at);
	problem_add(d->ps, buf_str(&pointer), code, message);
	return false;
}

static bool wrong_type(struct decoder *d, const struct path *at, const struct field *f)
{
	return refuse(d, at, "WRONG_TYPE",
	              arena_printf(d->arena, "must be %s", field_kind_words(f)));
}

static bool decode_object(struct decoder *d, const struct path *at, const struct any *value,
                          const struct shape *shape, char *out);

static bool decode_int(struct decoder *d, const struct path *at, const struct any *value,
                       const struct field *f, char *out)
{
	struct str message;
	int64_t number;

	if (f->names && any_is(value, ANY_TEXT)) {
		int32_t name = field_name_index(f, value->text);

		if (name < 0)
			return refuse(d, at, "NOT_ALLOWED", field_bounds_words(f, d->arena));
		name = -1 - name;
		memcpy(out, &name, sizeof name);
		return true;
	}
	/* The scan lets no number pass that an int64_t does not hold; with a point or an exponent it is none. */
	if (!any_is(value, ANY_NUMBER) || !str_to_int(value->text, INT64_MIN, INT64_MAX, &number))
		return wrong_type(d, at, f);
	if (!field_int_store(f, number, out)) {
		message = field_bounds_words(f, d->arena);
		return refuse(d, at, "OUT_OF_RANGE", message);
	}
	return true;
}

/* To the nearest thousandth; what is beyond the bounds by less is too. */
static bool decode_decimal(struct decoder *d, const struct path *at, const struct any *value,
                           const struct field *f, char *out)
{
	double number;
	int32_t stored;

	if (!any_is(value, ANY_NUMBER))
		return wrong_type(d, at, f);
	number = any_number(value, NAN) * 1000;
	if (!(number >= (double)f->min && number <= (double)f->max))
		return refuse(d, at, "OUT_OF_RANGE", field_bounds_words(f, d->arena));
	stored = (int32_t)(number < 0 ? number - 0.5 : number + 0.5);
	memcpy(out, &stored, sizeof stored);
	return true;
}

/* Strings and everything that is written as one. */
static bool decode_text(struct decoder *d, const struct path *at, const struct any *value,
                        const struct field *f, char *out)
{
	struct str message = {0};
	const char *code;

	if (!any_is(value, ANY_TEXT))
		return wrong_type(d, at, f);
	code = field_text_store(f, arena_str(d->arena, value->text), d->arena, out, &message);
	return !code || refuse(d, at, code, message);
}

static bool decode_value(struct decoder *d, const struct path *at, const struct any *value,
                         const struct field *f, char *out);

static bool decode_set(struct decoder *d, const struct path *at, const struct any *value,
                       const struct field *f, char *out)
{
	uint32_t bits = 0;
	size_t i = 0;

	if (!any_is(value, ANY_LIST))
		return wrong_type(d, at, f);
	for (const struct any *item = value->first; item; item = item->next, i++) {
		struct path here = {.up = at, .index = i, .is_index = true};
		int32_t name = any_is(item, ANY_TEXT) ? field_name_index(f, item->text) : -1;

		if (name < 0)
			return refuse(d, &here, "NOT_ALLOWED", field_bounds_words(f, d->arena));
		bits |= UINT32_C(1) << name;
	}
	memcpy(out, &bits, sizeof bits);
	return true;
}

static bool decode_list(struct decoder *d, const struct path *at, const struct any *value,
                        const struct field *f, char *out)
{
	struct list list;
	bool good = true;
	size_t i = 0;

	if (!any_is(value, ANY_LIST))
		return wrong_type(d, at, f);
	list.count = value->count;
	if ((int64_t)list.count < f->min || (int64_t)list.count > f->max)
		return refuse(d, at, "OUT_OF_RANGE", field_bounds_words(f, d->arena));
	list.items = arena_alloc(d->arena, list.count + 1, f->item_size);
	for (const struct any *item = value->first; item; item = item->next, i++) {
		struct path here = {.up = at, .index = i, .is_index = true};
		char *into = (char *)list.items + i * f->item_size + f->item->offset;

		good &= decode_value(d, &here, item, f->item, into);
	}
	memcpy(out, &list, sizeof list);
	return good;
}

static bool decode_map(struct decoder *d, const struct path *at, const struct any *value,
                       const struct field *f, char *out)
{
	struct list map = {0};
	bool good = true;

	if (!any_is(value, ANY_MAP))
		return wrong_type(d, at, f);
	if ((int64_t)value->count > f->max)
		return refuse(d, at, "OUT_OF_RANGE", field_bounds_words(f, d->arena));
	map.items = arena_alloc(d->arena, value->count + 1, f->item_size);
	for (const struct any *member = value->first; member; member = member->next) {
		struct path here = {.up = at, .key = member->key};
		char *entry = (char *)map.items + map.count * f->item_size;
		struct str key = arena_str(d->arena, here.key);

		memcpy(entry, &key, sizeof key);
		good &= decode_value(d, &here, member, f->item, entry + f->item->offset);
		map.count++;
	}
	memcpy(out, &map, sizeof map);
	return good;
}

static bool decode_raw(struct decoder *d, const struct path *at, const struct any *value,
                       const struct field *f, char *out)
{
	struct buf b = BUF(d->arena);
	struct str text;

	if (!any_is(value, ANY_MAP))
		return wrong_type(d, at, f);
	any_write(&b, value);
	text = buf_str(&b);
	if ((int64_t)text.n > f->max)
		return refuse(d, at, "TOO_LONG", field_bounds_words(f, d->arena));
	memcpy(out, &text, sizeof text);
	return true;
}

static bool decode_value(struct decoder *d, const struct path *at, const struct any *value,
                         const struct field *f, char *out)
{
	switch (f->kind) {
	case FIELD_BOOL:
		if (!any_is(value, ANY_BOOL))
			return wrong_type(d, at, f);
		*(bool *)out = value->truth;
		return true;
	case FIELD_INT:
	case FIELD_LONG:
		return decode_int(d, at, value, f, out);
	case FIELD_DECIMAL:
		return decode_decimal(d, at, value, f, out);
	case FIELD_STR:
	case FIELD_ENUM:
	case FIELD_UUID:
	case FIELD_TIME:
		return decode_text(d, at, value, f, out);
	case FIELD_SET:
		return decode_set(d, at, value, f, out);
	case FIELD_OBJECT:
		if (f->names && any_is(value, ANY_TEXT) && field_name_index(f, value->text) >= 0)
			return true;
		if (!any_is(value, ANY_MAP))
			return wrong_type(d, at, f);
		return decode_object(d, at, value, f->shape, out);
	case FIELD_LIST:
		return decode_list(d, at, value, f, out);
	case FIELD_MAP:
		return decode_map(d, at, value, f, out);
	case FIELD_RAW:
		return decode_raw(d, at, value, f, out);
	}
	return false;
}

static bool unknown_field(struct decoder *d, const struct path *at, const struct shape *shape)
{
	struct buf message = BUF(d->arena);

	BUF_LIT(&message, "unknown field; the fields here are: ");
	for (size_t i = 0; i < shape->count; i++)
		buf_printf(&message, "%s%s", i ? ", " : "", shape->fields[i].name);
	return refuse(d, at, "UNKNOWN_FIELD", buf_str(&message));
}

static bool decode_object(struct decoder *d, const struct path *at, const struct any *value,
                          const struct shape *shape, char *out)
{
	struct fields_seen seen = {0};
	bool good = true;

	for (const struct any *member = value->first; member; member = member->next) {
		struct path here = {.up = at, .key = member->key};
		size_t i = shape_index(shape, here.key);

		if (i == shape->count) {
			if (!shape->open)
				good = unknown_field(d, &here, shape);
			continue;
		}
		seen.present |= UINT64_C(1) << i;
		if (member->kind == ANY_NULL && (shape->fields[i].flags & FIELD_NULLABLE))
			seen.null |= UINT64_C(1) << i;
		else
			good &= decode_value(d, &here, member, &shape->fields[i],
			                     out + shape->fields[i].offset);
	}
	for (size_t i = 0; i < shape->count; i++) {
		struct path here = {.up = at, .key = str_of(shape->fields[i].name)};

		if ((shape->fields[i].flags & FIELD_REQUIRED) && !(seen.present >> i & 1))
			good = refuse(d, &here, "REQUIRED", STR("must be given"));
	}
	if (shape->seen != SHAPE_NO_SEEN)
		memcpy(out + shape->seen, &seen, sizeof seen);
	return good;
}

/* The object in `trees`, which is given back before what is wrong with it is told. */
static const struct any *parse(struct str text, struct arena *trees, struct decoder *d)
{
	struct problems wrong = {0};
	const struct any *tree = any_parse_map(text, trees, &wrong);

	if (!tree)
		problem_add(d->ps, STR(""), wrong.items[0].code,
		            arena_str(d->arena, wrong.items[0].message));
	return tree;
}

bool json_decode(struct str text, const struct shape *shape, struct arena *arena, void *out,
                 struct problems *ps)
{
	struct arena trees = {0};
	struct decoder d = {arena, ps};
	const struct any *tree = parse(text, &trees, &d);
	bool good = tree && decode_object(&d, NULL, tree, shape, out);

	arena_free(&trees);
	return good;
}

bool json_peek(struct str text, const char *name, struct arena *arena, struct str *out,
               struct problems *ps)
{
	struct arena trees = {0};
	struct decoder d = {arena, ps};
	struct path here = {.key = str_of(name)};
	struct field f = {.name = name, .kind = FIELD_STR, .min = 1, .max = 200};
	const struct any *tree = parse(text, &trees, &d), *member = any_get(tree, name);
	bool good = false;

	if (member)
		good = decode_value(&d, &here, member, &f, (char *)out);
	else if (tree)
		refuse(&d, &here, "REQUIRED", STR("must be given"));
	arena_free(&trees);
	return good;
}
