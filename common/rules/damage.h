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
	bool critical, half, knock_out, lowers_max, unresisted;
	int32_t reduction;
	struct uuid by; /* who attacks; nil: it is no attack's */
};

/* What the move deals: its amount, its parts, or its dice with a type in brackets. */
enum rule_error damage_of(struct step *s, struct damage_dealt *dealt);
/* The damage of these dice, `type` being that of what has no label; nothing else is set. */
enum rule_error damage_roll(struct step *s, struct str dice, enum damage_type type, bool critical,
                            struct damage_dealt *dealt);
/* Deals it to one combatant, through what protects it, with all that follows, told. */
void damage_deal(struct step *s, struct combatant *c, const struct damage_dealt *dealt);
/* What it heals: its amount or its dice. */
enum rule_error healing_of(struct step *s, int32_t *amount);

/* The attacks of a move, one after the other. */
enum rule_error attacks_make(struct step *s, const struct combatant *by);

#endif
