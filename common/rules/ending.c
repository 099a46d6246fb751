/* The end: experience points and loot. */
#include "common/rules/step.h"

#include "common/base/poison.h"

static const struct uuid nobody;

/* At 0 hit points, dead, or knocked out. */
static bool defeated(const struct combatant *c)
{
	const struct condition_held *held = c->conditions.items;

	if (c->hp.current == 0)
		return true;
	for (size_t i = 0; i < c->conditions.count; i++)
		if (held[i].condition == CONDITION_UNCONSCIOUS && held[i].until.at == UNTIL_HEALED)
			return true;
	return false;
}

/* What the defeated are worth: at most ENCOUNTER_COMBATANTS_MAX * COMBATANT_XP_MAX. */
static int32_t xp_of_the_fallen(const struct encounter *e)
{
	int32_t xp = 0;

	for (size_t i = 0; i < e->count; i++)
		if (e->combatants[i].kind != KIND_CHARACTER && defeated(&e->combatants[i]))
			xp += e->combatants[i].xp;
	return xp;
}
_Static_assert((int64_t)ENCOUNTER_COMBATANTS_MAX *COMBATANT_XP_MAX <= INT32_MAX,
               "the sum of all experience points fits");

/* In equal parts among the characters, what does not divide being lost. */
static void share_out(struct step *s, int32_t xp)
{
	const struct combatant *c = s->now.combatants;
	int32_t characters = 0;

	for (size_t i = 0; i < s->now.count; i++)
		characters += c[i].kind == KIND_CHARACTER;
	for (size_t i = 0; i < s->now.count && xp; i++)
		if (c[i].kind == KIND_CHARACTER)
			step_tell(s, CONSEQUENCE_XP_SHARE, c[i].id, xp / characters);
}

enum rule_error apply_end(struct step *s)
{
	int32_t xp = step_seen(s, "xp") ? s->move->xp : xp_of_the_fallen(&s->now);
	const struct loot *loot = s->move->loot.items;

	for (size_t i = 0; i < s->move->loot.count; i++)
		if (!uuid_is_nil(loot[i].combatant_id) &&
		    step_find(s, loot[i].combatant_id) == s->now.count)
			return step_refuse(s, RULE_UNKNOWN_COMBATANT, loot[i].combatant_id);
	s->now.status = ENCOUNTER_COMPLETED;
	s->now.turn = nobody;
	step_tell(s, CONSEQUENCE_XP, nobody, xp);
	share_out(s, xp);
	for (size_t i = 0; i < s->move->loot.count; i++)
		step_tell(s, CONSEQUENCE_LOOT, loot[i].combatant_id,
		          loot[i].quantity ? loot[i].quantity : 1)
		    ->name = loot[i].name;
	return RULE_OK;
}
