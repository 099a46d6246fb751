/* Inside encounter_broken: each check returns the reason, or NULL. */
#ifndef TABARD_RULES_BROKEN_H
#define TABARD_RULES_BROKEN_H

#include "common/rules/encounter.h"

static inline bool outside(int64_t value, int64_t min, int64_t max)
{
	return value < min || value > max;
}

/* A list of struct resource: bounds, and nothing twice. */
const char *broken_resources(const struct list *resources);
/* A list of struct attack: bounds. */
const char *broken_attacks(const struct list *attacks);

/* What a combatant goes through in a fight: conditions, dying, concentration, its turn. */
const char *broken_body(const struct encounter *e, const struct combatant *c);

#endif
