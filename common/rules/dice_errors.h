/* What can be wrong with dice notation. */
#ifndef TABARD_RULES_DICE_ERRORS_H
#define TABARD_RULES_DICE_ERRORS_H

#include <stddef.h>

enum dice_error {
	DICE_OK,
	DICE_EMPTY,
	DICE_TOO_LONG,
	DICE_NOT_UTF8,
	DICE_EXPECTED_VALUE,  /* a number, dice, a name or a parenthesis */
	DICE_EXPECTED_NUMBER, /* that an operator needs */
	DICE_EXPECTED_FACES,
	DICE_EXPECTED_NAME, /* behind @ */
	DICE_EXPECTED_CLOSE,
	DICE_UNEXPECTED_TEXT,
	DICE_UNKNOWN_OPERATOR,
	DICE_AMBIGUOUS_KEEP,   /* 4d6k3 */
	DICE_AMBIGUOUS_DROP,   /* 4d6d1 */
	DICE_AMBIGUOUS_REROLL, /* 1d20r1 */
	DICE_NEEDS_DICE,       /* an operator for dice behind a parenthesis */
	DICE_NEEDS_AT,
	DICE_NOT_WHOLE,
	DICE_NUMBER_TOO_BIG,
	DICE_NO_FACES,
	DICE_TOO_MANY_FACES,
	DICE_TOO_MANY_DICE,
	DICE_TOO_DEEP,
	DICE_BAD_LABEL,
	DICE_ENDLESS,
	DICE_UNKNOWN_NAME,
	DICE_DIVISION_BY_ZERO,
	DICE_TOTAL_TOO_BIG,
	DICE_NO_SINGLE_D20,
	DICE_ERRORS,
};

struct dice_error_row {
	const char *code; /* "TOO_MANY_DICE" */
	const char *hint; /* what to write instead */
};
extern const struct dice_error_row dice_errors[DICE_ERRORS];

struct dice_problem {
	enum dice_error error;
	size_t at; /* byte of the text, from 0 */
};

#endif
