/* What comes back when: the one description, for sheets and for combatants. SRD 5.1 "Resting", SRD
 * 5.2 "Rules Glossary": Short Rest, Long Rest; RULES D7. */
#ifndef TABARD_RULES_REST_H
#define TABARD_RULES_REST_H

#include "common/base/arena.h"
#include "common/rules/conditions.h"
#include "common/rules/dice.h"

enum rest { REST_SHORT, REST_LONG, REST_DAWN }; /* the last is no rest but a new day */
extern const char *const rest_names[];

/* What brings something back; a long rest brings what a short one does. */
enum recharge { RECHARGE_NONE, RECHARGE_SHORT, RECHARGE_LONG, RECHARGE_DAWN };
extern const char *const recharge_names[];

enum { SHORT_REST_ROUNDS = 600, LONG_REST_ROUNDS = 4800 }; /* an hour, and eight */

/* How many of `spent` uses are spent still after a rest; a short one brings `on_short` of those
 * back that wait for a long one. */
int32_t rest_spent(enum rest rest, enum recharge resets, int32_t on_short, int32_t spent);
/* Of `spent` uses that are due those that come back by these dice: all without any, or when the text
 * is no dice. */
int32_t rest_regained(struct str text, int32_t spent, const struct dice *dice, struct arena *arena);
/* The hit dice that a long rest gives back of `total`: 2014 half of them, at least one. */
int32_t rest_hit_dice(enum ruleset ruleset, int32_t total);
/* Hit points from one hit die: at least 0, in 2024 at least 1. */
int32_t rest_hit_die(enum ruleset ruleset, int32_t rolled, int32_t constitution_modifier);
/* What a hit die gives without a roll. */
int32_t rest_fixed_die(int32_t faces);
/* The exhaustion that a long rest, with food and drink, leaves. */
int32_t rest_exhaustion(int32_t level);

#endif
