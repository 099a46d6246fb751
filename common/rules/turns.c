/* From the start to the end, a turn at a time. SRD 5.1 "The Order of Combat". */
#include "common/rules/step.h"

#include "common/base/poison.h"

static const struct uuid nobody;

/* A monster at 0 hit points is dead and has no turns; a character there still makes death saves. */
static bool takes_turns(const struct combatant *c)
{
	return c->kind == KIND_CHARACTER || c->hp.current > 0;
}

static void begin_turn(struct step *s, struct uuid id)
{
	s->now.turn = id;
	step_tell(s, CONSEQUENCE_TURN, id, 0);
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

enum rule_error step_pass_turn(struct step *s, bool leaving)
{
	size_t order[ENCOUNTER_COMBATANTS_MAX];
	size_t n = encounter_order(&s->now, order), at = 0, next;

	while (at < n && !uuid_eq(s->now.combatants[order[at]].id, s->now.turn))
		at++;
	if (at == n)
		return RULE_NO_COMBATANTS;
	if (leaving && n == 1) {
		s->now.turn = nobody;
		return RULE_OK;
	}
	next = first_to_act(&s->now, order, n, at + 1, leaving ? n - 1 : n);
	if (next <= at) {
		if (s->now.round == ROUND_MAX)
			return RULE_TOO_MANY_ROUNDS;
		step_tell(s, CONSEQUENCE_ROUND, nobody, ++s->now.round);
	}
	begin_turn(s, s->now.combatants[order[next]].id);
	return RULE_OK;
}

static void begin_first_turn(struct step *s)
{
	size_t order[ENCOUNTER_COMBATANTS_MAX];
	size_t n = encounter_order(&s->now, order);

	if (n)
		begin_turn(s, s->now.combatants[order[first_to_act(&s->now, order, n, 0, n)]].id);
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

/* What the defeated are worth: at most ENCOUNTER_COMBATANTS_MAX * COMBATANT_XP_MAX. */
static int32_t xp_of_the_fallen(const struct encounter *e)
{
	int32_t xp = 0;

	for (size_t i = 0; i < e->count; i++)
		if (e->combatants[i].kind != KIND_CHARACTER && e->combatants[i].hp.current == 0)
			xp += e->combatants[i].xp;
	return xp;
}
_Static_assert((int64_t)ENCOUNTER_COMBATANTS_MAX *COMBATANT_XP_MAX <= INT32_MAX,
               "the sum of all experience points fits");

enum rule_error apply_end(struct step *s)
{
	int32_t xp = step_seen(s, "xp") ? s->move->xp : xp_of_the_fallen(&s->now);

	s->now.status = ENCOUNTER_COMPLETED;
	s->now.turn = nobody;
	step_tell(s, CONSEQUENCE_XP, nobody, xp);
	return RULE_OK;
}
