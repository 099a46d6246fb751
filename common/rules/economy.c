/* A turn's action, bonus action, reaction, interaction and movement. SRD 5.1 "Your Turn", SRD 5.2
 * "The Order of Combat". */
#include "common/rules/economy.h"

#include "common/rules/damage.h"

#include "common/base/poison.h"

/* By enum cost: where it is noted, and why it is refused when it is spent. */
static const struct cost_row {
	size_t spent;
	enum rule_error error;
	bool own_turn, free;
} cost_rows[] = {
    [COST_ACTION] = {offsetof(struct spent, action), RULE_ACTION_SPENT, .own_turn = true},
    [COST_BONUS_ACTION] = {offsetof(struct spent, bonus_action), RULE_BONUS_ACTION_SPENT,
                           .own_turn = true},
    [COST_REACTION] = {offsetof(struct spent, reaction), RULE_REACTION_SPENT, .own_turn = false},
    [COST_INTERACTION] = {offsetof(struct spent, interaction), RULE_INTERACTION_SPENT,
                          .own_turn = true},
    [COST_FREE] = {.free = true},
};

static enum rule_error can_act(struct step *s, const struct combatant *c)
{
	if (combatant_dead(c))
		return step_refuse(s, RULE_DEAD, c->id);
	if (body_states(s, c) & STATE_NO_ACTIONS)
		return step_refuse(s, RULE_INCAPACITATED, c->id);
	if (c->surprised)
		return step_refuse(s, RULE_SURPRISED, c->id);
	return RULE_OK;
}

enum rule_error economy_spend(struct step *s, struct combatant *c, enum cost cost)
{
	const struct cost_row *row = &cost_rows[cost];
	enum rule_error error = can_act(s, c);
	bool *spent = (bool *)((char *)&c->spent + row->spent);

	if (error || row->free)
		return error;
	if (row->own_turn && !step_has_turn(s, c))
		return step_refuse(s, RULE_NOT_YOUR_TURN, c->id);
	if (*spent)
		return step_refuse(s, row->error, c->id);
	*spent = true;
	step_tell(s, CONSEQUENCE_SPENT, c->id, 0)->name = str_of(cost_names[cost]);
	return RULE_OK;
}

bool economy_touched(const struct combatant *c)
{
	const struct spent *spent = &c->spent;

	return spent->action || spent->bonus_action || spent->interaction || spent->moved ||
	       spent->death_save;
}

static const enum consequence_kind told_as[] = {
    [RESOURCE_FEATURE] = CONSEQUENCE_FEATURE,
    [RESOURCE_ITEM] = CONSEQUENCE_ITEM,
    [RESOURCE_SLOT] = CONSEQUENCE_SLOT,
    [RESOURCE_PACT_SLOT] = CONSEQUENCE_SLOT,
    [RESOURCE_LEGENDARY_ACTION] = CONSEQUENCE_LEGENDARY_ACTION,
    [RESOURCE_LEGENDARY_RESISTANCE] = CONSEQUENCE_LEGENDARY_RESISTANCE,
    [RESOURCE_HIT_DIE] = CONSEQUENCE_HIT_DIE,
};
static const enum rule_error none_left[] = {
    [RESOURCE_FEATURE] = RULE_NO_USES_LEFT,
    [RESOURCE_ITEM] = RULE_NOT_ENOUGH_ITEMS,
    [RESOURCE_SLOT] = RULE_NO_SLOT_LEFT,
    [RESOURCE_PACT_SLOT] = RULE_NO_SLOT_LEFT,
    [RESOURCE_LEGENDARY_ACTION] = RULE_NO_USES_LEFT,
    [RESOURCE_LEGENDARY_RESISTANCE] = RULE_NO_USES_LEFT,
    [RESOURCE_HIT_DIE] = RULE_NO_USES_LEFT,
};

static size_t find_resource(const struct combatant *c, const struct resource *what)
{
	const struct resource *r = c->resources.items;
	size_t i = 0;

	while (i < c->resources.count && (r[i].kind != what->kind || r[i].level != what->level ||
	                                  !str_eq(r[i].name, what->name)))
		i++;
	return i;
}

void economy_tell(struct step *s, const struct combatant *c, const struct resource *r)
{
	struct consequence *told = step_tell(s, told_as[r->kind], c->id, r->left);

	told->name = r->name;
	told->rolled = r->level;
}

enum rule_error economy_use(struct step *s, struct combatant *c, const struct resource *what,
                            int32_t count)
{
	size_t at = find_resource(c, what);
	struct resource *r;

	if (at == c->resources.count)
		return step_refuse(s, RULE_NO_SUCH_RESOURCE, c->id);
	r = STEP_OWN_LIST(s, &c->resources, struct resource) + at;
	if (r->left < count)
		return step_refuse(s, none_left[r->kind], c->id);
	r->left -= count;
	economy_tell(s, c, r);
	return RULE_OK;
}

static void note_spell(struct combatant *c, enum cost cost)
{
	if (cost == COST_BONUS_ACTION)
		c->spent.bonus_spell = true;
	else
		c->spent.other_spell = true;
}

/* SRD 5.1 "Bonus Action": no other spell that turn but a cantrip with a casting time of one action;
 * SRD 5.2 "One Spell with a Spell Slot per Turn". */
static enum rule_error check_spells(const struct step *s, const struct combatant *c, enum cost cost)
{
	if (s->now.ruleset == RULESET_2024)
		return c->spent.slot ? RULE_ONE_SLOT_A_TURN : RULE_OK;
	if (!uuid_eq(s->now.turn, c->id))
		return RULE_OK;
	if (c->spent.bonus_spell || (cost == COST_BONUS_ACTION && c->spent.other_spell))
		return RULE_BONUS_ACTION_SPELL;
	return RULE_OK;
}

/* A cantrip with a casting time of one action fits beside everything; with another one it is a spell
 * like others. */
static enum rule_error cast_cantrip(struct step *s, struct combatant *c, enum cost cost)
{
	enum rule_error error;

	if (s->now.ruleset == RULESET_2024 || cost == COST_ACTION || cost == COST_FREE)
		return RULE_OK;
	error = check_spells(s, c, cost);
	if (error)
		return step_refuse(s, error, c->id);
	note_spell(c, cost);
	return RULE_OK;
}

enum rule_error economy_spend_slot(struct step *s, struct combatant *c, enum resource_kind kind,
                                   int32_t level, enum cost cost)
{
	const struct resource slot = {.kind = kind, .level = level};
	enum rule_error error = check_spells(s, c, cost);

	if (error)
		return step_refuse(s, error, c->id);
	c->spent.slot = true;
	note_spell(c, cost);
	return economy_use(s, c, &slot, 1);
}

enum rule_error apply_take_turn(struct step *s)
{
	const struct move *move = s->move;
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);
	size_t at[ENCOUNTER_COMBATANTS_MAX];

	if (!error)
		error = step_targets(s, &move->targets, at);
	if (!error)
		error = economy_spend(s, c, move->cost);
	if (!error && move->level)
		error = economy_spend_slot(s, c, move->pact ? RESOURCE_PACT_SLOT : RESOURCE_SLOT,
		                           move->level, move->cost);
	if (!error && move->cantrip)
		error = move->level ? RULE_WRONG_FIELDS : cast_cantrip(s, c, move->cost);
	if (error)
		return error;
	/* What was readied is done, what was planned is begun. */
	if (move->cost == COST_REACTION)
		c->readied = (struct str){0};
	c->queued = (struct str){0};
	return attacks_make(s, c);
}

enum rule_error apply_queue_turn(struct step *s)
{
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);
	size_t at[ENCOUNTER_COMBATANTS_MAX];

	if (!error)
		error = step_targets(s, &s->move->targets, at);
	if (error)
		return error;
	if (combatant_dead(c))
		return step_refuse(s, RULE_DEAD, c->id);
	c->queued = s->move->text;
	step_tell(s, CONSEQUENCE_QUEUED, c->id, 0)->name = c->queued;
	return RULE_OK;
}

/* SRD "Ready": the action is spent now; a reaction does it later. */
enum rule_error apply_ready(struct step *s)
{
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);

	if (!error)
		error = economy_spend(s, c, COST_ACTION);
	if (error)
		return error;
	c->readied = s->move->text;
	step_tell(s, CONSEQUENCE_READIED, c->id, 0)->name = c->readied;
	return RULE_OK;
}

enum rule_error apply_interact(struct step *s)
{
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);

	return error ? error : economy_spend(s, c, COST_INTERACTION);
}

/* Feet from where it stands, as the crow flies on a grid of 5 foot squares, unless said. */
static int32_t feet(const struct step *s, const struct combatant *c)
{
	int32_t dx = abs(s->move->x - c->x), dy = abs(s->move->y - c->y);

	return step_seen(s, "distance") ? s->move->distance : 5 * (dx > dy ? dx : dy);
}
_Static_assert((int64_t)POSITION_MAX * 2 * 5 * 2 <= INT32_MAX, "two crossings fit");

/* Its own turn's movement is counted while its speed is known; elsewhere it is only moved. */
enum rule_error apply_move_to(struct step *s)
{
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);
	uint32_t states;
	int32_t way;

	if (error)
		return error;
	if (s->now.status == ENCOUNTER_ACTIVE && step_has_turn(s, c)) {
		states = body_states(s, c);
		way = feet(s, c) * (states & STATE_CRAWLS ? 2 : 1);
		if (combatant_dead(c))
			return step_refuse(s, RULE_DEAD, c->id);
		if (c->surprised)
			return step_refuse(s, RULE_SURPRISED, c->id);
		if (way && states & STATE_SPEED_ZERO)
			return step_refuse(s, RULE_SPEED_ZERO, c->id);
		if (c->speed && way > combatant_speed(s->now.ruleset, c) - c->spent.moved)
			return step_refuse(s, RULE_NOT_ENOUGH_MOVEMENT, c->id);
		c->spent.moved += c->speed ? way : 0;
	}
	c->placed = true;
	c->x = s->move->x;
	c->y = s->move->y;
	step_tell(s, CONSEQUENCE_MOVED, c->id, c->spent.moved);
	return RULE_OK;
}
