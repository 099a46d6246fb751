#include "common/rules/hit_dice.h"

#include "common/rules/dice_notation.h"
#include "common/rules/encounter.h"

#include "common/base/poison.h"

bool hit_dice_roll(struct str text, const struct dice *dice, struct arena *arena, int32_t *out)
{
	static const struct dice_options plainly = {0};
	const struct dice_expression *expression;
	struct dice_problem problem;
	struct dice_answer answer;

	if (!dice_parse(text, arena, &expression, &problem) ||
	    !dice_evaluate(expression, &plainly, dice, arena, &answer, &problem) ||
	    answer.dice.count == 0)
		return false;
	if (answer.total < 1)
		answer.total = 1;
	*out = answer.total > HIT_POINTS_MAX ? HIT_POINTS_MAX : (int32_t)answer.total;
	return true;
}

bool hit_dice_count(struct str text, int32_t *count, int32_t *faces)
{
	struct str dice = str_sub(text, 0, str_find(text, '+'));
	int64_t n, f;

	dice = str_sub(dice, 0, str_find(dice, '-'));
	if (!str_to_int(str_cut(&dice, 'd'), 1, RESOURCE_USES_MAX, &n) ||
	    !str_to_int(dice, 1, HIT_DIE_FACES_MAX, &f))
		return false;
	*count = (int32_t)n;
	*faces = (int32_t)f;
	return true;
}
