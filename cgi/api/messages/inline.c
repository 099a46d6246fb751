#include "cgi/api/messages/inline.h"

#include "common/base/poison.h"

/* UTF-16 code units of well-formed UTF-8: two for what takes four bytes. */
static int32_t units(struct str text)
{
	int32_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		n += (c & 0xc0) != 0x80;
		n += c >= 0xf0;
	}
	return n;
}

static bool is_dice(struct str text, struct arena *arena, struct dice_problem *found)
{
	const struct dice_expression *expression;

	return dice_parse(text, arena, &expression, found);
}

static bool refuse(const struct dice_problem *found, struct str text, struct arena *arena,
                   struct roll_problem *problem)
{
	problem->code = dice_errors[found->error].code;
	problem->message =
	    arena_printf(arena, "has dice that cannot be rolled, %.*s: %s",
	                 STR_ARG(str_sub(text, 0, DICE_LABEL_MAX)), dice_errors[found->error].hint);
	if (str_utf8_length(problem->message) < 0)
		problem->message = str_of(dice_errors[found->error].hint);
	return false;
}

/* The expression and its label go to the right of "/roll": the longest beginning in whole words that is dice. */
static bool find_command(struct str rest, struct arena *arena, struct inline_dice *out,
                         struct roll_problem *problem)
{
	struct str whole = str_trim(rest), label;
	struct dice_problem found = {.error = DICE_EMPTY};
	size_t end = whole.n;

	while (end) {
		struct str expression = str_sub(whole, 0, end);

		if (end <= DICE_TEXT_MAX && is_dice(expression, arena, &found)) {
			label = str_trim(str_sub(whole, end, whole.n));
			if (str_utf8_length(label) > ROLL_LABEL_MAX) {
				*problem = (struct roll_problem){
				    "TOO_LONG",
				    STR("must say in 200 characters what the roll is for")};
				return false;
			}
			out->command = true;
			out->count = 1;
			out->rolls[0] =
			    (struct inline_roll){.expression = expression, .label = label};
			return true;
		}
		while (end && whole.p[end - 1] != ' ')
			end--;
		while (end && whole.p[end - 1] == ' ')
			end--;
	}
	return refuse(&found, whole, arena, problem);
}

/* Where the dice end that begin at `from`: their own labels have brackets too. text.n when they do not end, or are
 * longer than dice are. */
static size_t find_end(struct str text, size_t from)
{
	size_t depth = 0;

	for (size_t i = from; i < text.n && i <= from + DICE_TEXT_MAX; i++) {
		if (text.p[i] == '[')
			depth++;
		else if (text.p[i] == ']' && depth)
			depth--;
		else if (text.p[i] == ']')
			return i + 1 < text.n && text.p[i + 1] == ']' ? i : text.n;
	}
	return text.n;
}

bool inline_find(struct str text, struct arena *arena, struct inline_dice *out,
                 struct roll_problem *problem)
{
	struct str rest = text, word = str_cut(&rest, ' ');

	out->command = false;
	out->count = 0;
	if (str_eq(word, STR("/roll")) || str_eq(word, STR("/r")))
		return find_command(rest, arena, out, problem);
	for (size_t i = 0; i + 1 < text.n; i++) {
		struct dice_problem found;
		struct inline_roll *roll = &out->rolls[out->count];
		size_t end;

		if (text.p[i] != '[' || text.p[i + 1] != '[')
			continue;
		end = find_end(text, i + 2);
		if (end == text.n)
			continue;
		if (out->count == INLINE_MAX) {
			*problem = (struct roll_problem){
			    "TOO_MANY_DICE", STR("must have dice in 20 places at most")};
			return false;
		}
		roll->expression = str_sub(text, i + 2, end - i - 2);
		roll->label = (struct str){NULL, 0};
		roll->place.start = units(str_sub(text, 0, i));
		roll->place.length = units(str_sub(text, i, end + 2 - i));
		if (!is_dice(roll->expression, arena, &found))
			return refuse(&found, roll->expression, arena, problem);
		out->count++;
		i = end + 1;
	}
	return true;
}
