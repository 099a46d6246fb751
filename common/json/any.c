#include "common/json/any.h"

#include "common/json/scan.h"

#include "common/base/poison.h"

struct reader {
	struct str text;
	size_t at;
	struct arena *arena;
	bool twice; /* a key */
};

static char peek(const struct reader *r)
{
	return r->at < r->text.n ? r->text.p[r->at] : '\0';
}

static void skip(struct reader *r)
{
	while (peek(r) == ' ' || peek(r) == '\t' || peek(r) == '\r' || peek(r) == '\n')
		r->at++;
}

static unsigned hex(struct reader *r)
{
	unsigned code = 0;

	for (int i = 0; i < 4; i++) {
		char c = r->text.p[r->at++];

		code = code * 16 + (unsigned)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
	}
	return code;
}

static size_t put_utf8(char *out, unsigned code)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xC0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3F));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xE0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3F));
		out[2] = (char)(0x80 | (code & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3F));
	out[2] = (char)(0x80 | (code >> 6 & 0x3F));
	out[3] = (char)(0x80 | (code & 0x3F));
	return 4;
}

/* The scan has seen that escapes are whole and surrogates paired. */
static size_t unescape(struct reader *r, char *out)
{
	static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
	char c = r->text.p[r->at++];
	unsigned code;

	if (c != 'u') {
		*out = meant[strchr(names, c) - names];
		return 1;
	}
	code = hex(r);
	if (code >= 0xD800 && code < 0xDC00) {
		r->at += 2;
		code = 0x10000 + ((code - 0xD800) << 10) + (hex(r) - 0xDC00);
	}
	return put_utf8(out, code);
}

static struct str read_text(struct reader *r)
{
	size_t from = ++r->at, end = from, n = 0;
	bool plain = true;
	char *out;

	while (r->text.p[end] != '"') {
		plain &= r->text.p[end] != '\\';
		end += r->text.p[end] == '\\' ? 2 : 1;
	}
	r->at = end + 1;
	if (plain)
		return str_sub(r->text, from, end - from);
	out = arena_alloc(r->arena, end - from + 1, 1);
	for (r->at = from; r->at < end;) {
		char c = r->text.p[r->at++];

		if (c == '\\')
			n += unescape(r, out + n);
		else
			out[n++] = c;
	}
	r->at = end + 1;
	return (struct str){out, n};
}

static void hang(struct any *into, struct any *value)
{
	if (into->last)
		into->last->next = value;
	else
		into->first = value;
	into->last = value;
	into->count++;
}

static int by_key(const void *a, const void *b)
{
	return str_cmp((*(const struct any *const *)a)->key, (*(const struct any *const *)b)->key);
}

static bool has_twice(const struct any *map, struct arena *arena)
{
	const struct any **all = ARENA_ARRAY(arena, const struct any *, map->count + 1);
	size_t n = 0;

	for (const struct any *m = map->first; m; m = m->next)
		all[n++] = m;
	qsort(all, n, sizeof *all, by_key);
	for (size_t i = 1; i < n; i++)
		if (str_eq(all[i - 1]->key, all[i]->key))
			return true;
	return false;
}

static struct any *read_value(struct reader *r);

static void read_items(struct reader *r, struct any *into)
{
	char end = into->kind == ANY_MAP ? '}' : ']';
	struct str key = {0};
	struct any *value;

	for (r->at++, skip(r); peek(r) != end; skip(r)) {
		if (peek(r) == ',') {
			r->at++;
			skip(r);
		}
		if (into->kind == ANY_MAP) {
			key = read_text(r);
			skip(r);
			r->at++; /* the colon */
			skip(r);
		}
		value = read_value(r);
		value->key = key;
		hang(into, value);
	}
	r->at++;
	if (into->kind == ANY_MAP && has_twice(into, r->arena))
		r->twice = true;
}

static struct any *read_value(struct reader *r)
{
	struct any *value = any_new(r->arena, ANY_NULL);
	size_t from = r->at;

	switch (peek(r)) {
	case '{':
	case '[':
		value->kind = peek(r) == '{' ? ANY_MAP : ANY_LIST;
		read_items(r, value);
		return value;
	case '"':
		value->kind = ANY_TEXT;
		value->text = read_text(r);
		return value;
	case 't':
	case 'f':
		value->kind = ANY_BOOL;
		value->truth = peek(r) == 't';
		r->at += value->truth ? 4 : 5;
		return value;
	case 'n':
		r->at += 4;
		return value;
	default:
		break;
	}
	while (r->at < r->text.n && peek(r) && strchr("+-.eE0123456789", peek(r)))
		r->at++;
	value->kind = ANY_NUMBER;
	value->text = str_sub(r->text, from, r->at - from);
	return value;
}

struct any *any_parse(struct str text, struct arena *arena, struct problems *ps)
{
	struct scan scan = json_scan(text);
	struct reader r = {.text = text, .arena = arena};
	struct any *value;

	if (scan.problem) {
		problem_add(
		    ps, STR(""), "MALFORMED",
		    arena_printf(arena, "not valid JSON at byte %zu: %s", scan.at, scan.problem));
		return NULL;
	}
	if (scan.values > ANY_VALUES_MAX) {
		problem_add(ps, STR(""), "TOO_LONG",
		            STR("more values than are read at once: send it in parts"));
		return NULL;
	}
	skip(&r);
	value = read_value(&r);
	if (!r.twice)
		return value;
	problem_add(ps, STR(""), "DUPLICATE_KEY", STR("an object has the same key twice"));
	return NULL;
}

struct any *any_parse_map(struct str text, struct arena *arena, struct problems *ps)
{
	struct any *value = any_parse(text, arena, ps);

	if (!value || value->kind == ANY_MAP)
		return value;
	problem_add(ps, STR(""), "WRONG_TYPE", STR("must be a JSON object"));
	return NULL;
}

static struct any *get(const struct any *map, struct str key)
{
	if (any_is(map, ANY_MAP))
		for (struct any *m = map->first; m; m = m->next)
			if (str_eq(m->key, key))
				return m;
	return NULL;
}

struct any *any_get(const struct any *map, const char *key)
{
	return get(map, str_of(key));
}

struct any *any_path(const struct any *map, const char *path)
{
	struct str rest = str_of(path);
	struct any *value = get(map, str_cut(&rest, '.'));

	while (rest.n && value)
		value = get(value, str_cut(&rest, '.'));
	return value;
}

struct any *any_first(const struct any *value)
{
	return value ? value->first : NULL;
}

bool any_is(const struct any *value, enum any_kind kind)
{
	return value && value->kind == kind;
}

struct str any_text(const struct any *value)
{
	return any_is(value, ANY_TEXT) ? value->text : (struct str){"", 0};
}

bool any_truth(const struct any *value)
{
	return any_is(value, ANY_BOOL) && value->truth;
}

double any_number(const struct any *value, double otherwise)
{
	enum { SPELLING_MAX = 40 };
	char spelling[SPELLING_MAX + 1] = "", *end;
	double number;

	if (!any_is(value, ANY_NUMBER) && !any_is(value, ANY_TEXT))
		return otherwise;
	if (!value->text.n || value->text.n > SPELLING_MAX)
		return otherwise;
	memcpy(spelling, value->text.p, value->text.n);
	if (strspn(spelling, "+-.eE0123456789") < value->text.n)
		return otherwise;
	number = strtod(spelling, &end);
	return *end || !(number >= -1e9 && number <= 1e9) ? otherwise : number;
}

int64_t any_int(const struct any *value, int64_t otherwise)
{
	return (int64_t)any_number(value, (double)otherwise);
}

struct any *any_new(struct arena *arena, enum any_kind kind)
{
	struct any *value = ARENA_NEW(arena, struct any);

	value->kind = kind;
	return value;
}

struct any *any_of_text(struct arena *arena, struct str text)
{
	struct any *value = any_new(arena, ANY_TEXT);

	value->text = text;
	return value;
}

struct any *any_of_int(struct arena *arena, int64_t number)
{
	struct any *value = any_new(arena, ANY_NUMBER);

	value->text = arena_printf(arena, "%lld", (long long)number);
	return value;
}

struct any *any_of_bool(struct arena *arena, bool truth)
{
	struct any *value = any_new(arena, ANY_BOOL);

	value->truth = truth;
	return value;
}

void any_put(struct any *map, struct str key, struct any *value)
{
	struct any *old = get(map, key), *next;

	value->key = key;
	if (!old) {
		hang(map, value);
		return;
	}
	next = old->next;
	*old = *value;
	old->next = next;
}

void any_push(struct any *list, struct any *value)
{
	hang(list, value);
}

struct any *any_take(struct any *map, const char *key)
{
	struct any *value = any_get(map, key), *before = NULL;

	if (!value)
		return NULL;
	if (map->first == value) {
		map->first = value->next;
	} else {
		for (before = map->first; before->next != value;)
			before = before->next;
		before->next = value->next;
	}
	if (map->last == value)
		map->last = before;
	map->count--;
	value->next = NULL;
	return value;
}

void any_write(struct buf *b, const struct any *value)
{
	bool map = value->kind == ANY_MAP;

	switch (value->kind) {
	case ANY_NULL:
		BUF_LIT(b, "null");
		break;
	case ANY_BOOL:
		buf_put(b, value->truth ? STR("true") : STR("false"));
		break;
	case ANY_NUMBER:
		buf_put(b, value->text);
		break;
	case ANY_TEXT:
		buf_json_str(b, value->text);
		break;
	case ANY_LIST:
	case ANY_MAP:
		buf_putc(b, map ? '{' : '[');
		for (const struct any *m = value->first; m; m = m->next) {
			if (m != value->first)
				buf_putc(b, ',');
			if (map) {
				buf_json_str(b, m->key);
				buf_putc(b, ':');
			}
			any_write(b, m);
		}
		buf_putc(b, map ? '}' : ']');
		break;
	}
}
