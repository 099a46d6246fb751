/* The words of the cases about sheets. */
#ifndef TABARD_TESTS_RULES_SHEET_WORDS_H
#define TABARD_TESTS_RULES_SHEET_WORDS_H

#include "common/rules/derived.h"
#include "common/rules/sheet_changes.h"
#include "tests/rules/trial.h"

/* The sheet that the first column describes, and its ruleset. */
bool read_sheet(struct trial *t, struct str given, struct sheet *s, enum ruleset *ruleset);

/* One expectation of the last column. */
bool check_sheet(struct trial *t, struct str expected, const struct sheet *s,
                 const struct catalog *c, const struct derived_sheet *d);

bool name_of(const char *const *names, struct str word, int32_t *index);

#endif
