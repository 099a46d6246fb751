#include "common/rules/rest.h"

#include "common/rules/dice_notation.h"

#include "common/base/poison.h"

int32_t rest_spent(enum rest rest, enum recharge resets, int32_t on_short, int32_t spent)
{
	static const enum recharge brings[] = {[REST_SHORT] = RECHARGE_SHORT,
	                                       [REST_LONG] = RECHARGE_LONG,
	                                       [REST_DAWN] = RECHARGE_DAWN};

	if (resets != RECHARGE_NONE && resets == brings[rest])
		return 0;
	if (rest == REST_DAWN)
		return spent;
	if (resets == RECHARGE_SHORT)
		return 0;
	return spent > on_short ? spent - on_short : 0;
}

int32_t rest_regained(struct str text, int32_t spent, const struct dice *dice, struct arena *arena)
{
	static const struct dice_options plainly = {0};
	const struct dice_expression *expression;
	struct dice_problem problem;
	struct dice_answer answer;

	if (!text.n || !dice_parse(text, arena, &expression, &problem) ||
	    !dice_evaluate(expression, &plainly, dice, arena, &answer, &problem))
		return spent;
	if (answer.total < 0)
		return 0;
	return answer.total < spent ? (int32_t)answer.total : spent;
}

int32_t rest_hit_dice(enum ruleset ruleset, int32_t total)
{
	if (ruleset == RULESET_2024)
		return total;
	return total / 2 > 1 ? total / 2 : 1;
}

int32_t rest_hit_die(enum ruleset ruleset, int32_t rolled, int32_t constitution_modifier)
{
	int32_t least = ruleset == RULESET_2024, value = rolled + constitution_modifier;

	return value > least ? value : least;
}

int32_t rest_fixed_die(int32_t faces)
{
	return faces / 2 + 1;
}

int32_t rest_exhaustion(int32_t level)
{
	return level > 0 ? level - 1 : 0;
}
