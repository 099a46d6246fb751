/* What a move changed. */
#ifndef TABARD_RULES_CHANGE_H
#define TABARD_RULES_CHANGE_H

#include "common/rules/encounter.h"

/* What differs from `before` to `after`: enough to save only that, and to take it back. */
struct change {
	struct encounter header; /* of `before`, without its combatants */
	struct list before;      /* of struct combatant: changed or removed, as they were */
	struct list added;       /* of struct uuid */
};
extern const struct shape change_shape;
/* The change's arrays are in `arena`; text and lists are shared with the states. */
struct change rules_change(const struct encounter *before, const struct encounter *after,
                           struct arena *arena);
/* The state before the change, from the state after it. */
struct encounter rules_undo(const struct encounter *after, const struct change *change,
                            struct arena *arena);

/* Whether two objects of one shape hold the same: text and lists by content, wherever they lie. */
bool rules_same(const struct shape *shape, const void *a, const void *b);

/* Gives an object of that shape text and lists of its own, in `arena`. */
void rules_own(const struct shape *shape, void *object, struct arena *arena);
/* A state that shares nothing with `e`. */
struct encounter rules_keep(const struct encounter *e, struct arena *arena);

#endif
