#include "common/json/value.h"

#include "common/json/json.h"

#include "common/base/poison.h"

void problem_add(struct problems *ps, struct str field, const char *code, struct str message)
{
	if (ps->count < PROBLEMS_MAX)
		ps->items[ps->count++] = (struct problem){field, code, message};
}

const char *field_kind_words(const struct field *f)
{
	static const char *const words[] = {
	    [FIELD_BOOL] = "true or false",
	    [FIELD_INT] = "an integer",
	    [FIELD_LONG] = "an integer",
	    [FIELD_DECIMAL] = "a number",
	    [FIELD_STR] = "a string",
	    [FIELD_ENUM] = "a string",
	    [FIELD_SET] = "an array",
	    [FIELD_UUID] = "a string holding a UUID",
	    [FIELD_TIME] = "a string holding a time",
	    [FIELD_OBJECT] = "an object",
	    [FIELD_LIST] = "an array",
	    [FIELD_MAP] = "an object",
	    [FIELD_RAW] = "an object",
	};

	return words[f->kind];
}

static void names_words(const struct field *f, struct buf *b)
{
	BUF_LIT(b, "must be one of: ");
	for (size_t i = 0; f->names[i]; i++)
		buf_printf(b, "%s%s", i ? ", " : "", f->names[i]);
}

struct str field_bounds_words(const struct field *f, struct arena *arena)
{
	struct buf b = BUF(arena);
	long long min = f->min, max = f->max;

	switch (f->kind) {
	case FIELD_INT:
	case FIELD_LONG:
		buf_printf(&b, "must be between %lld and %lld", min, max);
		if (f->names) {
			BUF_LIT(&b, ", or ");
			for (size_t i = 0; f->names[i]; i++)
				buf_printf(&b, "%s\"%s\"", i ? " or " : "", f->names[i]);
		}
		break;
	case FIELD_DECIMAL:
		BUF_LIT(&b, "must be between ");
		buf_decimal(&b, f->min);
		BUF_LIT(&b, " and ");
		buf_decimal(&b, f->max);
		break;
	case FIELD_STR:
		buf_printf(&b, "must be %lld to %lld characters long", min, max);
		break;
	case FIELD_LIST:
		buf_printf(&b, "must have %lld to %lld items", min, max);
		break;
	case FIELD_MAP:
		buf_printf(&b, "must have at most %lld entries", max);
		break;
	case FIELD_RAW:
		buf_printf(&b, "must be at most %lld bytes of JSON", max);
		break;
	case FIELD_UUID:
		BUF_LIT(&b, "must be a UUID such as 0190a5c4-7d3e-7c52-9c1a-6f0e8c2b4d10");
		break;
	case FIELD_TIME:
		BUF_LIT(&b, "must be a UTC time such as 2026-01-31T18:30:00Z");
		break;
	case FIELD_ENUM:
	case FIELD_SET:
		names_words(f, &b);
		break;
	case FIELD_BOOL:
	case FIELD_OBJECT:
		buf_printf(&b, "must be %s", field_kind_words(f));
		break;
	}
	return buf_str(&b);
}

/* Asked of each field for each member of an object: hence the look at the first byte. */
static bool is_named(const char *text, struct str name)
{
	return (!name.n || *text == *name.p) && str_eq(name, str_of(text));
}

int32_t field_name_index(const struct field *f, struct str text)
{
	for (int32_t i = 0; f->names[i]; i++)
		if (is_named(f->names[i], text))
			return i;
	return -1;
}

bool field_int_store(const struct field *f, int64_t number, char *out)
{
	int32_t stored = (int32_t)number;

	if (number < f->min || number > f->max)
		return false;
	if (f->kind == FIELD_LONG)
		memcpy(out, &number, sizeof number);
	else
		memcpy(out, &stored, sizeof stored);
	return true;
}

enum { YEAR_MAX = 9998 }; /* rounding a fraction up stays within four digits */

/* RFC 3339 with a Z, to the second or finer; PostgreSQL has the last word on leap seconds. */
static bool is_utc_time(struct str s)
{
	static const char pattern[] = "dddd-dd-ddTdd:dd:dd";
	static const int month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int64_t year, month, day, hour, minute, second;
	size_t i = sizeof pattern - 1;

	if (s.n < sizeof pattern)
		return false;
	for (size_t k = 0; k < sizeof pattern - 1; k++)
		if (pattern[k] == 'd' ? s.p[k] < '0' || s.p[k] > '9' : s.p[k] != pattern[k])
			return false;
	if (s.p[i] == '.') {
		size_t digits = 0;

		for (i++; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
			digits++;
		if (!digits || digits > 9)
			return false;
	}
	if (i + 1 != s.n || s.p[i] != 'Z')
		return false;
	if (!str_to_int(str_sub(s, 0, 4), 1, YEAR_MAX, &year) ||
	    !str_to_int(str_sub(s, 5, 2), 1, 12, &month) ||
	    !str_to_int(str_sub(s, 8, 2), 1, month_days[month - 1], &day) ||
	    !str_to_int(str_sub(s, 11, 2), 0, 23, &hour) ||
	    !str_to_int(str_sub(s, 14, 2), 0, 59, &minute) ||
	    !str_to_int(str_sub(s, 17, 2), 0, 59, &second))
		return false;
	return month != 2 || day < 29 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
}

const char *field_text_store(const struct field *f, struct str text, struct arena *arena, char *out,
                             struct str *message)
{
	const char *code = NULL;

	if (f->kind == FIELD_ENUM) {
		int32_t name = field_name_index(f, text);

		if (name < 0)
			code = "NOT_ALLOWED";
		else
			memcpy(out, &name, sizeof name);
	} else if (f->kind == FIELD_UUID) {
		struct uuid id;

		if (!uuid_parse(text, &id))
			code = "NOT_A_UUID";
		else
			memcpy(out, &id, sizeof id);
	} else if (f->kind == FIELD_TIME && !is_utc_time(text)) {
		code = "NOT_A_TIME";
	} else {
		int64_t length = f->kind == FIELD_STR ? str_utf8_length(text) : f->min;

		if (length < f->min)
			code = "TOO_SHORT";
		else if (length > f->max)
			code = "TOO_LONG";
		else
			memcpy(out, &text, sizeof text);
	}
	if (code)
		*message = field_bounds_words(f, arena);
	return code;
}

size_t shape_index(const struct shape *shape, struct str name)
{
	size_t i = 0;

	while (i < shape->count && !is_named(shape->fields[i].name, name))
		i++;
	return i;
}

static bool parse_bool(struct str text, void *out)
{
	bool value = str_eq(text, STR("true"));

	if (!value && !str_eq(text, STR("false")))
		return false;
	memcpy(out, &value, sizeof value);
	return true;
}

bool field_parse(const struct field *f, struct str text, struct arena *arena, void *out,
                 struct problems *ps)
{
	const char *code = NULL;
	struct str message = {0};
	int64_t number;

	if (f->kind == FIELD_INT || f->kind == FIELD_LONG) {
		if (!str_to_int(text, INT64_MIN, INT64_MAX, &number))
			code = "WRONG_TYPE";
		else if (!field_int_store(f, number, out))
			code = "OUT_OF_RANGE";
	} else if (f->kind == FIELD_BOOL) {
		if (!parse_bool(text, out))
			code = "WRONG_TYPE";
	} else {
		code = field_text_store(f, text, arena, out, &message);
	}
	if (code)
		problem_add(ps, str_of(f->name), code,
		            message.n ? message : field_bounds_words(f, arena));
	return !code;
}
