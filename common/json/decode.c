#include "common/json/tree.h"

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

static bool decode_object(struct decoder *d, const struct path *at, struct json_object *value,
                          const struct shape *shape, char *out);

/* Borrowed from the tree. */
static struct str text_of(struct json_object *value)
{
	return (struct str){json_object_get_string(value),
	                    (size_t)json_object_get_string_len(value)};
}

static bool decode_int(struct decoder *d, const struct path *at, struct json_object *value,
                       const struct field *f, char *out)
{
	struct str message;
	int64_t number;

	if (f->names && json_object_is_type(value, json_type_string)) {
		int32_t name = field_name_index(f, text_of(value));

		if (name < 0)
			return refuse(d, at, "NOT_ALLOWED", field_bounds_words(f, d->arena));
		name = -1 - name;
		memcpy(out, &name, sizeof name);
		return true;
	}
	if (!json_object_is_type(value, json_type_int))
		return wrong_type(d, at, f);
	number = json_object_get_int64(value);
	if (!field_int_store(f, number, out)) {
		message = field_bounds_words(f, d->arena);
		return refuse(d, at, "OUT_OF_RANGE", message);
	}
	return true;
}

/* To the nearest thousandth; what is beyond the bounds by less is too. */
static bool decode_decimal(struct decoder *d, const struct path *at, struct json_object *value,
                           const struct field *f, char *out)
{
	double number;
	int32_t stored;

	if (!json_object_is_type(value, json_type_int) &&
	    !json_object_is_type(value, json_type_double))
		return wrong_type(d, at, f);
	number = json_object_get_double(value) * 1000;
	if (!(number >= (double)f->min && number <= (double)f->max))
		return refuse(d, at, "OUT_OF_RANGE", field_bounds_words(f, d->arena));
	stored = (int32_t)(number < 0 ? number - 0.5 : number + 0.5);
	memcpy(out, &stored, sizeof stored);
	return true;
}

/* Strings and everything that is written as one. */
static bool decode_text(struct decoder *d, const struct path *at, struct json_object *value,
                        const struct field *f, char *out)
{
	struct str message = {0};
	const char *code;

	if (!json_object_is_type(value, json_type_string))
		return wrong_type(d, at, f);
	code = field_text_store(f, arena_str(d->arena, text_of(value)), d->arena, out, &message);
	return !code || refuse(d, at, code, message);
}

static bool decode_value(struct decoder *d, const struct path *at, struct json_object *value,
                         const struct field *f, char *out);

static bool decode_set(struct decoder *d, const struct path *at, struct json_object *value,
                       const struct field *f, char *out)
{
	uint32_t bits = 0;

	if (!json_object_is_type(value, json_type_array))
		return wrong_type(d, at, f);
	for (size_t i = 0; i < json_object_array_length(value); i++) {
		struct json_object *item = json_object_array_get_idx(value, i);
		struct path here = {.up = at, .index = i, .is_index = true};
		int32_t name = json_object_is_type(item, json_type_string)
		                   ? field_name_index(f, text_of(item))
		                   : -1;

		if (name < 0)
			return refuse(d, &here, "NOT_ALLOWED", field_bounds_words(f, d->arena));
		bits |= UINT32_C(1) << name;
	}
	memcpy(out, &bits, sizeof bits);
	return true;
}

static bool decode_list(struct decoder *d, const struct path *at, struct json_object *value,
                        const struct field *f, char *out)
{
	struct list list;
	bool good = true;

	if (!json_object_is_type(value, json_type_array))
		return wrong_type(d, at, f);
	list.count = json_object_array_length(value);
	if ((int64_t)list.count < f->min || (int64_t)list.count > f->max)
		return refuse(d, at, "OUT_OF_RANGE", field_bounds_words(f, d->arena));
	list.items = arena_alloc(d->arena, list.count + 1, f->item_size);
	for (size_t i = 0; i < list.count; i++) {
		struct path here = {.up = at, .index = i, .is_index = true};
		char *item = (char *)list.items + i * f->item_size + f->item->offset;

		good &= decode_value(d, &here, json_object_array_get_idx(value, i), f->item, item);
	}
	memcpy(out, &list, sizeof list);
	return good;
}

static bool decode_map(struct decoder *d, const struct path *at, struct json_object *value,
                       const struct field *f, char *out)
{
	struct list map = {0};
	bool good = true;

	if (!json_object_is_type(value, json_type_object))
		return wrong_type(d, at, f);
	if (json_object_object_length(value) > f->max)
		return refuse(d, at, "OUT_OF_RANGE", field_bounds_words(f, d->arena));
	map.items =
	    arena_alloc(d->arena, (size_t)json_object_object_length(value) + 1, f->item_size);
	for (struct members m = members_of(value); members_left(&m); members_next(&m)) {
		struct path here = {.up = at, .key = str_of(member_key(&m))};
		char *entry = (char *)map.items + map.count * f->item_size;
		struct str key = arena_str(d->arena, here.key);

		memcpy(entry, &key, sizeof key);
		good &= decode_value(d, &here, member_value(&m), f->item, entry + f->item->offset);
		map.count++;
	}
	memcpy(out, &map, sizeof map);
	return good;
}

static bool decode_raw(struct decoder *d, const struct path *at, struct json_object *value,
                       const struct field *f, char *out)
{
	struct str text;

	if (!json_object_is_type(value, json_type_object))
		return wrong_type(d, at, f);
	text = str_of(json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN |
	                                                        JSON_C_TO_STRING_NOSLASHESCAPE));
	if ((int64_t)text.n > f->max)
		return refuse(d, at, "TOO_LONG", field_bounds_words(f, d->arena));
	text = arena_str(d->arena, text);
	memcpy(out, &text, sizeof text);
	return true;
}

static bool decode_value(struct decoder *d, const struct path *at, struct json_object *value,
                         const struct field *f, char *out)
{
	switch (f->kind) {
	case FIELD_BOOL:
		if (!json_object_is_type(value, json_type_boolean))
			return wrong_type(d, at, f);
		*(bool *)out = json_object_get_boolean(value);
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
		if (f->names && json_object_is_type(value, json_type_string) &&
		    field_name_index(f, text_of(value)) >= 0)
			return true;
		if (!json_object_is_type(value, json_type_object))
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

static bool decode_object(struct decoder *d, const struct path *at, struct json_object *value,
                          const struct shape *shape, char *out)
{
	struct fields_seen seen = {0};
	bool good = true;

	for (struct members m = members_of(value); members_left(&m); members_next(&m)) {
		struct path here = {.up = at, .key = str_of(member_key(&m))};
		struct json_object *member = member_value(&m);
		size_t i = shape_index(shape, here.key);

		if (i == shape->count) {
			if (!shape->open)
				good = unknown_field(d, &here, shape);
			continue;
		}
		seen.present |= UINT64_C(1) << i;
		if (!member && (shape->fields[i].flags & FIELD_NULLABLE))
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

bool json_decode(struct str text, const struct shape *shape, struct arena *arena, void *out,
                 struct problems *ps)
{
	struct decoder d = {arena, ps};
	struct json_object *tree = json_tree(text, arena, ps);
	bool good = tree && decode_object(&d, NULL, tree, shape, out);

	json_object_put(tree);
	return good;
}

bool json_peek(struct str text, const char *name, struct arena *arena, struct str *out,
               struct problems *ps)
{
	struct decoder d = {arena, ps};
	struct path here = {.key = str_of(name)};
	struct field f = {.name = name, .kind = FIELD_STR, .min = 1, .max = 200};
	struct json_object *tree = json_tree(text, arena, ps), *member;
	bool good = false;

	if (tree && json_object_object_get_ex(tree, name, &member))
		good = decode_value(&d, &here, member, &f, (char *)out);
	else if (tree)
		refuse(&d, &here, "REQUIRED", STR("must be given"));
	json_object_put(tree);
	return good;
}
