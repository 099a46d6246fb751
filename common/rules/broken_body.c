#include "common/rules/broken.h"

#include "common/base/poison.h"

static bool text_fits(struct str text, int64_t min, int64_t max)
{
	return !outside(str_utf8_length(text), min, max);
}

static bool named(const struct resource *r)
{
	return r->kind == RESOURCE_FEATURE || r->kind == RESOURCE_ITEM;
}

static int32_t most_level(const struct resource *r)
{
	if (r->kind == RESOURCE_HIT_DIE)
		return HIT_DIE_FACES_MAX;
	return r->kind == RESOURCE_SLOT || r->kind == RESOURCE_PACT_SLOT ? SLOT_MAX : 0;
}

static const char *broken_resource(const struct resource *r)
{
	if (outside((int64_t)r->kind, RESOURCE_FEATURE, RESOURCE_HIT_DIE))
		return "a kind of resource is unknown";
	if (!text_fits(r->name, named(r), named(r) ? RESOURCE_NAME_MAX : 0))
		return "a feature or an item without a name, or a name on something else";
	if (outside(r->level, most_level(r) > 0, most_level(r)))
		return "a slot or a hit die without a level, or a level on something else";
	if (outside(r->max, 0, RESOURCE_USES_MAX) || outside(r->left, 0, r->max))
		return "more uses are left than there are, or fewer than none";
	if (outside(r->recharge, 0, 6))
		return "a recharge is no face of a d6";
	if (outside((int64_t)r->resets, RECHARGE_NONE, RECHARGE_DAWN) ||
	    outside(r->regain_on_short_rest, 0, RESOURCE_USES_MAX) ||
	    !text_fits(r->regain, 0, RESOURCE_NAME_MAX))
		return "what a rest brings back is unknown or out of bounds";
	return NULL;
}

const char *broken_resources(const struct list *resources)
{
	const struct resource *r = resources->items;
	const char *why = NULL;

	if (resources->count > RESOURCES_MAX)
		return "there are too many resources";
	for (size_t i = 0; i < resources->count && !why; i++) {
		why = broken_resource(&r[i]);
		for (size_t k = 0; k < i && !why; k++)
			if (r[i].kind == r[k].kind && r[i].level == r[k].level &&
			    str_eq(r[i].name, r[k].name))
				why = "a resource is there twice";
	}
	return why;
}

const char *broken_attacks(const struct list *attacks)
{
	const struct attack *a = attacks->items;

	if (attacks->count > ATTACKS_MAX)
		return "there are too many attacks";
	for (size_t i = 0; i < attacks->count; i++) {
		if (!text_fits(a[i].name, 1, ATTACK_NAME_MAX) ||
		    !text_fits(a[i].damage, 0, ATTACK_DAMAGE_MAX) ||
		    !text_fits(a[i].miss, 0, ATTACK_DAMAGE_MAX) ||
		    !text_fits(a[i].mastery, 0, ATTACK_NAME_MAX))
			return "an attack's text is too long or not UTF-8";
		if (outside(a[i].to_hit, -TO_HIT_MAX, TO_HIT_MAX) || outside(a[i].critical, 0, 20))
			return "an attack's bonus is out of bounds";
		if (outside(a[i].reach, 0, RANGE_MAX) || outside(a[i].range, 0, RANGE_MAX) ||
		    outside(a[i].range_long, 0, RANGE_MAX))
			return "an attack's reach is out of bounds";
	}
	return NULL;
}

static bool there(const struct encounter *e, struct uuid id)
{
	return encounter_find(e, id) != NULL;
}

static const char *broken_until(const struct encounter *e, const struct until *u)
{
	bool turn = u->at == UNTIL_START_OF_TURN || u->at == UNTIL_END_OF_TURN;

	if (outside((int64_t)u->at, UNTIL_FOREVER, UNTIL_HEALED) ||
	    outside((int64_t)u->save, SAVE_STR, SAVE_CHA))
		return "what ends a condition is unknown";
	if (outside(u->rounds, turn, turn ? UNTIL_ROUNDS_MAX + 1 : 0))
		return "a condition's rounds are out of bounds";
	if (outside(u->dc, u->at == UNTIL_SAVE, u->at == UNTIL_SAVE ? DC_MAX : 0))
		return "a condition's DC is out of bounds";
	if (turn ? !there(e, u->combatant_id) : !uuid_is_nil(u->combatant_id))
		return "a condition lasts until the turn of somebody who is not there";
	return NULL;
}

static const char *broken_conditions(const struct encounter *e, const struct list *conditions)
{
	const struct condition_held *held = conditions->items;
	const char *why = NULL;

	if (conditions->count > CONDITIONS_MAX)
		return "there are too many conditions";
	for (size_t i = 0; i < conditions->count && !why; i++) {
		if (outside((int64_t)held[i].condition, 0, CONDITIONS - 1) ||
		    held[i].condition == CONDITION_EXHAUSTION)
			return "a condition is unknown";
		if (!uuid_is_nil(held[i].source) && !there(e, held[i].source))
			return "a condition comes from somebody who is not there";
		if (held[i].concentration && uuid_is_nil(held[i].source))
			return "a condition hangs on nobody's concentration";
		why = broken_until(e, &held[i].until);
		for (size_t k = 0; k < i && !why; k++)
			if (held[i].condition == held[k].condition &&
			    uuid_eq(held[i].source, held[k].source))
				why = "a condition is there twice from one source";
	}
	return why;
}

static const char *broken_dying(enum ruleset ruleset, const struct combatant *c)
{
	const struct dying *d = &c->dying;

	if (outside(c->exhaustion, 0, EXHAUSTION_LEVELS))
		return "a level of exhaustion is out of bounds";
	if (outside(c->max_lost, 0, c->hp.max) || (c->max_lost == c->hp.max && !d->dead))
		return "more of the maximum is lost than there is, or all of it by one who lives";
	if (outside(d->successes, 0, 2) || outside(d->failures, 0, 2))
		return "death saves are out of bounds";
	if ((d->dead && d->stable) || ((d->dead || d->stable) && (d->successes || d->failures)))
		return "dead, stable and dying at once";
	if (c->hp.current && (d->dead || d->stable || d->successes || d->failures))
		return "dead, stable or dying with hit points";
	if (exhaustion_rows[ruleset][c->exhaustion].dead && !d->dead)
		return "alive in spite of exhaustion";
	if (c->hp.current > combatant_hp_max(ruleset, c))
		return "more hit points than exhaustion leaves";
	return NULL;
}

static const char *broken_concentration(const struct concentration *on)
{
	const int32_t *dcs = on->saves.items;

	if (!text_fits(on->spell, 0, SPELL_NAME_MAX))
		return "a spell's name is too long or not UTF-8";
	if (on->saves.count > (on->spell.n ? CONCENTRATION_SAVES_MAX : 0))
		return "concentration saves are due without concentration, or too many";
	for (size_t i = 0; i < on->saves.count; i++)
		if (dcs[i] < 1)
			return "a DC is out of bounds";
	return NULL;
}

const char *broken_body(const struct encounter *e, const struct combatant *c)
{
	const char *why;

	if ((why = broken_conditions(e, &c->conditions)))
		return why;
	if ((why = broken_dying(e->ruleset, c)))
		return why;
	if ((why = broken_concentration(&c->concentration)))
		return why;
	if (!text_fits(c->readied, 0, INTENT_MAX) || !text_fits(c->queued, 0, INTENT_MAX))
		return "what is readied or queued is too long or not UTF-8";
	if (c->spent.moved < 0)
		return "less than no movement is used";
	if (outside(c->lair_round, 0, ROUND_MAX))
		return "the round of a lair action is out of bounds";
	if (outside(c->x, -POSITION_MAX, POSITION_MAX) ||
	    outside(c->y, -POSITION_MAX, POSITION_MAX))
		return "a position is out of bounds";
	return NULL;
}
