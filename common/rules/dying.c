/* Between life and death. SRD 5.1 "Dropping to 0 Hit Points", SRD 5.2 "Damage and Healing"; RULES D2
 * and D3. */
#include "common/rules/step_body.h"

#include "common/base/poison.h"

enum { SAVES_NEEDED = 3, DEATH_SAVE_DC = 10 };

void body_die(struct step *s, struct combatant *c)
{
	if (c->dying.dead)
		return;
	step_tell(s, CONSEQUENCE_DIED, c->id, 0)->lost = c->hp.current;
	c->dying = (struct dying){.dead = true, .saves = c->dying.saves};
	c->hp.current = 0;
}

void body_fail_death_saves(struct step *s, struct combatant *c, int32_t failures)
{
	c->dying.stable = false;
	c->dying.failures += failures;
	if (c->dying.failures >= SAVES_NEEDED)
		body_die(s, c);
}

static void become_stable(struct step *s, struct combatant *c)
{
	c->dying = (struct dying){.stable = true, .saves = c->dying.saves};
	step_tell(s, CONSEQUENCE_STABLE, c->id, 0);
}

static bool ends_by_healing(const struct combatant *c, const struct condition_held *held,
                            const void *why)
{
	(void)c;
	(void)why;
	return held->until.at == UNTIL_HEALED;
}

void body_heal(struct step *s, struct combatant *c, int32_t amount)
{
	int32_t room = combatant_hp_max(s->now.ruleset, c) - c->hp.current;
	int32_t regained = room < amount ? room : amount;

	c->hp.current += regained;
	step_tell(s, CONSEQUENCE_HEALED, c->id, regained);
	if (!regained)
		return;
	c->dying = (struct dying){.saves = c->dying.saves};
	body_end_conditions(s, c, ends_by_healing, NULL);
}

/* 10 or more succeeds; a natural 1 fails twice; a natural 20 gives 1 hit point. */
static void death_save(struct step *s, struct combatant *c)
{
	const struct exhaustion_row *tired = &exhaustion_rows[s->now.ruleset][c->exhaustion];
	bool better = c->advantages & ADVANTAGE_BIT(ADVANTAGE_DEATH_SAVE);
	int32_t die =
	    s->move->roll ? s->move->roll : body_d20(s, better - tired->d20s_at_disadvantage);
	bool success = die == 20 || (die > 1 && die - tired->d20_penalty >= DEATH_SAVE_DC);
	int32_t failures = success ? 0 : 1 + (die == 1);
	struct consequence *told = step_tell(s, CONSEQUENCE_DEATH_SAVE, c->id, 0);

	told->rolled = die;
	told->success = success;
	told->successes = c->dying.successes + success;
	told->failures = c->dying.failures + failures;
	if (die == 20) {
		body_heal(s, c, 1);
		return;
	}
	if (!success) {
		body_fail_death_saves(s, c, failures);
		return;
	}
	if (++c->dying.successes == SAVES_NEEDED)
		become_stable(s, c);
}

enum rule_error apply_death_save(struct step *s)
{
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);

	if (error)
		return error;
	if (!combatant_dying(c))
		return step_refuse(s, RULE_NOT_DYING, c->id);
	if (!step_has_turn(s, c))
		return step_refuse(s, RULE_NOT_YOUR_TURN, c->id);
	if (c->spent.death_save)
		return step_refuse(s, RULE_DEATH_SAVE_MADE, c->id);
	c->spent.death_save = true;
	death_save(s, c);
	return RULE_OK;
}

enum rule_error apply_stabilize(struct step *s)
{
	size_t at[ENCOUNTER_COMBATANTS_MAX];
	enum rule_error error = step_targets(s, &s->move->targets, at);

	for (size_t i = 0; i < s->move->targets.count && !error; i++) {
		struct combatant *c = &s->now.combatants[at[i]];

		if (combatant_dying(c))
			become_stable(s, c);
		else
			error = step_refuse(s, RULE_NOT_DYING, c->id);
	}
	return error;
}
