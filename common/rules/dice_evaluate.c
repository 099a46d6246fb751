#include "common/rules/dice_rolling.h"

#include "common/base/poison.h"

static bool evaluate(struct rolling *r, const struct node *node);

static bool evaluate_name(struct rolling *r, const struct node *node, struct dice_number *out)
{
	for (size_t i = 0; i < r->options->name_count; i++)
		if (dice_same_word(r->options->names[i].name, node->text)) {
			*out = number_of(r->options->names[i].value);
			return true;
		}
	return rolling_fail(r, DICE_UNKNOWN_NAME, node->at);
}

static void drop_dice(struct rolling *r, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		r->dice[i].kept = false;
}

/* Advantage and disadvantage: the d20 with its operators twice, and the better or worse of the two.
 * SRD 5.1 "Advantage and Disadvantage". */
static bool evaluate_d20(struct rolling *r, const struct node *node, int64_t *total)
{
	size_t first = r->count, second;
	int64_t other;

	if (!rolling_term(r, node, total))
		return false;
	second = r->count;
	if (!rolling_term(r, node, &other))
		return false;
	if (r->options->advantage > 0 ? other > *total : other < *total) {
		*total = other;
		drop_dice(r, first, second);
	} else {
		drop_dice(r, second, r->count);
	}
	return true;
}

static bool evaluate_dice(struct rolling *r, const struct node *node, struct dice_number *out)
{
	bool twice = r->options->advantage && node == r->d20;
	int64_t total;

	if (!(twice ? evaluate_d20 : rolling_term)(r, node, &total))
		return false;
	*out = number_of(total);
	return true;
}

enum { ELEMENTS_MAX = DICE_TEXT_MAX };

static bool better(const struct rolling *r, const struct node *a, const struct node *b,
                   bool highest)
{
	int sign = number_compare(r->values[a->index].number, r->values[b->index].number);

	return highest ? sign > 0 : sign < 0;
}

/* Marks the highest or lowest elements that one selector means among those still there; of equals
 * the earlier is the higher. */
static void mark_elements(const struct rolling *r, const struct selector *s,
                          const struct node *const *there, size_t count, bool *meant)
{
	bool highest = s->kind == SELECT_HIGHEST;
	bool taken[ELEMENTS_MAX] = {false};

	for (int32_t n = 0; n < s->number; n++) {
		size_t best = count;

		for (size_t step = 0; step < count; step++) {
			size_t i = highest ? step : count - 1 - step;

			if (!taken[i] && !r->values[there[i]->index].dropped &&
			    (best == count || better(r, there[i], there[best], highest)))
				best = i;
		}
		if (best == count)
			return;
		taken[best] = true;
		meant[best] = true;
	}
}

static void keep_elements(struct rolling *r, const struct dice_operator *op,
                          const struct node *const *there, size_t count)
{
	bool meant[ELEMENTS_MAX] = {false};

	for (const struct selector *s = op->selectors; s; s = s->next)
		mark_elements(r, s, there, count, meant);
	for (size_t i = 0; i < count; i++) {
		struct dice_node_value *value = &r->values[there[i]->index];

		if (meant[i] == (op->kind == OP_KEEP))
			continue;
		value->dropped = true;
		drop_dice(r, value->first, value->end);
	}
}

static bool evaluate_set(struct rolling *r, const struct node *node, struct dice_number *out)
{
	const struct node *there[ELEMENTS_MAX];
	size_t count = 0;

	for (const struct node *n = node->first; n; n = n->next) {
		if (!evaluate(r, n))
			return false;
		there[count++] = n;
	}
	for (const struct dice_operator *op = node->operators; op; op = op->next)
		keep_elements(r, op, there, count);
	*out = number_of(0);
	for (size_t i = 0; i < count; i++)
		if (!r->values[there[i]->index].dropped &&
		    !number_add(*out, r->values[there[i]->index].number, out))
			return rolling_fail(r, DICE_TOTAL_TOO_BIG, node->at);
	return true;
}

typedef bool calculate(struct dice_number a, struct dice_number b, struct dice_number *out);

static calculate *const calculations[] = {
    [BINARY_ADD] = number_add,           [BINARY_SUBTRACT] = number_subtract,
    [BINARY_MULTIPLY] = number_multiply, [BINARY_FLOOR_DIVIDE] = number_floor_divide,
    [BINARY_DIVIDE] = number_divide,     [BINARY_MODULO] = number_modulo,
};

/* What each comparison accepts. */
enum { BELOW = 1, SAME = 2, ABOVE = 4 };
static const int comparisons[] = {
    [BINARY_EQUAL] = SAME,
    [BINARY_NOT_EQUAL] = BELOW | ABOVE,
    [BINARY_AT_LEAST] = SAME | ABOVE,
    [BINARY_AT_MOST] = SAME | BELOW,
    [BINARY_ABOVE] = ABOVE,
    [BINARY_BELOW] = BELOW,
};

static bool evaluate_binary(struct rolling *r, const struct node *node, struct dice_number *out)
{
	struct dice_number a, b;
	bool divides = node->what == BINARY_DIVIDE || node->what == BINARY_FLOOR_DIVIDE ||
	               node->what == BINARY_MODULO;

	if (!evaluate(r, node->left) || !evaluate(r, node->right))
		return false;
	a = r->values[node->left->index].number;
	b = r->values[node->right->index].number;
	if (node->what >= BINARY_EQUAL) {
		int sign = number_compare(a, b);
		int is = sign < 0 ? BELOW : sign > 0 ? ABOVE : SAME;

		*out = number_of((comparisons[node->what] & is) != 0);
		return true;
	}
	if (divides && b.top == 0)
		return rolling_fail(r, DICE_DIVISION_BY_ZERO, node->at);
	return calculations[node->what](a, b, out) || rolling_fail(r, DICE_TOTAL_TOO_BIG, node->at);
}

static bool evaluate_negate(struct rolling *r, const struct node *node, struct dice_number *out)
{
	if (!evaluate(r, node->left))
		return false;
	return number_subtract(number_of(0), r->values[node->left->index].number, out) ||
	       rolling_fail(r, DICE_TOTAL_TOO_BIG, node->at);
}

static bool evaluate_number(struct rolling *r, const struct node *node, struct dice_number *out)
{
	(void)r;
	*out = number_of(node->number);
	return true;
}

static bool (*const evaluations[])(struct rolling *, const struct node *, struct dice_number *) = {
    [NODE_NUMBER] = evaluate_number, [NODE_NAME] = evaluate_name,
    [NODE_DICE] = evaluate_dice,     [NODE_SET] = evaluate_set,
    [NODE_NEGATE] = evaluate_negate, [NODE_BINARY] = evaluate_binary,
};

/* No deeper than the text is long. */
static bool evaluate(struct rolling *r, const struct node *node)
{
	struct dice_node_value *value = &r->values[node->index];

	value->first = r->count;
	if (!evaluations[node->kind](r, node, &value->number))
		return false;
	value->end = r->count;
	return true;
}

/* The only d20 that counts, if there is one. */
static enum dice_mark mark_of(const struct rolling *r)
{
	const struct die *d20 = NULL;

	for (size_t i = 0; i < r->count; i++) {
		if (!r->dice[i].kept || r->dice[i].faces != 20)
			continue;
		if (d20)
			return DICE_NO_MARK;
		d20 = &r->dice[i];
	}
	if (d20 && d20->rolled == 20)
		return DICE_CRITICAL;
	return d20 && d20->rolled == 1 ? DICE_FUMBLE : DICE_NO_MARK;
}

bool dice_evaluate(const struct dice_expression *expression, const struct dice_options *options,
                   const struct dice *dice, struct arena *arena, struct dice_answer *out,
                   struct dice_problem *problem)
{
	struct rolling r = {
	    .options = options,
	    .source = dice,
	    .arena = arena,
	    .d20 = expression->d20,
	    .values = ARENA_ARRAY(arena, struct dice_node_value, expression->nodes),
	};
	struct list parts = {0};
	bool good = true;

	if (options->advantage && !expression->d20)
		good = rolling_fail(&r, DICE_NO_SINGLE_D20, 0);
	good = good && evaluate(&r, expression->root);
	good = good && dice_parts(&r, expression->root, &parts);
	*problem = r.problem;
	if (!good)
		return false;
	*out = (struct dice_answer){
	    .total = number_truncate(r.values[expression->root->index].number),
	    .dice = {r.dice, r.count},
	    .parts = parts,
	    .mark = mark_of(&r),
	    .comment = expression->comment,
	    .doubled = options->critical,
	    .values = r.values,
	};
	return true;
}
