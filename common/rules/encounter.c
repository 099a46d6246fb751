#include "common/rules/encounter.h"

#include "common/base/poison.h"

const struct combatant *encounter_find(const struct encounter *e, struct uuid id)
{
	for (size_t i = 0; i < e->count; i++)
		if (uuid_eq(e->combatants[i].id, id))
			return &e->combatants[i];
	return NULL;
}

static bool acts_before(const struct combatant *a, const struct combatant *b)
{
	if (a->initiative != b->initiative)
		return a->initiative > b->initiative;
	if (a->tiebreak != b->tiebreak)
		return a->tiebreak > b->tiebreak;
	return a->ordinal < b->ordinal;
}

size_t encounter_order(const struct encounter *e, size_t *order)
{
	size_t n = 0;

	/* By insertion: a table has a dozen combatants, and mostly they are in order already. */
	for (size_t i = 0; i < e->count; i++) {
		size_t at = n;

		if (!e->combatants[i].rolled)
			continue;
		while (at && acts_before(&e->combatants[i], &e->combatants[order[at - 1]])) {
			order[at] = order[at - 1];
			at--;
		}
		order[at] = i;
		n++;
	}
	return n;
}
