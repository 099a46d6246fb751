/* Which share of a total each label has: 2d6[slashing]+1d6[fire] has two. Sums are taken apart, and
 * what is multiplied or divided by something without a label keeps its shares. */
#include "common/rules/dice_rolling.h"

#include "common/base/poison.h"

struct share {
	struct str label;
	struct dice_number number;
};

struct sharing {
	struct rolling *r;
	struct share *shares; /* room for one a node */
	size_t count;
};

typedef bool calculate(struct dice_number a, struct dice_number b, struct dice_number *out);

static bool scale(struct sharing *s, const struct node *node, calculate *by, struct dice_number a,
                  struct dice_number b, struct dice_number *out)
{
	return by(a, b, out) || rolling_fail(s->r, DICE_TOTAL_TOO_BIG, node->at);
}

/* The label of something that is not taken apart: its own, or the first in it. */
static struct str label_of(const struct node *node)
{
	if (node->label.n || !node->labelled)
		return node->label;
	for (const struct node *n = node->first; n; n = n->next)
		if (n->labelled)
			return label_of(n);
	return label_of(node->left->labelled ? node->left : node->right);
}

static bool share_whole(struct sharing *s, const struct node *node, struct dice_number factor)
{
	struct str label = label_of(node);
	struct dice_number scaled;
	size_t i = 0;

	if (!scale(s, node, number_multiply, s->r->values[node->index].number, factor, &scaled))
		return false;
	while (i < s->count && !dice_same_word(s->shares[i].label, label))
		i++;
	if (i == s->count)
		s->shares[s->count++] = (struct share){label, number_of(0)};
	return scale(s, node, number_add, s->shares[i].number, scaled, &s->shares[i].number);
}

static bool share(struct sharing *s, const struct node *node, struct dice_number factor);

static bool share_set(struct sharing *s, const struct node *node, struct dice_number factor)
{
	for (const struct node *n = node->first; n; n = n->next)
		if (!s->r->values[n->index].dropped && !share(s, n, factor))
			return false;
	return true;
}

static bool share_binary(struct sharing *s, const struct node *node, struct dice_number factor)
{
	const struct node *left = node->left, *right = node->right;
	struct dice_number scaled;

	if (node->what == BINARY_ADD)
		return share(s, left, factor) && share(s, right, factor);
	if (node->what == BINARY_SUBTRACT)
		return share(s, left, factor) &&
		       scale(s, node, number_subtract, number_of(0), factor, &scaled) &&
		       share(s, right, scaled);
	if (node->what == BINARY_MULTIPLY && !left->labelled)
		return scale(s, node, number_multiply, factor, s->r->values[left->index].number,
		             &scaled) &&
		       share(s, right, scaled);
	if ((node->what == BINARY_MULTIPLY || node->what == BINARY_DIVIDE) && !right->labelled)
		return scale(s, node,
		             node->what == BINARY_MULTIPLY ? number_multiply : number_divide,
		             factor, s->r->values[right->index].number, &scaled) &&
		       share(s, left, scaled);
	return share_whole(s, node, factor);
}

static bool share(struct sharing *s, const struct node *node, struct dice_number factor)
{
	struct dice_number negative;

	if (node->label.n || !node->labelled)
		return share_whole(s, node, factor);
	if (node->kind == NODE_SET)
		return share_set(s, node, factor);
	if (node->kind == NODE_BINARY)
		return share_binary(s, node, factor);
	return scale(s, node, number_subtract, number_of(0), factor, &negative) &&
	       share(s, node->left, negative);
}

bool dice_parts(struct rolling *r, const struct node *root, struct list *out)
{
	struct sharing s = {.r = r};
	struct dice_part *parts;

	if (!root->labelled)
		return true;
	/* Each share is a node's of its own, and a node has a byte of its own. */
	s.shares = ARENA_ARRAY(r->arena, struct share, DICE_TEXT_MAX);
	if (!share(&s, root, number_of(1)))
		return false;
	parts = ARENA_ARRAY(r->arena, struct dice_part, s.count);
	for (size_t i = 0; i < s.count; i++)
		parts[i] =
		    (struct dice_part){s.shares[i].label, number_truncate(s.shares[i].number)};
	*out = (struct list){parts, s.count};
	return true;
}
