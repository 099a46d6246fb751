/* Dice: the source of randomness that every rule takes as an argument, and dice notation, the
 * expressions people type (4d6kh3, 1d20+@str, 2d6[slashing]+1d6[fire] # a note).
 *
 *   roll   <- expr ('#' comment)? EOF
 *   expr   <- sum (('==' / '!=' / '>=' / '<=' / '>' / '<') sum)?              gives 0 or 1
 *   sum    <- prod (('+' / '-') prod)*
 *   prod   <- unary (('*' / '//' / '/' / '%') unary)*
 *   unary  <- ('+' / '-')* atom label*
 *   atom   <- dice / set / number / '@' name
 *   dice   <- count? 'd' (faces / '%') op*
 *   set    <- ('(' expr (',' expr)* ')' / '{' expr (',' expr)* '}') keep*
 *   op     <- keep / ('rr' / 'ro' / 'ra' / 'xo' / 'e' / 'x' / '!') sel?
 *           / ('mi' 'n'? / 'ma' 'x'?) number / 'cs' sel
 *   keep   <- ('kh' / 'kl' / 'dh' / 'dl' / 'ph' / 'pl') number?
 *   sel    <- ('==' / '!=' / '>=' / '<=' / '>' / '<')? number / ('h' / 'l') number
 *   label  <- '[' 1 to 64 characters without ']' ']'
 *
 * Blanks may stand between all of these but not inside a dice term. Letters fold case. Operators
 * apply from left to right to the dice still kept; the same one twice in a row is a union; of equal
 * dice the earlier is the higher. What is left out after kh, kl, dh and dl is 1, after rr and ro a
 * rolled 1, after ra and e the highest face.
 * `/` is exact until the total is truncated toward zero; `//` rounds down, and `%` goes with it. */
#ifndef TABARD_RULES_DICE_H
#define TABARD_RULES_DICE_H

#include "common/base/arena.h"
#include "common/base/shape.h"

/* Where rolls come from: `roll` gives 1..faces, each equally likely; faces >= 1. In production it
 * draws from the system, in a fold it replays what was rolled then, in a test it follows a
 * script. */
struct dice {
	int32_t (*roll)(void *context, int32_t faces);
	void *context;
};

/* One roll; a source that leaves 1..faces is held to it. */
int32_t dice_roll(const struct dice *dice, int32_t faces);

enum {
	DICE_TEXT_MAX = 256, /* bytes */
	DICE_NESTING_MAX = 16,
	DICE_ROLLED_MAX = 1000, /* rerolls and explosions counted */
	DICE_FACES_MAX = 100000,
	DICE_LABEL_MAX = 64, /* characters */
};

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

/* A parsed text; borrows from it. Can be rolled any number of times. */
struct dice_expression;

/* False with the first problem when it is not dice notation. */
bool dice_parse(struct str text, struct arena *arena, const struct dice_expression **out,
                struct dice_problem *problem);

struct dice_name {
	struct str name; /* without the @ */
	int32_t value;
};

/* How to roll. */
struct dice_options {
	const struct dice_name *names;
	size_t name_count;
	int advantage; /* 1, 0, -1: the expression's one d20 with its operators is rolled twice */
	bool critical; /* rolls every die of the text twice; flat numbers stay */
};

struct die {
	int32_t faces;
	int32_t rolled; /* as it fell */
	int32_t value;  /* after mi and ma */
	bool kept;      /* counts; neither dropped nor rerolled */
	bool rerolled;  /* another one further on stands in its place */
	bool exploded;  /* brought another one */
	bool success;   /* counted by cs */
};

struct dice_part {
	struct str label; /* empty for what has none */
	int64_t total;
};

enum dice_mark { DICE_NO_MARK, DICE_CRITICAL, DICE_FUMBLE };

struct dice_node_value;

struct dice_answer {
	int64_t total;
	struct list dice;  /* of struct die, in the order in which they fell */
	struct list parts; /* of struct dice_part, in the order of the text; none without labels */
	enum dice_mark mark; /* a 20 or a 1 on the only d20 that is kept */
	struct str comment;
	bool doubled;                         /* every die was rolled twice, for a critical hit */
	const struct dice_node_value *values; /* for dice_text */
};

/* Rolls. False with a problem: a name without a value, too many dice, a division by zero, a total
 * past 64 bits, advantage without exactly one single d20. What the answer refers to is in `arena`
 * or in the text. */
bool dice_evaluate(const struct dice_expression *expression, const struct dice_options *options,
                   const struct dice *dice, struct arena *arena, struct dice_answer *out,
                   struct dice_problem *problem);

/* One line: 4d6kh3 (6, 4, ~~1~~, 3) + 2 = 15. Dropped and rerolled dice are struck, 6! exploded and
 * 5* was counted; of many dice the first 40 are shown. */
struct str dice_text(const struct dice_expression *expression, const struct dice_answer *answer,
                     struct arena *arena);

#endif
