#include "common/rules/dice_tree.h"

#include "common/base/poison.h"

int32_t dice_roll(const struct dice *dice, int32_t faces)
{
	int32_t value = dice->roll(dice->context, faces);

	if (value < 1)
		return 1;
	return value > faces ? faces : value;
}

static char fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool dice_same_word(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (fold(a.p[i]) != fold(b.p[i]))
			return false;
	return true;
}
