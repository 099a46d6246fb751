/* Bytes at dice notation: the first says how to roll and seeds the dice, the rest is the text. What
 * must hold:
 *   - a refusal has its code, and a position within the text;
 *   - what is rolled stays within the limits: dice, faces, each die between 1 and its faces;
 *   - a text without labels has no parts, and whole parts add up to the total;
 *   - the one-line rendering is UTF-8 and ends with the total;
 *   - the same dice give the same answer. */
#include <stdlib.h>

#include "common/json/json.h"
#include "common/rules/dice_result.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static int32_t roll(void *context, int32_t faces)
{
	uint64_t *state = context;

	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return 1 + (int32_t)((*state >> 33) % (uint64_t)faces);
}

static void check_dice(const struct dice_answer *a)
{
	const struct die *dice = a->dice.items;

	must(a->dice.count <= DICE_ROLLED_MAX);
	for (size_t i = 0; i < a->dice.count; i++) {
		must(dice[i].faces >= 1 && dice[i].faces <= DICE_FACES_MAX);
		must(dice[i].rolled >= 1 && dice[i].rolled <= dice[i].faces);
		must(!(dice[i].kept && dice[i].rerolled));
	}
}

/* Only whole numbers are sure to add up: 1/2[fire]+1/2[cold] is 1 in all, and 0 and 0. */
static void check_parts(struct str text, const struct dice_answer *a)
{
	const struct dice_part *parts = a->parts.items;
	int64_t sum = 0;

	if (str_find(text, '[') == text.n)
		must(a->parts.count == 0);
	if (!a->parts.count || str_find(text, '/') < text.n)
		return;
	for (size_t i = 0; i < a->parts.count; i++)
		if (__builtin_add_overflow(sum, parts[i].total, &sum))
			return;
	must(sum == a->total);
}

static void check_line(const struct dice_expression *e, const struct dice_answer *a,
                       struct arena *arena)
{
	struct str line = dice_text(e, a, arena);
	struct str end = arena_printf(arena, " = %lld", (long long)a->total);

	must(str_utf8_length(line) > 0);
	must(line.n > end.n && str_eq(str_sub(line, line.n - end.n, end.n), end));
}

/* What is written is read again, whole. */
static void check_json(struct str text, const struct dice_expression *e,
                       const struct dice_answer *a, struct arena *arena)
{
	struct dice_result told = dice_result(text, e, a, arena), read = {0};
	struct problems problems = {0};
	struct buf b = BUF(arena), again = BUF(arena);

	json_encode(&b, &dice_result_shape, &told);
	must(json_decode(buf_str(&b), &dice_result_shape, arena, &read, &problems));
	must(read.answer.total == a->total && read.answer.dice.count == a->dice.count);
	json_encode(&again, &dice_result_shape, &read);
	must(str_eq(buf_str(&b), buf_str(&again)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct dice_name names[] = {{{"str", 3}, 5}, {{"dex", 3}, -2}};
	struct str text = {(const char *)data + 1, size ? size - 1 : 0};
	const struct dice_expression *e;
	struct dice_options how = {.names = names, .name_count = 2};
	struct dice_answer a, again;
	struct dice_problem problem;
	struct arena arena = {0};

	if (!size)
		return 0;
	how.advantage = data[0] % 3 - 1;
	how.critical = data[0] / 3 % 2;
	if (!dice_parse(text, &arena, &e, &problem)) {
		must(problem.error > DICE_OK && problem.error < DICE_ERRORS);
		must(problem.at <= text.n);
	} else {
		uint64_t seed = data[0], same_seed = seed;
		bool good =
		    dice_evaluate(e, &how, &(struct dice){roll, &seed}, &arena, &a, &problem);

		must(good == dice_evaluate(e, &how, &(struct dice){roll, &same_seed}, &arena,
		                           &again, &problem));
		if (good) {
			must(a.total == again.total && a.dice.count == again.dice.count);
			check_dice(&a);
			check_parts(text, &a);
			check_line(e, &a, &arena);
			check_json(text, e, &a, &arena);
		} else {
			must(problem.error > DICE_OK && problem.error < DICE_ERRORS);
			must(problem.at <= text.n);
		}
	}
	arena_free(&arena);
	return 0;
}
