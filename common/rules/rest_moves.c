/* Rests of combatants. What comes back when stands in rest.h. */
#include "common/rules/economy.h"

#include "common/rules/abilities.h"

#include "common/base/poison.h"

/* By kind; what has none says for itself. */
static const enum recharge kind_resets[] = {
    [RESOURCE_SLOT] = RECHARGE_LONG,
    [RESOURCE_PACT_SLOT] = RECHARGE_SHORT,
    [RESOURCE_LEGENDARY_ACTION] = RECHARGE_SHORT,
    [RESOURCE_LEGENDARY_RESISTANCE] = RECHARGE_LONG,
    [RESOURCE_HIT_DIE] = RECHARGE_NONE, /* a rule of their own */
};

enum recharge resource_resets(const struct resource *r)
{
	if (r->resets != RECHARGE_NONE)
		return r->resets;
	return r->recharge ? RECHARGE_SHORT : kind_resets[r->kind];
}

static enum rule_error may_rest(struct step *s, const struct combatant *c)
{
	bool needs_hit_points = s->move->rest == REST_LONG || s->now.ruleset == RULESET_2024;

	if (s->move->rest == REST_DAWN)
		return RULE_OK;
	if (combatant_dead(c))
		return step_refuse(s, RULE_DEAD, c->id);
	if (combatant_dying(c) || (needs_hit_points && !c->hp.current))
		return step_refuse(s, RULE_NO_HIT_POINTS, c->id);
	return RULE_OK;
}

/* The most faces of which hit dice are there to spend, or to come back; NULL when there are none. */
static struct resource *largest_die(const struct combatant *c, bool spent)
{
	struct resource *r = c->resources.items, *largest = NULL;

	for (size_t i = 0; i < c->resources.count; i++)
		if (r[i].kind == RESOURCE_HIT_DIE && (spent ? r[i].left < r[i].max : r[i].left) &&
		    (!largest || r[i].level > largest->level))
			largest = &r[i];
	return largest;
}

static void spend_hit_dice(struct step *s, struct combatant *c)
{
	int32_t con = c->constitution ? ability_modifier(c->constitution) : 0;
	struct resource *r;

	for (int32_t i = 0; i < s->move->hit_dice; i++) {
		struct consequence *told;
		int32_t die;

		r = largest_die(c, false);
		if (!r || c->hp.current >= combatant_hp_max(s->now.ruleset, c))
			return;
		r->left--;
		die = s->move->fixed ? rest_fixed_die(r->level) : dice_roll(s->dice, r->level);
		told = step_tell(s, CONSEQUENCE_HIT_DIE, c->id, r->left);
		told->rolled = die;
		body_heal(s, c, rest_hit_die(s->now.ruleset, die, con));
	}
}

static void restore_hit_dice(struct step *s, const struct combatant *c)
{
	const struct resource *all = c->resources.items;
	int32_t total = 0, back;

	for (size_t i = 0; i < c->resources.count; i++)
		total += all[i].kind == RESOURCE_HIT_DIE ? all[i].max : 0;
	back = rest_hit_dice(s->now.ruleset, total);
	for (struct resource *r; back > 0 && (r = largest_die(c, true));) {
		int32_t some = r->max - r->left < back ? r->max - r->left : back;

		r->left += some;
		back -= some;
		economy_tell(s, c, r);
	}
}

static void restore_uses(struct step *s, const struct combatant *c)
{
	struct resource *r = c->resources.items;

	for (size_t i = 0; i < c->resources.count; i++) {
		int32_t spent = r[i].max - r[i].left;
		int32_t left = r[i].max - rest_spent(s->move->rest, resource_resets(&r[i]),
		                                     r[i].regain_on_short_rest, spent);

		if (left == r[i].left)
			continue;
		if (left == r[i].max)
			left = r[i].left + rest_regained(r[i].regain, spent, s->dice, s->arena);
		r[i].left = left;
		economy_tell(s, c, &r[i]);
	}
}

static void sleep_well(struct step *s, struct combatant *c)
{
	if (c->max_lost) {
		c->max_lost = 0;
		step_tell(s, CONSEQUENCE_MAX_LOST, c->id, 0);
	}
	if (c->exhaustion)
		body_set_exhaustion(s, c, rest_exhaustion(c->exhaustion));
	if (c->hp.current < combatant_hp_max(s->now.ruleset, c))
		body_heal(s, c, HIT_POINTS_MAX);
	if (c->hp.temp) {
		c->hp.temp = 0;
		step_tell(s, CONSEQUENCE_TEMP_HP, c->id, 0);
	}
	if (c->concentration.spell.n)
		body_end_concentration(s, c);
	restore_hit_dice(s, c);
}

/* Who was knocked out wakes at the end of it. */
static bool ends_by_rest(const struct combatant *c, const struct condition_held *held,
                         const void *why)
{
	(void)c;
	(void)why;
	return held->until.at == UNTIL_HEALED;
}

static void rest(struct step *s, struct combatant *c)
{
	static const int32_t rounds[] = {
	    [REST_SHORT] = SHORT_REST_ROUNDS, [REST_LONG] = LONG_REST_ROUNDS, [REST_DAWN] = 0};

	step_tell(s, CONSEQUENCE_RESTED, c->id, 0)->name = str_of(rest_names[s->move->rest]);
	body_pass_time(s, c, rounds[s->move->rest]);
	STEP_OWN_LIST(s, &c->resources, struct resource);
	if (s->move->rest == REST_LONG)
		sleep_well(s, c);
	else
		spend_hit_dice(s, c);
	if (c->hp.current && s->move->rest != REST_DAWN)
		body_end_conditions(s, c, ends_by_rest, NULL);
	restore_uses(s, c);
}

enum rule_error apply_rest(struct step *s)
{
	size_t at[ENCOUNTER_COMBATANTS_MAX], count = s->move->combatant_ids.count;
	enum rule_error error = step_targets(s, &s->move->combatant_ids, at);

	if (!error && s->move->rest != REST_SHORT && (s->move->hit_dice || s->move->fixed))
		error = RULE_WRONG_FIELDS;
	for (size_t i = 0; i < count && !error; i++)
		error = may_rest(s, &s->now.combatants[at[i]]);
	for (size_t i = 0; i < count && !error; i++)
		rest(s, &s->now.combatants[at[i]]);
	return error;
}
