/* From the start to the end, a turn at a time. SRD "The Order of Combat". */
#include "common/rules/step_body.h"

#include "common/base/poison.h"

static const struct uuid nobody;

enum { LAIR_COUNT = 20 };

bool step_has_turn(const struct step *s, const struct combatant *c)
{
	return c->making_up || uuid_eq(s->now.turn, c->id);
}

/* The dead have no turns; one who is dying still makes death saves. */
static bool takes_turns(const struct combatant *c)
{
	return !combatant_dead(c);
}

/* One who put its turn off goes on with it: nothing begins a second time. */
static void begin_turn(struct step *s, struct combatant *c)
{
	bool goes_on = c->delaying;

	s->now.turn = c->id;
	step_tell(s, CONSEQUENCE_TURN, c->id, 0);
	for (size_t i = 0; i < s->now.count; i++) {
		struct spent *spent = &s->now.combatants[i].spent;

		spent->slot = spent->bonus_spell = spent->other_spell = false;
	}
	c->delaying = c->missed = c->making_up = false;
	if (!goes_on)
		body_start_turn(s, c);
}

static void ask_saves(struct step *s, const struct combatant *c)
{
	const struct condition_held *held = c->conditions.items;

	for (size_t i = 0; i < c->conditions.count; i++) {
		struct consequence *told;

		if (held[i].until.at != UNTIL_SAVE)
			continue;
		told = step_tell(s, CONSEQUENCE_CONDITION_SAVE_DUE, c->id, 0);
		told->name = str_of(condition_names[held[i].condition]);
		told->save = str_of(save_names[held[i].until.save]);
		told->dc = held[i].until.dc;
	}
}

/* Whoever has legendary actions left may use one now. */
static void offer_legendary(struct step *s, struct uuid after)
{
	for (size_t i = 0; i < s->now.count; i++) {
		const struct combatant *c = &s->now.combatants[i];
		const struct resource *r = c->resources.items;

		if (!c->resources.count || uuid_eq(c->id, after) || combatant_dead(c) ||
		    c->surprised || body_states(s, c) & STATE_NO_ACTIONS)
			continue;
		for (size_t k = 0; k < c->resources.count; k++)
			if (r[k].kind == RESOURCE_LEGENDARY_ACTION && r[k].left)
				step_tell(s, CONSEQUENCE_LEGENDARY_DUE, c->id, r[k].left);
	}
}

static void end_turn(struct step *s, struct combatant *c)
{
	body_tick(s, c->id, UNTIL_END_OF_TURN);
	ask_saves(s, c);
	c->surprised = false;
	c->queued = (struct str){0};
	offer_legendary(s, c->id);
}

/* The dead are passed over, but what lasts until their turns ends then. */
static void pass_over(struct step *s, struct combatant *c)
{
	body_tick(s, c->id, UNTIL_START_OF_TURN);
	body_tick(s, c->id, UNTIL_END_OF_TURN);
	c->surprised = false;
}

/* 2014: on initiative count 20, after everyone with a 20. */
static void offer_lair(struct step *s, int32_t last, const struct combatant *next, bool new_round)
{
	bool was_before = last >= LAIR_COUNT;
	bool is_behind = next->initiative < LAIR_COUNT;

	if (s->now.ruleset != RULESET_2014 ||
	    !(new_round ? was_before || is_behind : was_before && is_behind))
		return;
	for (size_t i = 0; i < s->now.count; i++) {
		const struct combatant *c = &s->now.combatants[i];

		if (c->lair && !combatant_dead(c) && !(body_states(s, c) & STATE_NO_ACTIONS))
			step_tell(s, CONSEQUENCE_LAIR_DUE, c->id, 0);
	}
}

/* The position, among the `n` of the order, of the first to act from position `from` on, looking at
 * `tries` of them; `from` itself when all are dead, so that the game goes on. */
static size_t first_to_act(const struct encounter *e, const size_t *order, size_t n, size_t from,
                           size_t tries)
{
	for (size_t i = 0; i < tries; i++)
		if (takes_turns(&e->combatants[order[(from + i) % n]]))
			return (from + i) % n;
	return from % n;
}

/* Who acts first in the new round: `next`, unless everyone rolls anew; those before are passed over. */
static size_t top_of_round(struct step *s, size_t *order, size_t next, struct combatant *leaving)
{
	if (s->now.each_round) {
		size_t n;

		if (leaving)
			leaving->rolled = false;
		step_roll_anew(s);
		n = encounter_order(&s->now, order);
		next = n ? first_to_act(&s->now, order, n, 0, n) : 0;
	}
	for (size_t i = 0; i < next; i++)
		if (!takes_turns(&s->now.combatants[order[i]]))
			pass_over(s, &s->now.combatants[order[i]]);
	return next;
}

enum rule_error step_pass_turn(struct step *s, bool leaving)
{
	struct combatant *c = s->now.combatants;
	size_t order[ENCOUNTER_COMBATANTS_MAX];
	size_t n = encounter_order(&s->now, order), at = 0, next, i;
	bool new_round;
	int32_t last;

	while (at < n && !uuid_eq(c[order[at]].id, s->now.turn))
		at++;
	if (at == n)
		return RULE_NO_COMBATANTS;
	if (!leaving && !c[order[at]].delaying)
		end_turn(s, &c[order[at]]);
	if (leaving && n == 1) {
		s->now.turn = nobody;
		return RULE_OK;
	}
	last = c[order[at]].initiative;
	next = first_to_act(&s->now, order, n, at + 1, leaving ? n - 1 : n);
	new_round = next <= at;
	for (i = at + 1; i < n && (new_round || i < next); i++)
		pass_over(s, &c[order[i]]);
	if (new_round) {
		if (s->now.round == ROUND_MAX)
			return RULE_TOO_MANY_ROUNDS;
		step_tell(s, CONSEQUENCE_ROUND, nobody, ++s->now.round);
		next = top_of_round(s, order, next, leaving ? &c[order[at]] : NULL);
	}
	offer_lair(s, last, &c[order[next]], new_round);
	begin_turn(s, &c[order[next]]);
	return RULE_OK;
}

static void begin_first_turn(struct step *s)
{
	size_t order[ENCOUNTER_COMBATANTS_MAX];
	size_t n = encounter_order(&s->now, order);
	struct combatant *first;

	if (!n)
		return;
	first = &s->now.combatants[order[first_to_act(&s->now, order, n, 0, n)]];
	offer_lair(s, INT32_MIN, first, true);
	begin_turn(s, first);
}

void step_seat_turn(struct step *s)
{
	if (s->now.status != ENCOUNTER_DRAFT && uuid_is_nil(s->now.turn))
		begin_first_turn(s);
}

enum rule_error apply_start(struct step *s)
{
	if (s->now.count == 0)
		return RULE_NO_COMBATANTS;
	for (size_t i = 0; i < s->now.count; i++)
		if (!s->now.combatants[i].rolled)
			return step_refuse(s, RULE_NO_INITIATIVE, s->now.combatants[i].id);
	step_refresh_party(s);
	step_each_round(s);
	s->now.status = ENCOUNTER_ACTIVE;
	s->now.round = 1;
	step_tell(s, CONSEQUENCE_ROUND, nobody, 1);
	begin_first_turn(s);
	return RULE_OK;
}

enum rule_error apply_next_turn(struct step *s)
{
	return step_pass_turn(s, false);
}

/* Who says so must have it, or makes up for one. */
enum rule_error apply_end_turn(struct step *s)
{
	size_t at = step_find(s, s->move->combatant_id);

	if (at < s->now.count && s->now.combatants[at].making_up &&
	    !uuid_eq(s->move->combatant_id, s->now.turn)) {
		s->now.combatants[at].making_up = false;
		return RULE_OK;
	}
	if (step_seen(s, "combatant_id") && !uuid_eq(s->move->combatant_id, s->now.turn))
		return at == s->now.count
		           ? step_refuse(s, RULE_UNKNOWN_COMBATANT, s->move->combatant_id)
		           : step_refuse(s, RULE_NOT_YOUR_TURN, s->move->combatant_id);
	return step_pass_turn(s, false);
}

/* The turn was taken from its holder, who did nothing in it. */
enum rule_error apply_skip_turn(struct step *s)
{
	size_t at = step_find(s, s->now.turn);

	if (at < s->now.count) {
		s->now.combatants[at].missed = true;
		step_tell(s, CONSEQUENCE_SKIPPED, s->now.turn, 0);
	}
	return step_pass_turn(s, false);
}

/* What the skipped turn had is there to be used until it ends that, or its next turn begins. */
enum rule_error apply_allow_turn(struct step *s)
{
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);

	if (error)
		return error;
	if (!c->missed)
		return step_refuse(s, RULE_NO_MISSED_TURN, c->id);
	c->missed = false;
	c->making_up = true;
	step_tell(s, CONSEQUENCE_ALLOWED, c->id, 0);
	return RULE_OK;
}

/* Nothing begins or ends again: the state is what it would be had the turn not been passed. */
enum rule_error apply_previous_turn(struct step *s)
{
	const struct encounter *back = s->move->restored;

	if (!back)
		return RULE_NO_TURN_BEFORE;
	s->now = *back;
	s->now.combatants = ARENA_ARRAY(s->arena, struct combatant, back->count);
	if (back->count)
		memcpy(s->now.combatants, back->combatants, back->count * sizeof *back->combatants);
	if (!uuid_is_nil(back->turn))
		step_tell(s, CONSEQUENCE_TURN, back->turn, 0);
	return RULE_OK;
}

enum rule_error apply_pause(struct step *s)
{
	s->now.status = ENCOUNTER_PAUSED;
	return RULE_OK;
}

enum rule_error apply_resume(struct step *s)
{
	s->now.status = ENCOUNTER_ACTIVE;
	return RULE_OK;
}
