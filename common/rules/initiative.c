/* Places in the turn order. SRD 5.1 and 5.2 "Initiative": a Dexterity check each, one roll for
 * identical creatures. RULES D1. */
#include "common/rules/step_body.h"

#include "common/base/poison.h"

enum { FIXED_SCORE = 10, FIXED_ADVANTAGE = 5, CHARACTERS_FIRST = ABILITY_MAX + 1 };

/* How one of them rolls. */
struct throw
{
	bool rolls;
	int32_t advantage; /* 1, 0, -1 */
	int32_t die;
};

static bool rolls_for(const struct combatant *c, enum roll_for who)
{
	if (who == ROLL_FOR_MONSTERS)
		return c->kind != KIND_CHARACTER;
	if (who == ROLL_FOR_CHARACTERS)
		return c->kind == KIND_CHARACTER;
	return true;
}

/* Advantage and disadvantage cancel whatever their numbers. */
static int32_t advantage_of(const struct step *s, const struct combatant *c)
{
	uint32_t states = body_states(s, c);
	bool surprised = s->now.ruleset == RULESET_2024 && step_listed(&s->move->surprised, c->id);
	bool better = step_listed(&s->move->advantage, c->id) ||
	              states & STATE_INITIATIVE_AT_ADVANTAGE ||
	              c->advantages & ADVANTAGE_BIT(ADVANTAGE_INITIATIVE);
	bool worse = step_listed(&s->move->disadvantage, c->id) || surprised ||
	             states & (STATE_INITIATIVE_AT_DISADVANTAGE | STATE_CHECKS_AT_DISADVANTAGE);

	return better - worse;
}

/* Everyone whom the move says something about is there. */
static enum rule_error check_lists(struct step *s)
{
	size_t at[ENCOUNTER_COMBATANTS_MAX];
	enum rule_error error = step_targets(s, &s->move->advantage, at);

	if (!error)
		error = step_targets(s, &s->move->disadvantage, at);
	return error ? error : step_targets(s, &s->move->surprised, at);
}

/* Marks who rolls: those named, again if they have to; else everyone asked for who has no place, or
 * who has, `again`. */
static enum rule_error choose(struct step *s, struct throw *throws)
{
	size_t at[ENCOUNTER_COMBATANTS_MAX];
	enum rule_error error = step_targets(s, &s->move->combatant_ids, at);

	if (!error)
		error = check_lists(s);
	if (error)
		return error;
	for (size_t i = 0; i < s->move->combatant_ids.count; i++)
		throws[at[i]].rolls = true;
	for (size_t i = 0; i < s->now.count && !s->move->combatant_ids.count; i++)
		throws[i].rolls = (s->move->again || !s->now.combatants[i].rolled) &&
		                  rolls_for(&s->now.combatants[i], s->move->roll_for);
	return RULE_OK;
}

static bool together(const struct step *s, const struct throw *throws, size_t a, size_t b)
{
	const struct combatant *c = s->now.combatants;

	if (s->move->together == TOGETHER_SIDES)
		return (c[a].kind == KIND_CHARACTER) == (c[b].kind == KIND_CHARACTER);
	return s->move->together == TOGETHER_GROUPS && c[b].kind == KIND_MONSTER &&
	       str_eq(c[a].monster, c[b].monster) && throws[a].advantage == throws[b].advantage;
}

/* The die that one has rolled in this move with whom `who` rolls together, or a new one. */
static int32_t die_of(struct step *s, const struct throw *throws, size_t who)
{
	if (s->move->fixed)
		return FIXED_SCORE + FIXED_ADVANTAGE * throws[who].advantage;
	for (size_t i = 0; i < who; i++)
		if (throws[i].rolls && together(s, throws, i, who))
			return throws[i].die;
	/* A side's die is one for all of it, whatever holds for some. */
	return body_d20(s, s->move->together == TOGETHER_SIDES ? 0 : throws[who].advantage);
}

static void place(struct step *s, struct combatant *c, int32_t die)
{
	bool sides = s->move->together == TOGETHER_SIDES;
	int32_t penalty = exhaustion_rows[s->now.ruleset][c->exhaustion].d20_penalty;

	c->rolled = true;
	c->initiative = sides ? die : die + c->initiative_bonus - penalty;
	c->tiebreak = c->dexterity;
	/* Equal sides act one after the other, too. */
	if (sides && c->kind == KIND_CHARACTER)
		c->tiebreak += CHARACTERS_FIRST;
	step_tell(s, CONSEQUENCE_INITIATIVE, c->id, c->initiative)->rolled = die;
}
_Static_assert(ABILITY_MAX + CHARACTERS_FIRST <= (int)TIEBREAK_MAX, "a side's tiebreak fits");
_Static_assert(20 + INITIATIVE_BONUS_MAX <= (int)INITIATIVE_MAX, "an initiative fits");

/* SRD 5.1 "Surprise": nothing at all until its first turn has ended. Later there is no surprise. */
static void take_by_surprise(struct step *s, struct combatant *c)
{
	if (s->now.ruleset != RULESET_2014 || s->now.round > 1 ||
	    !step_listed(&s->move->surprised, c->id))
		return;
	c->surprised = true;
	step_tell(s, CONSEQUENCE_SURPRISED, c->id, 0);
}

static void roll_all(struct step *s, struct throw *throws)
{
	for (size_t i = 0; i < s->now.count; i++) {
		if (!throws[i].rolls)
			continue;
		throws[i].advantage = advantage_of(s, &s->now.combatants[i]);
		throws[i].die = die_of(s, throws, i);
		place(s, &s->now.combatants[i], throws[i].die);
		take_by_surprise(s, &s->now.combatants[i]);
	}
}

enum rule_error apply_roll_initiative(struct step *s)
{
	struct throw throws[ENCOUNTER_COMBATANTS_MAX] = {{0}};
	enum rule_error error = choose(s, throws);

	if (error)
		return error;
	step_each_round(s);
	roll_all(s, throws);
	step_seat_turn(s);
	return RULE_OK;
}

static const enum each_round each_round_of[] = {
    [TOGETHER_GROUPS] = EACH_ROUND_GROUPS,
    [TOGETHER_NOBODY] = EACH_ROUND_EACH,
    [TOGETHER_SIDES] = EACH_ROUND_SIDES,
};
static const enum roll_together together_of[] = {
    [EACH_ROUND_GROUPS] = TOGETHER_GROUPS,
    [EACH_ROUND_EACH] = TOGETHER_NOBODY,
    [EACH_ROUND_SIDES] = TOGETHER_SIDES,
};

void step_each_round(struct step *s)
{
	if (!step_seen(s, "each_round"))
		return;
	if (!s->move->each_round)
		s->now.each_round = EACH_ROUND_STAYS;
	/* A start keeps who shares a die. */
	else if (s->move->type == MOVE_ROLL_INITIATIVE || !s->now.each_round)
		s->now.each_round = each_round_of[s->move->together];
}

void step_roll_anew(struct step *s)
{
	const struct move *asked = s->move;
	const struct move anew = {.type = MOVE_ROLL_INITIATIVE,
	                          .together = together_of[s->now.each_round]};
	struct throw throws[ENCOUNTER_COMBATANTS_MAX] = {{0}};

	for (size_t i = 0; i < s->now.count; i++)
		throws[i].rolls =
		    s->now.combatants[i].rolled && !combatant_dead(&s->now.combatants[i]);
	s->move = &anew;
	roll_all(s, throws);
	s->move = asked;
}

enum rule_error apply_set_initiative(struct step *s)
{
	const struct move *move = s->move;
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);

	if (error)
		return error;
	if (step_seen(s, "tiebreak"))
		c->tiebreak = move->tiebreak;
	else if (!c->rolled)
		c->tiebreak = c->dexterity;
	c->rolled = true;
	c->initiative = move->initiative;
	step_tell(s, CONSEQUENCE_INITIATIVE, c->id, c->initiative);
	step_seat_turn(s);
	return RULE_OK;
}
