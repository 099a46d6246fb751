#include "tests/rules/trial.h"

#include "common/base/poison.h"

enum { NAMES_MAX = 8 };

/* What the first column says. */
struct throw
{
	struct str text;
	struct dice_name names[NAMES_MAX];
	struct dice_options how;
	struct script script;
};

/* What came of it. */
struct landed {
	const struct dice_expression *expression;
	struct dice_answer answer;
	struct dice_problem problem;
};

static bool read_name(struct trial *t, struct str word, struct throw *r)
{
	struct dice_name *name = &r->names[r->how.name_count];
	int64_t value;

	name->name = str_cut(&word, '=');
	if (r->how.name_count == NAMES_MAX || !str_to_int(word, INT32_MIN, INT32_MAX, &value))
		return wrong(t, "the case says \"%.*s\" of the roll", STR_ARG(name->name));
	name->value = (int32_t)value;
	r->how.name_count++;
	return true;
}

static bool read_throw(struct trial *t, struct str rest, struct throw *r)
{
	struct str word;

	r->how.names = r->names;
	if (!next_word(&rest, &r->text))
		return wrong(t, "the case rolls nothing");
	while (next_word(&rest, &word))
		if (str_eq(word, STR("with")))
			script_read(&r->script, &rest);
		else if (str_eq(word, STR("advantage")))
			r->how.advantage = 1;
		else if (str_eq(word, STR("disadvantage")))
			r->how.advantage = -1;
		else if (str_eq(word, STR("critical")))
			r->how.critical = true;
		else if (!read_name(t, word, r))
			return false;
	return true;
}

static bool expect_refusal(struct trial *t, const struct landed *l, struct str words)
{
	const char *code = dice_errors[l->problem.error].code;
	struct str word;
	int32_t at;

	if (!l->problem.error)
		return wrong(t, "it is not refused");
	if (!next_word(&words, &word) || !str_eq(word, str_of(code)))
		return wrong(t, "refused %s at %zu", code, l->problem.at);
	if (!next_word(&words, &word) || !str_eq(word, STR("at")) || !next_number(&words, &at))
		return wrong(t, "the case expects no position");
	return (size_t)at == l->problem.at || wrong(t, "refused at %zu", l->problem.at);
}

static bool expect_part(struct trial *t, const struct landed *l, struct str words)
{
	const struct dice_part *parts = l->answer.parts.items;
	struct str label;
	int32_t total;

	if (!next_word(&words, &label) || !next_number(&words, &total))
		return wrong(t, "the case expects no part");
	for (size_t i = 0; i < l->answer.parts.count; i++)
		if (str_eq(parts[i].label, label))
			return parts[i].total == total ||
			       wrong(t, "%.*s is %lld", STR_ARG(label), (long long)parts[i].total);
	return wrong(t, "there is no part %.*s", STR_ARG(label));
}

static bool expect_count(struct trial *t, struct str words, const char *what, size_t is)
{
	int32_t should;

	return (next_number(&words, &should) && (size_t)should == is) ||
	       wrong(t, "%s: %zu", what, is);
}

/* The values of the kept dice. */
static bool expect_kept(struct trial *t, const struct landed *l, struct str words)
{
	const struct die *dice = l->answer.dice.items;
	int32_t should;

	for (size_t i = 0; i < l->answer.dice.count; i++)
		if (dice[i].kept && (!next_number(&words, &should) || should != dice[i].value))
			return wrong(t, "a %d is kept", dice[i].value);
	return !words.n || wrong(t, "fewer dice are kept");
}

static bool expect_line(struct trial *t, const struct landed *l, struct str words)
{
	struct str is = dice_text(l->expression, &l->answer, t->arena), should;

	return (next_word(&words, &should) && str_eq(is, should)) ||
	       wrong(t, "the line is: %.*s", STR_ARG(is));
}

static bool expect_mark(struct trial *t, const struct landed *l, struct str word)
{
	static const char *const marks[] = {"unmarked", "natural-20", "natural-1"};

	return str_eq(word, str_of(marks[l->answer.mark])) ||
	       wrong(t, "it is %s, not \"%.*s\"", marks[l->answer.mark], STR_ARG(word));
}

static bool expect(struct trial *t, const struct landed *l, struct str words)
{
	struct str word;
	int32_t total;

	if (!next_word(&words, &word))
		return wrong(t, "the case has nothing between two commas");
	if (str_eq(word, STR("refused")))
		return expect_refusal(t, l, words);
	if (l->problem.error)
		return wrong(t, "refused %s at %zu", dice_errors[l->problem.error].code,
		             l->problem.at);
	if (str_eq(word, STR("total")))
		return (next_number(&words, &total) && total == l->answer.total) ||
		       wrong(t, "the total is %lld", (long long)l->answer.total);
	if (str_eq(word, STR("part")))
		return expect_part(t, l, words);
	if (str_eq(word, STR("parts")))
		return expect_count(t, words, "parts", l->answer.parts.count);
	if (str_eq(word, STR("dice")))
		return expect_count(t, words, "dice", l->answer.dice.count);
	if (str_eq(word, STR("kept")))
		return expect_kept(t, l, words);
	if (str_eq(word, STR("line")))
		return expect_line(t, l, words);
	if (str_eq(word, STR("comment")))
		return (next_word(&words, &word) && str_eq(word, l->answer.comment)) ||
		       wrong(t, "the comment is: %.*s", STR_ARG(l->answer.comment));
	return expect_mark(t, l, word);
}

bool dice_case(struct trial *t, struct str roll, struct str expected)
{
	struct throw *r = ARENA_NEW(t->arena, struct throw);
	struct dice dice = script_dice(&r->script);
	struct landed l = {0};

	if (!read_throw(t, roll, r))
		return false;
	if (dice_parse(r->text, t->arena, &l.expression, &l.problem) &&
	    dice_evaluate(l.expression, &r->how, &dice, t->arena, &l.answer, &l.problem) &&
	    !script_done(t, &r->script))
		return false;
	if (!expected.n)
		return wrong(t, "the case expects nothing");
	while (expected.n)
		if (!expect(t, &l, cut_item(&expected, ',')))
			return false;
	return true;
}
