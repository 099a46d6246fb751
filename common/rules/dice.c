#include "common/rules/dice.h"

#include "common/base/poison.h"

int32_t dice_roll(const struct dice *dice, int32_t faces) {
	int32_t value = dice->roll(dice->context, faces);

	if (value < 1)
		return 1;
	return value > faces ? faces : value;
}
