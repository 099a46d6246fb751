/* What is used up and comes back: slots, features, items, legendary and lair actions. */
#include "common/rules/economy.h"

#include "common/base/poison.h"

enum { RECHARGE_DIE = 6 };

/* One use when no count is given. */
static int32_t uses(const struct step *s)
{
	return s->move->count ? s->move->count : 1;
}

enum rule_error apply_use_slot(struct step *s)
{
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);

	if (!error && combatant_dead(c))
		error = step_refuse(s, RULE_DEAD, c->id);
	return error ? error
	             : economy_spend_slot(s, c, s->move->pact ? RESOURCE_PACT_SLOT : RESOURCE_SLOT,
	                                  s->move->level, s->move->cost);
}

static enum rule_error use_named(struct step *s, enum resource_kind kind)
{
	const struct resource what = {.kind = kind, .name = s->move->name};
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);

	if (!error && combatant_dead(c))
		error = step_refuse(s, RULE_DEAD, c->id);
	return error ? error : economy_use(s, c, &what, uses(s));
}

enum rule_error apply_use_feature(struct step *s)
{
	return use_named(s, RESOURCE_FEATURE);
}

/* Of an item with charges, these; else the item itself is used up. */
enum rule_error apply_use_item(struct step *s)
{
	enum rule_error error = RULE_OK;
	const struct combatant *c = step_combatant(s, &error);
	const struct resource *r = c ? c->resources.items : NULL;

	for (size_t i = 0; c && i < c->resources.count; i++)
		if (r[i].kind == RESOURCE_FEATURE && str_eq(r[i].name, s->move->name))
			return use_named(s, RESOURCE_FEATURE);
	return use_named(s, RESOURCE_ITEM);
}

/* SRD "Legendary Actions": at the end of another creature's turn, one option at a time. A legendary
 * resistance can be used whenever a save fails. */
enum rule_error apply_use_legendary(struct step *s)
{
	const struct resource action = {.kind = RESOURCE_LEGENDARY_ACTION};
	const struct resource resistance = {.kind = RESOURCE_LEGENDARY_RESISTANCE};
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);

	if (!error && combatant_dead(c))
		error = step_refuse(s, RULE_DEAD, c->id);
	if (error || s->move->resistance)
		return error ? error : economy_use(s, c, &resistance, 1);
	if (uuid_eq(s->now.turn, c->id))
		return step_refuse(s, RULE_OWN_TURN, c->id);
	error = economy_spend(s, c, COST_FREE);
	return error ? error : economy_use(s, c, &action, uses(s));
}

/* SRD 5.1 "Lair Actions": one a round, on initiative count 20. SRD 5.2 has none. */
enum rule_error apply_use_lair(struct step *s)
{
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);

	if (!error)
		error = economy_spend(s, c, COST_FREE);
	if (error)
		return error;
	if (!c->lair || s->now.ruleset != RULESET_2014 || c->lair_round >= s->now.round)
		return step_refuse(s, RULE_NO_LAIR_ACTION, c->id);
	c->lair_round = s->now.round;
	step_tell(s, CONSEQUENCE_LAIR, c->id, 0);
	return RULE_OK;
}

/* Legendary actions are all back; what recharges rolls its die. */
static void bring_back(struct step *s, struct combatant *c)
{
	struct resource *r = c->resources.items;
	bool own = false;

	for (size_t i = 0; i < c->resources.count; i++) {
		bool legendary = r[i].kind == RESOURCE_LEGENDARY_ACTION;
		int32_t die = 0;

		if (r[i].left == r[i].max || (!legendary && !r[i].recharge))
			continue;
		if (!own)
			r = STEP_OWN_LIST(s, &c->resources, struct resource);
		own = true;
		if (!legendary)
			die = dice_roll(s->dice, RECHARGE_DIE);
		if (legendary || die >= r[i].recharge)
			r[i].left = r[i].max;
		if (!legendary) {
			struct consequence *told =
			    step_tell(s, CONSEQUENCE_RECHARGE, c->id, r[i].left);

			told->name = r[i].name;
			told->rolled = die;
			told->success = die >= r[i].recharge;
		}
	}
}

void body_start_turn(struct step *s, struct combatant *c)
{
	c->spent = (struct spent){0};
	c->readied = (struct str){0};
	body_tick(s, c->id, UNTIL_START_OF_TURN);
	if (!combatant_dead(c))
		bring_back(s, c);
	if (combatant_dying(c))
		step_tell(s, CONSEQUENCE_DEATH_SAVE_DUE, c->id, 0);
}
