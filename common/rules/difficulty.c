#include "common/rules/difficulty.h"

#include "common/base/poison.h"

/* By level from 1: what one character adds to each threshold. */
static const int32_t thresholds_2014[PARTY_LEVEL_MAX][DIFFICULTY_STEPS] = {
    {25, 50, 75, 100},         {50, 100, 150, 200},       {75, 150, 225, 400},
    {125, 250, 375, 500},      {250, 500, 750, 1100},     {300, 600, 900, 1400},
    {350, 750, 1100, 1700},    {450, 900, 1400, 2100},    {550, 1100, 1600, 2400},
    {600, 1200, 1900, 2800},   {800, 1600, 2400, 3600},   {1000, 2000, 3000, 4500},
    {1100, 2200, 3400, 5100},  {1250, 2500, 3800, 5700},  {1400, 2800, 4300, 6400},
    {1600, 3200, 4800, 7200},  {2000, 3900, 5900, 8800},  {2100, 4200, 6300, 9500},
    {2400, 4900, 7300, 10900}, {2800, 5700, 8500, 12700},
};

static const int32_t budgets_2024[PARTY_LEVEL_MAX][DIFFICULTY_STEPS] = {
    {50, 75, 100},       {100, 150, 200},     {150, 225, 400},      {250, 375, 500},
    {500, 750, 1100},    {600, 1000, 1400},   {750, 1300, 1700},    {1000, 1700, 2100},
    {1300, 2000, 2600},  {1600, 2300, 3100},  {1900, 2900, 4100},   {2200, 3700, 4700},
    {2600, 4200, 5400},  {2900, 4900, 6200},  {3300, 5400, 7800},   {3800, 6100, 9800},
    {4500, 7200, 11700}, {5000, 8700, 14200}, {5500, 10700, 17200}, {6400, 13200, 22000},
};

static const int32_t days_2014[PARTY_LEVEL_MAX] = {
    300,   600,   1200,  1700,  3500,  4000,  5000,  6000,  7500,  9000,
    10500, 11500, 13500, 15000, 18000, 20000, 25000, 27000, 30000, 40000,
};

/* In halves; the first is for a single monster against many. */
static const int32_t multipliers[] = {1, 2, 3, 4, 5, 6, 8, 10};
enum { MULTIPLIER_OF_ONE = 1, SMALL_PARTY = 3, LARGE_PARTY = 6 };
/* The least number of monsters for each step from MULTIPLIER_OF_ONE on. */
static const size_t multiplied_from[] = {1, 2, 3, 7, 11, 15};

static int32_t held(int32_t value, int32_t min, int32_t max)
{
	if (value < min)
		return min;
	return value > max ? max : value;
}

static int32_t multiplier_2014(size_t party, size_t monsters)
{
	size_t step = MULTIPLIER_OF_ONE;

	if (!monsters)
		return 2;
	for (size_t i = 0; i < sizeof multiplied_from / sizeof *multiplied_from; i++)
		if (monsters >= multiplied_from[i])
			step = MULTIPLIER_OF_ONE + i;
	if (party < SMALL_PARTY)
		step++;
	else if (party >= LARGE_PARTY)
		step--;
	return multipliers[step];
}

static const struct system {
	const int32_t (*table)[DIFFICULTY_STEPS];
	size_t steps;
	const char *names[DIFFICULTY_STEPS];
} systems[RULESETS] = {
    [RULESET_2014] = {thresholds_2014, 4, {"easy", "medium", "hard", "deadly"}},
    [RULESET_2024] = {budgets_2024, 3, {"low", "moderate", "high"}},
};

/* A threshold is reached from below. */
static const char *rate_2014(const struct difficulty *d)
{
	const char *rating = "trivial";

	for (size_t i = 0; i < d->steps; i++)
		if (d->adjusted_xp >= d->thresholds[i])
			rating = d->names[i];
	return rating;
}

/* A budget is spent without exceeding it. */
static const char *rate_2024(const struct difficulty *d)
{
	for (size_t i = 0; i < d->steps; i++)
		if (d->adjusted_xp <= d->thresholds[i])
			return d->names[i];
	return "above high";
}

struct difficulty difficulty_of(enum ruleset ruleset, const int32_t *levels, size_t party,
                                const int32_t *xp, size_t monsters)
{
	const struct system *system = &systems[ruleset];
	struct difficulty d = {.steps = system->steps, .multiplier = 2};

	for (size_t i = 0; i < d.steps; i++)
		d.names[i] = system->names[i];
	for (size_t i = 0; i < party; i++) {
		size_t level = (size_t)held(levels[i], 1, PARTY_LEVEL_MAX) - 1;

		for (size_t k = 0; k < d.steps; k++)
			d.thresholds[k] += system->table[level][k];
		if (ruleset == RULESET_2014)
			d.adventuring_day += days_2014[level];
	}
	for (size_t i = 0; i < monsters; i++)
		d.xp += held(xp[i], 0, MONSTERS_XP_MAX);
	if (ruleset == RULESET_2014)
		d.multiplier = multiplier_2014(party, monsters);
	d.adjusted_xp = d.xp * d.multiplier / 2;
	if (!d.xp)
		d.rating = "trivial";
	else
		d.rating = ruleset == RULESET_2014 ? rate_2014(&d) : rate_2024(&d);
	return d;
}
