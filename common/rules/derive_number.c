#include "common/rules/derive.h"

#include "common/base/poison.h"

enum { TERMS_AT_ONCE = 512, NUMBER_MAX = 1000000000 };

const struct active *effects_from(const struct reckoning *r, enum effect_target target)
{
	return r->active + r->from[target];
}

const struct active *effects_to(const struct reckoning *r, enum effect_target target)
{
	return r->active + r->from[target + 1];
}

void list_push(struct arena *arena, struct list *list, size_t size, const void *item)
{
	char *items = list->items;

	/* Room grows by halves of powers of two: 4, 8, 16 … */
	if (list->count < 4 ? list->count == 0 : (list->count & (list->count - 1)) == 0) {
		size_t room = list->count ? list->count * 2 : 4;

		items = arena_alloc(arena, room, size);
		if (list->count)
			memcpy(items, list->items, list->count * size);
		list->items = items;
	}
	memcpy(items + list->count * size, item, size);
	list->count++;
}

static void more_terms(struct reckoning *r, struct number *n)
{
	struct term *old = n->breakdown.items;

	r->term_room = TERMS_AT_ONCE + n->breakdown.count;
	r->terms = ARENA_ARRAY(r->arena, struct term, r->term_room);
	if (n->breakdown.count)
		memcpy(r->terms, old, n->breakdown.count * sizeof *old);
	r->term_count = n->breakdown.count;
	n->breakdown.items = r->terms;
}

void sum_begin(struct reckoning *r, struct number *n)
{
	*n = (struct number){0};
	if (r->term_count == r->term_room)
		more_terms(r, n);
	n->breakdown.items = r->terms + r->term_count;
}

void sum_add(struct reckoning *r, struct number *n, struct str source, int32_t value)
{
	int64_t sum = (int64_t)n->value + value;
	struct term *terms;

	if (sum > NUMBER_MAX)
		value = NUMBER_MAX - n->value;
	if (sum < -NUMBER_MAX)
		value = -NUMBER_MAX - n->value;
	if (!value)
		return;
	if (r->term_count == r->term_room)
		more_terms(r, n);
	terms = n->breakdown.items;
	terms[n->breakdown.count++] = (struct term){source, value};
	r->term_count++;
	n->value += value;
}

int32_t effect_amount(const struct reckoning *r, const struct active *a)
{
	const struct effect *e = a->effect;
	int32_t value = e->amount, level;

	switch (e->of) {
	case AMOUNT_NUMBER:
		break;
	case AMOUNT_PROFICIENCY:
		return r->out->proficiency.value;
	case AMOUNT_ABILITY:
		value = value >= 0 && value < ABILITIES ? r->modifiers[value] : 0;
		return value > e->least ? value : e->least;
	case AMOUNT_LEVEL:
		return value * r->out->level;
	case AMOUNT_CLASS_LEVEL:
		return value * a->class_level;
	case AMOUNT_COUNTER:
		level = catalog_counter(a->class, str_of(e->text), a->class_level);
		return level > 0 ? level : 0;
	case AMOUNT_SCALE:
		return value * a->scale;
	}
	return value;
}

/* Whether it aims at what the number is, in this attack. */
static bool aims(const struct active *a, uint32_t which, uint32_t attack)
{
	uint32_t needs = a->effect->when & OF_ATTACKS;

	return (!a->effect->which || (a->effect->which & which)) && (needs & attack) == needs;
}

static int32_t times(int32_t value, int32_t factor)
{
	int64_t product = (int64_t)value * factor;

	return product > NUMBER_MAX ? NUMBER_MAX : (int32_t)product;
}

/* What the effect makes of the number, once everything is added. */
static int32_t changed(const struct effect *e, int32_t value, int32_t amount)
{
	switch (e->kind) {
	case EFFECT_AT_LEAST:
		return value < amount ? amount : value;
	case EFFECT_MULTIPLY:
		return times(value, amount);
	case EFFECT_HALVE:
		return value / 2;
	case EFFECT_AT_MOST:
		return value > amount ? amount : value;
	default:
		return value;
	}
}

void sum_effects(struct reckoning *r, struct number *n, enum effect_target target, uint32_t which,
                 uint32_t attack)
{
	static const enum effect_kind order[] = {EFFECT_AT_LEAST, EFFECT_MULTIPLY, EFFECT_HALVE,
	                                         EFFECT_AT_MOST};
	uint32_t later = 0;

	for (const struct active *a = effects_from(r, target); a < effects_to(r, target); a++) {
		if (!aims(a, which, attack))
			continue;
		if (a->effect->kind == EFFECT_ADD)
			sum_add(r, n, a->source, effect_amount(r, a));
		else
			later |= BIT(a->effect->kind);
	}
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		if (!(later & BIT(order[i])))
			continue;
		for (const struct active *a = effects_from(r, target); a < effects_to(r, target);
		     a++)
			if (a->effect->kind == order[i] && aims(a, which, attack))
				sum_add(r, n, a->source,
				        changed(a->effect, n->value, effect_amount(r, a)) -
				            n->value);
	}
}

void roll_reason(struct reckoning *r, struct list *reasons, struct str source, const char *against)
{
	struct reason reason = {source, str_of(against)};

	list_push(r->arena, reasons, sizeof reason, &reason);
}

void roll_effects(struct reckoning *r, struct roll *roll, enum effect_target target, uint32_t which,
                  uint32_t attack)
{
	for (const struct active *a = effects_from(r, target); a < effects_to(r, target); a++) {
		const struct effect *e = a->effect;

		if (!aims(a, which, attack))
			continue;
		if (e->kind == EFFECT_ADVANTAGE) {
			roll_reason(r, &roll->advantage, a->source, e->text);
		} else if (e->kind == EFFECT_DISADVANTAGE) {
			roll_reason(r, &roll->disadvantage, a->source, e->text);
		} else if (e->kind == EFFECT_ADD && e->dice) {
			struct bonus_dice dice = {a->source, str_of(e->dice)};

			list_push(r->arena, &roll->dice, sizeof dice, &dice);
		}
	}
}

bool has_effect(const struct reckoning *r, enum effect_kind kind, enum effect_target target,
                uint32_t which, struct str *source)
{
	for (const struct active *a = effects_from(r, target); a < effects_to(r, target); a++) {
		if (a->effect->kind == kind && aims(a, which, 0)) {
			*source = a->source;
			return true;
		}
	}
	return false;
}
