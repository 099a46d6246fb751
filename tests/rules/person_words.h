/* What the words of a case say of one combatant. */
#ifndef TABARD_TESTS_RULES_PERSON_WORDS_H
#define TABARD_TESTS_RULES_PERSON_WORDS_H

#include "tests/rules/move_words.h"

/* A description under way; for `add` with what only a move has. */
struct person {
	struct trial *t;
	const struct encounter *known; /* whose names can be mentioned */
	struct combatant c;
	int32_t sheet;
	bool tied;
	struct move *move;
	struct stat_block *stats;
};

/* A monster of its own slug with 10 hit points and a dexterity of 10, unless the words say else. */
bool read_person(struct trial *t, struct str name, struct str *rest, struct person *p);

/* until start|end NAME [rounds] | save ABILITY DC | healed | forever */
bool read_until(struct trial *t, const struct encounter *e, struct str *rest, struct until *until);

struct uuid numbered_id(uint8_t family, int32_t number);

#endif
