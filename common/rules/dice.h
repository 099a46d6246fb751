/* Dice: the source of randomness that every rule takes as an argument. */
#ifndef TABARD_RULES_DICE_H
#define TABARD_RULES_DICE_H

#include <stdint.h>

/* Where rolls come from: `roll` gives 1..faces, each equally likely; faces >= 1. In production it
 * draws from the system, in a fold it replays what was rolled then, in a test it follows a
 * script. */
struct dice {
	int32_t (*roll)(void *context, int32_t faces);
	void *context;
};

/* One roll; a source that leaves 1..faces is held to it. */
int32_t dice_roll(const struct dice *dice, int32_t faces);

#endif
