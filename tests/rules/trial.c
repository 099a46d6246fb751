#include "tests/rules/trial.h"

#include <stdarg.h>

#include "common/base/poison.h"

bool wrong(struct trial *t, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	t->why = arena_str(t->arena, str_of(text));
	return false;
}

struct str cut_item(struct str *rest, char separator)
{
	bool quoted = false;
	size_t i = 0;
	struct str item;

	for (; i < rest->n && (quoted || rest->p[i] != separator); i++)
		if (rest->p[i] == '"')
			quoted = !quoted;
	item = str_trim(str_sub(*rest, 0, i));
	*rest = str_sub(*rest, i + 1, rest->n);
	return item;
}

bool next_word(struct str *rest, struct str *word)
{
	struct str s = str_trim(*rest);

	if (!s.n)
		return false;
	if (s.p[0] == '"') {
		s = str_sub(s, 1, s.n);
		*word = str_cut(&s, '"');
	} else {
		*word = str_cut(&s, ' ');
	}
	*rest = s;
	return true;
}

bool next_number(struct str *rest, int32_t *number)
{
	struct str after = *rest, word;
	int64_t value;

	if (!next_word(&after, &word) || !str_to_int(word, INT32_MIN, INT32_MAX, &value))
		return false;
	*number = (int32_t)value;
	*rest = after;
	return true;
}

void script_read(struct script *s, struct str *rest)
{
	while (s->count < SCRIPT_MAX && next_number(rest, &s->values[s->count]))
		s->count++;
}

static int32_t script_roll(void *context, int32_t faces)
{
	struct script *s = context;

	if (s->next >= s->count || s->values[s->next] > faces) {
		s->bad = true;
		return 1;
	}
	return s->values[s->next++];
}

struct dice script_dice(struct script *s)
{
	return (struct dice){script_roll, s};
}

bool script_done(struct trial *t, const struct script *s)
{
	if (s->bad)
		return wrong(t, "other dice were asked for than the %zu of the case", s->count);
	if (s->next < s->count)
		return wrong(t, "only %zu of the case's %zu dice were rolled", s->next, s->count);
	return true;
}
