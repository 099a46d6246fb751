/* Dice as they fall, and what the operators of their term make of them. */
#include "common/rules/dice_rolling.h"

#include "common/base/poison.h"

bool rolling_fail(struct rolling *r, enum dice_error error, size_t at)
{
	r->problem = (struct dice_problem){error, at};
	return false;
}

bool rolling_die(struct rolling *r, const struct node *node, struct die **die)
{
	int32_t fell;

	if (r->count == DICE_ROLLED_MAX)
		return rolling_fail(r, DICE_TOO_MANY_DICE, node->at);
	if (r->count == r->room) {
		struct die *before = r->dice;

		r->room = r->room ? r->room * 2 : 16;
		r->dice = ARENA_ARRAY(r->arena, struct die, r->room);
		if (r->count)
			memcpy(r->dice, before, r->count * sizeof *before);
	}
	fell = dice_roll(r->source, node->faces);
	*die = &r->dice[r->count++];
	**die = (struct die){.faces = node->faces, .rolled = fell, .value = fell, .kept = true};
	return true;
}

/* One operator at work on the dice of its term, which begin at `first`. */
struct work {
	struct rolling *r;
	const struct node *node;
	const struct dice_operator *op;
	size_t first;
};

/* Marks the `number` highest or lowest of the kept dice. Of equals the earlier is the higher: so
 * the highest one and the lowest one of several are never the same die, and kh3 of four is dl1. */
static void mark_end(const struct work *w, const struct selector *s, bool *meant)
{
	bool highest = s->kind == SELECT_HIGHEST;
	int32_t sign = highest ? 1 : -1;
	int16_t sorted[DICE_ROLLED_MAX];
	size_t n = 0, dice = w->r->count - w->first;

	/* By insertion, the best first; nothing past the wanted number needs a place. */
	for (size_t step = 0; step < dice; step++) {
		size_t i = highest ? w->first + step : w->r->count - 1 - step;
		int32_t value = w->r->dice[i].value * sign;
		size_t at = n;

		if (!w->r->dice[i].kept)
			continue;
		while (at && w->r->dice[sorted[at - 1]].value * sign < value)
			at--;
		if (at >= (size_t)s->number)
			continue;
		n += n < (size_t)s->number;
		for (size_t k = n - 1; k > at; k--)
			sorted[k] = sorted[k - 1];
		sorted[at] = (int16_t)i;
	}
	for (size_t i = 0; i < n; i++)
		meant[sorted[i]] = true;
}

/* Marks the kept dice that any selector of the operator means. */
static void mark(const struct work *w, bool *meant)
{
	for (const struct selector *s = w->op->selectors; s; s = s->next) {
		if (s->kind == SELECT_HIGHEST || s->kind == SELECT_LOWEST) {
			mark_end(w, s, meant);
			continue;
		}
		for (size_t i = w->first; i < w->r->count; i++)
			meant[i] |= w->r->dice[i].kept && selector_matches(s, w->r->dice[i].value);
	}
}

static bool keep(const struct work *w, const bool *meant)
{
	bool keeps = w->op->kind == OP_KEEP;

	for (size_t i = w->first; i < w->r->count; i++)
		w->r->dice[i].kept &= meant[i] == keeps;
	return true;
}

static bool reroll_once(const struct work *w, const bool *meant)
{
	size_t end = w->r->count;
	struct die *die;

	for (size_t i = w->first; i < end; i++) {
		if (!meant[i])
			continue;
		if (!rolling_die(w->r, w->node, &die))
			return false;
		w->r->dice[i].kept = false;
		w->r->dice[i].rerolled = true;
	}
	return true;
}

static bool meant_by_value(const struct dice_operator *op, int32_t value)
{
	for (const struct selector *s = op->selectors; s; s = s->next)
		if (selector_matches(s, value))
			return true;
	return false;
}

/* The new dice are looked at, too: the end moves. Highest and lowest are a choice among the dice
 * that were there, not a condition for new ones. */
static bool reroll_until(const struct work *w, const bool *meant)
{
	size_t end = w->r->count;
	struct die *die;

	for (size_t i = w->first; i < w->r->count; i++) {
		if (i < end ? !meant[i] : !meant_by_value(w->op, w->r->dice[i].value))
			continue;
		if (!rolling_die(w->r, w->node, &die))
			return false;
		w->r->dice[i].kept = false;
		w->r->dice[i].rerolled = true;
	}
	return true;
}

static bool explode(const struct work *w, const bool *meant)
{
	size_t end = w->r->count;
	struct die *die;

	for (size_t i = w->first; i < w->r->count; i++) {
		if (i < end ? !meant[i] : !meant_by_value(w->op, w->r->dice[i].value))
			continue;
		if (!rolling_die(w->r, w->node, &die))
			return false;
		w->r->dice[i].exploded = true;
	}
	return true;
}

/* One more die in all, however many are meant. */
static bool add_one(const struct work *w, const bool *meant)
{
	struct die *die;

	for (size_t i = w->first; i < w->r->count; i++)
		if (meant[i]) {
			w->r->dice[i].exploded = true;
			return rolling_die(w->r, w->node, &die);
		}
	return true;
}

static bool clamp(const struct work *w, const bool *meant)
{
	(void)meant;
	for (size_t i = w->first; i < w->r->count; i++) {
		struct die *die = &w->r->dice[i];
		bool below = die->value < w->op->number;
		bool above = die->value > w->op->number;

		if (die->kept && (w->op->kind == OP_AT_LEAST ? below : above))
			die->value = w->op->number;
	}
	return true;
}

static bool count_success(const struct work *w, const bool *meant)
{
	for (size_t i = w->first; i < w->r->count; i++)
		w->r->dice[i].success |= meant[i];
	return true;
}

static bool (*const operators[])(const struct work *w, const bool *meant) = {
    [OP_KEEP] = keep,           [OP_DROP] = keep,
    [OP_REROLL] = reroll_until, [OP_REROLL_ONCE] = reroll_once,
    [OP_ADD_ONE] = add_one,     [OP_EXPLODE] = explode,
    [OP_AT_LEAST] = clamp,      [OP_AT_MOST] = clamp,
    [OP_COUNT] = count_success,
};

bool rolling_term(struct rolling *r, const struct node *node, int64_t *total)
{
	int64_t count = (int64_t)node->number * (r->options->critical ? 2 : 1);
	size_t first = r->count;
	bool counts = false;
	struct die *die;

	for (int64_t i = 0; i < count; i++)
		if (!rolling_die(r, node, &die))
			return false;
	for (const struct dice_operator *op = node->operators; op; op = op->next) {
		const struct work w = {r, node, op, first};
		bool meant[DICE_ROLLED_MAX];

		memset(meant + first, 0, (r->count - first) * sizeof *meant);
		mark(&w, meant);
		if (!operators[op->kind](&w, meant))
			return false;
		counts |= op->kind == OP_COUNT;
	}
	*total = 0;
	for (size_t i = first; i < r->count; i++)
		if (r->dice[i].kept)
			*total += counts ? r->dice[i].success : r->dice[i].value;
	return true;
}
