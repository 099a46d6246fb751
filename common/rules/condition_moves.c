/* The moves about conditions and exhaustion. RULES D5, D6. */
#include "common/rules/step_body.h"

#include "common/base/poison.h"

/* "Until the end of its next turn", said during that turn, does not mean the turn under way. */
static struct until until_of(const struct step *s)
{
	struct until until = s->move->until;

	if (until.at != UNTIL_START_OF_TURN && until.at != UNTIL_END_OF_TURN)
		return (struct until){.at = until.at, .save = until.save, .dc = until.dc};
	until.save = SAVE_STR;
	until.dc = 0;
	if (until.at == UNTIL_END_OF_TURN && until.rounds > 0 &&
	    uuid_eq(until.combatant_id, s->now.turn))
		until.rounds++;
	if (until.rounds < 1)
		until.rounds = 1;
	return until;
}

/* What `until` needs and has besides fit together. */
static enum rule_error check_until(struct step *s)
{
	const struct until *until = &s->move->until;
	bool turn = until->at == UNTIL_START_OF_TURN || until->at == UNTIL_END_OF_TURN;

	if ((until->at == UNTIL_SAVE) != (until->dc > 0))
		return RULE_WRONG_FIELDS;
	if (turn == uuid_is_nil(until->combatant_id))
		return RULE_WRONG_FIELDS;
	if (s->move->concentration && uuid_is_nil(s->move->source))
		return RULE_WRONG_FIELDS;
	if (turn && step_find(s, until->combatant_id) == s->now.count)
		return step_refuse(s, RULE_UNKNOWN_COMBATANT, until->combatant_id);
	if (!uuid_is_nil(s->move->source) && step_find(s, s->move->source) == s->now.count)
		return step_refuse(s, RULE_UNKNOWN_COMBATANT, s->move->source);
	if (s->move->concentration &&
	    !s->now.combatants[step_find(s, s->move->source)].concentration.spell.n)
		return step_refuse(s, RULE_NO_CONCENTRATION, s->move->source);
	return RULE_OK;
}

enum rule_error body_set_exhaustion(struct step *s, struct combatant *c, int32_t level)
{
	struct consequence *told;
	int32_t most;

	if (level > c->exhaustion && c->condition_immunities & CONDITION_BIT(CONDITION_EXHAUSTION))
		return step_refuse(s, RULE_CONDITION_IMMUNE, c->id);
	c->exhaustion = level;
	told = step_tell(s, CONSEQUENCE_EXHAUSTION, c->id, level);
	most = combatant_hp_max(s->now.ruleset, c);
	if (c->hp.current > most) {
		told->lost = c->hp.current - most;
		c->hp.current = most;
	}
	if (exhaustion_rows[s->now.ruleset][level].dead)
		body_die(s, c);
	return RULE_OK;
}

static enum rule_error change_exhaustion(struct step *s, struct combatant *c, int32_t by)
{
	int32_t level = c->exhaustion + by;

	return level < 0 || level > EXHAUSTION_LEVELS
	           ? step_refuse(s, RULE_NO_SUCH_CONDITION, c->id)
	           : body_set_exhaustion(s, c, level);
}

enum rule_error apply_add_condition(struct step *s)
{
	const struct condition_held given = {
	    .condition = s->move->condition,
	    .source = s->move->source,
	    .concentration = s->move->concentration,
	    .until = until_of(s),
	};
	size_t at[ENCOUNTER_COMBATANTS_MAX];
	enum rule_error error = step_targets(s, &s->move->targets, at);

	if (!error)
		error = check_until(s);
	for (size_t i = 0; i < s->move->targets.count && !error; i++) {
		struct combatant *c = &s->now.combatants[at[i]];

		error = given.condition == CONDITION_EXHAUSTION ? change_exhaustion(s, c, 1)
		                                                : body_add_condition(s, c, &given);
	}
	return error;
}

static bool is_that(const struct combatant *c, const struct condition_held *held, const void *why)
{
	const struct move *move = why;

	(void)c;
	return held->condition == move->condition &&
	       (uuid_is_nil(move->source) || uuid_eq(move->source, held->source));
}

enum rule_error apply_remove_condition(struct step *s)
{
	size_t at[ENCOUNTER_COMBATANTS_MAX];
	enum rule_error error = step_targets(s, &s->move->targets, at);

	for (size_t i = 0; i < s->move->targets.count && !error; i++) {
		struct combatant *c = &s->now.combatants[at[i]];

		if (s->move->condition == CONDITION_EXHAUSTION)
			error = change_exhaustion(s, c, -1);
		else if (!body_end_conditions(s, c, is_that, s->move))
			error = step_refuse(s, RULE_NO_SUCH_CONDITION, c->id);
	}
	return error;
}

enum rule_error apply_set_exhaustion(struct step *s)
{
	size_t at[ENCOUNTER_COMBATANTS_MAX];
	enum rule_error error = step_targets(s, &s->move->targets, at);

	for (size_t i = 0; i < s->move->targets.count && !error; i++)
		error = body_set_exhaustion(s, &s->now.combatants[at[i]], s->move->level);
	return error;
}

/* The save of one condition; every copy of it with this save and no higher DC ends with it. */
static bool same_save(const struct combatant *c, const struct condition_held *held, const void *why)
{
	const struct condition_held *due = why;

	(void)c;
	return held->condition == due->condition && held->until.at == UNTIL_SAVE &&
	       held->until.save == due->until.save && held->until.dc <= due->until.dc;
}

enum rule_error apply_condition_save(struct step *s)
{
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);
	const struct condition_held *held;
	struct condition_held due;
	struct consequence *told;
	size_t i = 0;

	if (error)
		return error;
	held = c->conditions.items;
	while (i < c->conditions.count &&
	       (held[i].condition != s->move->condition || held[i].until.at != UNTIL_SAVE))
		i++;
	if (i == c->conditions.count)
		return step_refuse(s, RULE_NO_SAVE_DUE, c->id);
	due = held[i];
	told = step_tell(s, CONSEQUENCE_CONDITION_SAVE, c->id, 0);
	told->name = str_of(condition_names[due.condition]);
	if (body_save(s, c, due.until.save, due.until.dc, told))
		body_end_conditions(s, c, same_save, &due);
	return RULE_OK;
}
