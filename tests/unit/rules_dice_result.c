/* common/rules: what a roll answers, as JSON. */
#include "tests/unit/cm.h"

#include "common/json/json.h"
#include "common/rules/dice_result.h"

/* Dice that fall as listed. */
struct listed {
	const int32_t *dice;
	size_t count, next;
};

static int32_t fall(void *context, int32_t faces)
{
	struct listed *l = context;

	(void)faces;
	return l->next < l->count ? l->dice[l->next++] : 1;
}

struct roll {
	const char *text;
	int32_t dice[6];
	struct dice_options how;
	const char *json;
};

static struct dice_result rolled(const struct roll *r, struct arena *arena)
{
	struct listed listed = {r->dice, 6, 0};
	const struct dice dice = {fall, &listed};
	const struct dice_expression *expression;
	struct dice_problem problem;
	struct dice_answer answer;

	assert_true(dice_parse(str_of(r->text), arena, &expression, &problem));
	assert_true(dice_evaluate(expression, &r->how, &dice, arena, &answer, &problem));
	return dice_result(str_of(r->text), expression, &answer, arena);
}

static void answers_are_written_and_read(void **state)
{
	static const struct roll rolls[] = {
	    {"2d20kh1+5 # attack",
	     {20, 3},
	     {0},
	     "{\"expression\":\"2d20kh1+5 # attack\",\"total\":25,\"dice\":["
	     "{\"faces\":20,\"rolled\":20,\"value\":20,\"kept\":true},"
	     "{\"faces\":20,\"rolled\":3,\"value\":3,\"kept\":false}],"
	     "\"mark\":\"critical\",\"comment\":\"attack\","
	     "\"line\":\"2d20kh1 (20, ~~3~~) + 5 = 25\"}"},
	    {"2d6[slashing]+1d6ro1[fire]",
	     {4, 5, 1, 3},
	     {0},
	     "{\"expression\":\"2d6[slashing]+1d6ro1[fire]\",\"total\":12,\"dice\":["
	     "{\"faces\":6,\"rolled\":4,\"value\":4,\"kept\":true},"
	     "{\"faces\":6,\"rolled\":5,\"value\":5,\"kept\":true},"
	     "{\"faces\":6,\"rolled\":1,\"value\":1,\"kept\":false,\"rerolled\":true},"
	     "{\"faces\":6,\"rolled\":3,\"value\":3,\"kept\":true}],"
	     "\"parts\":[{\"label\":\"slashing\",\"total\":9},{\"label\":\"fire\",\"total\":3}],"
	     "\"mark\":\"none\","
	     "\"line\":\"2d6 (4, 5) [slashing] + 1d6ro1 (~~1~~, 3) [fire] = 12\"}"},
	    {"1d6e6", {6, 2}, {0}, NULL},
	    {"3d6cs>4", {6, 2, 5}, {0}, NULL},
	    {"1d6mi3", {1}, {.critical = true}, NULL},
	    {"1d20", {1, 9}, {.advantage = -1}, NULL},
	    {"7", {0}, {0}, NULL},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof rolls / sizeof *rolls; i++) {
		struct dice_result told = rolled(&rolls[i], &arena), read = {0};
		struct buf text = BUF(&arena), again = BUF(&arena);
		struct problems problems = {0};

		json_encode(&text, &dice_result_shape, &told);
		if (rolls[i].json)
			assert_str(buf_str(&text), rolls[i].json);
		assert_true(
		    json_decode(buf_str(&text), &dice_result_shape, &arena, &read, &problems));
		json_encode(&again, &dice_result_shape, &read);
		assert_true(str_eq(buf_str(&text), buf_str(&again)));
	}
	arena_free(&arena);
}

static bool says(const struct roll *r, const char *part)
{
	struct arena arena = {0};
	struct dice_result told = rolled(r, &arena);
	struct buf text = BUF(&arena);
	bool found;

	json_encode(&text, &dice_result_shape, &told);
	found = strstr(arena_cstr(&arena, buf_str(&text)), part) != NULL;
	arena_free(&arena);
	return found;
}

/* What a die went through, and marks; each with a roll that does not have it. */
static void every_die_says_what_it_did(void **state)
{
	const struct roll plain = {.text = "1d20", .dice = {7}};

	(void)state;
	assert_true(says(&(struct roll){"1d6e6", {6, 2}, {0}, NULL}, "\"exploded\":true"));
	assert_true(says(&(struct roll){"3d6cs>4", {6, 2, 5}, {0}, NULL}, "\"success\":true"));
	assert_true(says(&(struct roll){"1d6", {2}, {.critical = true}, NULL}, "\"doubled\":true"));
	assert_true(says(&(struct roll){"1d20", {1}, {0}, NULL}, "\"mark\":\"fumble\""));
	assert_true(says(&plain, "\"mark\":\"none\""));
	assert_false(says(&plain, "exploded"));
	assert_false(says(&plain, "success"));
	assert_false(says(&plain, "doubled"));
	assert_false(says(&plain, "parts"));
}

/* Totals of 64 bits keep every digit. */
static void totals_are_long(void **state)
{
	const struct roll large = {.text = "2147483647*2147483647*2"};
	const struct roll small = {.text = "-2147483647*2147483647[cold]"};

	(void)state;
	assert_true(says(&large, "\"total\":9223372028264841218,"));
	assert_true(says(&small, "\"total\":-4611686014132420609,"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(answers_are_written_and_read),
	    cmocka_unit_test(every_die_says_what_it_did),
	    cmocka_unit_test(totals_are_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
