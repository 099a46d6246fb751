#include "common/rules/dice_parser.h"

#include "common/base/poison.h"

/* The longer words first. */
const char *const dice_comparisons[COMPARISONS] = {"==", "!=", ">=", "<=", ">", "<"};
_Static_assert(SELECT_BELOW - SELECT_EQUAL + 1 == COMPARISONS &&
                   BINARY_BELOW - BINARY_EQUAL + 1 == COMPARISONS,
               "both enums list them in this order");

static struct selector *new_selector(struct parser *p, enum selector_kind kind, int32_t number)
{
	struct selector *s = ARENA_NEW(p->arena, struct selector);

	s->kind = kind;
	s->number = number;
	return s;
}

static bool selector_here(const struct parser *p)
{
	char c = parser_peek(p, 0);

	return parser_digit(p) || c == '<' || c == '>' || c == '=' ||
	       (c == '!' && parser_peek(p, 1) == '=') ||
	       ((c == 'h' || c == 'l') && parser_peek(p, 1) >= '0' && parser_peek(p, 1) <= '9');
}

static struct selector *parse_selector(struct parser *p)
{
	static const char *const ends[] = {"h", "l"};
	size_t kind = parser_take_any(p, dice_comparisons, COMPARISONS);
	int32_t number;

	if (kind == COMPARISONS) {
		kind = parser_take_any(p, ends, 2);
		kind = kind < 2 ? SELECT_HIGHEST + kind : SELECT_EQUAL;
	}
	if (!parser_take_number(p, &number))
		return NULL;
	return new_selector(p, (enum selector_kind)kind, number);
}

bool selector_matches(const struct selector *s, int64_t value)
{
	switch (s->kind) {
	case SELECT_EQUAL:
		return value == s->number;
	case SELECT_NOT_EQUAL:
		return value != s->number;
	case SELECT_AT_LEAST:
		return value >= s->number;
	case SELECT_AT_MOST:
		return value <= s->number;
	case SELECT_ABOVE:
		return value > s->number;
	case SELECT_BELOW:
		return value < s->number;
	case SELECT_HIGHEST:
	case SELECT_LOWEST:
		break;
	}
	return false;
}

static bool any_matches(const struct selector *s, int64_t value)
{
	for (; s; s = s->next)
		if (selector_matches(s, value))
			return true;
	return false;
}

/* Whether every face is meant, so that it never ends. Between the numbers that the selectors name
 * nothing changes: trying these and their neighbours is enough. */
static bool matches_every_face(const struct selector *selectors, int32_t faces)
{
	if (!any_matches(selectors, 1) || !any_matches(selectors, faces))
		return false;
	for (const struct selector *s = selectors; s; s = s->next)
		for (int64_t value = (int64_t)s->number - 1; value <= (int64_t)s->number + 1;
		     value++)
			if (value >= 1 && value <= faces && !any_matches(selectors, value))
				return false;
	return true;
}

/* There is always a highest die to reroll. */
static bool has_end(const struct selector *s)
{
	for (; s; s = s->next)
		if (s->kind == SELECT_HIGHEST || s->kind == SELECT_LOWEST)
			return true;
	return false;
}

static bool endless(const struct dice_operator *op, int32_t faces)
{
	if (!op)
		return false;
	if (op->kind == OP_REROLL && has_end(op->selectors))
		return true;
	return (op->kind == OP_REROLL || op->kind == OP_EXPLODE) &&
	       matches_every_face(op->selectors, faces);
}

/* What stands behind the word of an operator, and what is meant when nothing does. */
enum argument {
	ARGUMENT_COUNT,
	ARGUMENT_NUMBER,
	ARGUMENT_SELECTOR,
	ARGUMENT_MAYBE_1,
	ARGUMENT_MAYBE_TOP,
};

static const struct operator_row {
	const char *word;
	enum operator_kind kind;
	enum argument argument;
	enum selector_kind end; /* ARGUMENT_COUNT */
} operator_rows[] = {
    {"kh", OP_KEEP, ARGUMENT_COUNT, SELECT_HIGHEST},
    {"kl", OP_KEEP, ARGUMENT_COUNT, SELECT_LOWEST},
    {"dh", OP_DROP, ARGUMENT_COUNT, SELECT_HIGHEST},
    {"dl", OP_DROP, ARGUMENT_COUNT, SELECT_LOWEST},
    {"ph", OP_DROP, ARGUMENT_COUNT, SELECT_HIGHEST},
    {"pl", OP_DROP, ARGUMENT_COUNT, SELECT_LOWEST},
    {"rr", OP_REROLL, ARGUMENT_MAYBE_1, SELECT_EQUAL},
    {"ro", OP_REROLL_ONCE, ARGUMENT_MAYBE_1, SELECT_EQUAL},
    {"ra", OP_ADD_ONE, ARGUMENT_MAYBE_TOP, SELECT_EQUAL},
    {"xo", OP_ADD_ONE, ARGUMENT_MAYBE_TOP, SELECT_EQUAL},
    {"e", OP_EXPLODE, ARGUMENT_MAYBE_TOP, SELECT_EQUAL},
    {"x", OP_EXPLODE, ARGUMENT_MAYBE_TOP, SELECT_EQUAL},
    {"!", OP_EXPLODE, ARGUMENT_MAYBE_TOP, SELECT_EQUAL},
    {"min", OP_AT_LEAST, ARGUMENT_NUMBER, SELECT_EQUAL},
    {"mi", OP_AT_LEAST, ARGUMENT_NUMBER, SELECT_EQUAL},
    {"max", OP_AT_MOST, ARGUMENT_NUMBER, SELECT_EQUAL},
    {"ma", OP_AT_MOST, ARGUMENT_NUMBER, SELECT_EQUAL},
    {"cs", OP_COUNT, ARGUMENT_SELECTOR, SELECT_EQUAL},
};
enum { OPERATOR_ROWS = sizeof operator_rows / sizeof *operator_rows };

/* `!=` compares, but `!==6` explodes on a 6. */
static const struct operator_row *take_operator(struct parser *p)
{
	if (parser_peek(p, 0) == '!' && parser_peek(p, 1) == '=' && parser_peek(p, 2) != '=')
		return NULL;
	for (size_t i = 0; i < OPERATOR_ROWS; i++)
		if (parser_take(p, operator_rows[i].word))
			return &operator_rows[i];
	return NULL;
}

static bool parse_argument(struct parser *p, const struct node *node,
                           const struct operator_row *row, struct dice_operator *op)
{
	if (row->argument == ARGUMENT_NUMBER)
		return parser_take_number(p, &op->number);
	if (row->argument == ARGUMENT_COUNT) {
		int32_t number = 1;

		if (parser_digit(p) && !parser_take_number(p, &number))
			return false;
		op->selectors = new_selector(p, row->end, number);
	} else if (row->argument == ARGUMENT_SELECTOR || selector_here(p)) {
		op->selectors = parse_selector(p);
	} else {
		op->selectors = new_selector(p, SELECT_EQUAL,
		                             row->argument == ARGUMENT_MAYBE_1 ? 1 : node->faces);
	}
	return op->selectors;
}

bool parser_operators_end(struct parser *p)
{
	enum dice_error error = DICE_UNKNOWN_OPERATOR;
	char c = parser_peek(p, 0);

	if (!parser_letter(p, 0))
		return true;
	/* What others write, but mean different things by. */
	if (c == 'k')
		error = DICE_AMBIGUOUS_KEEP;
	else if (c == 'd' || c == 'p')
		error = DICE_AMBIGUOUS_DROP;
	else if (c == 'r')
		error = DICE_AMBIGUOUS_REROLL;
	return parser_fail(p, error, p->at);
}

static bool union_with(struct dice_operator *last, const struct dice_operator *op)
{
	struct selector *s;

	if (!last || last->kind != op->kind || !op->selectors)
		return false;
	for (s = last->selectors; s->next;)
		s = s->next;
	s->next = op->selectors;
	return true;
}

bool parser_operators(struct parser *p, struct node *node)
{
	struct dice_operator *last = NULL;
	const struct operator_row *row;
	size_t start = p->at, at = p->at;

	for (; (row = take_operator(p)); at = p->at) {
		struct dice_operator *op = ARENA_NEW(p->arena, struct dice_operator);

		op->kind = row->kind;
		if (node->kind == NODE_SET && op->kind != OP_KEEP && op->kind != OP_DROP)
			return parser_fail(p, DICE_NEEDS_DICE, at);
		if (!parse_argument(p, node, row, op))
			return false;
		if (!union_with(last, op)) {
			*(last ? &last->next : &node->operators) = op;
			last = op;
		}
		if (endless(last, node->faces))
			return parser_fail(p, DICE_ENDLESS, at);
	}
	node->text = str_sub(p->text, start, p->at - start);
	return parser_operators_end(p);
}
