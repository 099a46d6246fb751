#include "common/http/http.h"

#include "common/base/poison.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return -1;
}

bool http_decode(struct str text, bool form, struct arena *arena, struct str *out)
{
	char *p = arena_alloc(arena, text.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '%') {
			bool whole = text.n - i > 2;
			int high = whole ? hex_digit(text.p[i + 1]) : -1;
			int low = whole ? hex_digit(text.p[i + 2]) : -1;

			if (high < 0 || low < 0)
				return false;
			p[n++] = (char)(high << 4 | low);
			i += 2;
		} else {
			p[n++] = form && text.p[i] == '+' ? ' ' : text.p[i];
		}
		if (!p[n - 1])
			return false;
	}
	*out = (struct str){p, n};
	return str_utf8_length(*out) >= 0;
}

bool http_next_pair(struct str *query, struct str *name, struct str *value)
{
	while (query->n) {
		struct str pair = str_cut(query, '&');

		if (!pair.n)
			continue;
		*name = str_cut(&pair, '=');
		*value = pair;
		return true;
	}
	return false;
}
