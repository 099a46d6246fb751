/* The DM's last word on a combatant's figures, and remarks. */
#include "common/rules/step.h"

#include "common/base/poison.h"

enum kind { NUMBER, TRUTH, TEXT, CHOICE, SET };

/* What can be overridden, by name; whether a value fits is for encounter_broken to say. */
static const struct override_row {
	const char *name;
	size_t offset;
	enum kind kind;
	const char *const *choices; /* of CHOICE by number, of SET by bit */
} rows[] = {
    {"name", offsetof(struct combatant, name), TEXT, NULL},
    {"hp/current", offsetof(struct combatant, hp.current), NUMBER, NULL},
    {"hp/max", offsetof(struct combatant, hp.max), NUMBER, NULL},
    {"hp/max_lost", offsetof(struct combatant, max_lost), NUMBER, NULL},
    {"hp/temp", offsetof(struct combatant, hp.temp), NUMBER, NULL},
    {"hp_shown", offsetof(struct combatant, hp_shown), CHOICE, hp_shown_own_names},
    {"armor_class", offsetof(struct combatant, armor_class), NUMBER, NULL},
    {"speed", offsetof(struct combatant, speed), NUMBER, NULL},
    {"dexterity", offsetof(struct combatant, dexterity), NUMBER, NULL},
    {"initiative_bonus", offsetof(struct combatant, initiative_bonus), NUMBER, NULL},
    {"resistances", offsetof(struct combatant, resistances), SET, damage_type_names + DAMAGE_ACID},
    {"vulnerabilities", offsetof(struct combatant, vulnerabilities), SET,
     damage_type_names + DAMAGE_ACID},
    {"immunities", offsetof(struct combatant, immunities), SET, damage_type_names + DAMAGE_ACID},
    {"condition_immunities", offsetof(struct combatant, condition_immunities), SET,
     condition_names},
    {"damage_threshold", offsetof(struct combatant, damage_threshold), NUMBER, NULL},
    {"exhaustion", offsetof(struct combatant, exhaustion), NUMBER, NULL},
    {"xp", offsetof(struct combatant, xp), NUMBER, NULL},
    {"saves/str", offsetof(struct combatant, saves[SAVE_STR]), NUMBER, NULL},
    {"saves/dex", offsetof(struct combatant, saves[SAVE_DEX]), NUMBER, NULL},
    {"saves/con", offsetof(struct combatant, saves[SAVE_CON]), NUMBER, NULL},
    {"saves/int", offsetof(struct combatant, saves[SAVE_INT]), NUMBER, NULL},
    {"saves/wis", offsetof(struct combatant, saves[SAVE_WIS]), NUMBER, NULL},
    {"saves/cha", offsetof(struct combatant, saves[SAVE_CHA]), NUMBER, NULL},
    {"dying/successes", offsetof(struct combatant, dying.successes), NUMBER, NULL},
    {"dying/failures", offsetof(struct combatant, dying.failures), NUMBER, NULL},
    {"dying/stable", offsetof(struct combatant, dying.stable), TRUTH, NULL},
    {"dying/dead", offsetof(struct combatant, dying.dead), TRUTH, NULL},
    {"dying/saves", offsetof(struct combatant, dying.saves), TRUTH, NULL},
    {"spent/action", offsetof(struct combatant, spent.action), TRUTH, NULL},
    {"spent/bonus_action", offsetof(struct combatant, spent.bonus_action), TRUTH, NULL},
    {"spent/reaction", offsetof(struct combatant, spent.reaction), TRUTH, NULL},
    {"spent/interaction", offsetof(struct combatant, spent.interaction), TRUTH, NULL},
    {"spent/moved", offsetof(struct combatant, spent.moved), NUMBER, NULL},
    {"spent/slot", offsetof(struct combatant, spent.slot), TRUTH, NULL},
    {"spent/death_save", offsetof(struct combatant, spent.death_save), TRUTH, NULL},
    {"surprised", offsetof(struct combatant, surprised), TRUTH, NULL},
    {"delaying", offsetof(struct combatant, delaying), TRUTH, NULL},
    {"missed", offsetof(struct combatant, missed), TRUTH, NULL},
    {"making_up", offsetof(struct combatant, making_up), TRUTH, NULL},
    {"lair", offsetof(struct combatant, lair), TRUTH, NULL},
    {"readied", offsetof(struct combatant, readied), TEXT, NULL},
    {"queued", offsetof(struct combatant, queued), TEXT, NULL},
};

static const struct override_row *find(struct str name)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (str_eq(name, str_of(rows[i].name)))
			return &rows[i];
	return NULL;
}

static bool choose(struct str text, const char *const *choices, int32_t *out)
{
	for (*out = 0; choices[*out]; ++*out)
		if (str_eq(text, str_of(choices[*out])))
			return true;
	return false;
}

/* Names with blanks between them; none for the empty set. */
static bool choose_all(struct str text, const char *const *choices, uint32_t *out)
{
	int32_t bit;

	for (*out = 0; text.n;) {
		struct str name = str_cut(&text, ' ');

		if (!choose(name, choices, &bit))
			return false;
		*out |= 1u << bit;
	}
	return true;
}

static bool is_text(const struct override_row *row)
{
	return row->kind == TEXT || row->kind == CHOICE || row->kind == SET;
}

/* The new value, in a copy of the combatant. A truth is 0 or 1. */
static bool put(struct step *s, struct combatant *c, const struct override_row *row)
{
	char *at = (char *)c + row->offset;
	int32_t number = s->move->value;
	bool truth = number, good = true;
	uint32_t set = 0;

	if (step_seen(s, is_text(row) ? "value" : "text"))
		return false;
	switch (row->kind) {
	case TEXT:
		memcpy(at, &s->move->text, sizeof s->move->text);
		break;
	case TRUTH:
		good = number == 0 || number == 1;
		memcpy(at, &truth, sizeof truth);
		break;
	case CHOICE:
		good = choose(s->move->text, row->choices, &number);
		memcpy(at, &number, sizeof number);
		break;
	case SET:
		good = choose_all(s->move->text, row->choices, &set);
		memcpy(at, &set, sizeof set);
		break;
	case NUMBER:
		memcpy(at, &number, sizeof number);
		break;
	}
	return good;
}

static bool name_taken(const struct encounter *e, const struct combatant *c)
{
	for (size_t i = 0; i < e->count; i++)
		if (&e->combatants[i] != c && str_eq(e->combatants[i].name, c->name))
			return true;
	return false;
}

/* Who is given hit points lives; who is declared dead has none. */
static void set_right(struct combatant *c, const struct override_row *row)
{
	if (row->offset == offsetof(struct combatant, hp.current) && c->hp.current > 0)
		c->dying = (struct dying){.saves = c->dying.saves};
	if (row->offset == offsetof(struct combatant, dying.dead) && c->dying.dead)
		c->hp.current = 0;
}

/* "resources/slot:1": what is left of it. */
static enum rule_error override_resource(struct step *s, struct combatant *c, struct str key)
{
	const struct resource *all = c->resources.items;
	struct resource *own;
	size_t at = 0;

	while (at < c->resources.count && !str_eq(key, resource_key(&all[at], s->arena)))
		at++;
	if (at == c->resources.count)
		return step_refuse(s, RULE_NO_SUCH_RESOURCE, c->id);
	if (!step_seen(s, "value") || step_seen(s, "text"))
		return step_refuse(s, RULE_WRONG_FIELDS, c->id);
	own = STEP_OWN_LIST(s, &c->resources, struct resource) + at;
	own->left = s->move->value;
	if (encounter_broken(&s->now))
		return step_refuse(s, RULE_OUT_OF_BOUNDS, c->id);
	step_tell(s, CONSEQUENCE_OVERRIDDEN, c->id, own->left)->name = s->move->field;
	return RULE_OK;
}

enum rule_error apply_override(struct step *s)
{
	const struct str resources = STR("resources/");
	const struct override_row *row = find(s->move->field);
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);

	if (error)
		return error;
	if (str_starts(s->move->field, resources))
		return override_resource(s, c,
		                         str_sub(s->move->field, resources.n, s->move->field.n));
	if (!row)
		return step_refuse(s, RULE_UNKNOWN_FIELD, c->id);
	if (step_seen(s, "value") == step_seen(s, "text") || !put(s, c, row))
		return step_refuse(s, RULE_WRONG_FIELDS, c->id);
	set_right(c, row);
	if (encounter_broken(&s->now) || name_taken(&s->now, c))
		return step_refuse(s, RULE_OUT_OF_BOUNDS, c->id);
	step_tell(s, CONSEQUENCE_OVERRIDDEN, c->id, is_text(row) ? 0 : s->move->value)->name =
	    str_of(row->name);
	return RULE_OK;
}

enum rule_error apply_note(struct step *s)
{
	struct uuid about = s->move->combatant_id;

	if (!uuid_is_nil(about) && step_find(s, about) == s->now.count)
		return step_refuse(s, RULE_UNKNOWN_COMBATANT, about);
	step_tell(s, CONSEQUENCE_NOTED, about, 0)->name = s->move->text;
	return RULE_OK;
}
