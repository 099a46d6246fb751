/* The words of the cases about encounters, turned into states and moves. */
#ifndef TABARD_TESTS_RULES_MOVE_WORDS_H
#define TABARD_TESTS_RULES_MOVE_WORDS_H

#include "common/rules/moves.h"
#include "tests/rules/trial.h"

/* The state that the first column describes. */
bool read_state(struct trial *t, struct str given, struct encounter *e);

/* One move of the second column, for an encounter in this state; `with …` goes to the script. */
bool read_move(struct trial *t, struct str text, const struct encounter *e, struct move *move,
               struct script *script);

/* Index of a word in a NULL-terminated table of names; false when it is not there. */
bool find_name(const char *const *names, struct str word, int32_t *index);

/* The id of the combatant of that name; `nobody` gives an id that nobody has. */
bool find_id(struct trial *t, const struct encounter *e, struct str name, struct uuid *id);

/* Whether `action`, `slot` and so on is spent; *known is false when there is no such thing. */
bool is_spent(const struct combatant *c, struct str word, bool *known);

#endif
