/* Hit points lost and regained. SRD 5.1 and 5.2 "Damage and Healing", in the order of RULES D2. */
#include "common/rules/step.h"

#include "common/base/poison.h"

/* What is left of `amount` by one combatant's nature, noted in `told`. A resistance and a
 * vulnerability to one type both apply, in this order: 7 becomes 3, then 6. */
static int32_t damage_dealt(const struct combatant *c, int32_t amount, enum damage_type type,
                            struct consequence *told)
{
	uint32_t bit = DAMAGE_BIT(type);

	told->immune = c->immunities & bit;
	if (told->immune)
		return 0;
	told->resisted = c->resistances & bit;
	if (told->resisted)
		amount /= 2;
	told->vulnerable = c->vulnerabilities & bit;
	if (told->vulnerable)
		amount *= 2;
	return amount;
}
_Static_assert((int64_t)HIT_POINTS_MAX * 2 <= INT32_MAX, "doubled damage fits");

static int32_t least(int32_t a, int32_t b)
{
	return a < b ? a : b;
}

static void damage_one(struct step *s, struct combatant *c)
{
	const struct move *move = s->move;
	struct consequence *told = step_tell(s, CONSEQUENCE_DAMAGE, c->id, 0);
	int32_t amount = move->half ? move->amount / 2 : move->amount;
	int32_t dealt = damage_dealt(c, amount, move->damage_type, told);
	bool was_up = c->hp.current > 0;

	told->rolled = move->amount;
	told->absorbed = least(c->hp.temp, dealt);
	c->hp.temp -= told->absorbed;
	dealt -= told->absorbed;
	told->amount = least(c->hp.current, dealt);
	c->hp.current -= told->amount;
	dealt -= told->amount;
	if (was_up && c->hp.current == 0)
		step_tell(s, CONSEQUENCE_DROPPED, c->id, 0);
	/* A monster dies at 0; a character when what is left after 0 reaches the maximum, which
	 * holds for one who lies at 0 already, too ("Instant Death"). */
	if (c->kind == KIND_CHARACTER ? dealt >= c->hp.max : was_up && c->hp.current == 0)
		step_tell(s, CONSEQUENCE_DIED, c->id, 0);
}

enum rule_error apply_damage(struct step *s)
{
	size_t at[ENCOUNTER_COMBATANTS_MAX];
	enum rule_error error = step_targets(s, &s->move->targets, at);

	if (error)
		return error;
	for (size_t i = 0; i < s->move->targets.count; i++)
		damage_one(s, &s->now.combatants[at[i]]);
	return RULE_OK;
}

enum rule_error apply_heal(struct step *s)
{
	size_t at[ENCOUNTER_COMBATANTS_MAX];
	enum rule_error error = step_targets(s, &s->move->targets, at);

	if (error)
		return error;
	for (size_t i = 0; i < s->move->targets.count; i++) {
		struct combatant *c = &s->now.combatants[at[i]];
		int32_t regained = least(c->hp.max - c->hp.current, s->move->amount);

		c->hp.current += regained;
		step_tell(s, CONSEQUENCE_HEALED, c->id, regained);
	}
	return RULE_OK;
}
