/* A case about moves while it is played. */
#ifndef TABARD_TESTS_RULES_STORY_H
#define TABARD_TESTS_RULES_STORY_H

#include "common/rules/fold.h"
#include "tests/rules/move_words.h"

enum { MOVES_IN_A_CASE = 40 };

/* One step of a case: what it was, so that `undo` can go back. */
struct past {
	struct encounter before;
	struct change change;
};

struct story {
	struct trial *t;
	struct encounter now;
	struct outcome out; /* of the last move */
	struct past past[MOVES_IN_A_CASE];
	size_t depth;
	struct encounter start;
	struct logged_move log[MOVES_IN_A_CASE]; /* of what was made */
	size_t logged;
	size_t different; /* moves that came out differently in the last fold */
};

/* The third column's items, one by one, and the fourth's as a whole. */
bool expect_fact(struct story *s, struct str words);
bool expect_told(struct story *s, struct str told);

#endif
