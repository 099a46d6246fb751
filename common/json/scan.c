#include "common/json/scan.h"

#include "common/json/json.h"

#include "common/base/poison.h"

/* Every number that passes is short also when it is written out without an exponent, as PostgreSQL does. */
enum { PLACES_MAX = 18 };

struct cursor {
	struct str text;
	size_t i;
	size_t values;
	const char *problem;
};

static bool fail(struct cursor *c, const char *problem)
{
	c->problem = problem;
	return false;
}

static char peek(const struct cursor *c)
{
	return c->i < c->text.n ? c->text.p[c->i] : '\0';
}

/* Not past the end, where peek sees a NUL. */
static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool take(struct cursor *c, char wanted)
{
	if (c->i >= c->text.n || c->text.p[c->i] != wanted)
		return false;
	c->i++;
	return true;
}

static void skip_blanks(struct cursor *c)
{
	while (is_blank(peek(c)))
		c->i++;
}

static bool scan_word(struct cursor *c, struct str word)
{
	if (!str_starts(str_sub(c->text, c->i, word.n), word))
		return fail(c, "not a JSON value");
	c->i += word.n;
	return true;
}

static size_t scan_digits(struct cursor *c)
{
	size_t from = c->i;

	while (peek(c) >= '0' && peek(c) <= '9')
		c->i++;
	return c->i - from;
}

static bool scan_number(struct cursor *c)
{
	size_t whole, fraction = 0;
	int64_t exponent = 0;

	take(c, '-');
	if (peek(c) == '0') {
		c->i++;
		whole = 1;
	} else {
		whole = scan_digits(c);
	}
	if (!whole)
		return fail(c, "not a JSON value");
	if (take(c, '.') && !(fraction = scan_digits(c)))
		return fail(c, "a number needs digits after the point");
	if (take(c, 'e') || take(c, 'E')) {
		size_t *longer = &whole;
		struct str digits;

		if (!take(c, '+') && take(c, '-'))
			longer = &fraction;
		digits.p = c->text.p + c->i;
		digits.n = scan_digits(c);
		if (!digits.n)
			return fail(c, "a number needs digits in its exponent");
		if (!str_to_int(digits, 0, PLACES_MAX, &exponent))
			return fail(c, "a number with too large an exponent");
		*longer += (size_t)exponent;
	}
	return (whole <= PLACES_MAX && fraction <= PLACES_MAX) ||
	       fail(c, "a number with too many digits");
}

/* Four hexadecimal digits, or -1. */
static int scan_hex4(struct cursor *c)
{
	int value = 0;

	for (int k = 0; k < 4; k++, c->i++) {
		char d = peek(c);

		if (d >= '0' && d <= '9')
			value = value * 16 + (d - '0');
		else if ((d >= 'a' && d <= 'f') || (d >= 'A' && d <= 'F'))
			value = value * 16 + ((d | 0x20) - 'a' + 10);
		else
			return -1;
	}
	return value;
}

static bool scan_escape(struct cursor *c)
{
	int unit;

	if (peek(c) != 'u') {
		if (c->i >= c->text.n || !memchr("\"\\/bfnrt", peek(c), 8))
			return fail(c, "an unknown escape in a string");
		c->i++;
		return true;
	}
	c->i++;
	unit = scan_hex4(c);
	if (unit < 0)
		return fail(c, "\\u needs four hexadecimal digits");
	if (unit == 0)
		return fail(c, "a string must not contain the NUL character");
	if (unit >= 0xD800 && unit <= 0xDBFF) {
		int low = take(c, '\\') && take(c, 'u') ? scan_hex4(c) : -1;

		if (low < 0xDC00 || low > 0xDFFF)
			return fail(c, "half of a surrogate pair in a string");
		return true;
	}
	return (unit < 0xDC00 || unit > 0xDFFF) || fail(c, "half of a surrogate pair in a string");
}

static bool scan_string(struct cursor *c)
{
	if (!take(c, '"'))
		return fail(c, "a key must be a string in double quotes");
	while (c->i < c->text.n) {
		unsigned char byte = (unsigned char)c->text.p[c->i];

		if (byte < 0x20)
			return fail(c, "a control character in a string must be escaped");
		c->i++;
		if (byte == '"')
			return true;
		if (byte == '\\' && !scan_escape(c))
			return false;
	}
	return fail(c, "a string that does not end");
}

static bool scan_value(struct cursor *c, int depth);

static bool scan_members(struct cursor *c, char end, int depth)
{
	if (depth >= JSON_DEPTH_MAX)
		return fail(c, "nested too deeply");
	c->i++;
	skip_blanks(c);
	if (take(c, end))
		return true;
	do {
		skip_blanks(c);
		if (end == '}') {
			if (!scan_string(c))
				return false;
			skip_blanks(c);
			if (!take(c, ':'))
				return fail(c, "a key must be followed by a colon");
			skip_blanks(c);
		}
		if (!scan_value(c, depth + 1))
			return false;
		skip_blanks(c);
	} while (take(c, ','));
	return take(c, end) ||
	       fail(c, end == '}' ? "expected a comma or }" : "expected a comma or ]");
}

static bool scan_value(struct cursor *c, int depth)
{
	c->values++;
	switch (peek(c)) {
	case '{':
		return scan_members(c, '}', depth);
	case '[':
		return scan_members(c, ']', depth);
	case '"':
		return scan_string(c);
	case 't':
		return scan_word(c, STR("true"));
	case 'f':
		return scan_word(c, STR("false"));
	case 'n':
		return scan_word(c, STR("null"));
	default:
		return scan_number(c);
	}
}

struct scan json_scan(struct str text)
{
	struct cursor c = {.text = text};

	if (str_utf8_length(text) < 0) {
		fail(&c, "not UTF-8");
	} else {
		skip_blanks(&c);
		if (scan_value(&c, 0)) {
			skip_blanks(&c);
			if (c.i != text.n)
				fail(&c, "something follows after the end of the JSON value");
		}
	}
	return (struct scan){.values = c.values, .at = c.i, .problem = c.problem};
}

/* Behind the string that begins at `i`. */
static size_t behind_string(struct str s, size_t i)
{
	for (i++; i < s.n && s.p[i] != '"'; i++)
		i += s.p[i] == '\\';
	return i + 1;
}

/* Behind the value that begins at `i`. */
static size_t behind_value(struct str s, size_t i)
{
	size_t depth = 0;

	do {
		if (s.p[i] == '"') {
			i = behind_string(s, i);
			continue;
		}
		if (!depth && memchr(",}] \t\r\n", s.p[i], 7))
			break;
		depth += s.p[i] == '{' || s.p[i] == '[';
		depth -= s.p[i] == '}' || s.p[i] == ']';
		i++;
	} while (i < s.n && (depth || !memchr(",}] \t\r\n", s.p[i], 7)));
	return i;
}

bool json_next_member(struct str *rest, struct str *key, struct str *value)
{
	struct cursor c = {.text = *rest};
	size_t begins;

	skip_blanks(&c);
	if (!take(&c, '{'))
		take(&c, ',');
	skip_blanks(&c);
	if (peek(&c) != '"')
		return false;
	begins = c.i;
	c.i = behind_string(c.text, c.i);
	*key = str_sub(c.text, begins + 1, c.i - begins - 2);
	skip_blanks(&c);
	take(&c, ':');
	skip_blanks(&c);
	begins = c.i;
	if (begins >= c.text.n)
		return false;
	c.i = behind_value(c.text, c.i);
	*value = str_sub(c.text, begins, c.i - begins);
	*rest = str_sub(c.text, c.i, c.text.n);
	return true;
}

bool json_next_object(struct str *rest, struct str *value)
{
	struct cursor c = {.text = *rest};
	size_t begins;

	skip_blanks(&c);
	if (!take(&c, '['))
		take(&c, ',');
	skip_blanks(&c);
	if (peek(&c) != '{')
		return false;
	begins = c.i;
	c.i = behind_value(c.text, c.i);
	*value = str_sub(c.text, begins, c.i - begins);
	*rest = str_sub(c.text, c.i, c.text.n);
	return true;
}

bool json_ended(struct str rest)
{
	struct cursor c = {.text = rest};

	skip_blanks(&c);
	if (take(&c, '['))
		skip_blanks(&c);
	return take(&c, ']');
}
