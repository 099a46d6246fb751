/* Dice notation: the expressions people type, such as 4d6kh3, 1d20+@str or
 * 2d6[slashing]+1d6[fire] # a note.
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
#ifndef TABARD_RULES_DICE_NOTATION_H
#define TABARD_RULES_DICE_NOTATION_H

#include "common/base/arena.h"
#include "common/base/shape.h"
#include "common/rules/dice.h"
#include "common/rules/dice_errors.h"

enum {
	DICE_TEXT_MAX = 256, /* bytes */
	DICE_NESTING_MAX = 16,
	DICE_ROLLED_MAX = 1000, /* rerolls and explosions counted */
	DICE_FACES_MAX = 100000,
	DICE_LABEL_MAX = 64, /* characters */
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
