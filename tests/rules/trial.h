/* One line of a .cases file on trial. */
#ifndef TABARD_TESTS_RULES_TRIAL_H
#define TABARD_TESTS_RULES_TRIAL_H

#include "common/base/arena.h"
#include "common/rules/dice_notation.h"

enum { SCRIPT_MAX = 1100 };

struct trial {
	struct arena *arena;
	struct str why; /* the case failed, or cannot be understood */
};

/* Says why and returns false. */
bool wrong(struct trial *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Cuts the part before the first separator that is not in quotes off `*rest`, blanks trimmed. */
struct str cut_item(struct str *rest, char separator);
/* The next word, or what stands in quotes, without them; false at the end. */
bool next_word(struct str *rest, struct str *word);
/* The same as a number; false, and nothing taken, when there is none. */
bool next_number(struct str *rest, int32_t *number);

/* Dice that fall as the case says. */
struct script {
	int32_t values[SCRIPT_MAX];
	size_t count, next;
	bool bad; /* more were asked for, or one with fewer faces than the script says */
};
/* Takes numbers as long as there are any. */
void script_read(struct script *s, struct str *rest);
struct dice script_dice(struct script *s);
/* Whether exactly the scripted dice were rolled. */
bool script_done(struct trial *t, const struct script *s);

/* given | moves | expected | told, see encounters.cases; `told` may be empty, and then is not
 * looked at. */
bool move_case(struct trial *t, struct str given, struct str moves, struct str expected,
               struct str told);
/* sheet given | moves | expected, see sheets.cases; `made` may be empty. */
bool sheet_case(struct trial *t, struct str given, struct str made, struct str expected);
/* distance … | expected, see distance.cases. */
bool distance_case(struct trial *t, struct str given, struct str expected);
/* roll … | expected, see dice.cases. */
bool dice_case(struct trial *t, struct str roll, struct str expected);

/* Runs one line. */
typedef bool run_case(struct trial *t, struct str line);
/* Whether the line, which passes, fails with something else in the place of what it expects. */
bool twins_fail(struct trial *t, struct str line, run_case *run);

#endif
