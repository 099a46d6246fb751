#include "cgi/api/encounters/awards.h"

#include "common/base/poison.h"

/* Experience and loot of one character among the consequences. */
static void gather(const struct list *told, struct uuid combatant, int32_t *xp, struct list *loot,
                   struct arena *arena)
{
	const struct consequence *c = told->items;
	struct loot *all = ARENA_ARRAY(arena, struct loot, told->count + 1);

	*xp = 0;
	*loot = (struct list){all, 0};
	for (size_t i = 0; i < told->count; i++) {
		if (!uuid_eq(c[i].combatant_id, combatant))
			continue;
		if (c[i].kind == CONSEQUENCE_XP_SHARE)
			*xp += c[i].amount;
		else if (c[i].kind == CONSEQUENCE_LOOT)
			all[loot->count++] = (struct loot){c[i].name, c[i].amount, combatant};
	}
}

static bool same_loot(const struct list *a, const struct list *b)
{
	const struct loot *x = a->items, *y = b->items;

	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!str_eq(x[i].name, y[i].name) || x[i].quantity != y[i].quantity)
			return false;
	return true;
}

struct list awards_between(const struct list *before, const struct list *now,
                           const struct encounter *e, struct arena *arena)
{
	struct award *all = ARENA_ARRAY(arena, struct award, e->count + 1);
	struct list list = {all, 0};

	for (size_t i = 0; i < e->count; i++) {
		const struct combatant *c = &e->combatants[i];
		struct award award = {.character_id = c->character_id};
		int32_t had, has;

		if (c->kind != KIND_CHARACTER)
			continue;
		gather(before, c->id, &had, &award.lose, arena);
		gather(now, c->id, &has, &award.gain, arena);
		award.xp = has - had;
		if (same_loot(&award.lose, &award.gain))
			award.lose.count = award.gain.count = 0;
		if (award.xp || award.lose.count || award.gain.count)
			all[list.count++] = award;
	}
	return list;
}
