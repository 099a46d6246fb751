/* Inside rules_apply: how much damage or healing a move rolls. */
#ifndef TABARD_RULES_DAMAGE_H
#define TABARD_RULES_DAMAGE_H

#include "common/rules/dice_notation.h"
#include "common/rules/step_body.h"

/* One roll for all targets. `parts` may point to `one`. */
struct damage_dealt {
	const struct damage_share *parts;
	size_t count;
	struct damage_share one;
};

/* What the move deals: its amount, its parts, or its dice with a type in brackets. */
enum rule_error damage_of(struct step *s, struct damage_dealt *dealt);
/* What it heals: its amount or its dice. */
enum rule_error healing_of(struct step *s, int32_t *amount);

#endif
