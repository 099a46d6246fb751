/* common/rules/dice: exact distributions of small expressions against loops written apart from the
 * library, and the ranges and means of RULES.md. */
#include "tests/unit/cm.h"

#include "common/rules/dice_notation.h"

enum { LOWEST = -30, HIGHEST = 99, PATH_MAX_DICE = 12 };

/* The chance of each total. */
struct chances {
	double of[HIGHEST - LOWEST + 1];
};

static bool near(double a, double b, double by)
{
	return a - b < by && b - a < by;
}

static double *chance(struct chances *c, int64_t total)
{
	assert_in_range(total - LOWEST, 0, HIGHEST - LOWEST);
	return &c->of[total - LOWEST];
}

/* Every way in which dice can fall, one after the other: a path of values that grows as dice are
 * asked for, counted up like an odometer whose wheels have as many digits as the dice have faces.
 */
struct path {
	int32_t values[PATH_MAX_DICE], faces[PATH_MAX_DICE];
	size_t length, at;
	bool cut; /* longer than this is not looked at */
};

static int32_t path_roll(void *context, int32_t faces)
{
	struct path *p = context;

	if (p->at >= PATH_MAX_DICE) {
		p->cut = true;
		return 1 + (int32_t)(p->at++ % (size_t)faces); /* whatever it waits for comes */
	}
	if (p->at == p->length) {
		p->values[p->length] = 1;
		p->faces[p->length++] = faces;
	}
	return p->values[p->at++];
}

static bool next_path(struct path *p)
{
	while (p->length && p->values[p->length - 1] == p->faces[p->length - 1])
		p->length--;
	if (!p->length)
		return false;
	p->values[p->length - 1]++;
	return true;
}

static int64_t roll(const char *text, const struct dice_options *how, const struct dice *dice,
                    struct dice_answer *answer, struct arena *arena)
{
	const struct dice_expression *e;
	struct dice_problem problem;

	if (!dice_parse(str_of(text), arena, &e, &problem) ||
	    !dice_evaluate(e, how, dice, arena, answer, &problem))
		fail_msg("%s: %s", text, dice_errors[problem.error].code);
	return answer->total;
}

static void enumerate(const char *text, int advantage, struct chances *c)
{
	const struct dice_options how = {.advantage = advantage};
	struct arena arena = {0};
	struct path path = {0};
	const struct dice dice = {path_roll, &path};
	struct dice_answer answer;

	do {
		double weight = 1;
		int64_t total;

		path.at = 0;
		path.cut = false;
		total = roll(text, &how, &dice, &answer, &arena);
		for (size_t i = 0; i < path.length; i++)
			weight /= path.faces[i];
		if (!path.cut)
			*chance(c, total) += weight;
		arena_reset(&arena);
	} while (next_path(&path));
	arena_free(&arena);
}

/* Loops -----------------------------------------------------------------------------------------
 */

static int max_of(int a, int b)
{
	return a > b ? a : b;
}

static int min_of(int a, int b)
{
	return a < b ? a : b;
}

/* All ways of four dice of `faces`; those that a rule does not look at average out. */
static void four(struct chances *c, int faces, int (*total)(int, int, int, int))
{
	double weight = 1.0 / (faces * faces * faces * faces);

	for (int x = 1; x <= faces; x++)
		for (int y = 1; y <= faces; y++)
			for (int z = 1; z <= faces; z++)
				for (int w = 1; w <= faces; w++)
					*chance(c, total(x, y, z, w)) += weight;
}

static int least_of(int a, int b, int c, int d)
{
	return min_of(min_of(a, b), min_of(c, d));
}

static int best_three(int a, int b, int c, int d)
{
	return a + b + c + d - least_of(a, b, c, d);
}

static int best_of_two(int a, int b, int c, int d)
{
	(void)c, (void)d;
	return max_of(a, b);
}

static int worst_of_two(int a, int b, int c, int d)
{
	(void)c, (void)d;
	return min_of(a, b);
}

static int best_and_worst_of_three(int a, int b, int c, int d)
{
	(void)d;
	return max_of(max_of(a, b), c) + min_of(min_of(a, b), c);
}

static int two_at_least_3(int a, int b, int c, int d)
{
	(void)c, (void)d;
	return max_of(a, 3) + max_of(b, 3);
}

/* A 1 or a 2 is rolled again, once: the next die takes its place. */
static int two_rerolled_under_3(int a, int b, int c, int d)
{
	return (a < 3 ? c : a) + (b < 3 ? d : b);
}

static int above_2_of_four(int a, int b, int c, int d)
{
	return (a > 2) + (b > 2) + (c > 2) + (d > 2);
}

static int difference(int a, int b, int c, int d)
{
	(void)c, (void)d;
	return a - b;
}

static int three_and_another_for_a_4(int a, int b, int c, int d)
{
	return a + b + c + (a == 4 || b == 4 || c == 4 ? d : 0);
}

static int sum_of_halves(int a, int b, int c, int d)
{
	(void)c, (void)d;
	return (a + b) / 2;
}

static int floors(int a, int b, int c, int d)
{
	(void)c, (void)d;
	return a / 2 + b / 2;
}

static int better_pair(int a, int b, int c, int d)
{
	return max_of(a + b, c + d);
}

static void distributions_are_exact(void **state)
{
	static const struct row {
		const char *text;
		int advantage, faces;
		int (*total)(int, int, int, int);
	} rows[] = {
	    {"4d6kh3", 0, 6, best_three},
	    {"4d6dl1", 0, 6, best_three},
	    {"4d6pl", 0, 6, best_three},
	    {"4d6kl1", 0, 6, least_of},
	    {"2d20kh1", 0, 20, best_of_two},
	    {"2d20kl1", 0, 20, worst_of_two},
	    {"2d20dl", 0, 20, best_of_two},
	    {"1d20", 1, 20, best_of_two},
	    {"1d20", -1, 20, worst_of_two},
	    {"3d6kh1kl1", 0, 6, best_and_worst_of_three},
	    {"2d6mi3", 0, 6, two_at_least_3},
	    {"2d6ro<3", 0, 6, two_rerolled_under_3},
	    {"4d6cs>2", 0, 6, above_2_of_four},
	    {"1d6-1d6", 0, 6, difference},
	    {"3d4ra4", 0, 4, three_and_another_for_a_4},
	    {"1d6/2+1d6/2", 0, 6, sum_of_halves},
	    {"1d6//2+1d6//2", 0, 6, floors},
	    {"(2d6,2d6)kh1", 0, 6, better_pair},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct chances is = {{0}}, should = {{0}};

		enumerate(rows[i].text, rows[i].advantage, &is);
		four(&should, rows[i].faces, rows[i].total);
		for (int total = LOWEST; total <= HIGHEST; total++)
			if (!near(*chance(&is, total), *chance(&should, total), 1e-9))
				fail_msg("%s gives %d with %.12f, not %.12f", rows[i].text, total,
				         *chance(&is, total), *chance(&should, total));
	}
}

/* What has no end is compared as far as the path goes. 1d4e4: 4k+r (r in 1..3) with 4^-(k+1);
 * 1d4rr1: 2, 3, 4 alike; 2d4e4 is two of the first. */
static void endless_ones_are_exact_as_far_as_seen(void **state)
{
	struct chances one = {{0}}, two = {{0}}, again = {{0}};

	(void)state;
	enumerate("1d4e4", 0, &one);
	for (int total = 1; total < 24; total++) {
		double should = total % 4 ? 0.25 : 0;

		for (int fours = 0; fours < total / 4; fours++)
			should /= 4;
		assert_true(near(*chance(&one, total), should, 1e-12));
	}
	enumerate("2d4!", 0, &two);
	for (int total = 2; total < 12; total++) {
		double should = 0;

		for (int first = 1; first < total; first++)
			should += *chance(&one, first) * *chance(&one, total - first);
		assert_true(near(*chance(&two, total), should, 1e-9));
	}
	enumerate("1d4rr1", 0, &again);
	for (int total = 1; total <= 4; total++)
		assert_true(near(*chance(&again, total), total > 1 ? 1.0 / 3 : 0, 1e-6));
}

/* Many rolls ----------------------------------------------------------------------------------- */

static int32_t roll_at_random(void *context, int32_t faces)
{
	return 1 + (int32_t)random_below(context, (size_t)faces);
}

static bool anything(int64_t total)
{
	(void)total;
	return true;
}

static bool even(int64_t total)
{
	return total % 2 == 0;
}

static bool no_multiple_of_6(int64_t total)
{
	return total % 6 != 0;
}

static bool not_20(int64_t total)
{
	return total != 20;
}

/* RULES.md "Dice notation": expression, range, mean or property. The ends of the range are named
 * where enough rolls meet them. */
static void ranges_and_means(void **state)
{
	enum { ROLLS = 60000 };
	static const struct row {
		const char *text;
		int64_t min, max;
		bool ends; /* both are met */
		double mean;
		bool (*property)(int64_t);
	} rows[] = {
	    {"1d20", 1, 20, true, 10.5, anything},
	    {"d20", 1, 20, true, 10.5, anything},
	    {"1D20", 1, 20, true, 10.5, anything},
	    {"1d%", 1, 100, true, 50.5, anything},
	    {"2d6+1d4+3", 6, 19, true, 12.5, anything},
	    {"-1d4", -4, -1, true, -2.5, anything},
	    {"(1d4+1)*2", 4, 10, true, 7, even},
	    {"2*8d6", 16, 96, false, 56, even},
	    {"15/2", 7, 7, true, 7, anything},
	    {"-15/2", -7, -7, true, -7, anything},
	    {"17%5", 2, 2, true, 2, anything},
	    {"2d20kh1", 1, 20, true, 13.825, anything},
	    {"2d20kh", 1, 20, true, 13.825, anything},
	    {"4d6kh3", 3, 18, true, 12.2446, anything},
	    {"4d6dl1", 3, 18, true, 12.2446, anything},
	    {"4d6rr1kh3", 6, 18, true, 13.4336, anything},
	    {"1d20ro1", 1, 20, true, 10.975, anything},
	    {"1d20rr<3", 3, 20, true, 11.5, anything},
	    {"2d6mi3", 6, 12, true, 8, anything},
	    {"1d6e6", 1, INT64_MAX, false, 4.2, no_multiple_of_6},
	    {"1d20ra20", 1, 40, true, 11.025, not_20},
	    {"(1,2,3,4,5)kh1kl1", 6, 6, true, 6, anything},
	    {"1d20+5 # attack", 6, 25, true, 15.5, anything},
	    {"1d20>=10", 0, 1, true, 0.55, anything},
	    {"0d6", 0, 0, true, 0, anything},
	};
	static const struct dice_options plainly = {0};
	uint64_t random = 20;
	const struct dice dice = {roll_at_random, &random};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int64_t min = INT64_MAX, max = INT64_MIN;
		double sum = 0, squares = 0, mean, variance, off;
		struct dice_answer answer;

		for (int n = 0; n < ROLLS; n++) {
			int64_t total = roll(rows[i].text, &plainly, &dice, &answer, &arena);

			assert_true(rows[i].property(total));
			min = total < min ? total : min;
			max = total > max ? total : max;
			sum += (double)total;
			squares += (double)total * (double)total;
			arena_reset(&arena);
		}
		mean = sum / ROLLS;
		variance = (squares / ROLLS - mean * mean) / ROLLS;
		off = mean - rows[i].mean;
		if (min < rows[i].min || max > rows[i].max)
			fail_msg("%s: %lld to %lld", rows[i].text, (long long)min, (long long)max);
		if (rows[i].ends && (min != rows[i].min || max != rows[i].max))
			fail_msg("%s: only %lld to %lld", rows[i].text, (long long)min,
			         (long long)max);
		/* Six standard deviations, and the rounding of RULES.md. */
		if (off * off > 36 * variance + 1e-8)
			fail_msg("%s: mean %f, not %f", rows[i].text, mean, rows[i].mean);
	}
	arena_free(&arena);
}

/* The limits that are accepted, to the last one. */
static void limits_are_accepted(void **state)
{
	static const struct dice_options plainly = {0}, critical = {.critical = true};
	uint64_t random = 1;
	const struct dice dice = {roll_at_random, &random};
	struct arena arena = {0};
	struct dice_answer answer;

	(void)state;
	assert_int_equal(roll("1000d1", &plainly, &dice, &answer, &arena), 1000);
	assert_int_equal(answer.dice.count, 1000);
	assert_int_equal(roll("500d1", &critical, &dice, &answer, &arena), 1000);
	assert_int_equal(roll("500d1ro1", &plainly, &dice, &answer, &arena), 500);
	assert_int_equal(answer.dice.count, 1000);
	arena_free(&arena);
}

/* One more die than there may be, met only while rolling. */
static void rerolls_count_as_dice(void **state)
{
	static const char *const texts[] = {"501d1ro1", "1000d1ra1", "999d1ra1+1d6"};
	static const struct dice_options plainly = {0};
	uint64_t random = 1;
	const struct dice dice = {roll_at_random, &random};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const struct dice_expression *e;
		struct dice_problem problem;
		struct dice_answer answer;

		assert_true(dice_parse(str_of(texts[i]), &arena, &e, &problem));
		assert_false(dice_evaluate(e, &plainly, &dice, &arena, &answer, &problem));
		assert_int_equal(problem.error, DICE_TOO_MANY_DICE);
	}
	arena_free(&arena);
}

/* A source that leaves 1..faces is held to it. */
static int32_t roll_badly(void *context, int32_t faces)
{
	bool *high = context;

	*high = !*high;
	return *high ? faces + 7 : -3;
}

static void a_bad_source_is_held_to_its_faces(void **state)
{
	bool high = false;
	const struct dice dice = {roll_badly, &high};

	(void)state;
	assert_int_equal(dice_roll(&dice, 6), 6);
	assert_int_equal(dice_roll(&dice, 6), 1);
}

static void every_problem_has_a_code_and_a_hint(void **state)
{
	(void)state;
	for (size_t i = 1; i < DICE_ERRORS; i++) {
		const char *hint = dice_errors[i].hint;

		assert_non_null(dice_errors[i].code);
		assert_true(strlen(hint) > 10 && hint[strlen(hint) - 1] == '.');
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(dice_errors[i].code, dice_errors[k].code);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(distributions_are_exact),
	    cmocka_unit_test(endless_ones_are_exact_as_far_as_seen),
	    cmocka_unit_test(ranges_and_means),
	    cmocka_unit_test(limits_are_accepted),
	    cmocka_unit_test(rerolls_count_as_dice),
	    cmocka_unit_test(a_bad_source_is_held_to_its_faces),
	    cmocka_unit_test(every_problem_has_a_code_and_a_hint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
