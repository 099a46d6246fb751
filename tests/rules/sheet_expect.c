#include "tests/rules/sheet_look.h"

#include "common/base/poison.h"

bool look_same(struct looking *l, const char *what, int32_t is, int32_t wanted)
{
	return is == wanted || wrong(l->t, "%s is %d, not %d", what, (int)is, (int)wanted);
}

bool look_same_str(struct looking *l, const char *what, struct str is, struct str wanted)
{
	return str_eq(is, wanted) ||
	       wrong(l->t, "%s is %.*s, not %.*s", what, STR_ARG(is), STR_ARG(wanted));
}

bool look_number(struct looking *l, struct str *rest, const char *what, int32_t is)
{
	int32_t wanted;

	if (!next_number(rest, &wanted))
		return wrong(l->t, "no number for %s", what);
	return look_same(l, what, is, wanted);
}

/* Terms: base 10 dex 2 …, all of them in order. */
static bool terms(struct looking *l, struct str rest, const struct list *breakdown)
{
	const struct term *all = breakdown->items;
	struct str word;
	size_t i = 0;

	for (; next_word(&rest, &word); i++) {
		if (i >= breakdown->count)
			return wrong(l->t, "there are only %zu terms", breakdown->count);
		if (!look_same_str(l, "the term", all[i].source, word) ||
		    !look_number(l, &rest, "the term", all[i].value))
			return false;
	}
	return i == breakdown->count || wrong(l->t, "there are %zu terms", breakdown->count);
}

static const struct derived_ability *ability(struct looking *l, struct str *rest)
{
	struct str word;
	int32_t a;

	if (next_word(rest, &word) && name_of(ability_names, word, &a))
		return (const struct derived_ability *)l->d->abilities.items + a;
	wrong(l->t, "which ability?");
	return NULL;
}

static const struct derived_skill *skill(struct looking *l, struct str *rest)
{
	struct str word;
	int32_t s;

	if (next_word(rest, &word) && name_of(skill_names, word, &s))
		return (const struct derived_skill *)l->d->skills.items + s;
	wrong(l->t, "which skill?");
	return NULL;
}

static bool look_save(struct looking *l, struct str rest)
{
	const struct derived_ability *a = ability(l, &rest);

	return a && look_number(l, &rest, "the save", a->save.bonus.value);
}

static bool look_check(struct looking *l, struct str rest)
{
	const struct derived_ability *a = ability(l, &rest);

	return a && look_number(l, &rest, "the check", a->check.bonus.value);
}

static bool look_score(struct looking *l, struct str rest)
{
	const struct derived_ability *a = ability(l, &rest);

	return a && look_number(l, &rest, "the score", a->score.value);
}

static bool look_modifier(struct looking *l, struct str rest)
{
	const struct derived_ability *a = ability(l, &rest);

	return a && look_number(l, &rest, "the modifier", a->modifier);
}

static bool look_skill(struct looking *l, struct str rest)
{
	const struct derived_skill *s = skill(l, &rest);

	return s && look_number(l, &rest, "the skill", s->roll.bonus.value);
}

static bool look_passive(struct looking *l, struct str rest)
{
	const struct derived_skill *s = skill(l, &rest);

	return s && look_number(l, &rest, "the passive score", s->passive.value);
}

/* The roll of save str, skill stealth, check str, initiative. */
static const struct roll *find_roll(struct looking *l, struct str *rest)
{
	const struct derived_ability *a;
	const struct derived_skill *s;
	struct str word;

	if (!next_word(rest, &word))
		return NULL;
	if (str_eq(word, STR("initiative")))
		return &l->d->initiative;
	if (str_eq(word, STR("attack")) && l->d->attacks.count)
		return &((const struct derived_attack *)l->d->attacks.items)->hit;
	if (str_eq(word, STR("spell-attack")) && l->d->spellcasting.count)
		return &((const struct derived_casting *)l->d->spellcasting.items)->attack;
	if (str_eq(word, STR("skill"))) {
		s = skill(l, rest);
		return s ? &s->roll : NULL;
	}
	a = ability(l, rest);
	if (!a)
		return NULL;
	return str_eq(word, STR("save")) ? &a->save : &a->check;
}

static bool has_reason(struct looking *l, const struct list *reasons, struct str source)
{
	const struct reason *all = reasons->items;

	for (size_t i = 0; i < reasons->count; i++)
		if (str_eq(all[i].source, source))
			return true;
	return wrong(l->t, "not because of %.*s", STR_ARG(source));
}

static bool look_advantage(struct looking *l, struct str rest)
{
	const struct roll *roll = find_roll(l, &rest);

	return roll && has_reason(l, &roll->advantage, str_trim(rest));
}

static bool look_disadvantage(struct looking *l, struct str rest)
{
	const struct roll *roll = find_roll(l, &rest);

	return roll && has_reason(l, &roll->disadvantage, str_trim(rest));
}

static bool look_plain(struct looking *l, struct str rest)
{
	const struct roll *roll = find_roll(l, &rest);

	return roll && (!(roll->advantage.count + roll->disadvantage.count + roll->dice.count) ||
	                wrong(l->t, "there is something about that roll"));
}

static bool look_dice(struct looking *l, struct str rest)
{
	const struct roll *roll = find_roll(l, &rest);
	const struct bonus_dice *all = roll ? roll->dice.items : NULL;
	struct str dice = str_trim(rest);

	for (size_t i = 0; roll && i < roll->dice.count; i++)
		if (str_eq(all[i].dice, dice))
			return true;
	return wrong(l->t, "no such dice");
}

static bool look_level(struct looking *l, struct str rest)
{
	return look_number(l, &rest, "the level", l->d->level);
}

static bool look_proficiency(struct looking *l, struct str rest)
{
	return look_number(l, &rest, "the proficiency bonus", l->d->proficiency.value);
}

static bool look_initiative(struct looking *l, struct str rest)
{
	return look_number(l, &rest, "initiative", l->d->initiative.bonus.value);
}

static bool look_ac(struct looking *l, struct str rest)
{
	struct str word;

	if (!look_number(l, &rest, "the armour class", l->d->armor_class.value))
		return false;
	return !next_word(&rest, &word) || terms(l, rest, &l->d->armor_class.breakdown);
}

static bool look_hp(struct looking *l, struct str rest)
{
	int32_t wanted;
	struct str word;

	if (!next_word(&rest, &word))
		return false;
	if (str_find(word, '/') < word.n) {
		struct str current = str_cut(&word, '/');

		if (!next_number(&current, &wanted) ||
		    !look_same(l, "what is left", l->d->hp_current, wanted))
			return false;
	}
	if (!next_number(&word, &wanted) ||
	    !look_same(l, "the maximum", l->d->hp_max.value, wanted))
		return false;
	return !next_word(&rest, &word) || terms(l, rest, &l->d->hp_max.breakdown);
}

static bool look_temp(struct looking *l, struct str rest)
{
	return look_number(l, &rest, "temporary hit points", l->d->hp_temp);
}

static bool look_exhaustion(struct looking *l, struct str rest)
{
	return look_number(l, &rest, "exhaustion", l->d->exhaustion);
}

static bool look_named(struct looking *l, struct str rest, const struct list *list)
{
	const struct named_number *all = list->items;
	struct str word;
	int32_t is = 0;

	next_word(&rest, &word);
	for (size_t i = 0; i < list->count; i++)
		if (str_eq(all[i].key, word))
			is = all[i].number.value;
	return look_number(l, &rest, "that", is);
}

static bool look_speed(struct looking *l, struct str rest)
{
	return look_named(l, rest, &l->d->speeds);
}

static bool look_sense(struct looking *l, struct str rest)
{
	return look_named(l, rest, &l->d->senses);
}

static const struct derived_feature *find_feature(struct looking *l, struct str slug)
{
	const struct derived_feature *all = l->d->features.items;

	for (size_t i = 0; i < l->d->features.count; i++)
		if (str_eq(all[i].slug, slug))
			return &all[i];
	return NULL;
}

/* uses rage 3 [spent 1] [short|long|never]; unlimited for a number. */
static bool look_uses(struct looking *l, struct str rest)
{
	static const char *const resets[] = {"never", "short", "long", "dawn", NULL};
	const struct derived_feature *f;
	struct str word;
	int32_t reset;

	next_word(&rest, &word);
	f = find_feature(l, word);
	if (!f || !f->has_uses)
		return wrong(l->t, "no uses of that");
	if (f->uses.max == COUNTER_UNLIMITED) {
		next_word(&rest, &word);
		return look_same_str(l, "its uses", STR("unlimited"), word);
	}
	if (!look_number(l, &rest, "its uses", f->uses.max))
		return false;
	while (next_word(&rest, &word)) {
		if (str_eq(word, STR("spent"))) {
			if (!look_number(l, &rest, "what is spent", f->uses.used))
				return false;
		} else if (!name_of(resets, word, &reset) ||
		           !look_same(l, "its rest", (int32_t)f->uses.resets, reset)) {
			return false;
		}
	}
	return true;
}

static bool look_has(struct looking *l, struct str rest)
{
	return find_feature(l, rest) || wrong(l->t, "no %.*s", STR_ARG(rest));
}

static bool look_lacks(struct looking *l, struct str rest)
{
	return !find_feature(l, rest) || wrong(l->t, "there is %.*s", STR_ARG(rest));
}

static bool switched(const struct sheet *s, struct str slug)
{
	const struct sheet_effect *on = s->effects.items;

	for (size_t i = 0; i < s->effects.count; i++)
		if (str_eq(on[i].effect, slug))
			return true;
	return false;
}

static bool look_active(struct looking *l, struct str rest)
{
	return switched(l->s, rest) || wrong(l->t, "it is not on");
}

static bool look_inactive(struct looking *l, struct str rest)
{
	return !switched(l->s, rest) || wrong(l->t, "it is on");
}

static bool types(struct looking *l, struct str rest, uint32_t is)
{
	uint32_t wanted = 0;
	struct str word;
	int32_t type;

	while (next_word(&rest, &word) && !str_eq(word, STR("nothing"))) {
		if (!name_of(damage_type_names, word, &type))
			return wrong(l->t, "which damage?");
		wanted |= DAMAGE_BIT(type);
	}
	return is == wanted || wrong(l->t, "other types: %x", is);
}

static bool look_resists(struct looking *l, struct str rest)
{
	return types(l, rest, l->d->resistances);
}

static bool look_immune(struct looking *l, struct str rest)
{
	return types(l, rest, l->d->immunities);
}

static bool look_never(struct looking *l, struct str rest)
{
	return sheet_lists(&l->d->condition_immunities, rest) || wrong(l->t, "it can be that");
}

static bool look_hit_dice(struct looking *l, struct str rest)
{
	const struct hit_dice *all = l->d->hit_dice.items;
	struct str word;

	next_word(&rest, &word);
	for (size_t i = 0; i < l->d->hit_dice.count; i++) {
		if (!str_eq(word, arena_printf(l->t->arena, "d%d", (int)all[i].die)))
			continue;
		return look_number(l, &rest, "hit dice", all[i].max) &&
		       (!next_word(&rest, &word) || (str_eq(word, STR("spent")) &&
		                                     look_number(l, &rest, "spent", all[i].used)));
	}
	return wrong(l->t, "no such hit dice");
}

static bool look_carry(struct looking *l, struct str rest)
{
	return look_number(l, &rest, "the capacity", l->d->carrying.capacity);
}

static bool look_load(struct looking *l, struct str rest)
{
	return look_number(l, &rest, "the load", l->d->carrying.load);
}

static bool look_level_up(struct looking *l, struct str rest)
{
	(void)rest;
	return l->d->experience.level_up || wrong(l->t, "no level is due");
}

static bool look_no_level_up(struct looking *l, struct str rest)
{
	(void)rest;
	return !l->d->experience.level_up || wrong(l->t, "a level is due");
}

static bool look_dead(struct looking *l, struct str rest)
{
	(void)rest;
	return l->d->dead || wrong(l->t, "it lives");
}

static bool look_untrained(struct looking *l, struct str rest)
{
	(void)rest;
	return l->d->not_proficient || wrong(l->t, "it is trained for the armour");
}

static bool look_unknown(struct looking *l, struct str rest)
{
	return sheet_lists(&l->d->unknown, rest) || wrong(l->t, "that is known");
}

static bool look_against(struct looking *l, struct str rest)
{
	struct str word;

	next_word(&rest, &word);
	return has_reason(l,
	                  str_eq(word, STR("advantage")) ? &l->d->attacks_against_advantage
	                                                 : &l->d->attacks_against_disadvantage,
	                  str_trim(rest));
}

static bool look_sound(struct looking *l, struct str rest)
{
	const char *field, *why = sheet_broken(l->s, l->c, l->t->arena, &field);

	(void)rest;
	return !why || wrong(l->t, "broken: %s %s", field, why);
}

static bool look_broken(struct looking *l, struct str rest)
{
	const char *field, *why = sheet_broken(l->s, l->c, l->t->arena, &field);

	if (!why)
		return wrong(l->t, "it is sound");
	return look_same_str(l, "the field", str_of(field), rest);
}

static const struct look looks[] = {
    {"level", look_level},
    {"prof", look_proficiency},
    {"score", look_score},
    {"mod", look_modifier},
    {"save", look_save},
    {"check", look_check},
    {"skill", look_skill},
    {"passive", look_passive},
    {"initiative", look_initiative},
    {"advantage", look_advantage},
    {"disadvantage", look_disadvantage},
    {"plain", look_plain},
    {"dice", look_dice},
    {"ac", look_ac},
    {"hp", look_hp},
    {"temp", look_temp},
    {"exhaustion", look_exhaustion},
    {"speed", look_speed},
    {"sense", look_sense},
    {"against", look_against},
    {"uses", look_uses},
    {"has", look_has},
    {"lacks", look_lacks},
    {"on", look_active},
    {"off", look_inactive},
    {"resists", look_resists},
    {"immune", look_immune},
    {"never", look_never},
    {"hit-dice", look_hit_dice},
    {"carries", look_carry},
    {"load", look_load},
    {"level-up", look_level_up},
    {"no-level-up", look_no_level_up},
    {"dead", look_dead},
    {"untrained", look_untrained},
    {"unknown", look_unknown},
    {"sound", look_sound},
    {"broken", look_broken},
};

static const struct look *find_look(const struct look *all, size_t count, struct str word)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(word, str_of(all[i].word)))
			return &all[i];
	return NULL;
}

bool check_sheet(struct trial *t, struct str expected, const struct sheet *s,
                 const struct catalog *c, const struct derived_sheet *d)
{
	struct looking l = {t, s, c, d};
	const struct look *look;
	struct str rest = expected, word;

	if (!next_word(&rest, &word))
		return true;
	look = find_look(looks, sizeof looks / sizeof *looks, word);
	if (!look)
		look = find_look(fight_looks, fight_look_count, word);
	if (!look)
		return wrong(t, "cannot understand: %.*s", STR_ARG(expected));
	return look->look(&l, str_trim(rest)) ||
	       wrong(t, "%.*s: %.*s", STR_ARG(expected), STR_ARG(t->why));
}
