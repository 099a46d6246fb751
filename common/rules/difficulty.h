/* How hard an encounter is: experience points of the monsters against what a party can take. RULES
 * D8. The 2014 thresholds, multipliers and adventuring day are published figures that stand outside
 * the SRD; the 2024 budget is SRD 5.2 "Combat Encounter Difficulty". */
#ifndef TABARD_RULES_DIFFICULTY_H
#define TABARD_RULES_DIFFICULTY_H

#include <stddef.h>

#include "common/rules/conditions.h"

enum { PARTY_LEVEL_MAX = 20, PARTY_SIZE_MAX = 100, MONSTERS_XP_MAX = 1000000 };

/* 2014: easy, medium, hard, deadly. 2024: low, moderate, high. */
enum { DIFFICULTY_STEPS = 4 };

struct difficulty {
	size_t steps;                         /* 4 or 3 */
	int64_t thresholds[DIFFICULTY_STEPS]; /* of the party */
	const char *names[DIFFICULTY_STEPS];
	int64_t xp;          /* of all monsters: what they are worth */
	int32_t multiplier;  /* in halves: 4 is times 2; 2024 always 2 */
	int64_t adjusted_xp; /* what is compared */
	/* "trivial" below the first step; 2014: the highest step reached; 2024: the lowest budget that
	 * is not exceeded, or "above high" */
	const char *rating;
	int64_t adventuring_day; /* 2014: adjusted experience points a day; 2024: 0 */
};

/* `levels` of each character (1 to 20), `xp` of each monster (0 to MONSTERS_XP_MAX); what is outside
 * is held to the bounds. A party of nobody has thresholds of 0. */
struct difficulty difficulty_of(enum ruleset ruleset, const int32_t *levels, size_t party,
                                const int32_t *xp, size_t monsters);

#endif
