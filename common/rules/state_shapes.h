/* Inside the rules: the shapes that those of combatants and stat blocks are put together from. */
#ifndef TABARD_RULES_STATE_SHAPES_H
#define TABARD_RULES_STATE_SHAPES_H

#include "common/base/shape.h"

extern const struct shape concentration_shape, dying_shape, spent_shape;
extern const struct shape saves_shape; /* over int32_t[SAVES] */
extern const struct field condition_held_item, resource_item;

#endif
