/* Whether two states are the same, written apart from the library's own comparison. */
#ifndef TABARD_TESTS_RULES_COMPARE_H
#define TABARD_TESTS_RULES_COMPARE_H

#include "common/rules/encounter.h"

#include "common/base/poison.h"

static inline bool same_text(struct str a, struct str b)
{
	return a.n == b.n && (!a.n || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool conditions_differ(const struct list *a, const struct list *b)
{
	const struct condition_held *x = a->items, *y = b->items;

	if (a->count != b->count)
		return true;
	for (size_t i = 0; i < a->count; i++)
		if (x[i].condition != y[i].condition ||
		    memcmp(x[i].source.b, y[i].source.b, sizeof x->source.b) ||
		    x[i].concentration != y[i].concentration ||
		    memcmp(&x[i].until, &y[i].until, sizeof x->until))
			return true;
	return false;
}

static inline bool resources_differ(const struct list *a, const struct list *b)
{
	const struct resource *x = a->items, *y = b->items;

	if (a->count != b->count)
		return true;
	for (size_t i = 0; i < a->count; i++)
		if (x[i].kind != y[i].kind || !same_text(x[i].name, y[i].name) ||
		    x[i].level != y[i].level || x[i].left != y[i].left || x[i].max != y[i].max ||
		    x[i].recharge != y[i].recharge || x[i].equipped != y[i].equipped ||
		    x[i].resets != y[i].resets || !same_text(x[i].regain, y[i].regain) ||
		    x[i].regain_on_short_rest != y[i].regain_on_short_rest)
			return true;
	return false;
}

static inline bool attacks_differ(const struct list *a, const struct list *b)
{
	const struct attack *x = a->items, *y = b->items;

	if (a->count != b->count)
		return true;
	for (size_t i = 0; i < a->count; i++)
		if (!same_text(x[i].name, y[i].name) || x[i].to_hit != y[i].to_hit ||
		    !same_text(x[i].damage, y[i].damage) || !same_text(x[i].miss, y[i].miss) ||
		    x[i].reach != y[i].reach || x[i].range != y[i].range ||
		    x[i].range_long != y[i].range_long || x[i].critical != y[i].critical ||
		    !same_text(x[i].mastery, y[i].mastery))
			return true;
	return false;
}

static inline bool spent_differ(const struct spent *a, const struct spent *b)
{
	return a->action != b->action || a->bonus_action != b->bonus_action ||
	       a->reaction != b->reaction || a->interaction != b->interaction ||
	       a->moved != b->moved || a->slot != b->slot || a->bonus_spell != b->bonus_spell ||
	       a->other_spell != b->other_spell || a->death_save != b->death_save;
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
	if (a->unseen != b->unseen)
		return "unseen";
	if (a->rolled != b->rolled || a->initiative != b->initiative || a->tiebreak != b->tiebreak)
		return "initiative";
	if (memcmp(&a->hp, &b->hp, sizeof a->hp) || a->max_lost != b->max_lost)
		return "hp";
	if (a->initiative_bonus != b->initiative_bonus || a->dexterity != b->dexterity ||
	    a->constitution != b->constitution || a->armor_class != b->armor_class ||
	    a->xp != b->xp)
		return "numbers";
	if (a->condition_immunities != b->condition_immunities ||
	    a->damage_threshold != b->damage_threshold || a->speed != b->speed ||
	    memcmp(a->saves, b->saves, sizeof a->saves) || a->advantages != b->advantages)
		return "more numbers";
	if (a->exhaustion != b->exhaustion || conditions_differ(&a->conditions, &b->conditions))
		return "conditions";
	if (!same_text(a->concentration.spell, b->concentration.spell) ||
	    a->concentration.saves.count != b->concentration.saves.count ||
	    (a->concentration.saves.count &&
	     memcmp(a->concentration.saves.items, b->concentration.saves.items,
	            a->concentration.saves.count * sizeof(int32_t))))
		return "concentration";
	if (a->dying.dead != b->dying.dead || a->dying.stable != b->dying.stable ||
	    a->dying.saves != b->dying.saves || a->dying.successes != b->dying.successes ||
	    a->dying.failures != b->dying.failures)
		return "dying";
	if (resources_differ(&a->resources, &b->resources) || spent_differ(&a->spent, &b->spent))
		return "resources or what is spent";
	if (attacks_differ(&a->attacks, &b->attacks))
		return "attacks";
	if (!same_text(a->readied, b->readied) || !same_text(a->queued, b->queued))
		return "readied or queued";
	if (a->surprised != b->surprised || a->delaying != b->delaying || a->missed != b->missed ||
	    a->making_up != b->making_up || a->hp_shown != b->hp_shown || a->lair != b->lair ||
	    a->lair_round != b->lair_round || a->x != b->x || a->y != b->y)
		return "surprised, delaying, lair or place";
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
	if (a->each_round != b->each_round)
		return "each_round";
	if (a->next_ordinal != b->next_ordinal)
		return "next_ordinal";
	if (a->count != b->count)
		return "count";
	for (size_t i = 0; i < a->count && !what; i++)
		what = combatants_differ(&a->combatants[i], &b->combatants[i]);
	return what;
}

#endif
