/* A creature's hit dice. */
#ifndef TABARD_RULES_HIT_DICE_H
#define TABARD_RULES_HIT_DICE_H

#include "common/base/arena.h"
#include "common/rules/dice.h"

/* Rolls "2d6+2" into hit points, at least 1 and at most HIT_POINTS_MAX; false when there are no
 * dice to roll or the text is not dice notation. */
bool hit_dice_roll(struct str text, const struct dice *dice, struct arena *arena, int32_t *out);
/* The dice of "2d6+2": two with six faces. False for anything but one term of dice, with up to
 * HIT_DIE_FACES_MAX faces, that a number may follow. */
bool hit_dice_count(struct str text, int32_t *count, int32_t *faces);

#endif
