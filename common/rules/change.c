/* What a move changed, found by comparing whole combatants: no move type has an undo of its own
 * that could forget something. */
#include "common/rules/moves.h"

#include "common/base/poison.h"

static bool same_hit_points(const struct hit_points *a, const struct hit_points *b)
{
	return a->current == b->current && a->max == b->max && a->temp == b->temp;
}

static bool same(const struct combatant *a, const struct combatant *b)
{
	return uuid_eq(a->id, b->id) && uuid_eq(a->character_id, b->character_id) &&
	       a->ordinal == b->ordinal && a->kind == b->kind && str_eq(a->name, b->name) &&
	       str_eq(a->monster, b->monster) && a->hidden == b->hidden && a->rolled == b->rolled &&
	       a->initiative == b->initiative && a->tiebreak == b->tiebreak &&
	       a->initiative_bonus == b->initiative_bonus && a->dexterity == b->dexterity &&
	       a->armor_class == b->armor_class && same_hit_points(&a->hp, &b->hp) &&
	       a->resistances == b->resistances && a->vulnerabilities == b->vulnerabilities &&
	       a->immunities == b->immunities && a->xp == b->xp;
}

/* Past the end stands an ordinal that nobody has. */
static int32_t ordinal_at(const struct encounter *e, size_t i)
{
	return i < e->count ? e->combatants[i].ordinal : INT32_MAX;
}

struct change rules_change(const struct encounter *before, const struct encounter *after,
                           struct arena *arena)
{
	struct combatant *changed = ARENA_ARRAY(arena, struct combatant, before->count);
	struct uuid *added = ARENA_ARRAY(arena, struct uuid, after->count);
	struct change c = {.header = *before, .before = {changed, 0}, .added = {added, 0}};
	size_t b = 0, a = 0;

	c.header.combatants = NULL;
	c.header.count = 0;
	/* Both ascend by ordinal, and an ordinal is never given twice. */
	while (b < before->count || a < after->count) {
		int32_t was = ordinal_at(before, b), is = ordinal_at(after, a);

		if (is < was) {
			added[c.added.count++] = after->combatants[a++].id;
			continue;
		}
		if (was < is || !same(&before->combatants[b], &after->combatants[a]))
			changed[c.before.count++] = before->combatants[b];
		b++;
		a += was == is;
	}
	return c;
}

static bool taken_back(const struct change *change, struct uuid id)
{
	const struct combatant *was = change->before.items;
	const struct uuid *added = change->added.items;

	for (size_t i = 0; i < change->before.count; i++)
		if (uuid_eq(was[i].id, id))
			return true;
	for (size_t i = 0; i < change->added.count; i++)
		if (uuid_eq(added[i], id))
			return true;
	return false;
}

struct encounter rules_undo(const struct encounter *after, const struct change *change,
                            struct arena *arena)
{
	const struct combatant *was = change->before.items;
	struct encounter e = change->header;
	size_t next = 0;

	e.combatants = ARENA_ARRAY(arena, struct combatant, after->count + change->before.count);
	e.count = 0;
	for (size_t i = 0; i < after->count; i++) {
		const struct combatant *is = &after->combatants[i];

		if (taken_back(change, is->id))
			continue;
		while (next < change->before.count && was[next].ordinal < is->ordinal)
			e.combatants[e.count++] = was[next++];
		e.combatants[e.count++] = *is;
	}
	while (next < change->before.count)
		e.combatants[e.count++] = was[next++];
	return e;
}
