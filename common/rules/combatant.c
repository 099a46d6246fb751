#include "common/rules/combatant.h"

#include "common/base/poison.h"

static bool makes_death_saves(const struct combatant *c)
{
	return c->kind == KIND_CHARACTER || c->dying.saves;
}

bool combatant_dead(const struct combatant *c)
{
	if (c->dying.dead)
		return true;
	return c->hp.current == 0 && !c->dying.stable && !makes_death_saves(c);
}

bool combatant_placed(const struct combatant *c)
{
	return c->placed || c->x || c->y;
}

bool combatant_dying(const struct combatant *c)
{
	return c->hp.current == 0 && !c->dying.stable && !combatant_dead(c);
}

uint32_t combatant_conditions(const struct combatant *c)
{
	const struct condition_held *held = c->conditions.items;
	uint32_t given = 0, all;

	for (size_t i = 0; i < c->conditions.count; i++)
		given |= CONDITION_BIT(held[i].condition);
	if (c->exhaustion)
		given |= CONDITION_BIT(CONDITION_EXHAUSTION);
	if (c->hp.current == 0 && !combatant_dead(c))
		given |= CONDITION_BIT(CONDITION_UNCONSCIOUS);
	if (!given)
		return 0;
	all = conditions_implied(given);
	return given | (all & ~c->condition_immunities);
}

uint32_t combatant_states(enum ruleset ruleset, const struct combatant *c)
{
	const struct exhaustion_row *tired = &exhaustion_rows[ruleset][c->exhaustion];
	uint32_t states = conditions_states(ruleset, combatant_conditions(c));

	if (tired->checks_at_disadvantage)
		states |= STATE_CHECKS_AT_DISADVANTAGE;
	if (tired->d20s_at_disadvantage)
		states |= STATE_ATTACKS_AT_DISADVANTAGE;
	if (tired->speed_zero)
		states |= STATE_SPEED_ZERO;
	return states;
}

int32_t combatant_hp_max(enum ruleset ruleset, const struct combatant *c)
{
	int32_t max = c->hp.max - c->max_lost;

	if (!exhaustion_rows[ruleset][c->exhaustion].hp_halved)
		return max;
	return max > 1 ? max / 2 : max;
}

int32_t combatant_speed(enum ruleset ruleset, const struct combatant *c)
{
	const struct exhaustion_row *tired = &exhaustion_rows[ruleset][c->exhaustion];
	int32_t speed = c->speed - tired->speed_penalty;

	if (speed <= 0 || combatant_states(ruleset, c) & STATE_SPEED_ZERO)
		return 0;
	return tired->speed_halved ? speed / 2 : speed;
}

struct str resource_key(const struct resource *r, struct arena *arena)
{
	const char *kind = resource_kind_names[r->kind];

	if (r->name.n)
		return arena_printf(arena, "%s:%.*s", kind, STR_ARG(r->name));
	if (r->level)
		return arena_printf(arena, "%s:%d", kind, r->level);
	return str_of(kind);
}
