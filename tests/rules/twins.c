/* Wrong twins: what each case expects is changed a little, one thing at a time, and must then fail.
 * Words that say nothing, and expectations that nobody looks at, are found so. */
#include "tests/rules/trial.h"

#include "common/base/poison.h"

/* Each is wrong where the other is right. */
static const char *const opposites[][2] = {
    {"alive", "dead"},
    {"dead", "alive"},
    {"dying", "alive dead"},
    {"stable", "alive dead"},
    {"is", "not"},
    {"not", "is"},
    {"under", "free-of"},
    {"free-of", "under"},
    {"spent", "unspent"},
    {"unspent", "spent"},
    {"surprised", "ready"},
    {"ready", "surprised"},
    {"hidden", "shown"},
    {"shown", "hidden"},
    {"delaying", "gone"},
    {"unplaced", "init 5"},
    {"gone", "hp 1"},
    {"idle", "queued flee"},
    {"distracted", "gone"},
    {"missed", "on-time"},
    {"on-time", "missed"},
    {"making-up", "finished"},
    {"finished", "making-up"},
    {"active", "paused"},
    {"paused", "completed"},
    {"completed", "active"},
    {"draft", "active"},
    {"has", "lacks"},
    {"lacks", "has"},
    {"on", "off"},
    {"off", "on"},
    {"level-up", "no-level-up"},
    {"no-level-up", "level-up"},
    {"resists", "never"},
    {"sound", "broken /nowhere"},
    {"natural-1", "natural-20"},
    {"natural-20", "unmarked"},
    {"unmarked", "natural-1"},
    {"success", "critical"},
    {"resisted", "immune"},
    {"vulnerable", "resisted"},
};

struct twins {
	run_case *run;
	struct arena *arena;
	struct str line;
	size_t expected;  /* where what is expected begins */
	struct str wrong; /* a wrong twin that passes */
};

static bool is_one_of(char c, const char *set)
{
	return c && strchr(set, c);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* With `with` in the place of `n` bytes at `at`; true when that fails, as it must. */
static bool fails(struct twins *w, size_t at, size_t n, struct str with)
{
	struct arena arena = {0};
	struct str before = str_sub(w->line, 0, at), behind = str_sub(w->line, at + n, w->line.n);
	struct str twin =
	    arena_printf(w->arena, "%.*s%.*s%.*s", STR_ARG(before), STR_ARG(with), STR_ARG(behind));
	struct trial t = {.arena = &arena};
	bool passes = w->run(&t, twin);

	arena_free(&arena);
	if (passes)
		w->wrong = twin;
	return !passes;
}

/* A number of its own, not part of a name or of dice, is one more. */
static bool other_number(struct twins *w, size_t at, size_t n)
{
	char before = at ? w->line.p[at - 1] : ' ';
	char behind = at + n < w->line.n ? w->line.p[at + n] : ' ';
	int64_t value = 0;

	if (!is_one_of(before, " /+(") || !is_one_of(behind, " /,|)[") ||
	    !str_to_int(str_sub(w->line, at, n), 0, INT32_MAX - 1, &value))
		return true;
	return fails(w, at, n, arena_printf(w->arena, "%lld", (long long)value + 1));
}

static bool other_word(struct twins *w, size_t at, size_t n)
{
	struct str word = str_sub(w->line, at, n);

	for (size_t i = 0; i < sizeof opposites / sizeof *opposites; i++)
		if (str_eq(word, str_of(opposites[i][0])))
			return fails(w, at, n, str_of(opposites[i][1]));
	/* An error's code. */
	if (n > 3 && at > 8 && str_eq(str_sub(w->line, at - 8, 8), STR("refused ")))
		return fails(w, at, n, STR("SOMETHING_ELSE"));
	if (at > 5 && str_eq(str_sub(w->line, at - 5, 5), STR("turn ")))
		return fails(w, at, n, STR("Somebody-else"));
	return true;
}

static bool mutate(struct twins *w)
{
	size_t at = w->expected;

	while (at < w->line.n) {
		size_t end = at;

		if (w->line.p[at] == '"') {
			/* Names in quotes are left alone. */
			at += 1 + str_find(str_sub(w->line, at + 1, w->line.n), '"') + 1;
			continue;
		}
		while (end < w->line.n && is_digit(w->line.p[end]))
			end++;
		if (end > at) {
			if (!other_number(w, at, end - at))
				return false;
			at = end;
			continue;
		}
		while (end < w->line.n && !is_one_of(w->line.p[end], " ,|\"/+(["))
			end++;
		if (end > at && !other_word(w, at, end - at))
			return false;
		at = end > at ? end : at + 1;
	}
	return true;
}

bool twins_fail(struct trial *t, struct str line, run_case *run)
{
	struct twins w = {.run = run, .arena = t->arena, .line = line};
	struct str rest = line;
	bool sheet = str_starts(line, STR("sheet ")), roll = str_starts(line, STR("roll "));

	cut_item(&rest, '|');
	for (int i = roll ? 1 : 0; i < 1; i++) {
		struct str after = rest;

		cut_item(&after, '|');
		/* A sheet without moves has two columns. */
		if (!sheet || after.n)
			rest = after;
	}
	w.expected = (size_t)(rest.p - line.p);
	return mutate(&w) || wrong(t, "this wrong twin passes: %.*s", STR_ARG(w.wrong));
}
