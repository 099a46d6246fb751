/* The dice in a message: all of it ("/roll 2d6+3 for the wolves"), or here and there ("I swing, [[1d20+5]]"). */
#ifndef TABARD_API_MESSAGES_INLINE_H
#define TABARD_API_MESSAGES_INLINE_H

#include "cgi/api/rolled.h"

enum { INLINE_MAX = 20 };

struct inline_roll {
	struct str expression, label;
	struct text_place place; /* nothing in it for a command */
};

struct inline_dice {
	bool command; /* the message is a roll and nothing else */
	struct inline_roll rolls[INLINE_MAX];
	size_t count;
};

/* Finds them. What stands in [[…]] is dice; in a command the longest beginning that is dice is rolled, and what follows
 * is what for. False with the first problem. Slices point into the text. */
bool inline_find(struct str text, struct arena *arena, struct inline_dice *out,
                 struct roll_problem *problem);

#endif
