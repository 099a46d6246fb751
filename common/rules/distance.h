/* How far it is on a grid of 5 foot squares. */
#ifndef TABARD_RULES_DISTANCE_H
#define TABARD_RULES_DISTANCE_H

#include <stdint.h>

/* What a step across a corner costs: 5 feet (SRD 5.1, "Variant: Playing on a Grid"), 5 and 10 feet by turns (the
 * Dungeon Master's Guide's option), or what it is as the crow flies. */
enum diagonals { DIAGONALS_5, DIAGONALS_5_10, DIAGONALS_EUCLIDEAN };
extern const char *const diagonals_names[];

enum { SQUARE_FEET = 5 };

/* Feet over so many columns and rows, either way; as the crow flies to the nearest foot. Neither may be beyond
 * 400,000. */
int32_t distance_feet(int32_t dx, int32_t dy, enum diagonals diagonals);

#endif
