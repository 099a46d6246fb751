#include "tests/rules/sheet_words.h"

#include "common/base/poison.h"

struct reading {
	struct trial *t;
	struct sheet *s;
	enum ruleset ruleset;
};

bool name_of(const char *const *names, struct str word, int32_t *index)
{
	for (int32_t i = 0; names[i]; i++)
		if (str_eq(word, str_of(names[i]))) {
			*index = i;
			return true;
		}
	return false;
}

static void push(struct reading *r, struct list *list, size_t size, const void *item)
{
	char *items = arena_alloc(r->t->arena, list->count + 1, size);

	if (list->count)
		memcpy(items, list->items, list->count * size);
	memcpy(items + list->count * size, item, size);
	*list = (struct list){items, list->count + 1};
}

static bool push_words(struct reading *r, struct list *list, struct str rest)
{
	for (struct str word; next_word(&rest, &word);)
		push(r, list, sizeof word, &word);
	return true;
}

static bool push_count(struct reading *r, struct list *list, struct str rest)
{
	struct sheet_count count;

	if (!next_word(&rest, &count.key) || !next_number(&rest, &count.value))
		return false;
	push(r, list, sizeof count, &count);
	return true;
}

/* chooses ring-of-resistance fire */
static bool push_choice(struct reading *r, struct list *list, struct str rest)
{
	struct sheet_choice choice;

	if (!next_word(&rest, &choice.key) || !next_word(&rest, &choice.value))
		return false;
	push(r, list, sizeof choice, &choice);
	return true;
}

static bool read_class(struct reading *r, struct str rest)
{
	struct sheet_class class = {0};
	struct str word;
	int32_t roll;

	if (!next_word(&rest, &class.name) || !next_number(&rest, &class.level))
		return false;
	while (next_word(&rest, &word)) {
		if (!str_eq(word, STR("rolled"))) {
			class.subclass = word;
			continue;
		}
		while (next_number(&rest, &roll))
			push(r, &class.rolls, sizeof roll, &roll);
	}
	push(r, &r->s->classes, sizeof class, &class);
	return true;
}

static bool read_item(struct reading *r, struct str rest, bool equipped, bool attuned)
{
	struct sheet_item item = {.quantity = 1, .equipped = equipped, .attuned = attuned};
	struct str word;

	if (!next_word(&rest, &item.item))
		return false;
	while (next_word(&rest, &word)) {
		int64_t number;

		if (str_eq(word, STR("as")))
			next_word(&rest, &item.base);
		else if (word.n > 1 && word.p[0] == 'x' &&
		         str_to_int(str_sub(word, 1, word.n), 0, 100000, &number))
			item.quantity = (int32_t)number;
		else
			return false;
	}
	push(r, &r->s->equipment, sizeof item, &item);
	return true;
}

static bool read_holds(struct reading *r, struct str rest)
{
	return read_item(r, rest, true, false);
}

static bool read_attuned(struct reading *r, struct str rest)
{
	return read_item(r, rest, true, true);
}

static bool read_carries(struct reading *r, struct str rest)
{
	return read_item(r, rest, false, false);
}

static bool read_on(struct reading *r, struct str rest)
{
	struct sheet_effect effect = {0};
	struct str word;

	if (!next_word(&rest, &effect.effect))
		return false;
	if (next_word(&rest, &word) && str_eq(word, STR("from")))
		next_word(&rest, &effect.source);
	push(r, &r->s->effects, sizeof effect, &effect);
	return true;
}

static bool read_raise(struct reading *r, struct str rest)
{
	struct sheet_increase increase = {0};
	struct str word;
	int32_t ability;

	if (!next_word(&rest, &word) || !name_of(ability_names, word, &ability) ||
	    !next_number(&rest, &increase.value))
		return false;
	increase.ability = (enum ability)ability;
	next_word(&rest, &increase.source);
	push(r, &r->s->increases, sizeof increase, &increase);
	return true;
}

static bool read_species(struct reading *r, struct str rest)
{
	return next_word(&rest, &r->s->species);
}

static bool read_lineage(struct reading *r, struct str rest)
{
	return next_word(&rest, &r->s->lineage);
}

static bool read_background(struct reading *r, struct str rest)
{
	return next_word(&rest, &r->s->background);
}

static bool read_skills(struct reading *r, struct str rest)
{
	return push_words(r, &r->s->proficiencies.skills, rest);
}

static bool read_experts(struct reading *r, struct str rest)
{
	return push_words(r, &r->s->proficiencies.expertise, rest);
}

static bool read_saves(struct reading *r, struct str rest)
{
	return push_words(r, &r->s->proficiencies.saves, rest);
}

static bool read_tools(struct reading *r, struct str rest)
{
	return push_words(r, &r->s->proficiencies.tools, rest);
}

static bool read_masteries(struct reading *r, struct str rest)
{
	return push_words(r, &r->s->proficiencies.masteries, rest);
}

static bool read_choice(struct reading *r, struct str rest)
{
	return push_choice(r, &r->s->choices, rest);
}

static bool read_feats(struct reading *r, struct str rest)
{
	return push_words(r, &r->s->feats, rest);
}

static bool read_options(struct reading *r, struct str rest)
{
	return push_words(r, &r->s->features, rest);
}

static bool read_used(struct reading *r, struct str rest)
{
	return push_count(r, &r->s->features_used, rest);
}

static bool read_spent(struct reading *r, struct str rest)
{
	return push_count(r, &r->s->slots_used, rest);
}

static bool read_hit_dice(struct reading *r, struct str rest)
{
	return push_count(r, &r->s->hit_dice_used, rest);
}

static bool read_hp(struct reading *r, struct str rest)
{
	int32_t hp;

	if (!next_number(&rest, &hp))
		return false;
	sheet_set_hp(r->s, hp);
	return true;
}

static bool read_max_hp(struct reading *r, struct str rest)
{
	return next_number(&rest, &r->s->hp.max);
}

static bool read_temp(struct reading *r, struct str rest)
{
	return next_number(&rest, &r->s->hp.temp);
}

static bool read_exhaustion(struct reading *r, struct str rest)
{
	return next_number(&rest, &r->s->exhaustion);
}

static bool read_xp(struct reading *r, struct str rest)
{
	return next_number(&rest, &r->s->xp);
}

static bool read_ac(struct reading *r, struct str rest)
{
	return next_number(&rest, &r->s->armor_class);
}

static bool read_base(struct reading *r, struct str rest)
{
	r->s->base_scores = true;
	return !rest.n;
}

static bool read_2014(struct reading *r, struct str rest)
{
	r->ruleset = RULESET_2014;
	return !rest.n;
}

static bool read_2024(struct reading *r, struct str rest)
{
	r->ruleset = RULESET_2024;
	return !rest.n;
}

static const struct {
	const char *word;
	bool (*read)(struct reading *r, struct str rest);
} words[] = {
    {"2014", read_2014},
    {"2024", read_2024},
    {"class", read_class},
    {"species", read_species},
    {"lineage", read_lineage},
    {"background", read_background},
    {"skills", read_skills},
    {"expert", read_experts},
    {"saves", read_saves},
    {"tools", read_tools},
    {"masters", read_masteries},
    {"chooses", read_choice},
    {"feats", read_feats},
    {"options", read_options},
    {"holds", read_holds},
    {"attuned", read_attuned},
    {"carries", read_carries},
    {"on", read_on},
    {"raise", read_raise},
    {"used", read_used},
    {"spent", read_spent},
    {"hit-dice-spent", read_hit_dice},
    {"hp", read_hp},
    {"max-hp", read_max_hp},
    {"temp", read_temp},
    {"exhaustion", read_exhaustion},
    {"xp", read_xp},
    {"ac", read_ac},
    {"base-scores", read_base},
};

/* str 16 dex 14 … */
static bool read_abilities(struct reading *r, struct str item)
{
	struct str word;
	int32_t ability;

	while (next_word(&item, &word))
		if (!name_of(ability_names, word, &ability) ||
		    !next_number(&item, &r->s->abilities[ability]))
			return false;
	return true;
}

static bool read_item_of(struct reading *r, struct str item)
{
	struct str rest = item, word;

	if (!next_word(&rest, &word))
		return true;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_eq(word, str_of(words[i].word)))
			return words[i].read(r, str_trim(rest));
	return read_abilities(r, item);
}

bool read_sheet(struct trial *t, struct str given, struct sheet *s, enum ruleset *ruleset)
{
	struct reading r = {t, s, RULESET_2014};

	*s = (struct sheet){.abilities = {10, 10, 10, 10, 10, 10}};
	while (given.n) {
		struct str item = cut_item(&given, ',');

		if (!read_item_of(&r, item))
			return wrong(t, "cannot understand: %.*s", STR_ARG(item));
	}
	*ruleset = r.ruleset;
	return true;
}
