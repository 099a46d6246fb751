/* Inside dice notation: a parsed text being rolled. */
#ifndef TABARD_RULES_DICE_ROLLING_H
#define TABARD_RULES_DICE_ROLLING_H

#include "common/rules/dice_number.h"
#include "common/rules/dice_tree.h"

/* What a node came to in one roll, by node index. */
struct dice_node_value {
	struct dice_number number;
	size_t first, end; /* its dice */
	bool dropped;      /* from its set */
};

/* A roll on its way. */
struct rolling {
	const struct dice_options *options;
	const struct dice *source;
	struct arena *arena;
	const struct node *d20;
	struct die *dice;
	size_t count, room;
	struct dice_node_value *values;
	struct dice_problem problem;
};

/* Notes the problem and returns false. */
bool rolling_fail(struct rolling *r, enum dice_error error, size_t at);

/* Rolls one more die, kept; false past DICE_ROLLED_MAX. `*die` is good until the next one. */
bool rolling_die(struct rolling *r, const struct node *node, struct die **die);

/* The dice of one term with its operators, from r->count on, and what they come to. */
bool rolling_term(struct rolling *r, const struct node *node, int64_t *total);

/* The typed parts of the whole. */
bool dice_parts(struct rolling *r, const struct node *root, struct list *out);

#endif
