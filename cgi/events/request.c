#include "cgi/events/request.h"

#include <strings.h>

#include "common/base/poison.h"

/* The arguments, each of which may come once, in any order. */
enum argument { ARG_CAMPAIGN, ARG_USER, ARG_ROLE, ARG_CONN, ARG_SEQ, ARG_LAST_EVENT_ID, ARGUMENTS };

static const struct {
	const char *name;
	bool required;
} arguments[ARGUMENTS] = {
    [ARG_CAMPAIGN] = {"campaign", true}, [ARG_USER] = {"user", true},
    [ARG_ROLE] = {"role", true},         [ARG_CONN] = {"conn", true},
    [ARG_SEQ] = {"seq", true},           [ARG_LAST_EVENT_ID] = {"last_event_id", false},
};

static bool is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* RFC 9110, 5.6.2 */
static bool is_token(struct str s)
{
	static const char others[] = "!#$%&'*+-.^_`|~";

	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum((unsigned char)s.p[i]) && !memchr(others, s.p[i], sizeof others - 1))
			return false;
	return s.n > 0;
}

static bool is_conn(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum((unsigned char)s.p[i]) && s.p[i] != '-' && s.p[i] != '_')
			return false;
	return s.n > 0 && s.n <= CONN_MAX;
}

static bool same_word(struct str s, struct str word)
{
	return s.n == word.n && strncasecmp(s.p, word.p, s.n) == 0;
}

static bool parse_role(struct str s, enum campaign_role *out)
{
	for (enum campaign_role r = MEMBER_OBSERVER; r <= MEMBER_DM; r++)
		if (str_eq(s, str_of(campaign_role_names[r]))) {
			*out = r;
			return true;
		}
	return false;
}

static bool parse_arguments(struct str query, struct request *out)
{
	struct str values[ARGUMENTS] = {{NULL, 0}};

	while (query.n) {
		struct str value = str_cut(&query, '&'), name = str_cut(&value, '=');
		size_t i = 0;

		while (i < ARGUMENTS && !str_eq(name, str_of(arguments[i].name)))
			i++;
		if (i == ARGUMENTS || values[i].p)
			return false;
		values[i] = value;
	}
	for (size_t i = 0; i < ARGUMENTS; i++)
		if (arguments[i].required && !values[i].p)
			return false;
	out->conn = values[ARG_CONN];
	if (values[ARG_LAST_EVENT_ID].p)
		out->last_event_id = values[ARG_LAST_EVENT_ID];
	return uuid_parse(values[ARG_CAMPAIGN], &out->campaign) &&
	       uuid_parse(values[ARG_USER], &out->user) &&
	       parse_role(values[ARG_ROLE], &out->role) && is_conn(out->conn) &&
	       str_to_int(values[ARG_SEQ], 0, INT64_MAX / 2, &out->seq);
}

/* RFC 9112, 3: one space between the parts, no other control character or space in any of them. */
static bool parse_request_line(struct str line, struct request *out)
{
	struct str method = str_cut(&line, ' '), target = str_cut(&line, ' '), path;

	for (size_t i = 0; i < target.n; i++)
		if ((unsigned char)target.p[i] <= ' ' || target.p[i] == 0x7F)
			return false;
	path = str_cut(&target, '?');
	return str_eq(method, STR("GET")) && str_eq(path, STR("/internal/events")) &&
	       (str_eq(line, STR("HTTP/1.1")) || str_eq(line, STR("HTTP/1.0"))) &&
	       parse_arguments(target, out);
}

/* One header field. `*resumed` says whether Last-Event-ID has been seen: twice is once too
 * often. */
static bool parse_header(struct str line, struct request *out, bool *resumed)
{
	struct str value = line, name = str_cut(&value, ':');

	if (!is_token(name) || name.n == line.n)
		return false;
	for (size_t i = 0; i < value.n; i++)
		if (((unsigned char)value.p[i] < ' ' && value.p[i] != '\t') || value.p[i] == 0x7F)
			return false;
	value = str_trim(value);
	if (same_word(name, STR("Transfer-Encoding")))
		return false;
	if (same_word(name, STR("Content-Length")))
		return str_eq(value, STR("0"));
	if (!same_word(name, STR("Last-Event-ID")))
		return true;
	if (*resumed)
		return false;
	*resumed = true;
	if (value.n)
		out->last_event_id = value;
	return true;
}

/* The line up to CR LF, which must be there. */
static bool cut_line(struct str *rest, struct str *line)
{
	*line = str_cut(rest, '\n');
	if (!line->n || line->p[line->n - 1] != '\r')
		return false;
	line->n--;
	return true;
}

enum request_result request_parse(struct str bytes, struct request *out)
{
	const char *end = bytes.n ? memmem(bytes.p, bytes.n, "\r\n\r\n", 4) : NULL;
	struct str rest = bytes, line;
	bool resumed = false;

	if (!end)
		return bytes.n < REQUEST_MAX ? REQUEST_PARTIAL : REQUEST_BAD;
	if (bytes.n > REQUEST_MAX || end + 4 != bytes.p + bytes.n)
		return REQUEST_BAD;
	*out = (struct request){0};
	if (!cut_line(&rest, &line) || !parse_request_line(line, out))
		return REQUEST_BAD;
	for (;;) {
		if (!cut_line(&rest, &line))
			return REQUEST_BAD;
		if (!line.n)
			return REQUEST_GOOD;
		if (!parse_header(line, out, &resumed))
			return REQUEST_BAD;
	}
}
