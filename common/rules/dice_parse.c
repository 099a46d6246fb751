#include "common/rules/dice_parser.h"

#include "common/base/poison.h"

void *parser_fail(struct parser *p, enum dice_error error, size_t at)
{
	p->problem = (struct dice_problem){error, at};
	return NULL;
}

static char fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

char parser_peek(const struct parser *p, size_t ahead)
{
	return ahead < p->text.n - p->at ? fold(p->text.p[p->at + ahead]) : '\0';
}

bool parser_digit(const struct parser *p)
{
	return parser_peek(p, 0) >= '0' && parser_peek(p, 0) <= '9';
}

bool parser_letter(const struct parser *p, size_t ahead)
{
	char c = parser_peek(p, ahead);

	return (c >= 'a' && c <= 'z') || c == '_';
}

void parser_blanks(struct parser *p)
{
	while (parser_peek(p, 0) == ' ' || parser_peek(p, 0) == '\t')
		p->at++;
}

bool parser_take(struct parser *p, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i < n; i++)
		if (parser_peek(p, i) != word[i])
			return false;
	p->at += n;
	return true;
}

size_t parser_take_any(struct parser *p, const char *const *words, size_t count)
{
	size_t i = 0;

	while (i < count && !parser_take(p, words[i]))
		i++;
	return i;
}

bool parser_take_number(struct parser *p, int32_t *out)
{
	size_t start = p->at;
	int64_t value = 0;

	while (parser_digit(p)) {
		value = value * 10 + (parser_peek(p, 0) - '0');
		p->at++;
		if (value > INT32_MAX) {
			parser_fail(p, DICE_NUMBER_TOO_BIG, start);
			return false;
		}
	}
	if (start == p->at)
		parser_fail(p, DICE_EXPECTED_NUMBER, start);
	else if (parser_peek(p, 0) == '.')
		parser_fail(p, DICE_NOT_WHOLE, p->at);
	*out = (int32_t)value;
	return p->problem.error == DICE_OK;
}

static struct node *new_node(struct parser *p, enum node_kind kind, size_t at)
{
	struct node *node = ARENA_NEW(p->arena, struct node);

	node->kind = kind;
	node->at = at;
	node->index = p->expression->nodes++;
	return node;
}

static struct node *parse_expr(struct parser *p);

/* The d is here. */
static struct node *parse_dice(struct parser *p, int32_t count, size_t start)
{
	struct node *node = new_node(p, NODE_DICE, start);
	size_t faces_at = ++p->at;

	node->number = count;
	node->faces = 100;
	if (!parser_take(p, "%")) {
		if (!parser_digit(p))
			return parser_fail(p, DICE_EXPECTED_FACES, faces_at);
		if (!parser_take_number(p, &node->faces))
			return NULL;
	}
	if (node->faces < 1)
		return parser_fail(p, DICE_NO_FACES, faces_at);
	if (node->faces > DICE_FACES_MAX)
		return parser_fail(p, DICE_TOO_MANY_FACES, faces_at);
	p->dice += count;
	if (p->dice > DICE_ROLLED_MAX)
		return parser_fail(p, DICE_TOO_MANY_DICE, start);
	if (node->faces == 20)
		p->expression->d20 = ++p->d20s == 1 && count == 1 ? node : NULL;
	return parser_operators(p, node) ? node : NULL;
}

static struct node *parse_number(struct parser *p)
{
	size_t start = p->at;
	struct node *node;
	int32_t number;

	if (!parser_take_number(p, &number))
		return NULL;
	if (parser_peek(p, 0) == 'd')
		return parse_dice(p, number, start);
	node = new_node(p, NODE_NUMBER, start);
	node->number = number;
	return parser_operators_end(p) ? node : NULL;
}

static struct str take_word(struct parser *p)
{
	size_t start = p->at;

	while (parser_letter(p, 0) || (p->at > start && parser_digit(p)))
		p->at++;
	return str_sub(p->text, start, p->at - start);
}

static struct node *parse_name(struct parser *p)
{
	struct node *node = new_node(p, NODE_NAME, p->at++);

	node->text = take_word(p);
	return node->text.n ? node : parser_fail(p, DICE_EXPECTED_NAME, p->at);
}

static struct node *parse_set(struct parser *p)
{
	bool brace = parser_peek(p, 0) == '{';
	struct node *node = new_node(p, NODE_SET, p->at++), **end = &node->first;

	node->brace = brace;
	if (++p->depth > DICE_NESTING_MAX)
		return parser_fail(p, DICE_TOO_DEEP, node->at);
	do {
		*end = parse_expr(p);
		if (!*end)
			return NULL;
		node->labelled |= (*end)->labelled;
		end = &(*end)->next;
	} while (parser_take(p, ","));
	if (!parser_take(p, brace ? "}" : ")"))
		return parser_fail(p, DICE_EXPECTED_CLOSE, p->at);
	p->depth--;
	return parser_operators(p, node) ? node : NULL;
}

static struct node *parse_atom(struct parser *p)
{
	char c = parser_peek(p, 0);

	if (parser_digit(p))
		return parse_number(p);
	if (c == '@')
		return parse_name(p);
	if (c == '(' || c == '{')
		return parse_set(p);
	if (c == 'd' && !parser_letter(p, 1))
		return parse_dice(p, 1, p->at);
	return parser_fail(p, parser_letter(p, 0) ? DICE_NEEDS_AT : DICE_EXPECTED_VALUE, p->at);
}

/* [a][b] is the label "a b". */
static bool parse_labels(struct parser *p, struct node *node)
{
	for (parser_blanks(p); parser_peek(p, 0) == '['; parser_blanks(p)) {
		struct str rest = str_sub(p->text, p->at + 1, p->text.n);
		size_t end = str_find(rest, ']');
		struct str label = str_sub(rest, 0, end);
		int64_t length = str_utf8_length(label);

		if (end == rest.n || length < 1 || length > DICE_LABEL_MAX ||
		    str_find(label, '\n') < label.n)
			return parser_fail(p, DICE_BAD_LABEL, p->at);
		node->label = node->label.n ? arena_printf(p->arena, "%.*s %.*s",
		                                           STR_ARG(node->label), STR_ARG(label))
		                            : label;
		node->labelled = true;
		p->at += end + 2;
	}
	return true;
}

static struct node *parse_unary(struct parser *p)
{
	bool negative = false;
	size_t start;
	struct node *node, *negated;

	parser_blanks(p);
	for (start = p->at; parser_peek(p, 0) == '+' || parser_peek(p, 0) == '-';
	     parser_blanks(p)) {
		negative ^= parser_peek(p, 0) == '-';
		p->at++;
	}
	node = parse_atom(p);
	if (!node || !parse_labels(p, node))
		return NULL;
	if (!negative)
		return node;
	negated = new_node(p, NODE_NEGATE, start);
	negated->left = node;
	negated->labelled = node->labelled;
	return negated;
}

static struct node *join(struct parser *p, struct node *left, enum binary what, size_t at,
                         struct node *right)
{
	struct node *node;

	if (!right)
		return NULL;
	node = new_node(p, NODE_BINARY, at);
	node->what = what;
	node->left = left;
	node->right = right;
	node->labelled = left->labelled || right->labelled;
	return node;
}

static struct node *parse_product(struct parser *p)
{
	static const char *const words[] = {"*", "//", "/", "%"};
	struct node *left = parse_unary(p);

	while (left) {
		size_t at = p->at, what = parser_take_any(p, words, 4);

		if (what == 4)
			break;
		left = join(p, left, (enum binary)(BINARY_MULTIPLY + what), at, parse_unary(p));
	}
	return left;
}

static struct node *parse_sum(struct parser *p)
{
	static const char *const words[] = {"+", "-"};
	struct node *left = parse_product(p);

	while (left) {
		size_t at = p->at, what = parser_take_any(p, words, 2);

		if (what == 2)
			break;
		left = join(p, left, (enum binary)(BINARY_ADD + what), at, parse_product(p));
	}
	return left;
}

static struct node *parse_expr(struct parser *p)
{
	struct node *left = parse_sum(p);
	size_t at = p->at, what;

	if (!left || (what = parser_take_any(p, dice_comparisons, COMPARISONS)) == COMPARISONS)
		return left;
	return join(p, left, (enum binary)(BINARY_EQUAL + what), at, parse_sum(p));
}

/* The checks of the text as a whole. */
static enum dice_error fits(struct str text)
{
	if (text.n > DICE_TEXT_MAX)
		return DICE_TOO_LONG;
	if (str_utf8_length(text) < 0)
		return DICE_NOT_UTF8;
	return str_trim(text).n ? DICE_OK : DICE_EMPTY;
}

bool dice_parse(struct str text, struct arena *arena, const struct dice_expression **out,
                struct dice_problem *problem)
{
	struct dice_expression *e = ARENA_NEW(arena, struct dice_expression);
	struct parser p = {.text = text, .arena = arena, .expression = e};

	p.problem.error = fits(text);
	if (!p.problem.error)
		e->root = parse_expr(&p);
	if (e->root && parser_take(&p, "#"))
		e->comment = str_trim(str_sub(text, p.at, text.n));
	else if (e->root && p.at < text.n)
		parser_fail(&p, DICE_UNEXPECTED_TEXT, p.at);
	*problem = p.problem;
	*out = e;
	return !p.problem.error;
}
