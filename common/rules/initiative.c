/* Places in the turn order. SRD 5.1 and 5.2 "Initiative": a Dexterity check each, one roll for
 * identical creatures. */
#include "common/rules/step.h"

#include "common/base/poison.h"

static bool rolls_for(const struct combatant *c, enum roll_for who)
{
	if (who == ROLL_FOR_MONSTERS)
		return c->kind != KIND_CHARACTER;
	if (who == ROLL_FOR_CHARACTERS)
		return c->kind == KIND_CHARACTER;
	return true;
}

/* Marks who rolls: those named, again if they have to; else everyone asked for who has no place. */
static enum rule_error choose(struct step *s, bool *rolls)
{
	size_t at[ENCOUNTER_COMBATANTS_MAX];
	enum rule_error error = step_targets(s, &s->move->combatant_ids, at);

	if (error)
		return error;
	for (size_t i = 0; i < s->move->combatant_ids.count; i++)
		rolls[at[i]] = true;
	for (size_t i = 0; i < s->now.count && !s->move->combatant_ids.count; i++)
		rolls[i] = !s->now.combatants[i].rolled &&
		           rolls_for(&s->now.combatants[i], s->move->roll_for);
	return RULE_OK;
}

/* The die that an identical monster has rolled in this move, or a new one. */
static int32_t die_of(struct step *s, const bool *rolls, const int32_t *dice, size_t who)
{
	const struct combatant *c = s->now.combatants;

	for (size_t i = 0; i < who; i++)
		if (rolls[i] && c[who].kind == KIND_MONSTER && str_eq(c[i].monster, c[who].monster))
			return dice[i];
	return dice_roll(s->dice, 20);
}

enum rule_error apply_roll_initiative(struct step *s)
{
	bool rolls[ENCOUNTER_COMBATANTS_MAX] = {false};
	int32_t dice[ENCOUNTER_COMBATANTS_MAX] = {0};
	enum rule_error error = choose(s, rolls);

	if (error)
		return error;
	for (size_t i = 0; i < s->now.count; i++) {
		struct combatant *c = &s->now.combatants[i];

		if (!rolls[i])
			continue;
		dice[i] = die_of(s, rolls, dice, i);
		c->rolled = true;
		c->initiative = dice[i] + c->initiative_bonus;
		c->tiebreak = c->dexterity;
		step_tell(s, CONSEQUENCE_INITIATIVE, c->id, c->initiative)->rolled = dice[i];
	}
	step_seat_turn(s);
	return RULE_OK;
}

enum rule_error apply_set_initiative(struct step *s)
{
	const struct move *move = s->move;
	size_t at = step_find(s, move->combatant_id);
	struct combatant *c = &s->now.combatants[at];

	if (at == s->now.count)
		return step_refuse(s, RULE_UNKNOWN_COMBATANT, move->combatant_id);
	if (step_seen(s, "tiebreak"))
		c->tiebreak = move->tiebreak;
	else if (!c->rolled)
		c->tiebreak = c->dexterity;
	c->rolled = true;
	c->initiative = move->initiative;
	step_tell(s, CONSEQUENCE_INITIATIVE, c->id, c->initiative);
	step_seat_turn(s);
	return RULE_OK;
}
