#include "common/json/json.h"

#include "common/base/poison.h"

static bool all_zero(const void *p, size_t n)
{
	const unsigned char *byte = p;

	while (n && !byte[n - 1])
		n--;
	return n == 0;
}

/* Zero, empty or nil: what FIELD_OMIT_ZERO leaves out and FIELD_NULLABLE writes as null. */
static bool is_zero(const struct field *f, const char *p)
{
	switch (f->kind) {
	case FIELD_BOOL:
		return !*(const bool *)p;
	case FIELD_INT:
	case FIELD_DECIMAL:
	case FIELD_ENUM:
	case FIELD_SET:
		return all_zero(p, sizeof(int32_t));
	case FIELD_LONG:
		return all_zero(p, sizeof(int64_t));
	case FIELD_UUID:
		return all_zero(p, sizeof(struct uuid));
	case FIELD_STR:
	case FIELD_TIME:
	case FIELD_RAW:
		return ((const struct str *)(const void *)p)->n == 0;
	case FIELD_LIST:
	case FIELD_MAP:
		return ((const struct list *)(const void *)p)->count == 0;
	case FIELD_OBJECT:
		return all_zero(p, f->shape->size);
	}
	return false;
}

static void encode_value(struct buf *b, const struct field *f, const char *p);

static void encode_uuid(struct buf *b, const char *p)
{
	char text[UUID_TEXT + 1];
	struct uuid id;

	memcpy(&id, p, sizeof id);
	uuid_format(id, text);
	buf_json_str(b, (struct str){text, UUID_TEXT});
}

static void encode_int(struct buf *b, const struct field *f, const char *p)
{
	int32_t value;

	memcpy(&value, p, sizeof value);
	if (f->names && value < 0)
		buf_json_str(b, str_of(f->names[-1 - value]));
	else
		buf_int(b, value);
}

static void encode_set(struct buf *b, const struct field *f, const char *p)
{
	uint32_t bits;
	bool first = true;

	memcpy(&bits, p, sizeof bits);
	buf_putc(b, '[');
	for (size_t i = 0; f->names[i]; i++) {
		if (!(bits >> i & 1))
			continue;
		if (!first)
			buf_putc(b, ',');
		first = false;
		buf_json_str(b, str_of(f->names[i]));
	}
	buf_putc(b, ']');
}

static void encode_items(struct buf *b, const struct field *f, const char *p)
{
	const struct list *list = (const void *)p;
	bool map = f->kind == FIELD_MAP;

	buf_putc(b, map ? '{' : '[');
	for (size_t i = 0; i < list->count; i++) {
		const char *item = (const char *)list->items + i * f->item_size;

		if (i)
			buf_putc(b, ',');
		if (map) {
			buf_json_str(b, *(const struct str *)(const void *)item);
			buf_putc(b, ':');
		}
		encode_value(b, f->item, item + f->item->offset);
	}
	buf_putc(b, map ? '}' : ']');
}

static void encode_value(struct buf *b, const struct field *f, const char *p)
{
	int64_t number;
	int32_t index;

	if ((f->flags & FIELD_NULLABLE) && is_zero(f, p)) {
		BUF_LIT(b, "null");
		return;
	}
	switch (f->kind) {
	case FIELD_BOOL:
		buf_put(b, *(const bool *)p ? STR("true") : STR("false"));
		break;
	case FIELD_INT:
		encode_int(b, f, p);
		break;
	case FIELD_DECIMAL:
		memcpy(&index, p, sizeof index);
		buf_decimal(b, index);
		break;
	case FIELD_LONG:
		memcpy(&number, p, sizeof number);
		buf_int(b, number);
		break;
	case FIELD_ENUM:
		memcpy(&index, p, sizeof index);
		buf_json_str(b, str_of(f->names[index]));
		break;
	case FIELD_SET:
		encode_set(b, f, p);
		break;
	case FIELD_UUID:
		encode_uuid(b, p);
		break;
	case FIELD_STR:
	case FIELD_TIME:
		buf_json_str(b, *(const struct str *)(const void *)p);
		break;
	case FIELD_RAW:
		buf_put(b, is_zero(f, p) ? STR("{}") : *(const struct str *)(const void *)p);
		break;
	case FIELD_OBJECT:
		json_encode(b, f->shape, p);
		break;
	case FIELD_LIST:
	case FIELD_MAP:
		encode_items(b, f, p);
		break;
	}
}

void json_encode_field(struct buf *b, const struct field *f, const void *object)
{
	encode_value(b, f, (const char *)object + f->offset);
}

void json_encode(struct buf *b, const struct shape *shape, const void *object)
{
	bool first = true;

	buf_putc(b, '{');
	for (size_t i = 0; i < shape->count; i++) {
		const struct field *f = &shape->fields[i];
		const char *p = (const char *)object + f->offset;

		if ((f->flags & FIELD_OMIT_ZERO) && is_zero(f, p))
			continue;
		if (!first)
			buf_putc(b, ',');
		first = false;
		buf_key(b, f->name);
		encode_value(b, f, p);
	}
	buf_putc(b, '}');
}
