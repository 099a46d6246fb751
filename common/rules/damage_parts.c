/* Damage as it is dealt: an amount, typed parts, or dice with labels. */
#include "common/rules/damage.h"

#include "common/rules/dice_tree.h"

#include "common/base/poison.h"

static int32_t in_bounds(int64_t amount)
{
	if (amount < 0)
		return 0;
	return amount > HIT_POINTS_MAX ? HIT_POINTS_MAX : (int32_t)amount;
}

static bool type_of_label(struct str label, enum damage_type *type)
{
	for (int32_t i = 0; i < DAMAGE_TYPES; i++)
		if (dice_same_word(label, str_of(damage_type_names[i]))) {
			*type = (enum damage_type)i;
			return true;
		}
	return false;
}

static enum rule_error typed(struct step *s, const struct dice_answer *answer,
                             enum damage_type type, struct damage_dealt *dealt)
{
	const struct dice_part *parts = answer->parts.items;
	struct damage_share *out;

	if (answer->parts.count > DAMAGE_PARTS_MAX)
		return RULE_BAD_DICE;
	if (!answer->parts.count) {
		dealt->one = (struct damage_share){type, in_bounds(answer->total)};
		return RULE_OK;
	}
	out = ARENA_ARRAY(s->arena, struct damage_share, answer->parts.count);
	for (size_t i = 0; i < answer->parts.count; i++) {
		out[i] = (struct damage_share){type, in_bounds(parts[i].total)};
		if (parts[i].label.n && !type_of_label(parts[i].label, &out[i].type))
			return RULE_UNKNOWN_DAMAGE_TYPE;
	}
	dealt->parts = out;
	dealt->count = answer->parts.count;
	return RULE_OK;
}

static bool roll_dice(struct step *s, struct str text, bool critical, struct dice_answer *answer)
{
	const struct dice_options how = {.critical = critical};
	const struct dice_expression *expression;
	struct dice_problem problem;

	return dice_parse(text, s->arena, &expression, &problem) &&
	       dice_evaluate(expression, &how, s->dice, s->arena, answer, &problem);
}

enum rule_error damage_roll(struct step *s, struct str dice, enum damage_type type, bool critical,
                            struct damage_dealt *dealt)
{
	struct dice_answer answer;

	*dealt = (struct damage_dealt){.parts = &dealt->one, .count = 1, .critical = critical};
	return roll_dice(s, dice, critical, &answer) ? typed(s, &answer, type, dealt)
	                                             : RULE_BAD_DICE;
}

/* One share a type: what protects from a type counts once, whatever it comes from. */
static void add_up(struct step *s, struct damage_dealt *dealt)
{
	const struct damage_share *parts = s->move->parts.items;
	struct damage_share *own = ARENA_ARRAY(s->arena, struct damage_share, s->move->parts.count);
	size_t n = 0;

	for (size_t i = 0; i < s->move->parts.count; i++) {
		size_t k = 0;

		while (k < n && own[k].type != parts[i].type)
			k++;
		if (k == n)
			own[n++] = (struct damage_share){.type = parts[i].type};
		own[k].amount = in_bounds((int64_t)own[k].amount + parts[i].amount);
	}
	dealt->parts = own;
	dealt->count = n;
}

enum rule_error damage_of(struct step *s, struct damage_dealt *dealt)
{
	const struct move *move = s->move;
	const struct damage_dealt asked = {.parts = &dealt->one,
	                                   .count = 1,
	                                   .critical = move->critical,
	                                   .knock_out = move->knock_out,
	                                   .lowers_max = move->lowers_max,
	                                   .unresisted = move->unresisted,
	                                   .reduction = move->reduction};
	enum rule_error error;

	*dealt = asked;
	if ((move->parts.count > 0) + (move->dice.n > 0) + step_seen(s, "amount") != 1)
		return RULE_WRONG_FIELDS;
	if (move->parts.count) {
		add_up(s, dealt);
		return RULE_OK;
	}
	if (!move->dice.n) {
		dealt->one = (struct damage_share){move->damage_type, move->amount};
		return RULE_OK;
	}
	error = damage_roll(s, move->dice, move->damage_type, move->critical, dealt);
	dealt->knock_out = asked.knock_out;
	dealt->lowers_max = asked.lowers_max;
	dealt->unresisted = asked.unresisted;
	dealt->reduction = asked.reduction;
	return error;
}

enum rule_error healing_of(struct step *s, int32_t *amount)
{
	struct dice_answer answer;

	if ((s->move->dice.n > 0) == step_seen(s, "amount"))
		return RULE_WRONG_FIELDS;
	*amount = s->move->amount;
	if (!s->move->dice.n)
		return RULE_OK;
	if (!roll_dice(s, s->move->dice, false, &answer))
		return RULE_BAD_DICE;
	*amount = in_bounds(answer.total);
	return RULE_OK;
}
