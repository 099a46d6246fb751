/* Hit points lost and regained. SRD 5.1 and 5.2 "Damage and Healing", in the order of RULES D2. */
#include "common/rules/damage.h"

#include "common/base/poison.h"

static int32_t least(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

/* What lets damage through: its nature, and what it is made of for the moment. */
struct armour {
	uint32_t resistances, vulnerabilities, immunities;
	bool resists_all; /* petrified: typed or not */
};

static struct armour armour_of(const struct step *s, const struct combatant *c)
{
	uint32_t states = c->conditions.count ? body_states(s, c) : 0;
	struct armour a = {c->resistances, c->vulnerabilities, c->immunities,
	                   states & STATE_RESISTS_ALL};

	if (states & STATE_IMMUNE_TO_POISON)
		a.immunities |= DAMAGE_BIT(DAMAGE_POISON);
	return a;
}

/* What is left of one part. A resistance and a vulnerability to one type both apply, in this order:
 * 7 becomes 3, then 6. */
static int32_t let_through(const struct armour *a, int32_t amount, enum damage_type type,
                           struct damage_result *result)
{
	uint32_t bit = DAMAGE_BIT(type);

	result->immune = a->immunities & bit;
	if (result->immune)
		return 0;
	result->resisted = a->resists_all || a->resistances & bit;
	if (result->resisted)
		amount /= 2;
	result->vulnerable = a->vulnerabilities & bit;
	if (result->vulnerable)
		amount *= 2;
	return amount;
}
_Static_assert((int64_t)HIT_POINTS_MAX * 2 * DAMAGE_PARTS_MAX <= INT32_MAX, "doubled damage fits");

/* All parts through reduction and armour; the sum of what is left, noted in `told`. */
static int32_t through_armour(struct step *s, const struct combatant *c,
                              const struct damage_dealt *dealt, struct consequence *told)
{
	struct damage_result *results = ARENA_ARRAY(s->arena, struct damage_result, dealt->count);
	struct armour armour = dealt->unresisted ? (struct armour){0} : armour_of(s, c);
	int32_t reduction = dealt->reduction, sum = 0;

	for (size_t i = 0; i < dealt->count; i++) {
		const struct damage_share *part = &dealt->parts[i];
		int32_t amount = dealt->half ? part->amount / 2 : part->amount;
		int32_t taken_off = least(reduction, amount);

		reduction -= taken_off;
		results[i] = (struct damage_result){.type = part->type, .rolled = part->amount};
		results[i].amount =
		    let_through(&armour, amount - taken_off, part->type, &results[i]);
		sum += results[i].amount;
		told->rolled += part->amount;
		told->resisted |= results[i].resisted;
		told->vulnerable |= results[i].vulnerable;
		told->immune |= results[i].immune;
	}
	told->parts = (struct list){results, dealt->count};
	return sum < c->damage_threshold && !dealt->unresisted ? 0 : sum;
}

/* SRD "Knocking a Creature Out": 2014 unconscious and stable at 0; 2024 unconscious at 1. */
static void knock_out(struct step *s, struct combatant *c)
{
	const struct condition_held out = {.condition = CONDITION_UNCONSCIOUS,
	                                   .until = {.at = UNTIL_HEALED}};

	if (c->hp.current) {
		step_tell(s, CONSEQUENCE_KNOCKED_OUT, c->id, 0);
		body_add_condition(s, c, &out);
		return;
	}
	c->dying = (struct dying){.stable = true, .saves = c->dying.saves};
	step_tell(s, CONSEQUENCE_DROPPED, c->id, 0);
	step_tell(s, CONSEQUENCE_KNOCKED_OUT, c->id, 0);
}

/* At 0 hit points: from above, or lying there already. What is left after 0 and reaches the maximum
 * kills ("Instant Death"); so does any damage what makes no death saves. */
static void at_zero(struct step *s, struct combatant *c, bool was_up, int32_t left, bool critical)
{
	int32_t failures = critical ? 2 : 1;

	if (was_up)
		step_tell(s, CONSEQUENCE_DROPPED, c->id, 0);
	if (!was_up && !left)
		return;
	if (!was_up)
		c->dying.stable = false;
	if (combatant_dead(c) || left >= combatant_hp_max(s->now.ruleset, c)) {
		body_die(s, c);
	} else if (!was_up) {
		struct consequence *told = step_tell(s, CONSEQUENCE_DEATH_SAVE, c->id, 0);

		told->successes = c->dying.successes;
		told->failures = c->dying.failures + failures;
		body_fail_death_saves(s, c, failures);
	}
}

/* As life is drained. SRD 5.1 "Wight" and others: a maximum of 0 is death. */
static void lower_max(struct step *s, struct combatant *c, int32_t by)
{
	struct consequence *told;
	int32_t most;

	c->max_lost += least(by, c->hp.max - c->max_lost);
	told = step_tell(s, CONSEQUENCE_MAX_LOST, c->id, c->max_lost);
	most = combatant_hp_max(s->now.ruleset, c);
	if (c->hp.current > most) {
		told->lost = c->hp.current - most;
		c->hp.current = most;
	}
	if (!most)
		body_die(s, c);
}

void damage_deal(struct step *s, struct combatant *c, const struct damage_dealt *dealt)
{
	struct consequence told = {
	    .kind = CONSEQUENCE_DAMAGE, .combatant_id = c->id, .source = dealt->by};
	int32_t sum = through_armour(s, c, dealt, &told), left = sum;
	bool was_up = c->hp.current > 0, was_dead = combatant_dead(c), knocked_out;

	told.absorbed = least(c->hp.temp, left);
	c->hp.temp -= told.absorbed;
	left -= told.absorbed;
	told.amount = least(c->hp.current, left);
	knocked_out = dealt->knock_out && was_up && told.amount == c->hp.current;
	if (knocked_out && s->now.ruleset == RULESET_2024)
		told.amount--;
	c->hp.current -= told.amount;
	*step_tell(s, CONSEQUENCE_DAMAGE, c->id, 0) = told;
	if (knocked_out)
		knock_out(s, c);
	else if (!c->hp.current && !was_dead)
		at_zero(s, c, was_up, left - told.amount, dealt->critical);
	if (dealt->lowers_max && sum)
		lower_max(s, c, sum);
	body_ask_concentration(s, c, sum);
}

/* Everyone among `saved` is a target. */
static enum rule_error check_saved(struct step *s)
{
	const struct uuid *id = s->move->saved.items;

	for (size_t i = 0; i < s->move->saved.count; i++)
		if (!step_listed(&s->move->targets, id[i]))
			return step_refuse(s, RULE_WRONG_FIELDS, id[i]);
	return RULE_OK;
}

enum rule_error apply_damage(struct step *s)
{
	size_t at[ENCOUNTER_COMBATANTS_MAX];
	struct damage_dealt dealt;
	enum rule_error error = step_targets(s, &s->move->targets, at);

	if (!error)
		error = check_saved(s);
	if (!error)
		error = damage_of(s, &dealt);
	for (size_t i = 0; i < s->move->targets.count && !error; i++) {
		struct combatant *c = &s->now.combatants[at[i]];

		dealt.half = s->move->half || step_listed(&s->move->saved, c->id);
		damage_deal(s, c, &dealt);
	}
	return error;
}

static enum rule_error may_heal(struct step *s, const size_t *at)
{
	for (size_t i = 0; i < s->move->targets.count; i++) {
		const struct combatant *c = &s->now.combatants[at[i]];

		if (!s->move->revive && combatant_dead(c))
			return step_refuse(s, RULE_DEAD, c->id);
	}
	return RULE_OK;
}

enum rule_error apply_heal(struct step *s)
{
	size_t at[ENCOUNTER_COMBATANTS_MAX];
	enum rule_error error = step_targets(s, &s->move->targets, at);
	int32_t amount = 0;

	if (!error)
		error = may_heal(s, at);
	if (!error)
		error = healing_of(s, &amount);
	for (size_t i = 0; i < s->move->targets.count && !error; i++) {
		struct combatant *c = &s->now.combatants[at[i]];

		if (combatant_dead(c) && amount > 0) {
			if (exhaustion_rows[s->now.ruleset][c->exhaustion].dead)
				c->exhaustion--;
			c->max_lost -= c->max_lost == c->hp.max;
			c->dying = (struct dying){.saves = c->dying.saves};
			step_tell(s, CONSEQUENCE_REVIVED, c->id, 0);
		}
		body_heal(s, c, amount);
	}
	return error;
}

/* They never add up: the higher ones stay, unless the new ones are wanted. */
enum rule_error apply_set_temp_hp(struct step *s)
{
	size_t at[ENCOUNTER_COMBATANTS_MAX];
	enum rule_error error = step_targets(s, &s->move->targets, at);

	for (size_t i = 0; i < s->move->targets.count && !error; i++) {
		struct combatant *c = &s->now.combatants[at[i]];

		if (combatant_dead(c))
			return step_refuse(s, RULE_DEAD, c->id);
		if (s->move->replace || s->move->amount > c->hp.temp)
			c->hp.temp = s->move->amount;
		step_tell(s, CONSEQUENCE_TEMP_HP, c->id, c->hp.temp);
	}
	return error;
}
