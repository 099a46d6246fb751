#include "common/json/json.h"

#include "common/base/poison.h"

static void write_names(struct buf *b, const struct field *f)
{
	BUF_LIT(b, "\"enum\":[");
	for (size_t i = 0; f->names[i]; i++) {
		if (i)
			buf_putc(b, ',');
		buf_json_str(b, str_of(f->names[i]));
	}
	buf_putc(b, ']');
}

static void write_type(struct buf *b, const struct field *f, const char *type)
{
	if (f->flags & FIELD_NULLABLE)
		buf_printf(b, "\"type\":[\"%s\",\"null\"]", type);
	else
		buf_printf(b, "\"type\":\"%s\"", type);
}

static void write_range(struct buf *b, const struct field *f, const char *low, const char *high)
{
	buf_printf(b, ",\"%s\":%lld,\"%s\":%lld", low, (long long)f->min, high, (long long)f->max);
}

static void write_string(struct buf *b, const struct field *f)
{
	write_type(b, f, "string");
	if (f->kind == FIELD_UUID)
		BUF_LIT(b, ",\"format\":\"uuid\"");
	else if (f->kind == FIELD_TIME)
		BUF_LIT(b, ",\"format\":\"date-time\"");
	else
		write_range(b, f, "minLength", "maxLength");
}

static void write_integer(struct buf *b, const struct field *f)
{
	if (f->names)
		BUF_LIT(b, "\"oneOf\":[{");
	write_type(b, f, "integer");
	write_range(b, f, "minimum", "maximum");
	if (f->names) {
		BUF_LIT(b, "},{\"type\":\"string\",");
		write_names(b, f);
		BUF_LIT(b, "}]");
	}
}

static void write_enum(struct buf *b, const struct field *f)
{
	write_type(b, f, "string");
	buf_putc(b, ',');
	if (f->flags & FIELD_NULLABLE) {
		BUF_LIT(b, "\"enum\":[null");
		for (size_t i = 0; f->names[i]; i++) {
			buf_putc(b, ',');
			buf_json_str(b, str_of(f->names[i]));
		}
		buf_putc(b, ']');
	} else {
		write_names(b, f);
	}
}

static void write_reference(struct buf *b, const struct field *f)
{
	if (f->flags & FIELD_NULLABLE)
		buf_printf(b,
		           "\"oneOf\":[{\"$ref\":\"#/components/schemas/%s\"},{\"type\":\"null\"}]",
		           f->shape->name);
	else
		buf_printf(b, "\"$ref\":\"#/components/schemas/%s\"", f->shape->name);
}

void json_schema_field(struct buf *b, const struct field *f)
{
	buf_putc(b, '{');
	switch (f->kind) {
	case FIELD_BOOL:
		write_type(b, f, "boolean");
		break;
	case FIELD_INT:
	case FIELD_LONG:
		write_integer(b, f);
		break;
	case FIELD_DECIMAL:
		write_type(b, f, "number");
		BUF_LIT(b, ",\"minimum\":");
		buf_decimal(b, f->min);
		BUF_LIT(b, ",\"maximum\":");
		buf_decimal(b, f->max);
		break;
	case FIELD_ENUM:
		write_enum(b, f);
		break;
	case FIELD_SET:
		BUF_LIT(b, "\"type\":\"array\",\"items\":{\"type\":\"string\",");
		write_names(b, f);
		buf_putc(b, '}');
		break;
	case FIELD_STR:
	case FIELD_UUID:
	case FIELD_TIME:
		write_string(b, f);
		break;
	case FIELD_OBJECT:
		write_reference(b, f);
		break;
	case FIELD_LIST:
		write_type(b, f, "array");
		write_range(b, f, "minItems", "maxItems");
		BUF_LIT(b, ",\"items\":");
		json_schema_field(b, f->item);
		break;
	case FIELD_MAP:
		write_type(b, f, "object");
		buf_printf(b,
		           ",\"maxProperties\":%lld,\"additionalProperties\":", (long long)f->max);
		json_schema_field(b, f->item);
		break;
	case FIELD_RAW:
		write_type(b, f, "object");
		BUF_LIT(b, ",\"additionalProperties\":true");
		break;
	}
	if (f->doc) {
		BUF_LIT(b, ",\"description\":");
		buf_json_str(b, str_of(f->doc));
	}
	buf_putc(b, '}');
}

void json_schema(struct buf *b, const struct shape *shape)
{
	bool first = true;

	BUF_LIT(b, "{\"type\":\"object\",\"properties\":{");
	for (size_t i = 0; i < shape->count; i++) {
		if (i)
			buf_putc(b, ',');
		buf_json_str(b, str_of(shape->fields[i].name));
		buf_putc(b, ':');
		json_schema_field(b, &shape->fields[i]);
	}
	buf_putc(b, '}');
	for (size_t i = 0; i < shape->count; i++) {
		if (!(shape->fields[i].flags & FIELD_REQUIRED))
			continue;
		buf_put(b, first ? STR(",\"required\":[") : STR(","));
		first = false;
		buf_json_str(b, str_of(shape->fields[i].name));
	}
	if (!first)
		buf_putc(b, ']');
	buf_put(b, shape->open ? STR("}") : STR(",\"additionalProperties\":false}"));
}
