#include "common/rules/distance.h"

#include <stdlib.h>

#include "common/base/poison.h"

const char *const diagonals_names[] = {"5-5-5", "5-10-5", "euclidean", NULL};

/* The root, to the nearest integer. */
static int32_t root(int64_t square)
{
	int64_t low = 0, high = INT32_MAX;

	while (low < high) {
		int64_t middle = (low + high + 1) / 2;

		if (middle * middle <= square)
			low = middle;
		else
			high = middle - 1;
	}
	return (int32_t)(square - low * low > low ? low + 1 : low);
}

int32_t distance_feet(int32_t dx, int32_t dy, enum diagonals diagonals)
{
	int32_t across = abs(dx), down = abs(dy);
	int32_t most = across > down ? across : down, least = across + down - most;
	int64_t square = (int64_t)across * across + (int64_t)down * down;

	switch (diagonals) {
	case DIAGONALS_5:
		return SQUARE_FEET * most;
	case DIAGONALS_5_10:
		return SQUARE_FEET * (most + least / 2);
	case DIAGONALS_EUCLIDEAN:
		break;
	}
	return root(SQUARE_FEET * SQUARE_FEET * square);
}
