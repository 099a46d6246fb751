/* The DM's last word on a combatant's figures, and remarks. */
#include "common/rules/step.h"

#include "common/base/poison.h"

enum kind { NUMBER, TRUTH, TEXT, CHOICE };

/* What can be overridden, by name; whether a value fits is for encounter_broken to say. */
static const struct override_row {
	const char *name;
	size_t offset;
	enum kind kind;
	const char *const *choices; /* of CHOICE, by number */
} rows[] = {
    {"name", offsetof(struct combatant, name), TEXT, NULL},
    {"hp/current", offsetof(struct combatant, hp.current), NUMBER, NULL},
    {"hp/max", offsetof(struct combatant, hp.max), NUMBER, NULL},
    {"hp/temp", offsetof(struct combatant, hp.temp), NUMBER, NULL},
    {"hp_shown", offsetof(struct combatant, hp_shown), CHOICE, hp_shown_own_names},
    {"armor_class", offsetof(struct combatant, armor_class), NUMBER, NULL},
    {"speed", offsetof(struct combatant, speed), NUMBER, NULL},
    {"dexterity", offsetof(struct combatant, dexterity), NUMBER, NULL},
    {"initiative_bonus", offsetof(struct combatant, initiative_bonus), NUMBER, NULL},
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

static bool choose(struct str text, const char *const *choices, char *at)
{
	for (int32_t i = 0; choices[i]; i++) {
		if (!str_eq(text, str_of(choices[i])))
			continue;
		memcpy(at, &i, sizeof i);
		return true;
	}
	return false;
}

static bool is_text(const struct override_row *row)
{
	return row->kind == TEXT || row->kind == CHOICE;
}

/* The new value, in a copy of the combatant. A truth is 0 or 1. */
static bool put(struct step *s, struct combatant *c, const struct override_row *row)
{
	char *at = (char *)c + row->offset;
	bool truth = s->move->value;

	if (step_seen(s, is_text(row) ? "value" : "text"))
		return false;
	if (row->kind == CHOICE)
		return choose(s->move->text, row->choices, at);
	if (row->kind == TRUTH && (s->move->value < 0 || s->move->value > 1))
		return false;
	if (row->kind == TEXT)
		memcpy(at, &s->move->text, sizeof s->move->text);
	else if (row->kind == TRUTH)
		memcpy(at, &truth, sizeof truth);
	else
		memcpy(at, &s->move->value, sizeof s->move->value);
	return true;
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

enum rule_error apply_override(struct step *s)
{
	const struct override_row *row = find(s->move->field);
	enum rule_error error = RULE_OK;
	struct combatant *c = step_combatant(s, &error);

	if (error)
		return error;
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
