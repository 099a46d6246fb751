#include "common/rules/dice_rolling.h"

#include "common/base/poison.h"

enum { DICE_SHOWN = 40 };

/* Text that grows in the arena. */
struct writer {
	struct arena *arena;
	const struct dice_answer *answer;
	char *p;
	size_t n, room;
};

static void put(struct writer *w, struct str s)
{
	if (s.n > w->room - w->n) {
		char *before = w->p;

		w->room = (w->n + s.n) * 2;
		w->p = arena_alloc(w->arena, w->room, 1);
		if (w->n)
			memcpy(w->p, before, w->n);
	}
	if (s.n)
		memcpy(w->p + w->n, s.p, s.n);
	w->n += s.n;
}

static void put_number(struct writer *w, int64_t number)
{
	char digits[20];
	size_t at = sizeof digits;
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

	do
		digits[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (number < 0)
		put(w, STR("-"));
	put(w, (struct str){digits + at, sizeof digits - at});
}

static void put_die(struct writer *w, const struct die *die)
{
	if (!die->kept)
		put(w, STR("~~"));
	put_number(w, die->value);
	if (die->exploded)
		put(w, STR("!"));
	if (die->success)
		put(w, STR("*"));
	if (!die->kept)
		put(w, STR("~~"));
}

static void put_dice(struct writer *w, const struct dice_node_value *value)
{
	const struct die *dice = w->answer->dice.items;

	put(w, STR(" ("));
	for (size_t i = value->first; i < value->end; i++) {
		if (i > value->first)
			put(w, STR(", "));
		if (i == value->first + DICE_SHOWN) {
			put(w, STR("..."));
			break;
		}
		put_die(w, &dice[i]);
	}
	put(w, STR(")"));
}

static void put_node(struct writer *w, const struct node *node);

static void put_set(struct writer *w, const struct node *node)
{
	put(w, node->brace ? STR("{") : STR("("));
	for (const struct node *n = node->first; n; n = n->next) {
		bool dropped = w->answer->values[n->index].dropped;

		if (n != node->first)
			put(w, STR(", "));
		if (dropped)
			put(w, STR("~~"));
		put_node(w, n);
		if (dropped)
			put(w, STR("~~"));
	}
	put(w, node->brace ? STR("}") : STR(")"));
	put(w, node->text);
}

static void put_binary(struct writer *w, const struct node *node)
{
	static const char *const words[] = {
	    [BINARY_ADD] = " + ",           [BINARY_SUBTRACT] = " - ",   [BINARY_MULTIPLY] = " * ",
	    [BINARY_FLOOR_DIVIDE] = " // ", [BINARY_DIVIDE] = " / ",     [BINARY_MODULO] = " % ",
	    [BINARY_EQUAL] = " == ",        [BINARY_NOT_EQUAL] = " != ", [BINARY_AT_LEAST] = " >= ",
	    [BINARY_AT_MOST] = " <= ",      [BINARY_ABOVE] = " > ",      [BINARY_BELOW] = " < ",
	};

	put_node(w, node->left);
	put(w, str_of(words[node->what]));
	put_node(w, node->right);
}

static void put_term(struct writer *w, const struct node *node)
{
	put_number(w, (int64_t)node->number * (w->answer->doubled ? 2 : 1));
	put(w, STR("d"));
	put_number(w, node->faces);
	put(w, node->text);
	put_dice(w, &w->answer->values[node->index]);
}

static void put_node(struct writer *w, const struct node *node)
{
	switch (node->kind) {
	case NODE_NUMBER:
		put_number(w, node->number);
		break;
	case NODE_NAME:
		put(w, STR("@"));
		put(w, node->text);
		put(w, STR(" ("));
		put_number(w, w->answer->values[node->index].number.top);
		put(w, STR(")"));
		break;
	case NODE_DICE:
		put_term(w, node);
		break;
	case NODE_SET:
		put_set(w, node);
		break;
	case NODE_NEGATE:
		put(w, STR("-"));
		put_node(w, node->left);
		break;
	case NODE_BINARY:
		put_binary(w, node);
		break;
	}
	if (node->label.n) {
		put(w, STR(" ["));
		put(w, node->label);
		put(w, STR("]"));
	}
}

struct str dice_text(const struct dice_expression *expression, const struct dice_answer *answer,
                     struct arena *arena)
{
	struct writer w = {.arena = arena, .answer = answer};

	put_node(&w, expression->root);
	put(&w, STR(" = "));
	put_number(&w, answer->total);
	return (struct str){w.p, w.n};
}
