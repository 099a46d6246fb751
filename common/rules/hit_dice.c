#include "common/rules/hit_dice.h"

#include "common/rules/encounter.h"

#include "common/base/poison.h"

bool hit_dice_roll(struct str text, const struct dice *dice, struct arena *arena, int32_t *out) {
	struct str rest = text;
	struct str count_text = str_cut(&rest, 'd');
	size_t sign = str_find(rest, '+') < rest.n ? str_find(rest, '+') : str_find(rest, '-');
	int64_t count, faces, total = 0;

	(void)arena;
	if (!str_to_int(count_text, 1, 1000, &count) ||
	    !str_to_int(str_sub(rest, 0, sign), 1, 100000, &faces))
		return false;
	if (sign < rest.n && !str_to_int(str_sub(rest, sign + (rest.p[sign] == '+'), rest.n), -9999, 9999, &total))
		return false;
	for (int64_t i = 0; i < count; i++)
		total += dice_roll(dice, (int32_t)faces);
	*out = (int32_t)(total < 1 ? 1 : total > HIT_POINTS_MAX ? HIT_POINTS_MAX : total);
	return true;
}
