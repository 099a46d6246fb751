#include "common/rules/rest.h"

#include "common/base/poison.h"

int32_t rest_spent(enum rest rest, enum recharge resets, int32_t on_short, int32_t spent)
{
	if (resets == RECHARGE_SHORT || (rest == REST_LONG && resets == RECHARGE_LONG))
		return 0;
	return spent > on_short ? spent - on_short : 0;
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
