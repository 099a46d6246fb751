/* Saving throws, and concentration, which asks for them. RULES D4. */
#include "common/rules/step_body.h"

#include "common/base/poison.h"

int32_t body_d20(struct step *s, int32_t advantage)
{
	int32_t first = dice_roll(s->dice, 20), second;

	if (!advantage)
		return first;
	second = dice_roll(s->dice, 20);
	return (first > second) == (advantage > 0) ? first : second;
}

/* Paralyzed, petrified, stunned and unconscious creatures fail saves of the body. */
static bool fails_anyway(uint32_t states, enum save save)
{
	return states & STATE_FAILS_STR_DEX_SAVES && (save == SAVE_STR || save == SAVE_DEX);
}

bool body_save(struct step *s, const struct combatant *c, enum save save, int32_t dc,
               struct consequence *told)
{
	const struct exhaustion_row *tired = &exhaustion_rows[s->now.ruleset][c->exhaustion];
	bool concentration = told->kind == CONSEQUENCE_CONCENTRATION_SAVE;
	uint32_t states = body_states(s, c),
	         of_itself = ADVANTAGE_BIT(ADVANTAGE_SAVE + (unsigned)save) |
	                     (concentration ? ADVANTAGE_BIT(ADVANTAGE_CONCENTRATION) : 0);
	bool better = c->advantages & of_itself;
	bool worse = tired->d20s_at_disadvantage ||
	             (save == SAVE_DEX && states & STATE_DEX_SAVES_AT_DISADVANTAGE);

	told->save = str_of(save_names[save]);
	told->dc = dc;
	if (step_seen(s, "success")) {
		told->success = s->move->success;
	} else if (step_seen(s, "roll")) {
		told->amount = s->move->roll;
		told->success = told->amount >= dc;
	} else if (fails_anyway(states, save)) {
		told->success = false;
	} else {
		told->rolled = body_d20(s, better - worse);
		told->amount = told->rolled + c->saves[save] - tired->d20_penalty;
		told->success = told->amount >= dc;
	}
	return told->success;
}

/* 2014: no upper bound; 2024: at most 30. */
static int32_t concentration_dc(enum ruleset ruleset, int32_t damage)
{
	int32_t dc = damage / 2 > 10 ? damage / 2 : 10;

	return ruleset == RULESET_2024 && dc > 30 ? 30 : dc;
}

void body_ask_concentration(struct step *s, struct combatant *c, int32_t damage)
{
	struct list *saves = &c->concentration.saves;
	int32_t dc = concentration_dc(s->now.ruleset, damage);
	struct consequence *told;

	if (!c->concentration.spell.n || damage <= 0 || combatant_dead(c) ||
	    body_states(s, c) & STATE_NO_CONCENTRATION)
		return;
	if (saves->count < CONCENTRATION_SAVES_MAX)
		STEP_OWN_LIST(s, saves, int32_t)[saves->count++] = dc;
	told = step_tell(s, CONSEQUENCE_CONCENTRATION_DUE, c->id, 0);
	told->name = c->concentration.spell;
	told->save = str_of(save_names[SAVE_CON]);
	told->dc = dc;
}

enum rule_error apply_set_concentration(struct step *s)
{
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);

	if (error)
		return error;
	if (!s->move->spell.n && !c->concentration.spell.n)
		return step_refuse(s, RULE_NO_CONCENTRATION, c->id);
	if (s->move->spell.n && combatant_dead(c))
		return step_refuse(s, RULE_DEAD, c->id);
	if (s->move->spell.n && body_states(s, c) & STATE_NO_CONCENTRATION)
		return step_refuse(s, RULE_INCAPACITATED, c->id);
	if (c->concentration.spell.n)
		body_end_concentration(s, c);
	if (!s->move->spell.n)
		return RULE_OK;
	c->concentration.spell = s->move->spell;
	step_tell(s, CONSEQUENCE_CONCENTRATION, c->id, 0)->name = c->concentration.spell;
	return RULE_OK;
}

/* The oldest save that is due. */
enum rule_error apply_concentration_save(struct step *s)
{
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);
	struct consequence *told;
	struct list *saves;
	int32_t *dcs;

	if (error)
		return error;
	saves = &c->concentration.saves;
	if (!saves->count)
		return step_refuse(s, RULE_NO_SAVE_DUE, c->id);
	dcs = STEP_OWN_LIST(s, saves, int32_t);
	told = step_tell(s, CONSEQUENCE_CONCENTRATION_SAVE, c->id, 0);
	told->name = c->concentration.spell;
	if (!body_save(s, c, SAVE_CON, dcs[0], told)) {
		body_end_concentration(s, c);
		return RULE_OK;
	}
	saves->count--;
	memmove(dcs, dcs + 1, saves->count * sizeof *dcs);
	return RULE_OK;
}
