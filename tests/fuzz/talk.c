/* Text as people type it at a table: the dice in it are found. What must hold:
 *   - a refusal has a code and a message in UTF-8;
 *   - each of at most 20 expressions is dice notation and stands where its place says, in order, without overlap;
 *   - a command is one roll without a place, and its label what follows it;
 *   - what is found does not depend on what stands behind the text. */
#include <stdlib.h>
#include <string.h>

#include "cgi/api/messages/inline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

/* The byte at which the code unit `wanted` of UTF-16 begins. */
static size_t byte_of(struct str text, int32_t wanted)
{
	int32_t units = 0;
	size_t i = 0;

	while (i < text.n && units < wanted) {
		unsigned char c = (unsigned char)text.p[i++];

		units += c >= 0xf0 ? 2 : 1;
		while (i < text.n && ((unsigned char)text.p[i] & 0xc0) == 0x80)
			i++;
	}
	must(units == wanted);
	return i;
}

static void check_inline(struct str text, const struct inline_dice *dice)
{
	size_t last = 0;

	for (size_t i = 0; i < dice->count; i++) {
		const struct inline_roll *roll = &dice->rolls[i];
		size_t from = byte_of(text, roll->place.start);
		size_t to = byte_of(text, roll->place.start + roll->place.length);

		must(from >= last && to == from + roll->expression.n + 4);
		must(roll->expression.p == text.p + from + 2);
		must(memcmp(text.p + from, "[[", 2) == 0 && memcmp(text.p + to - 2, "]]", 2) == 0);
		last = to;
	}
}

static void check_command(struct str text, const struct inline_dice *dice)
{
	const struct inline_roll *roll = &dice->rolls[0];

	must(dice->count == 1 && text.p[0] == '/' && !roll->place.length);
	must(str_utf8_length(roll->label) <= ROLL_LABEL_MAX);
	must(!roll->label.n || roll->label.p >= roll->expression.p + roll->expression.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct arena arena = {0};
	struct inline_dice dice, again;
	struct roll_problem problem = {0};
	char *copy = malloc(size + 2);

	/* Bodies are UTF-8 without a NUL before anything here sees them. */
	if (!size || !copy || str_utf8_length(text) < 0 || memchr(data, 0, size)) {
		free(copy);
		return 0;
	}
	memcpy(copy, data, size);
	memcpy(copy + size, "]]", 2);
	if (!inline_find(text, &arena, &dice, &problem)) {
		must(problem.code && problem.code[0] && str_utf8_length(problem.message) > 0);
	} else {
		const struct dice_expression *expression;
		struct dice_problem found;

		must(dice.count <= INLINE_MAX);
		for (size_t i = 0; i < dice.count; i++)
			must(dice_parse(dice.rolls[i].expression, &arena, &expression, &found));
		if (dice.command)
			check_command(text, &dice);
		else
			check_inline(text, &dice);
		must(inline_find((struct str){copy, size}, &arena, &again, &problem) &&
		     again.count == dice.count && again.command == dice.command);
	}
	arena_free(&arena);
	free(copy);
	return 0;
}
