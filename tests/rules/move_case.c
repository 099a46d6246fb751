#include "tests/rules/compare.h"
#include "tests/rules/move_words.h"

#include "common/base/poison.h"

enum { MOVES_IN_A_CASE = 40 };

/* One step of a case: what it was, so that `undo` can go back. */
struct past {
	struct encounter before;
	struct change change;
};

struct story {
	struct trial *t;
	struct encounter now;
	struct outcome out; /* of the last move */
	struct past past[MOVES_IN_A_CASE];
	size_t depth;
};

static const char *name_of(const struct encounter *e, struct uuid id, struct arena *arena)
{
	const struct combatant *c = encounter_find(e, id);

	return c ? arena_cstr(arena, c->name) : "nobody";
}

/* Whatever the case is about, the new state is sound and its undo exact. */
static bool check_step(struct story *s, const struct encounter *before)
{
	struct past *past = &s->past[s->depth];
	const char *why = encounter_broken(&s->now);
	struct encounter undone;

	if (why)
		return wrong(s->t, "the new state is broken: %s", why);
	past->before = *before;
	past->change = rules_change(before, &s->now, s->t->arena);
	undone = rules_undo(&s->now, &past->change, s->t->arena);
	if ((why = encounters_differ(before, &undone)))
		return wrong(s->t, "undo does not restore %s", why);
	s->depth++;
	return true;
}

static bool play(struct story *s, struct str text, bool last)
{
	struct encounter before = s->now;
	struct script script;
	struct dice dice = script_dice(&script);
	struct move move;

	if (str_eq(text, STR("undo"))) {
		if (!s->depth)
			return wrong(s->t, "the case undoes nothing");
		s->depth--;
		s->now = rules_undo(&s->now, &s->past[s->depth].change, s->t->arena);
		s->out = (struct outcome){0};
		return true;
	}
	if (!read_move(s->t, text, &s->now, &move, &script))
		return false;
	rules_apply(&before, &move, &dice, s->t->arena, &s->now, &s->out);
	if (s->out.error && !last)
		return wrong(s->t, "an earlier move is refused: %s",
		             rule_errors[s->out.error].code);
	if (s->out.error)
		return true;
	return script_done(s->t, &script) && check_step(s, &before);
}

static bool expect_number(struct story *s, struct str *words, const char *what, int32_t is)
{
	int32_t should;

	if (!next_number(words, &should))
		return wrong(s->t, "the case expects no number for %s", what);
	return should == is || wrong(s->t, "%s is %d, not %d", what, is, should);
}

static bool expect_hp(struct story *s, struct str *words, const struct hit_points *hp)
{
	struct str text = {0}, max;
	int64_t current = -1, most = hp->max;

	next_word(words, &text);
	max = text;
	if (!str_to_int(str_cut(&max, '/'), 0, INT32_MAX, &current) ||
	    (max.n && !str_to_int(max, 0, INT32_MAX, &most)))
		return wrong(s->t, "the case expects no hit points");
	return (current == hp->current && most == hp->max) ||
	       wrong(s->t, "hp is %d/%d, not %.*s", hp->current, hp->max, STR_ARG(text));
}

static bool expect_of(struct story *s, const struct combatant *c, struct str word,
                      struct str *words)
{
	if (str_eq(word, STR("hp")))
		return expect_hp(s, words, &c->hp);
	if (str_eq(word, STR("temp")))
		return expect_number(s, words, "temp", c->hp.temp);
	if (str_eq(word, STR("init")))
		return c->rolled ? expect_number(s, words, "init", c->initiative)
		                 : wrong(s->t, "has no initiative");
	if (str_eq(word, STR("tie")))
		return expect_number(s, words, "tie", c->tiebreak);
	if (str_eq(word, STR("ac")))
		return expect_number(s, words, "ac", c->armor_class);
	if (str_eq(word, STR("xp")))
		return expect_number(s, words, "xp", c->xp);
	if (str_eq(word, STR("hidden")))
		return c->hidden || wrong(s->t, "is not hidden");
	if (str_eq(word, STR("shown")))
		return !c->hidden || wrong(s->t, "is hidden");
	if (str_eq(word, STR("unplaced")))
		return !c->rolled || wrong(s->t, "has initiative");
	return wrong(s->t, "the case expects \"%.*s\"", STR_ARG(word));
}

/* `order` and `names`: everyone, and in this order. */
static bool expect_list(struct story *s, struct str words, const size_t *at, size_t n)
{
	const struct encounter *e = &s->now;
	struct str is = {0}, word;
	bool good = true;
	size_t i = 0;

	for (; next_word(&words, &word); i++)
		good = good && i < n && str_eq(word, e->combatants[at[i]].name);
	for (size_t k = 0; k < n; k++)
		is = arena_printf(s->t->arena, "%.*s \"%.*s\"", STR_ARG(is),
		                  STR_ARG(e->combatants[at[k]].name));
	return (good && i == n) || wrong(s->t, "it is%.*s", STR_ARG(is));
}

static bool expect_refusal(struct story *s, struct str words)
{
	const struct rule_error_row *row = &rule_errors[s->out.error];
	struct str code, about;

	if (!s->out.error || !next_word(&words, &code))
		return wrong(s->t, "the move is not refused");
	if (!str_eq(code, str_of(row->code)))
		return wrong(s->t, "refused %s", row->code);
	if (!next_word(&words, &about) || str_eq(about, STR("nobody")))
		return true;
	about = arena_str(s->t->arena, about);
	return str_eq(about, str_of(name_of(&s->now, s->out.about, s->t->arena))) ||
	       wrong(s->t, "refused about %s", name_of(&s->now, s->out.about, s->t->arena));
}

static bool expect_person(struct story *s, struct str name, struct str words)
{
	const struct combatant *c = NULL;
	struct str word;

	for (size_t i = 0; i < s->now.count; i++)
		if (str_eq(s->now.combatants[i].name, name))
			c = &s->now.combatants[i];
	if (!next_word(&words, &word))
		return wrong(s->t, "the case expects nothing of %.*s", STR_ARG(name));
	if (str_eq(word, STR("gone")))
		return !c || wrong(s->t, "%.*s is still there", STR_ARG(name));
	if (!c)
		return wrong(s->t, "%.*s is not there", STR_ARG(name));
	do
		if (!expect_of(s, c, word, &words))
			return wrong(s->t, "%.*s: %.*s", STR_ARG(name), STR_ARG(s->t->why));
	while (next_word(&words, &word));
	return true;
}

static bool expect_fact(struct story *s, struct str words)
{
	size_t at[ENCOUNTER_COMBATANTS_MAX], n;
	struct str word;
	int32_t status;

	if (!next_word(&words, &word))
		return wrong(s->t, "the case has nothing between two commas");
	if (str_eq(word, STR("refused")))
		return expect_refusal(s, words);
	if (s->out.error)
		return wrong(s->t, "refused %s", rule_errors[s->out.error].code);
	if (find_name(encounter_status_names, word, &status))
		return (enum encounter_status)status == s->now.status ||
		       wrong(s->t, "it is %s", encounter_status_names[s->now.status]);
	if (str_eq(word, STR("round")))
		return expect_number(s, &words, "round", s->now.round);
	if (str_eq(word, STR("count")))
		return expect_number(s, &words, "count", (int32_t)s->now.count);
	if (str_eq(word, STR("order"))) {
		n = encounter_order(&s->now, at);
		return expect_list(s, words, at, n);
	}
	if (str_eq(word, STR("names"))) {
		for (n = 0; n < s->now.count; n++)
			at[n] = n;
		return expect_list(s, words, at, n);
	}
	if (str_eq(word, STR("turn"))) {
		const char *is = name_of(&s->now, s->now.turn, s->t->arena);

		if (!next_word(&words, &word))
			return wrong(s->t, "the case expects no turn");
		return str_eq(word, str_of(is)) || wrong(s->t, "it is the turn of %s", is);
	}
	return expect_person(s, word, words);
}

/* One consequence in the words of the fourth column, for the line that says what was told. */
static struct str in_words(struct story *s, const struct consequence *c, bool with_rolled)
{
	const struct encounter *e = encounter_find(&s->now, c->combatant_id) || !s->depth
	                                ? &s->now
	                                : &s->past[s->depth - 1].before;
	struct arena *a = s->t->arena;
	struct str text = str_of(consequence_kind_names[c->kind]);
	bool counts = c->kind == CONSEQUENCE_INITIATIVE || c->kind == CONSEQUENCE_ROUND ||
	              c->kind == CONSEQUENCE_DAMAGE || c->kind == CONSEQUENCE_HEALED ||
	              c->kind == CONSEQUENCE_XP;

	if (!uuid_is_nil(c->combatant_id))
		text = arena_printf(a, "%.*s %s", STR_ARG(text), name_of(e, c->combatant_id, a));
	if (counts || c->amount)
		text = arena_printf(a, "%.*s %d", STR_ARG(text), c->amount);
	if (with_rolled)
		text = arena_printf(a, "%.*s rolled %d", STR_ARG(text), c->rolled);
	if (c->absorbed)
		text = arena_printf(a, "%.*s absorbed %d", STR_ARG(text), c->absorbed);
	return arena_printf(a, "%.*s%s%s%s", STR_ARG(text), c->resisted ? " resisted" : "",
	                    c->vulnerable ? " vulnerable" : "", c->immune ? " immune" : "");
}

/* The words without quotes and with single blanks. */
static struct str plain(struct arena *a, struct str words)
{
	struct str text = {0}, word;

	while (next_word(&words, &word))
		text = text.n ? arena_printf(a, "%.*s %.*s", STR_ARG(text), STR_ARG(word)) : word;
	return text;
}

static bool has_word(struct str words, struct str wanted)
{
	struct str word;

	while (next_word(&words, &word))
		if (str_eq(word, wanted))
			return true;
	return false;
}

static bool expect_told(struct story *s, struct str told)
{
	const struct consequence *c = s->out.consequences.items;
	size_t n = s->out.consequences.count, i = 0;

	if (s->out.error)
		return wrong(s->t, "a refusal tells nothing");
	if (str_eq(told, STR("nothing")))
		return n == 0 || wrong(s->t, "it tells %zu consequences", n);
	for (; told.n; i++) {
		struct str item = cut_item(&told, ','), is;

		if (i == n)
			return wrong(s->t, "it tells only %zu consequences", n);
		is = in_words(s, &c[i], has_word(item, STR("rolled")));
		if (!str_eq(plain(s->t->arena, item), is))
			return wrong(s->t, "consequence %zu is: %.*s", i + 1, STR_ARG(is));
	}
	return i == n || wrong(s->t, "it tells %zu consequences, not %zu", n, i);
}

bool move_case(struct trial *t, struct str given, struct str moves, struct str expected,
               struct str told)
{
	struct story *s = ARENA_NEW(t->arena, struct story);
	const char *why;

	s->t = t;
	if (!read_state(t, given, &s->now))
		return false;
	if ((why = encounter_broken(&s->now)))
		return str_eq(expected, STR("broken")) || wrong(t, "given a broken state: %s", why);
	for (size_t n = 0; moves.n; n++) {
		struct str move = cut_item(&moves, ';');

		if (n == MOVES_IN_A_CASE || !play(s, move, moves.n == 0))
			return t->why.n ? false : wrong(t, "the case has too many moves");
	}
	if (!expected.n && !told.n)
		return wrong(t, "the case expects nothing");
	if (s->out.error && !str_starts(expected, STR("refused")))
		return wrong(t, "refused %s", rule_errors[s->out.error].code);
	while (expected.n)
		if (!expect_fact(s, cut_item(&expected, ',')))
			return false;
	return !told.n || expect_told(s, told);
}
