#include "common/rules/effects.h"

#include "common/base/poison.h"

const char *const ability_names[] = {
    [ABILITY_STR] = "str",
    [ABILITY_DEX] = "dex",
    [ABILITY_CON] = "con",
    [ABILITY_INT] = "int",
    [ABILITY_WIS] = "wis",
    [ABILITY_CHA] = "cha",
    NULL,
};

const char *const skill_names[] = {
    "acrobatics",  "animal-handling", "arcana",        "athletics",       "deception", "history",
    "insight",     "intimidation",    "investigation", "medicine",        "nature",    "perception",
    "performance", "persuasion",      "religion",      "sleight-of-hand", "stealth",   "survival",
    NULL,
};

/* SRD "Skills"; sql/catalog.c holds it against skills.jsonl. */
const enum ability skill_abilities[SKILLS] = {
    ABILITY_DEX, ABILITY_WIS, ABILITY_INT, ABILITY_STR, ABILITY_CHA, ABILITY_INT,
    ABILITY_WIS, ABILITY_CHA, ABILITY_INT, ABILITY_WIS, ABILITY_INT, ABILITY_WIS,
    ABILITY_CHA, ABILITY_CHA, ABILITY_INT, ABILITY_DEX, ABILITY_DEX, ABILITY_WIS,
};

const char *const speed_names[] = {
    [SPEED_WALK] = "walk", [SPEED_BURROW] = "burrow", [SPEED_CLIMB] = "climb",
    [SPEED_FLY] = "fly",   [SPEED_SWIM] = "swim",     NULL,
};

const char *const sense_names[] = {
    [SENSE_BLINDSIGHT] = "blindsight",
    [SENSE_DARKVISION] = "darkvision",
    [SENSE_TREMORSENSE] = "tremorsense",
    [SENSE_TRUESIGHT] = "truesight",
    NULL,
};

const struct effect_row *effects_find(const struct effect_row *rows, size_t count, struct str slug,
                                      enum ruleset ruleset)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_cmp(str_of(rows[middle].slug), slug) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < count && str_eq(str_of(rows[low].slug), slug); low++)
		if (rows[low].rulesets & BIT(ruleset))
			return &rows[low];
	return NULL;
}

static const struct effect exhaustion_2014[] = {
    {.kind = EFFECT_DISADVANTAGE, .target = TARGET_CHECK},
    {.kind = EFFECT_HALVE, .target = TARGET_SPEED, .when = WHEN_SCALE_2},
    {.kind = EFFECT_DISADVANTAGE, .target = TARGET_ATTACK, .when = WHEN_SCALE_3},
    {.kind = EFFECT_DISADVANTAGE, .target = TARGET_SPELL_ATTACK, .when = WHEN_SCALE_3},
    {.kind = EFFECT_DISADVANTAGE, .target = TARGET_SAVE, .when = WHEN_SCALE_3},
    {.kind = EFFECT_HALVE, .target = TARGET_HP_MAX, .when = WHEN_SCALE_4},
    {.kind = EFFECT_AT_MOST, .target = TARGET_SPEED, .when = WHEN_SCALE_5},
};

static const struct effect exhaustion_2024[] = {
    {.kind = EFFECT_ADD, .target = TARGET_CHECK, .of = AMOUNT_SCALE, .amount = -2},
    {.kind = EFFECT_ADD, .target = TARGET_SAVE, .of = AMOUNT_SCALE, .amount = -2},
    {.kind = EFFECT_ADD, .target = TARGET_DEATH_SAVE, .of = AMOUNT_SCALE, .amount = -2},
    {.kind = EFFECT_ADD, .target = TARGET_ATTACK, .of = AMOUNT_SCALE, .amount = -2},
    {.kind = EFFECT_ADD, .target = TARGET_SPELL_ATTACK, .of = AMOUNT_SCALE, .amount = -2},
    {.kind = EFFECT_ADD, .target = TARGET_SPEED, .of = AMOUNT_SCALE, .amount = -5},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))
static const struct effect_row exhaustion[] = {
    [RULESET_2014] = {"exhaustion", exhaustion_2014, COUNT(exhaustion_2014), BIT(RULESET_2014),
                      NULL},
    [RULESET_2024] = {"exhaustion", exhaustion_2024, COUNT(exhaustion_2024), BIT(RULESET_2024),
                      NULL},
};

const struct effect_row *effects_of_exhaustion(enum ruleset ruleset)
{
	return &exhaustion[ruleset == RULESET_2024];
}
