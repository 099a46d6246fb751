/* Attack rolls and what they bring about. SRD "Making an Attack"; RULES D2, D5. */
#include "common/rules/damage.h"
#include "common/rules/economy.h"

#include "common/rules/dice_tree.h"

#include "common/base/poison.h"

static const int32_t cover_bonus[] = {
    [COVER_NONE] = 0, [COVER_HALF] = 2, [COVER_THREE_QUARTERS] = 5};

/* One attack while it is made. */
struct blow {
	const struct attack_made *made;
	struct attack with;
	const struct combatant *by;
	struct combatant *target;
	bool ranged, near, too_far;
};

static const struct attack *find_attack(const struct combatant *c, struct str name)
{
	const struct attack *all = c->attacks.items;

	for (size_t i = 0; i < c->attacks.count; i++)
		if (dice_same_word(all[i].name, name))
			return &all[i];
	return NULL;
}

/* With which figures. */
static enum rule_error choose_attack(struct step *s, struct blow *b)
{
	bool by_hand = shape_seen(&attack_made_shape, b->made, "to_hit");
	const struct attack *named = find_attack(b->by, b->made->attack);

	if (by_hand == (b->made->attack.n > 0))
		return RULE_WRONG_FIELDS;
	if (!by_hand && !named)
		return step_refuse(s, RULE_NO_SUCH_ATTACK, b->by->id);
	b->with = by_hand ? (struct attack){.to_hit = b->made->to_hit} : *named;
	if (b->made->damage.n)
		b->with.damage = b->made->damage;
	return RULE_OK;
}

static int32_t most(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* From how far; figures given by hand reach everywhere. */
static enum rule_error measure(struct step *s, struct blow *b)
{
	const struct attack *a = &b->with;
	int32_t feet = b->made->distance, limit = most(a->reach, most(a->range, a->range_long));

	if (feet && limit && feet > limit)
		return step_refuse(s, RULE_OUT_OF_REACH, b->target->id);
	b->ranged = a->range && (feet ? feet > a->reach : !a->reach);
	b->near = feet ? feet <= NEAR : a->reach && !b->ranged;
	b->too_far = feet && limit && feet > a->reach && feet > a->range;
	return RULE_OK;
}

/* Whether it bears that condition from one who is the source. */
static bool bears_from(const struct combatant *c, enum condition condition, struct uuid source)
{
	const struct condition_held *held = c->conditions.items;

	for (size_t i = 0; i < c->conditions.count; i++)
		if (held[i].condition == condition && uuid_eq(held[i].source, source))
			return true;
	return false;
}

/* Advantage and disadvantage cancel whatever their numbers. */
static int32_t advantage_of(const struct step *s, const struct blow *b)
{
	uint32_t own = body_states(s, b->by), its = body_states(s, b->target);
	bool prone = its & STATE_ATTACKED_PRONE;
	bool held = own & STATE_ATTACKS_OTHERS_AT_DISADVANTAGE &&
	            !bears_from(b->by, CONDITION_GRAPPLED, b->target->id);
	/* With an enemy in the face, who can do something about it. */
	bool cramped = b->ranged && b->near && !(its & STATE_NO_ACTIONS);
	bool better = b->made->advantage || own & STATE_ATTACKS_AT_ADVANTAGE ||
	              its & STATE_ATTACKED_AT_ADVANTAGE || (prone && b->near);
	bool worse = b->made->disadvantage || own & STATE_ATTACKS_AT_DISADVANTAGE ||
	             its & STATE_ATTACKED_AT_DISADVANTAGE || (prone && !b->near) || held ||
	             cramped || b->too_far;

	return better - worse;
}

/* A 20 hits and a 1 misses whatever the numbers. */
static struct consequence *roll_to_hit(struct step *s, const struct blow *b)
{
	int32_t penalty = exhaustion_rows[s->now.ruleset][b->by->exhaustion].d20_penalty;
	int32_t die = b->made->roll ? b->made->roll : body_d20(s, advantage_of(s, b));
	int32_t total = die + b->with.to_hit - penalty;
	int32_t needed = b->target->armor_class + cover_bonus[b->made->cover];
	int32_t critical = b->with.critical ? b->with.critical : NATURAL_20;
	struct consequence *told = step_tell(s, CONSEQUENCE_ATTACK, b->target->id, total);

	told->name = b->with.name;
	told->source = b->by->id;
	told->rolled = die;
	told->success = die == NATURAL_20 || (die > 1 && total >= needed);
	told->critical =
	    told->success && (die >= critical ||
	                      (b->near && body_states(s, b->target) & STATE_HIT_NEAR_IS_CRITICAL));
	return told;
}

static enum rule_error strike(struct step *s, const struct blow *b)
{
	const struct consequence *told = roll_to_hit(s, b);
	struct str damage = told->success ? b->with.damage : b->with.miss;
	struct damage_dealt dealt;
	enum rule_error error;

	if (!damage.n)
		return RULE_OK;
	error = damage_roll(s, damage, DAMAGE_UNTYPED, told->critical, &dealt);
	if (error)
		return error;
	dealt.by = b->by->id;
	dealt.knock_out = b->made->knock_out && !b->ranged;
	damage_deal(s, b->target, &dealt);
	return RULE_OK;
}

static enum rule_error attack(struct step *s, const struct combatant *by,
                              const struct attack_made *made)
{
	struct blow b = {.made = made, .by = by};
	size_t at = step_find(s, made->target);
	enum rule_error error;

	if (at == s->now.count)
		return step_refuse(s, RULE_UNKNOWN_COMBATANT, made->target);
	b.target = &s->now.combatants[at];
	error = choose_attack(s, &b);
	if (!error)
		error = measure(s, &b);
	if (!error && body_states(s, by) & STATE_NO_ATTACK_ON_SOURCE &&
	    bears_from(by, CONDITION_CHARMED, made->target))
		error = step_refuse(s, RULE_CHARMED, made->target);
	return error ? error : strike(s, &b);
}

enum rule_error attacks_make(struct step *s, const struct combatant *by)
{
	const struct attack_made *made = s->move->attacks.items;
	enum rule_error error = RULE_OK;

	for (size_t i = 0; i < s->move->attacks.count && !error; i++)
		error = attack(s, by, &made[i]);
	return error;
}
