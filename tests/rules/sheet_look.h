/* Looking at what follows from a sheet; private to sheet_expect*.c. */
#ifndef TABARD_TESTS_RULES_SHEET_LOOK_H
#define TABARD_TESTS_RULES_SHEET_LOOK_H

#include "tests/rules/sheet_words.h"

struct looking {
	struct trial *t;
	const struct sheet *s;
	const struct catalog *c;
	const struct derived_sheet *d;
};

struct look {
	const char *word;
	bool (*look)(struct looking *l, struct str rest);
};
extern const struct look fight_looks[];
extern const size_t fight_look_count;

bool look_same(struct looking *l, const char *what, int32_t is, int32_t wanted);
bool look_same_str(struct looking *l, const char *what, struct str is, struct str wanted);
/* The next word is that number. */
bool look_number(struct looking *l, struct str *rest, const char *what, int32_t is);

#endif
