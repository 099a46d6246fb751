/* What comes back when: the one description, for sheets and for combatants. SRD 5.1 "Resting", SRD
 * 5.2 "Rules Glossary": Short Rest, Long Rest; RULES D7. */
#ifndef TABARD_RULES_REST_H
#define TABARD_RULES_REST_H

#include "common/rules/conditions.h"

enum rest { REST_SHORT, REST_LONG };
extern const char *const rest_names[];

/* The rest that brings something back; a long one brings what a short one does. */
enum recharge { RECHARGE_NONE, RECHARGE_SHORT, RECHARGE_LONG };
extern const char *const recharge_names[];

enum { SHORT_REST_ROUNDS = 600, LONG_REST_ROUNDS = 4800 }; /* an hour, and eight */

/* How many of `spent` uses are spent still after a rest; a short one brings `on_short` of those
 * back that wait for a long one. */
int32_t rest_spent(enum rest rest, enum recharge resets, int32_t on_short, int32_t spent);
/* The hit dice that a long rest gives back of `total`: 2014 half of them, at least one. */
int32_t rest_hit_dice(enum ruleset ruleset, int32_t total);
/* Hit points from one hit die: at least 0, in 2024 at least 1. */
int32_t rest_hit_die(enum ruleset ruleset, int32_t rolled, int32_t constitution_modifier);
/* What a hit die gives without a roll. */
int32_t rest_fixed_die(int32_t faces);
/* The exhaustion that a long rest, with food and drink, leaves. */
int32_t rest_exhaustion(int32_t level);

#endif
