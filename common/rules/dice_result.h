/* What a roll answers, as JSON. */
#ifndef TABARD_RULES_DICE_RESULT_H
#define TABARD_RULES_DICE_RESULT_H

#include "common/rules/dice_notation.h"

struct dice_result {
	struct str expression; /* as it was sent */
	struct str line;       /* of dice_text */
	struct dice_answer answer;
};
/* As POST /dice/roll answers it. A total past 2^53 is exact here and in `line`; JavaScript rounds it. */
extern const struct shape dice_result_shape;
extern const char *const dice_mark_names[];

/* Puts the answer together; borrows from what it is given. */
struct dice_result dice_result(struct str text, const struct dice_expression *expression,
                               const struct dice_answer *answer, struct arena *arena);

#endif
