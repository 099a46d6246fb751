/* common/rules: how hard an encounter is, by the vectors of RULES D8. */
#include "tests/unit/cm.h"

#include "common/rules/difficulty.h"

static struct difficulty of(enum ruleset ruleset, size_t party, int32_t level, size_t monsters,
                            int32_t xp)
{
	int32_t levels[PARTY_SIZE_MAX], each[PARTY_SIZE_MAX];

	for (size_t i = 0; i < PARTY_SIZE_MAX; i++) {
		levels[i] = level;
		each[i] = xp;
	}
	return difficulty_of(ruleset, levels, party, each, monsters);
}

static void budgets_of_2024(void **state)
{
	(void)state;
	assert_int_equal(of(RULESET_2024, 4, 1, 0, 0).thresholds[0], 200);
	assert_int_equal(of(RULESET_2024, 5, 3, 0, 0).thresholds[1], 1125);
	assert_int_equal(of(RULESET_2024, 1, 17, 0, 0).thresholds[2], 11700);
	assert_int_equal(of(RULESET_2024, 1, 20, 0, 0).thresholds[2], 22000);
	assert_string_equal(of(RULESET_2024, 4, 1, 1, 200).rating, "low");
	assert_string_equal(of(RULESET_2024, 4, 1, 1, 201).rating, "moderate");
	assert_string_equal(of(RULESET_2024, 4, 1, 1, 400).rating, "high");
	assert_string_equal(of(RULESET_2024, 4, 1, 1, 401).rating, "above high");
	assert_string_equal(of(RULESET_2024, 4, 1, 0, 0).rating, "trivial");
	assert_int_equal(of(RULESET_2024, 4, 1, 8, 50).adjusted_xp, 400);
	assert_int_equal(of(RULESET_2024, 4, 1, 8, 50).adventuring_day, 0);
}

static void thresholds_of_2014(void **state)
{
	struct difficulty d = of(RULESET_2014, 4, 5, 1, 1000);

	(void)state;
	assert_int_equal(d.steps, 4);
	assert_int_equal(d.thresholds[0], 1000);
	assert_int_equal(d.thresholds[3], 4400);
	assert_int_equal(d.adventuring_day, 14000);
	assert_string_equal(d.rating, "easy");
	assert_string_equal(of(RULESET_2014, 4, 5, 1, 999).rating, "trivial");
	assert_string_equal(of(RULESET_2014, 4, 5, 1, 4400).rating, "deadly");
	assert_int_equal(of(RULESET_2014, 1, 20, 0, 0).thresholds[3], 12700);
	assert_int_equal(of(RULESET_2014, 1, 20, 0, 0).adventuring_day, 40000);
	/* What is outside is held to the bounds. */
	assert_int_equal(of(RULESET_2014, 1, 21, 0, 0).thresholds[3], 12700);
	assert_int_equal(of(RULESET_2014, 1, 0, 0, 0).thresholds[0], 25);
	assert_int_equal(of(RULESET_2014, 1, 1, 1, -5).xp, 0);
}

/* By the number of monsters, in halves; small and large parties a step aside. */
static void multipliers_of_2014(void **state)
{
	static const struct row {
		size_t monsters, party;
		int32_t multiplier;
	} rows[] = {{1, 4, 2},  {2, 4, 3},  {3, 4, 4},   {6, 4, 4},  {7, 4, 5},
	            {10, 4, 5}, {11, 4, 6}, {14, 4, 6},  {15, 4, 8}, {40, 4, 8},
	            {1, 2, 3},  {2, 2, 4},  {15, 2, 10}, {1, 3, 2},  {1, 5, 2},
	            {1, 6, 1},  {2, 6, 2},  {15, 6, 6},  {3, 9, 3}};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct difficulty d = of(RULESET_2014, rows[i].party, 1, rows[i].monsters, 50);

		assert_int_equal(d.multiplier, rows[i].multiplier);
		assert_int_equal(d.adjusted_xp,
		                 (int64_t)rows[i].monsters * 50 * rows[i].multiplier / 2);
	}
}

/* Nobody of a higher level can take less, and no step is below the one before. */
static void tables_ascend(void **state)
{
	(void)state;
	for (enum ruleset ruleset = RULESET_2014; ruleset < RULESETS; ruleset++)
		for (int32_t level = 1; level <= PARTY_LEVEL_MAX; level++) {
			struct difficulty is = of(ruleset, 1, level, 0, 0);
			struct difficulty before = of(ruleset, 1, level > 1 ? level - 1 : 1, 0, 0);

			for (size_t k = 0; k < is.steps; k++) {
				assert_true(is.thresholds[k] >= before.thresholds[k]);
				assert_true(!k || is.thresholds[k] > is.thresholds[k - 1]);
			}
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(budgets_of_2024),
	    cmocka_unit_test(thresholds_of_2014),
	    cmocka_unit_test(multipliers_of_2014),
	    cmocka_unit_test(tables_ascend),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
