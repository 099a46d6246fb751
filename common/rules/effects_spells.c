/* SRD 5.1 and 5.2, "Spells": what lasting spells do to the numbers of those they are on. */
#include "common/rules/effects.h"

#include "common/base/poison.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define FIRST BIT(RULESET_2014)
#define SECOND BIT(RULESET_2024)
#define BOTH (FIRST | SECOND)
#define ROW(slug, array, rulesets)                                                                 \
	{                                                                                          \
		slug, array, COUNT(array), rulesets, NULL                                          \
	}
#define PHYSICAL                                                                                   \
	(DAMAGE_BIT(DAMAGE_BLUDGEONING) | DAMAGE_BIT(DAMAGE_PIERCING) | DAMAGE_BIT(DAMAGE_SLASHING))
#define WALK BIT(SPEED_WALK)
#define STRENGTH BIT(ABILITY_STR)
#define DEXTERITY BIT(ABILITY_DEX)
#define WISDOM BIT(ABILITY_WIS)

static const struct effect aid[] = {{.kind = EFFECT_ADD, .target = TARGET_HP_MAX, .amount = 5}};
static const struct effect bane[] = {
    {.kind = EFFECT_ADD, .target = TARGET_ATTACK, .dice = "-1d4"},
    {.kind = EFFECT_ADD, .target = TARGET_SPELL_ATTACK, .dice = "-1d4"},
    {.kind = EFFECT_ADD, .target = TARGET_SAVE, .dice = "-1d4"},
};
static const struct effect barkskin_16[] = {
    {.kind = EFFECT_AT_LEAST, .target = TARGET_ARMOR_CLASS, .amount = 16}};
static const struct effect barkskin_17[] = {
    {.kind = EFFECT_AT_LEAST, .target = TARGET_ARMOR_CLASS, .amount = 17}};
static const struct effect beacon_of_hope[] = {
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_SAVE, .which = WISDOM},
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_DEATH_SAVE},
};
static const struct effect bless[] = {
    {.kind = EFFECT_ADD, .target = TARGET_ATTACK, .dice = "1d4"},
    {.kind = EFFECT_ADD, .target = TARGET_SPELL_ATTACK, .dice = "1d4"},
    {.kind = EFFECT_ADD, .target = TARGET_SAVE, .dice = "1d4"},
};
static const struct effect attacked_with_disadvantage[] = {
    {.kind = EFFECT_DISADVANTAGE, .target = TARGET_ATTACKS_AGAINST}};
static const struct effect darkvision_60[] = {{.kind = EFFECT_AT_LEAST,
                                               .target = TARGET_SENSE,
                                               .which = BIT(SENSE_DARKVISION),
                                               .amount = 60}};
static const struct effect darkvision_150[] = {{.kind = EFFECT_AT_LEAST,
                                                .target = TARGET_SENSE,
                                                .which = BIT(SENSE_DARKVISION),
                                                .amount = 150}};
static const struct effect divine_favor[] = {{.kind = EFFECT_ADD,
                                              .target = TARGET_DAMAGE,
                                              .which = DAMAGE_BIT(DAMAGE_RADIANT),
                                              .dice = "1d4",
                                              .when = WHEN_WEAPON}};
static const struct effect enlarge[] = {
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_CHECK, .which = STRENGTH},
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_SAVE, .which = STRENGTH},
    {.kind = EFFECT_ADD, .target = TARGET_DAMAGE, .dice = "1d4", .when = WHEN_WEAPON},
};
static const struct effect faerie_fire[] = {
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_ATTACKS_AGAINST}};
static const struct effect fly[] = {
    {.kind = EFFECT_AT_LEAST, .target = TARGET_SPEED, .which = BIT(SPEED_FLY), .amount = 60}};
static const struct effect foresight[] = {
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_ATTACK},
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_SPELL_ATTACK},
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_CHECK},
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_SAVE},
    {.kind = EFFECT_DISADVANTAGE, .target = TARGET_ATTACKS_AGAINST},
};
static const struct effect guidance[] = {
    {.kind = EFFECT_ADD, .target = TARGET_CHECK, .dice = "1d4"}};
static const struct effect haste[] = {
    {.kind = EFFECT_ADD, .target = TARGET_ARMOR_CLASS, .amount = 2},
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_SAVE, .which = DEXTERITY},
    {.kind = EFFECT_MULTIPLY, .target = TARGET_SPEED, .amount = 2},
};
static const struct effect heroes_feast_2014[] = {
    {.kind = EFFECT_IMMUNE, .which = DAMAGE_BIT(DAMAGE_POISON)},
    {.kind = EFFECT_IMMUNE_TO, .text = "frightened"},
    {.kind = EFFECT_IMMUNE_TO, .text = "poisoned"},
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_SAVE, .which = WISDOM},
};
static const struct effect heroes_feast_2024[] = {
    {.kind = EFFECT_RESIST, .which = DAMAGE_BIT(DAMAGE_POISON)},
    {.kind = EFFECT_IMMUNE_TO, .text = "frightened"},
    {.kind = EFFECT_IMMUNE_TO, .text = "poisoned"},
};
static const struct effect heroism[] = {
    {.kind = EFFECT_IMMUNE_TO, .text = "frightened"},
    {.kind = EFFECT_PER_TURN, .target = TARGET_TEMP_HP, .text = "caster's ability"},
};
static const struct effect hex[] = {{.kind = EFFECT_ADD,
                                     .target = TARGET_DAMAGE,
                                     .which = DAMAGE_BIT(DAMAGE_NECROTIC),
                                     .dice = "1d6"}};
static const struct effect holy_aura[] = {
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_SAVE},
    {.kind = EFFECT_DISADVANTAGE, .target = TARGET_ATTACKS_AGAINST},
};
static const struct effect hunters_mark_2014[] = {
    {.kind = EFFECT_ADD, .target = TARGET_DAMAGE, .dice = "1d6", .when = WHEN_WEAPON}};
static const struct effect hunters_mark_2024[] = {{.kind = EFFECT_ADD,
                                                   .target = TARGET_DAMAGE,
                                                   .which = DAMAGE_BIT(DAMAGE_FORCE),
                                                   .dice = "1d6"}};
static const struct effect invisible[] = {{.kind = EFFECT_IMPLIES, .text = "invisible"}};
static const struct effect longstrider[] = {
    {.kind = EFFECT_ADD, .target = TARGET_SPEED, .which = WALK, .amount = 10}};
static const struct effect longstrider_2024[] = {
    {.kind = EFFECT_ADD, .target = TARGET_SPEED, .amount = 10}};
static const struct effect mage_armor[] = {{.kind = EFFECT_BASE,
                                            .target = TARGET_ARMOR_CLASS,
                                            .which = DEXTERITY,
                                            .amount = 13,
                                            .when = WHEN_UNARMORED}};
static const struct effect magic_weapon[] = {
    {.kind = EFFECT_ADD, .target = TARGET_ATTACK, .amount = 1, .when = WHEN_WEAPON},
    {.kind = EFFECT_ADD, .target = TARGET_DAMAGE, .amount = 1, .when = WHEN_WEAPON},
};
static const struct effect pass_without_trace[] = {
    {.kind = EFFECT_ADD, .target = TARGET_SKILL, .which = BIT(16), .amount = 10}, /* stealth */
};
static const struct effect protection_from_poison[] = {
    {.kind = EFFECT_RESIST, .which = DAMAGE_BIT(DAMAGE_POISON)},
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_SAVE, .text = "poisoned"},
};
static const struct effect resistance_2014[] = {
    {.kind = EFFECT_ADD, .target = TARGET_SAVE, .dice = "1d4"}};
static const struct effect shield[] = {
    {.kind = EFFECT_ADD, .target = TARGET_ARMOR_CLASS, .amount = 5}};
static const struct effect shield_of_faith[] = {
    {.kind = EFFECT_ADD, .target = TARGET_ARMOR_CLASS, .amount = 2}};
static const struct effect slow[] = {
    {.kind = EFFECT_ADD, .target = TARGET_ARMOR_CLASS, .amount = -2},
    {.kind = EFFECT_ADD, .target = TARGET_SAVE, .which = DEXTERITY, .amount = -2},
    {.kind = EFFECT_HALVE, .target = TARGET_SPEED},
    {.kind = EFFECT_CANNOT, .text = "reaction"},
};
static const struct effect spider_climb[] = {
    {.kind = EFFECT_AT_LEAST, .target = TARGET_SPEED, .which = BIT(SPEED_CLIMB)}};
static const struct effect stoneskin[] = {{.kind = EFFECT_RESIST, .which = PHYSICAL}};
static const struct effect true_seeing[] = {{.kind = EFFECT_AT_LEAST,
                                             .target = TARGET_SENSE,
                                             .which = BIT(SENSE_TRUESIGHT),
                                             .amount = 120}};
static const struct effect warding_bond[] = {
    {.kind = EFFECT_ADD, .target = TARGET_ARMOR_CLASS, .amount = 1},
    {.kind = EFFECT_ADD, .target = TARGET_SAVE, .amount = 1},
    {.kind = EFFECT_RESIST, .which = DAMAGE_ALL},
};

const struct effect_row spell_effects[] = {
    ROW("aid", aid, BOTH),
    ROW("bane", bane, BOTH),
    ROW("barkskin", barkskin_16, FIRST),
    ROW("barkskin", barkskin_17, SECOND),
    ROW("beacon-of-hope", beacon_of_hope, BOTH),
    ROW("bless", bless, BOTH),
    ROW("blur", attacked_with_disadvantage, BOTH),
    ROW("darkvision", darkvision_60, FIRST),
    ROW("darkvision", darkvision_150, SECOND),
    ROW("divine-favor", divine_favor, BOTH),
    ROW("enlarge-reduce", enlarge, BOTH),
    ROW("faerie-fire", faerie_fire, BOTH),
    ROW("fly", fly, BOTH),
    ROW("foresight", foresight, BOTH),
    ROW("greater-invisibility", invisible, BOTH),
    ROW("guidance", guidance, BOTH),
    ROW("haste", haste, BOTH),
    ROW("heroes-feast", heroes_feast_2014, FIRST),
    ROW("heroes-feast", heroes_feast_2024, SECOND),
    ROW("heroism", heroism, BOTH),
    ROW("hex", hex, BOTH),
    ROW("holy-aura", holy_aura, BOTH),
    ROW("hunters-mark", hunters_mark_2014, FIRST),
    ROW("hunters-mark", hunters_mark_2024, SECOND),
    ROW("invisibility", invisible, BOTH),
    ROW("longstrider", longstrider, FIRST),
    ROW("longstrider", longstrider_2024, SECOND),
    ROW("mage-armor", mage_armor, BOTH),
    ROW("magic-weapon", magic_weapon, BOTH),
    ROW("pass-without-trace", pass_without_trace, BOTH),
    ROW("protection-from-poison", protection_from_poison, BOTH),
    ROW("resistance", resistance_2014, FIRST),
    ROW("shield", shield, BOTH),
    ROW("shield-of-faith", shield_of_faith, BOTH),
    ROW("slow", slow, BOTH),
    ROW("spider-climb", spider_climb, BOTH),
    ROW("stoneskin", stoneskin, BOTH),
    ROW("true-seeing", true_seeing, BOTH),
    ROW("warding-bond", warding_bond, BOTH),
};
const size_t spell_effect_count = COUNT(spell_effects);
