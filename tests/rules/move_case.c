#include "tests/rules/compare.h"
#include "tests/rules/story.h"

#include "common/base/poison.h"

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

static void log_move(struct story *s, const struct move *move, const struct script *script)
{
	struct move *kept = ARENA_NEW(s->t->arena, struct move);
	int32_t *dice = ARENA_ARRAY(s->t->arena, int32_t, script->count + 1);

	*kept = *move;
	memcpy(dice, script->values, script->count * sizeof *dice);
	s->log[s->logged++] =
	    (struct logged_move){.move = kept, .dice = dice, .dice_count = script->count};
}

/* The state without one move of the log. */
static bool fold_without(struct story *s, size_t index, struct encounter *state)
{
	struct fold f;

	s->log[index].without = true;
	f = rules_fold(&s->start, s->log, s->logged, NULL, s->t->arena);
	s->log[index].without = false;
	s->log[index].taken_back = true;
	s->different = f.different.count;
	*state = f.state;
	return true;
}

static bool play_without(struct story *s, struct str text)
{
	int32_t number;
	const char *why;

	if (!next_number(&text, &number) || number < 1 || (size_t)number > s->logged)
		return wrong(s->t, "the case leaves out no move");
	fold_without(s, (size_t)number - 1, &s->now);
	s->out = (struct outcome){0};
	why = encounter_broken(&s->now);
	return !why || wrong(s->t, "the folded state is broken: %s", why);
}

/* `player NAME move`: somebody whose character that is. */
static bool read_player(struct story *s, struct str *text, struct mover *mover)
{
	const struct combatant *c;
	struct str after = *text, word;
	struct uuid id;

	*mover = (struct mover){.dm = true};
	if (!next_word(&after, &word) || !str_eq(word, STR("player")))
		return true;
	if (!next_word(&after, &word) || !find_id(s->t, &s->now, word, &id))
		return false;
	c = encounter_find(&s->now, id);
	mover->dm = false;
	if (c) {
		struct uuid *own = ARENA_NEW(s->t->arena, struct uuid);

		*own = c->character_id;
		mover->characters = (struct list){own, 1};
	}
	*text = after;
	return true;
}

static bool play(struct story *s, struct str text, bool last)
{
	struct encounter before = s->now, *restored = ARENA_NEW(s->t->arena, struct encounter);
	struct script script;
	struct dice dice = script_dice(&script);
	struct mover mover;
	struct move move;
	size_t turn;

	if (str_eq(text, STR("undo"))) {
		if (!s->depth)
			return wrong(s->t, "the case undoes nothing");
		s->depth--;
		s->logged--;
		s->now = rules_undo(&s->now, &s->past[s->depth].change, s->t->arena);
		s->out = (struct outcome){0};
		return true;
	}
	if (str_starts(text, STR("without ")))
		return play_without(s, str_sub(text, 8, text.n));
	if (!read_player(s, &text, &mover) || !read_move(s->t, text, &s->now, &move, &script))
		return false;
	turn = rules_last_turn(s->log, s->logged);
	if (move.type == MOVE_PREVIOUS_TURN && turn < s->logged && fold_without(s, turn, restored))
		move.restored = restored;
	s->out.consequences = (struct list){0};
	s->out.error = rules_may(&before, &move, &mover, &s->out.about);
	if (!s->out.error)
		rules_apply(&before, &move, &dice, s->t->arena, &s->now, &s->out);
	if (s->out.error && !last)
		return wrong(s->t, "an earlier move is refused: %s",
		             rule_errors[s->out.error].code);
	if (s->out.error)
		return true;
	log_move(s, &move, &script);
	s->log[s->logged - 1].taken_back = move.type == MOVE_PREVIOUS_TURN;
	return script_done(s->t, &script) && check_step(s, &before);
}

bool move_case(struct trial *t, struct str given, struct str moves, struct str expected,
               struct str told)
{
	struct story *s = ARENA_NEW(t->arena, struct story);
	const char *why;

	s->t = t;
	if (!read_state(t, given, &s->now))
		return false;
	s->start = s->now;
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
