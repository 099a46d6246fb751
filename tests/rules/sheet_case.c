#include "tests/rules/sheet_words.h"

#include "common/base/poison.h"

struct play {
	struct trial *t;
	const struct catalog *c;
	struct script script;
	struct sheet sheet;
	enum sheet_error error;
};

/* level-up CLASS [sub SLUG] [feat SLUG] [raise str 2] [raise dex 1] [roll] */
static bool move_level_up(struct play *p, struct str rest, struct sheet *out)
{
	struct level_up up = {0};
	struct dice dice = script_dice(&p->script);
	struct str word;

	if (!next_word(&rest, &up.class))
		return false;
	while (next_word(&rest, &word)) {
		int32_t ability;

		if (str_eq(word, STR("sub"))) {
			next_word(&rest, &up.subclass);
		} else if (str_eq(word, STR("feat"))) {
			next_word(&rest, &up.feat);
		} else if (str_eq(word, STR("roll"))) {
			up.roll = true;
		} else if (str_eq(word, STR("raise")) && up.raise_count < RAISES_MAX) {
			if (!next_word(&rest, &word) || !name_of(ability_names, word, &ability) ||
			    !next_number(&rest, &up.raises[up.raise_count].by))
				return false;
			up.raises[up.raise_count++].ability = (enum ability)ability;
		} else if (str_eq(word, STR("with"))) {
			script_read(&p->script, &rest);
		} else {
			return false;
		}
	}
	p->error = sheet_level_up(&p->sheet, &up, p->c, &dice, p->t->arena, out);
	return true;
}

/* short-rest [d8 d8 …] [with 5 6] */
static bool move_short_rest(struct play *p, struct str rest, struct sheet *out)
{
	enum { DICE_MAX = 40 };
	struct dice dice = script_dice(&p->script);
	int32_t sizes[DICE_MAX];
	size_t count = 0;
	struct str word;

	while (next_word(&rest, &word)) {
		struct str size = str_sub(word, 1, word.n);

		if (str_eq(word, STR("with")))
			script_read(&p->script, &rest);
		else if (count == DICE_MAX || !next_number(&size, &sizes[count++]))
			return false;
	}
	p->error = sheet_short_rest(&p->sheet, sizes, count, p->c, &dice, p->t->arena, out, NULL);
	return true;
}

static bool move_long_rest(struct play *p, struct str rest, struct sheet *out)
{
	p->error = sheet_long_rest(&p->sheet, p->c, p->t->arena, out);
	return !rest.n;
}

/* use FEATURE [3] */
static bool move_use(struct play *p, struct str rest, struct sheet *out)
{
	int32_t amount = 1;
	struct str slug;

	if (!next_word(&rest, &slug))
		return false;
	next_number(&rest, &amount);
	p->error = sheet_use(&p->sheet, slug, amount, p->c, p->t->arena, out);
	return true;
}

static bool move_restore(struct play *p, struct str rest, struct sheet *out)
{
	int32_t amount = 1;
	struct str slug;

	if (!next_word(&rest, &slug))
		return false;
	next_number(&rest, &amount);
	p->error = sheet_restore(&p->sheet, slug, amount, p->c, p->t->arena, out);
	return true;
}

static bool move_cast(struct play *p, struct str rest, struct sheet *out)
{
	p->error = sheet_spend_slot(&p->sheet, rest, p->c, p->t->arena, out);
	return true;
}

static bool move_regain(struct play *p, struct str rest, struct sheet *out)
{
	p->error = sheet_restore_slot(&p->sheet, rest, p->t->arena, out);
	return true;
}

/* dawn [with 5 6] */
static bool move_dawn(struct play *p, struct str rest, struct sheet *out)
{
	struct dice dice = script_dice(&p->script);
	struct str word;

	if (next_word(&rest, &word) && str_eq(word, STR("with")))
		script_read(&p->script, &rest);
	sheet_dawn(&p->sheet, p->c, &dice, p->t->arena, out);
	return true;
}

static const struct {
	const char *word;
	bool (*make)(struct play *p, struct str rest, struct sheet *out);
} moves[] = {
    {"level-up", move_level_up},   {"short-rest", move_short_rest},
    {"long-rest", move_long_rest}, {"use", move_use},
    {"restore", move_restore},     {"cast", move_cast},
    {"regain", move_regain},       {"dawn", move_dawn},
};

/* Moves that are made must leave the old sheet as it was. */
static bool make_move(struct play *p, struct str text)
{
	struct sheet before = p->sheet, out = {0};
	struct str rest = text, word;

	if (!next_word(&rest, &word))
		return wrong(p->t, "no move");
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
		if (!str_eq(word, str_of(moves[i].word)))
			continue;
		if (!moves[i].make(p, str_trim(rest), &out))
			return wrong(p->t, "cannot understand: %.*s", STR_ARG(text));
		if (memcmp(&before, &p->sheet, sizeof before) != 0)
			return wrong(p->t, "the move changed the old sheet");
		if (!p->error)
			p->sheet = out;
		return true;
	}
	return wrong(p->t, "cannot understand: %.*s", STR_ARG(text));
}

static bool check_refused(struct play *p, struct str rest)
{
	const char *code = sheet_errors[p->error].code;

	return str_eq(rest, str_of(code)) || wrong(p->t, "refused with %s", code);
}

static bool check_all(struct play *p, struct str expected)
{
	struct derived_sheet d = sheet_derive(&p->sheet, p->c, p->t->arena);
	bool asked = false;

	while (expected.n) {
		struct str item = cut_item(&expected, ',');

		if (str_starts(item, STR("refused "))) {
			asked = true;
			if (!check_refused(p, str_trim(str_sub(item, 8, item.n))))
				return false;
		} else if (!check_sheet(p->t, item, &p->sheet, p->c, &d)) {
			return false;
		}
	}
	return asked || !p->error || wrong(p->t, "refused with %s", sheet_errors[p->error].code);
}

bool sheet_case(struct trial *t, struct str given, struct str made, struct str expected)
{
	struct play p = {.t = t};
	enum ruleset ruleset;

	if (!read_sheet(t, given, &p.sheet, &ruleset))
		return false;
	if (!expected.n)
		return wrong(t, "nothing is expected");
	p.c = catalog_srd(ruleset);
	while (made.n && !p.error)
		if (!make_move(&p, cut_item(&made, ';')))
			return false;
	if (made.n)
		return wrong(t, "a move before the last was refused with %s",
		             sheet_errors[p.error].code);
	return script_done(t, &p.script) && check_all(&p, expected);
}
