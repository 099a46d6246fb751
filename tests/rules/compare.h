/* Whether two states are the same, written apart from the library's own comparison. */
#ifndef TABARD_TESTS_RULES_COMPARE_H
#define TABARD_TESTS_RULES_COMPARE_H

#include "common/rules/encounter.h"

#include "common/base/poison.h"

static inline bool same_text(struct str a, struct str b)
{
	return a.n == b.n && (!a.n || memcmp(a.p, b.p, a.n) == 0);
}

/* The name of the first thing that differs, or NULL. */
static inline const char *combatants_differ(const struct combatant *a, const struct combatant *b)
{
	if (memcmp(a->id.b, b->id.b, sizeof a->id.b))
		return "id";
	if (memcmp(a->character_id.b, b->character_id.b, sizeof a->id.b))
		return "character_id";
	if (!same_text(a->name, b->name))
		return "name";
	if (!same_text(a->monster, b->monster))
		return "monster";
	if (a->ordinal != b->ordinal || a->kind != b->kind)
		return "ordinal or kind";
	if (a->hidden != b->hidden)
		return "hidden";
	if (a->rolled != b->rolled || a->initiative != b->initiative || a->tiebreak != b->tiebreak)
		return "initiative";
	if (memcmp(&a->hp, &b->hp, sizeof a->hp))
		return "hp";
	if (a->initiative_bonus != b->initiative_bonus || a->dexterity != b->dexterity ||
	    a->armor_class != b->armor_class || a->xp != b->xp)
		return "numbers";
	if (a->resistances != b->resistances || a->vulnerabilities != b->vulnerabilities ||
	    a->immunities != b->immunities)
		return "damage types";
	return NULL;
}

static inline const char *encounters_differ(const struct encounter *a, const struct encounter *b)
{
	const char *what = NULL;

	if (a->ruleset != b->ruleset || a->status != b->status || a->round != b->round)
		return "ruleset, status or round";
	if (memcmp(a->turn.b, b->turn.b, sizeof a->turn.b))
		return "turn";
	if (a->next_ordinal != b->next_ordinal)
		return "next_ordinal";
	if (a->count != b->count)
		return "count";
	for (size_t i = 0; i < a->count && !what; i++)
		what = combatants_differ(&a->combatants[i], &b->combatants[i]);
	return what;
}

#endif
