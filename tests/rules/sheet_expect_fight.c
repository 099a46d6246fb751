/* What is expected of attacks and spells. */
#include "tests/rules/sheet_look.h"

#include "common/base/poison.h"

static const struct derived_attack *find_attack(struct looking *l, struct str *rest, bool off_hand)
{
	const struct derived_attack *all = l->d->attacks.items;
	struct str word;

	next_word(rest, &word);
	for (size_t i = 0; i < l->d->attacks.count; i++)
		if (str_eq(all[i].item, word) && all[i].off_hand == off_hand)
			return &all[i];
	wrong(l->t, "no such attack");
	return NULL;
}

static bool is_damage(struct looking *l, struct str *rest, const struct damage_part *is)
{
	struct str text, word;

	if (!next_word(rest, &word))
		return true;
	if (is->dice.n && is->bonus)
		text = arena_printf(l->t->arena, "%.*s%+d", STR_ARG(is->dice), (int)is->bonus);
	else if (is->dice.n)
		text = is->dice;
	else
		text = arena_printf(l->t->arena, "%d", (int)is->bonus);
	if (!look_same_str(l, "the damage", text, word))
		return false;
	return !next_word(rest, &word) ||
	       look_same_str(l, "its type", str_of(damage_type_names[is->type]), word);
}

static bool look_at_attack(struct looking *l, struct str rest, bool off_hand)
{
	const struct derived_attack *a = find_attack(l, &rest, off_hand);

	return a && look_number(l, &rest, "to hit", a->hit.bonus.value) &&
	       is_damage(l, &rest, &a->damage);
}

static bool look_attack(struct looking *l, struct str rest)
{
	return look_at_attack(l, rest, false);
}

static bool look_off_hand(struct looking *l, struct str rest)
{
	return look_at_attack(l, rest, true);
}

static bool look_versatile(struct looking *l, struct str rest)
{
	const struct derived_attack *a = find_attack(l, &rest, false);
	struct str word = STR("none");

	next_word(&rest, &word);
	return a && look_same_str(l, "the dice", a->versatile.n ? a->versatile : STR("none"), word);
}

static bool look_extra(struct looking *l, struct str rest)
{
	const struct derived_attack *a = find_attack(l, &rest, false);
	const struct damage_part *extra = a ? a->extra.items : NULL;

	if (a && str_eq(str_trim(rest), STR("none")))
		return !a->extra.count || wrong(l->t, "it has more");
	return a && a->extra.count && is_damage(l, &rest, &extra[0]);
}

static bool look_critical(struct looking *l, struct str rest)
{
	const struct derived_attack *a = find_attack(l, &rest, false);

	return a && look_number(l, &rest, "the critical die", a->critical);
}

static bool look_attacks(struct looking *l, struct str rest)
{
	return look_number(l, &rest, "attacks", l->d->attacks_per_action.value);
}

static const struct derived_casting *find_casting(struct looking *l, struct str *rest)
{
	const struct derived_casting *all = l->d->spellcasting.items;
	struct str word;

	next_word(rest, &word);
	for (size_t i = 0; i < l->d->spellcasting.count; i++)
		if (str_eq(all[i].class, word))
			return &all[i];
	wrong(l->t, "that class does not cast");
	return NULL;
}

static bool look_dc(struct looking *l, struct str rest)
{
	const struct derived_casting *c = find_casting(l, &rest);

	return c && look_number(l, &rest, "the save DC", c->dc.value);
}

static bool look_spell_attack(struct looking *l, struct str rest)
{
	const struct derived_casting *c = find_casting(l, &rest);

	return c && look_number(l, &rest, "the spell attack", c->attack.bonus.value);
}

static bool look_cantrips(struct looking *l, struct str rest)
{
	const struct derived_casting *c = find_casting(l, &rest);

	return c && look_number(l, &rest, "cantrips", c->cantrips);
}

static bool look_prepared(struct looking *l, struct str rest)
{
	const struct derived_casting *c = find_casting(l, &rest);

	return c && look_number(l, &rest, "prepared spells", c->prepared);
}

static bool look_casters(struct looking *l, struct str rest)
{
	return look_number(l, &rest, "casting classes", (int32_t)l->d->spellcasting.count);
}

static bool look_caster_level(struct looking *l, struct str rest)
{
	return look_number(l, &rest, "the caster level", l->d->caster_level);
}

/* 4/4 3/2, or 4 3: max with what is left. All of them. */
static bool look_slots(struct looking *l, struct str rest)
{
	const struct spell_slots *all = l->d->slots.items;
	struct str word;
	size_t i = 0;

	if (str_eq(str_trim(rest), STR("none")))
		return !l->d->slots.count || wrong(l->t, "there are slots");
	for (; next_word(&rest, &word); i++) {
		int32_t max, left;
		bool both = str_find(word, '/') < word.n;
		struct str first = str_cut(&word, '/');

		if (i >= l->d->slots.count)
			return wrong(l->t, "slots of only %zu levels", i);
		left = all[i].max;
		if (!next_number(&first, &max) || (both && !next_number(&word, &left)))
			return wrong(l->t, "which slots?");
		if (!look_same(l, "the number of slots", all[i].max, max) ||
		    (both && !look_same(l, "what is left", all[i].max - all[i].used, left)))
			return false;
	}
	return i == l->d->slots.count || wrong(l->t, "slots of %zu levels", l->d->slots.count);
}

/* pact 2 of 3: two slots of level 3. */
static bool look_pact(struct looking *l, struct str rest)
{
	struct str word;

	if (!look_number(l, &rest, "pact slots", l->d->pact_slots.max))
		return false;
	if (!next_word(&rest, &word))
		return true;
	if (!str_eq(word, STR("of")) ||
	    !look_number(l, &rest, "their level", l->d->pact_slots.level))
		return false;
	return !next_word(&rest, &word) ||
	       (str_eq(word, STR("spent")) &&
	        look_number(l, &rest, "those spent", l->d->pact_slots.used));
}

static struct stat_block block_of(const struct looking *l)
{
	return sheet_stat_block(l->s, l->c, l->t->arena, STR("Thokk"), (struct uuid){{1}});
}

/* fights NAME 5 (1d8+3)[slashing] [misses 3[slashing]] [reach 5] [range 20 60] [crits 19]: what it does
 * as a combatant. */
static bool look_fights(struct looking *l, struct str rest)
{
	struct stat_block block = block_of(l);
	const struct attack *all = block.attacks.items, *a = NULL;
	struct str name, word;
	bool good = true;

	if (stat_block_broken(&block))
		return wrong(l->t, "as a combatant: %s", stat_block_broken(&block));
	if (!next_word(&rest, &name))
		return wrong(l->t, "which attack?");
	for (size_t i = 0; i < block.attacks.count && !a; i++)
		a = str_eq(all[i].name, name) ? &all[i] : NULL;
	if (!a)
		return wrong(l->t, "there is no attack %.*s", STR_ARG(name));
	if (!look_number(l, &rest, "to hit", a->to_hit))
		return false;
	while (good && next_word(&rest, &word)) {
		if (str_eq(word, STR("reach")))
			good = look_number(l, &rest, "the reach", a->reach);
		else if (str_eq(word, STR("crits")))
			good = look_number(l, &rest, "the critical roll", a->critical);
		else if (str_eq(word, STR("range")))
			good = look_number(l, &rest, "the range", a->range) &&
			       look_number(l, &rest, "the long range", a->range_long);
		else if (str_eq(word, STR("misses")))
			good = next_word(&rest, &word) &&
			       look_same_str(l, "what a miss does", a->miss, word);
		else
			good = look_same_str(l, "the damage", a->damage, word);
	}
	return good;
}

/* brings NAME 1/3 [short_rest]: what it can use up as a combatant; hit-die-8, slot-1, pact-2 have no name. */
static bool look_brings(struct looking *l, struct str rest)
{
	struct stat_block block = block_of(l);
	const struct resource *r = block.resources.items;
	struct str name, word, uses;

	if (!next_word(&rest, &name) || !next_word(&rest, &uses))
		return wrong(l->t, "what does it bring?");
	for (size_t i = 0; i < block.resources.count; i++) {
		struct str is = r[i].name, left;

		if (r[i].kind == RESOURCE_HIT_DIE)
			is = arena_printf(l->t->arena, "hit-die-%d", r[i].level);
		else if (r[i].kind == RESOURCE_SLOT)
			is = arena_printf(l->t->arena, "slot-%d", r[i].level);
		else if (r[i].kind == RESOURCE_PACT_SLOT)
			is = arena_printf(l->t->arena, "pact-%d", r[i].level);
		if (!str_eq(is, name))
			continue;
		left = arena_printf(l->t->arena, "%d/%d", r[i].left, r[i].max);
		if (!look_same_str(l, "its uses", left, uses))
			return false;
		if (!next_word(&rest, &word))
			return true;
		return look_same_str(l, "what brings it back",
		                     str_of(recharge_names[resource_resets(&r[i])]), word);
	}
	return wrong(l->t, "it brings no %.*s", STR_ARG(name));
}

/* per-turn sneak-attack damage 3d6, per-turn survivor healing 7 half_hp */
static bool look_per_turn(struct looking *l, struct str rest)
{
	const struct derived_per_turn *all = l->d->per_turn.items;
	static const char *const gives[] = {"damage", "healing", "temp_hp", "attacks"};
	struct str source;

	if (!next_word(&rest, &source))
		return wrong(l->t, "what happens each turn?");
	for (size_t i = 0; i < l->d->per_turn.count; i++) {
		struct str is = str_of(gives[all[i].gives]);

		if (!str_eq(all[i].source, source))
			continue;
		if (all[i].dice.n)
			is = arena_printf(l->t->arena, "%.*s %.*s", STR_ARG(is),
			                  STR_ARG(all[i].dice));
		if (all[i].bonus)
			is = arena_printf(l->t->arena, "%.*s %d", STR_ARG(is), all[i].bonus);
		if (all[i].when.n)
			is = arena_printf(l->t->arena, "%.*s %.*s", STR_ARG(is),
			                  STR_ARG(all[i].when));
		return look_same_str(l, "each turn", is, str_trim(rest));
	}
	return wrong(l->t, "%.*s does nothing each turn", STR_ARG(source));
}

/* masters greataxe cleave [0]: its property, the number in it; or masters greataxe nothing. */
static bool look_masters(struct looking *l, struct str rest)
{
	const struct derived_attack *all = l->d->attacks.items;
	struct str item, word;

	if (!next_word(&rest, &item) || !next_word(&rest, &word))
		return wrong(l->t, "which weapon?");
	for (size_t i = 0; i < l->d->attacks.count; i++) {
		if (!str_eq(all[i].item, item))
			continue;
		if (str_eq(word, STR("nothing")))
			return !all[i].mastered || wrong(l->t, "it is mastered");
		return all[i].mastered
		           ? look_same_str(l, "the mastery", all[i].mastery, word) &&
		                 (!str_trim(rest).n ||
		                  look_number(l, &rest, "the number in it", all[i].mastery_value))
		           : wrong(l->t, "it is not mastered");
	}
	return wrong(l->t, "there is no such attack");
}

/* edge initiative dex: what it rolls with advantage as a combatant, all of it. */
static bool look_edge(struct looking *l, struct str rest)
{
	uint32_t wanted = 0, is = block_of(l).advantages;
	struct str word;
	int32_t index;

	while (next_word(&rest, &word)) {
		if (!name_of(advantage_names, word, &index))
			return wrong(l->t, "there is no %.*s", STR_ARG(word));
		wanted |= ADVANTAGE_BIT(index);
	}
	return is == wanted || wrong(l->t, "the advantages are %x, not %x", is, wanted);
}

const struct look fight_looks[] = {
    {"edge", look_edge},
    {"per-turn", look_per_turn},
    {"masters", look_masters},
    {"fights", look_fights},
    {"brings", look_brings},
    {"attack", look_attack},
    {"off-hand", look_off_hand},
    {"versatile", look_versatile},
    {"extra", look_extra},
    {"critical", look_critical},
    {"attacks", look_attacks},
    {"dc", look_dc},
    {"spell-attack", look_spell_attack},
    {"cantrips", look_cantrips},
    {"prepared", look_prepared},
    {"casters", look_casters},
    {"caster-level", look_caster_level},
    {"slots", look_slots},
    {"pact", look_pact},
};
const size_t fight_look_count = sizeof fight_looks / sizeof *fight_looks;
