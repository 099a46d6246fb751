#include "common/compendium/prose_place.h"

#include "common/base/poison.h"

enum { NUMBER_DIGITS = 5 };

bool place_digit(char c)
{
	return c >= '0' && c <= '9';
}

struct str prose_lower(struct str text, struct arena *arena)
{
	char *out = arena_alloc(arena, text.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		/* U+2010 to U+2015 and U+2212 are three bytes each. */
		if (c == '\xE2' && i + 2 < text.n &&
		    ((text.p[i + 1] == '\x80' && text.p[i + 2] >= '\x90' &&
		      text.p[i + 2] <= '\x95') ||
		     (text.p[i + 1] == '\x88' && text.p[i + 2] == '\x92'))) {
			c = '-';
			i += 2;
		}
		out[n++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	return (struct str){out, n};
}

size_t place_find(struct str text, size_t from, struct str what)
{
	for (size_t i = from; i + what.n <= text.n; i++)
		if (memcmp(text.p + i, what.p, what.n) == 0)
			return i;
	return text.n;
}

bool place_has(struct str text, const char *what)
{
	return place_find(text, 0, str_of(what)) < text.n;
}

void place_blanks(struct place *p)
{
	while (p->at < p->text.n && p->text.p[p->at] && strchr(" \t\r\n*_", p->text.p[p->at]))
		p->at++;
}

bool place_word(struct place *p, const char *what)
{
	struct str w = str_of(what);

	place_blanks(p);
	if (!str_starts(str_sub(p->text, p->at, w.n), w))
		return false;
	p->at += w.n;
	return true;
}

bool place_number(struct place *p, int64_t *out)
{
	size_t from, n = 0;

	place_blanks(p);
	from = p->at;
	while (from + n < p->text.n && place_digit(p->text.p[from + n]) && n <= NUMBER_DIGITS)
		n++;
	if (!n || n > NUMBER_DIGITS || !str_to_int(str_sub(p->text, from, n), 0, 99999, out))
		return false;
	p->at = from + n;
	return true;
}

/* NdM, NdM+K, NdM - K. */
bool place_dice(struct place *p, struct arena *arena, struct str *out)
{
	struct place here = *p, more;
	int64_t count, faces, bonus;
	bool minus;

	if (!place_number(&here, &count) || here.at >= here.text.n || here.text.p[here.at] != 'd')
		return false;
	here.at++;
	if (!place_number(&here, &faces) || count < 1 || faces < 1)
		return false;
	more = here;
	minus = place_word(&more, "-");
	if ((minus || place_word(&more, "+")) && place_number(&more, &bonus)) {
		*out = arena_printf(arena, "%lldd%lld%c%lld", (long long)count, (long long)faces,
		                    minus ? '-' : '+', (long long)bonus);
		here = more;
	} else {
		*out = arena_printf(arena, "%lldd%lld", (long long)count, (long long)faces);
	}
	*p = here;
	return true;
}

struct str prose_dice(struct str text, struct arena *arena)
{
	struct place p = {.text = prose_lower(text, arena)};
	struct str out = {"", 0};

	place_word(&p, "(");
	place_dice(&p, arena, &out);
	return out;
}

int64_t prose_number(struct str text, int64_t otherwise)
{
	struct place p = {.text = text};
	int64_t found;

	while (p.at < text.n && !place_digit(text.p[p.at]))
		p.at++;
	return place_number(&p, &found) ? found : otherwise;
}
