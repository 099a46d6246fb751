/* Conditions given and taken. A combatant keeps what it was given, by whom and until when; what
 * follows from that is computed (combatant_conditions), so that taking one away takes away only what
 * nothing else still implies. */
#include "common/rules/step_body.h"

#include "common/base/poison.h"

uint32_t body_states(const struct step *s, const struct combatant *c)
{
	return combatant_states(s->now.ruleset, c);
}

static bool immune_to(const struct combatant *c, enum condition condition)
{
	uint32_t has = combatant_conditions(c), immune = c->condition_immunities;

	for (unsigned i = 0; i < CONDITIONS; i++)
		if (has >> i & 1)
			immune |= condition_rows[i].immune;
	return immune & CONDITION_BIT(condition);
}

static void tell_given(struct step *s, const struct combatant *c,
                       const struct condition_held *given)
{
	struct consequence *told = step_tell(s, CONSEQUENCE_CONDITION, c->id, 0);

	told->name = str_of(condition_names[given->condition]);
	told->source = given->source;
}

enum rule_error body_add_condition(struct step *s, struct combatant *c,
                                   const struct condition_held *given)
{
	struct condition_held *held;
	size_t i = 0;

	if (immune_to(c, given->condition))
		return step_refuse(s, RULE_CONDITION_IMMUNE, c->id);
	held = STEP_OWN_LIST(s, &c->conditions, struct condition_held);
	while (i < c->conditions.count &&
	       (held[i].condition != given->condition || !uuid_eq(held[i].source, given->source)))
		i++;
	if (i == CONDITIONS_MAX)
		return step_refuse(s, RULE_TOO_MANY_CONDITIONS, c->id);
	c->conditions.count += i == c->conditions.count;
	held[i] = *given;
	tell_given(s, c, given);
	return RULE_OK;
}

bool body_end_conditions(struct step *s, struct combatant *c, condition_ends *ends, const void *why)
{
	struct condition_held *held = c->conditions.items;
	size_t kept = 0, count = c->conditions.count, i = 0;

	while (i < count && !ends(c, &held[i], why))
		i++;
	if (i == count)
		return false;
	held = STEP_OWN_LIST(s, &c->conditions, struct condition_held);
	for (i = 0; i < count; i++) {
		if (!ends(c, &held[i], why)) {
			held[kept++] = held[i];
			continue;
		}
		step_tell(s, CONSEQUENCE_CONDITION_ENDED, c->id, 0)->name =
		    str_of(condition_names[held[i].condition]);
	}
	c->conditions.count = kept;
	return true;
}

/* Whose turn, and which end of it. */
struct tick {
	struct uuid id;
	enum until_at at;
};

static bool anchored(const struct condition_held *held, const struct tick *tick)
{
	return held->until.at == tick->at && uuid_eq(held->until.combatant_id, tick->id);
}

static bool runs_out(const struct combatant *c, const struct condition_held *held, const void *why)
{
	(void)c;
	return anchored(held, why) && held->until.rounds <= 1;
}

static void count_down(struct step *s, struct combatant *c, const struct tick *tick)
{
	struct condition_held *held = c->conditions.items;
	bool own = false;

	for (size_t i = 0; i < c->conditions.count; i++) {
		if (!anchored(&held[i], tick))
			continue;
		if (!own)
			held = STEP_OWN_LIST(s, &c->conditions, struct condition_held);
		own = true;
		held[i].until.rounds--;
	}
}

void body_tick(struct step *s, struct uuid id, enum until_at at)
{
	const struct tick tick = {id, at};

	for (size_t i = 0; i < s->now.count; i++) {
		struct combatant *c = &s->now.combatants[i];

		if (!c->conditions.count)
			continue;
		body_end_conditions(s, c, runs_out, &tick);
		count_down(s, c, &tick);
	}
}

static bool timed(const struct condition_held *held)
{
	return held->until.at == UNTIL_START_OF_TURN || held->until.at == UNTIL_END_OF_TURN;
}

static bool is_over(const struct combatant *c, const struct condition_held *held, const void *why)
{
	(void)c;
	return timed(held) && held->until.rounds <= *(const int32_t *)why;
}

void body_pass_time(struct step *s, struct combatant *c, int32_t rounds)
{
	struct condition_held *held;

	if (!c->conditions.count)
		return;
	body_end_conditions(s, c, is_over, &rounds);
	held = STEP_OWN_LIST(s, &c->conditions, struct condition_held);
	for (size_t i = 0; i < c->conditions.count; i++)
		held[i].until.rounds -= timed(&held[i]) ? rounds : 0;
}

/* A grapple, or something that a spell upholds, by somebody. */
static bool hangs_on(const struct combatant *c, const struct condition_held *held, const void *why)
{
	(void)c;
	return (held->concentration || held->condition == CONDITION_GRAPPLED) &&
	       uuid_eq(held->source, *(const struct uuid *)why);
}

/* The source is forgotten, unless the bearer has the same from nobody already. */
static bool same_from_nobody(const struct combatant *c, const struct condition_held *held,
                             const void *why)
{
	const struct condition_held *other = c->conditions.items;

	if (!uuid_eq(held->source, *(const struct uuid *)why))
		return false;
	for (size_t i = 0; i < c->conditions.count; i++)
		if (other[i].condition == held->condition && uuid_is_nil(other[i].source))
			return true;
	return false;
}

void body_forget(struct step *s, struct uuid id)
{
	for (size_t i = 0; i < s->now.count; i++) {
		struct combatant *c = &s->now.combatants[i];
		struct condition_held *held;

		if (!c->conditions.count || uuid_eq(c->id, id))
			continue;
		body_end_conditions(s, c, hangs_on, &id);
		body_end_conditions(s, c, same_from_nobody, &id);
		held = STEP_OWN_LIST(s, &c->conditions, struct condition_held);
		for (size_t k = 0; k < c->conditions.count; k++) {
			if (uuid_eq(held[k].source, id))
				held[k].source = (struct uuid){{0}};
			if (uuid_eq(held[k].until.combatant_id, id))
				held[k].until.combatant_id = c->id;
		}
	}
}

static bool upheld(const struct combatant *c, const struct condition_held *held, const void *why)
{
	(void)c;
	return held->concentration && uuid_eq(held->source, *(const struct uuid *)why);
}

void body_end_concentration(struct step *s, struct combatant *c)
{
	step_tell(s, CONSEQUENCE_CONCENTRATION_ENDED, c->id, 0)->name = c->concentration.spell;
	c->concentration = (struct concentration){0};
	for (size_t i = 0; i < s->now.count; i++)
		body_end_conditions(s, &s->now.combatants[i], upheld, &c->id);
}

static bool grappled_by(const struct combatant *c, const struct condition_held *held,
                        const void *why)
{
	(void)c;
	return held->condition == CONDITION_GRAPPLED &&
	       uuid_eq(held->source, *(const struct uuid *)why);
}

/* Unconscious leaves its bearer lying there. SRD "Unconscious": "falls prone". */
static void lie_prone(struct step *s, struct combatant *c)
{
	const struct condition_held prone = {.condition = CONDITION_PRONE};
	const struct condition_held *held = c->conditions.items;

	for (size_t i = 0; i < c->conditions.count; i++)
		if (held[i].condition == CONDITION_PRONE)
			return;
	if (c->conditions.count < CONDITIONS_MAX && !immune_to(c, CONDITION_PRONE))
		body_add_condition(s, c, &prone);
}

static bool nothing_follows(const struct combatant *c)
{
	return c->hp.current && !c->conditions.count && !c->concentration.spell.n;
}

/* One who cannot act or is dead neither concentrates nor grapples. */
static void let_go(struct step *s, struct combatant *c)
{
	if (nothing_follows(c) || (!combatant_dead(c) && !(body_states(s, c) & STATE_NO_ACTIONS)))
		return;
	if (c->concentration.spell.n)
		body_end_concentration(s, c);
	for (size_t i = 0; i < s->now.count; i++)
		if (s->now.combatants[i].conditions.count)
			body_end_conditions(s, &s->now.combatants[i], grappled_by, &c->id);
}

static void wake(struct step *s, const struct combatant *was, struct combatant *c)
{
	if (!nothing_follows(was) && !combatant_dead(c) &&
	    combatant_conditions(was) & ~combatant_conditions(c) &
	        CONDITION_BIT(CONDITION_UNCONSCIOUS))
		lie_prone(s, c);
}

void step_settle(struct step *s)
{
	const struct encounter *before = s->before;

	for (size_t i = 0; i < s->now.count; i++)
		let_go(s, &s->now.combatants[i]);
	/* Both ascend by ordinal. */
	for (size_t i = 0, b = 0; i < s->now.count; i++) {
		struct combatant *c = &s->now.combatants[i];

		while (b < before->count && before->combatants[b].ordinal < c->ordinal)
			b++;
		if (b < before->count && before->combatants[b].ordinal == c->ordinal)
			wake(s, &before->combatants[b], c);
	}
}
