/* SRD 5.1 and 5.2, "Classes", "Feats": what features do to numbers. A feature of which nothing
 * stands here changes no number. */
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
/* With the switch of another feature. */
#define ROW_BY(slug, array, rulesets, by)                                                          \
	{                                                                                          \
		slug, array, COUNT(array), rulesets, by                                            \
	}
#define PHYSICAL                                                                                   \
	(DAMAGE_BIT(DAMAGE_BLUDGEONING) | DAMAGE_BIT(DAMAGE_PIERCING) | DAMAGE_BIT(DAMAGE_SLASHING))
#define STRENGTH BIT(ABILITY_STR)
#define DEXTERITY BIT(ABILITY_DEX)
#define CONSTITUTION BIT(ABILITY_CON)
#define WISDOM BIT(ABILITY_WIS)
#define CHARISMA BIT(ABILITY_CHA)

/* The barbarian. */
static const struct effect rage_2014[] = {
    {.kind = EFFECT_ADVANTAGE,
     .target = TARGET_CHECK,
     .which = STRENGTH,
     .when = WHEN_SWITCHED_ON | WHEN_NOT_HEAVY},
    {.kind = EFFECT_ADVANTAGE,
     .target = TARGET_SAVE,
     .which = STRENGTH,
     .when = WHEN_SWITCHED_ON | WHEN_NOT_HEAVY},
    {.kind = EFFECT_ADD,
     .target = TARGET_DAMAGE,
     .of = AMOUNT_COUNTER,
     .text = "rage_damage_bonus",
     .when = WHEN_SWITCHED_ON | WHEN_NOT_HEAVY | WHEN_MELEE | WHEN_STRENGTH},
    {.kind = EFFECT_RESIST, .which = PHYSICAL, .when = WHEN_SWITCHED_ON | WHEN_NOT_HEAVY},
    {.kind = EFFECT_CANNOT, .text = "cast", .when = WHEN_SWITCHED_ON},
    {.kind = EFFECT_CANNOT, .text = "concentrate", .when = WHEN_SWITCHED_ON},
};
static const struct effect rage_2024[] = {
    {.kind = EFFECT_ADVANTAGE,
     .target = TARGET_CHECK,
     .which = STRENGTH,
     .when = WHEN_SWITCHED_ON | WHEN_NOT_HEAVY},
    {.kind = EFFECT_ADVANTAGE,
     .target = TARGET_SAVE,
     .which = STRENGTH,
     .when = WHEN_SWITCHED_ON | WHEN_NOT_HEAVY},
    {.kind = EFFECT_ADD,
     .target = TARGET_DAMAGE,
     .of = AMOUNT_COUNTER,
     .text = "rage_damage_bonus",
     .when = WHEN_SWITCHED_ON | WHEN_NOT_HEAVY | WHEN_STRENGTH},
    {.kind = EFFECT_RESIST, .which = PHYSICAL, .when = WHEN_SWITCHED_ON | WHEN_NOT_HEAVY},
    {.kind = EFFECT_CANNOT, .text = "cast", .when = WHEN_SWITCHED_ON},
    {.kind = EFFECT_CANNOT, .text = "concentrate", .when = WHEN_SWITCHED_ON},
};
static const struct effect barbarian_unarmored[] = {
    {.kind = EFFECT_BASE,
     .target = TARGET_ARMOR_CLASS,
     .which = DEXTERITY | CONSTITUTION,
     .amount = 10,
     .when = WHEN_UNARMORED},
};
static const struct effect danger_sense_2014[] = {
    {.kind = EFFECT_ADVANTAGE,
     .target = TARGET_SAVE,
     .which = DEXTERITY,
     .text = "effects that can be seen"},
};
static const struct effect danger_sense_2024[] = {
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_SAVE, .which = DEXTERITY}};
static const struct effect reckless[] = {
    {.kind = EFFECT_ADVANTAGE,
     .target = TARGET_ATTACK,
     .when = WHEN_SWITCHED_ON | WHEN_MELEE | WHEN_STRENGTH | WHEN_WEAPON},
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_ATTACKS_AGAINST, .when = WHEN_SWITCHED_ON},
};
static const struct effect reckless_2024[] = {
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_ATTACK, .when = WHEN_SWITCHED_ON | WHEN_STRENGTH},
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_ATTACKS_AGAINST, .when = WHEN_SWITCHED_ON},
};
static const struct effect faster_10[] = {
    {.kind = EFFECT_ADD,
     .target = TARGET_SPEED,
     .which = BIT(SPEED_WALK),
     .amount = 10,
     .when = WHEN_NOT_HEAVY},
};
static const struct effect feral_instinct[] = {
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_INITIATIVE}};
static const struct effect primal_champion[] = {
    {.kind = EFFECT_ADD, .target = TARGET_ABILITY, .which = STRENGTH | CONSTITUTION, .amount = 4},
};
static const struct effect mindless_rage[] = {
    {.kind = EFFECT_IMMUNE_TO, .text = "charmed", .when = WHEN_SWITCHED_ON},
    {.kind = EFFECT_IMMUNE_TO, .text = "frightened", .when = WHEN_SWITCHED_ON},
};
static const struct effect frenzy_2014[] = {
    {.kind = EFFECT_PER_TURN,
     .target = TARGET_ATTACK,
     .amount = 1,
     .text = "bonus_action",
     .when = WHEN_SWITCHED_ON},
};

/* The bard. */
static const struct effect jack_2014[] = {{.kind = EFFECT_HALF_PROFICIENT, .target = TARGET_CHECK}};
static const struct effect jack_2024[] = {
    {.kind = EFFECT_HALF_PROFICIENT, .target = TARGET_SKILL, .which = BIT(SKILLS) - 1}};

/* The druid. */
static const struct effect natures_ward_2014[] = {
    {.kind = EFFECT_IMMUNE, .which = DAMAGE_BIT(DAMAGE_POISON)},
    {.kind = EFFECT_IMMUNE_TO, .text = "poisoned"},
};
static const struct effect natures_ward_2024[] = {
    {.kind = EFFECT_IMMUNE_TO, .text = "poisoned"},
    {.kind = EFFECT_RESIST, .which = DAMAGE_BIT(DAMAGE_FIRE), .text = "circle-of-the-land=arid"},
    {.kind = EFFECT_RESIST, .which = DAMAGE_BIT(DAMAGE_COLD), .text = "circle-of-the-land=polar"},
    {.kind = EFFECT_RESIST,
     .which = DAMAGE_BIT(DAMAGE_LIGHTNING),
     .text = "circle-of-the-land=temperate"},
    {.kind = EFFECT_RESIST,
     .which = DAMAGE_BIT(DAMAGE_POISON),
     .text = "circle-of-the-land=tropical"},
};

/* The fighter. */
static const struct effect critical_19[] = {
    {.kind = EFFECT_CRITICAL, .target = TARGET_ATTACK, .amount = 19}};
static const struct effect critical_18[] = {
    {.kind = EFFECT_CRITICAL, .target = TARGET_ATTACK, .amount = 18}};
static const struct effect athlete_2014[] = {
    {.kind = EFFECT_HALF_PROFICIENT_UP,
     .target = TARGET_CHECK,
     .which = STRENGTH | DEXTERITY | CONSTITUTION},
};
static const struct effect athlete_2024[] = {
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_INITIATIVE},
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_SKILL, .which = BIT(3)}, /* athletics */
};
static const struct effect survivor_2014[] = {
    {.kind = EFFECT_PER_TURN,
     .target = TARGET_HEALING,
     .of = AMOUNT_ABILITY,
     .amount = ABILITY_CON,
     .text = "half_hp",
     .dice = "5"},
};
static const struct effect survivor_2024[] = {
    {.kind = EFFECT_PER_TURN,
     .target = TARGET_HEALING,
     .of = AMOUNT_ABILITY,
     .amount = ABILITY_CON,
     .text = "half_hp",
     .dice = "5"},
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_DEATH_SAVE},
};
static const struct effect attacks_2[] = {
    {.kind = EFFECT_AT_LEAST, .target = TARGET_ATTACKS_PER_ACTION, .amount = 2}};
static const struct effect attacks_3[] = {
    {.kind = EFFECT_AT_LEAST, .target = TARGET_ATTACKS_PER_ACTION, .amount = 3}};
static const struct effect attacks_4[] = {
    {.kind = EFFECT_AT_LEAST, .target = TARGET_ATTACKS_PER_ACTION, .amount = 4}};
static const struct effect archery[] = {
    {.kind = EFFECT_ADD, .target = TARGET_ATTACK, .amount = 2, .when = WHEN_RANGED | WHEN_WEAPON},
};
static const struct effect defense[] = {
    {.kind = EFFECT_ADD, .target = TARGET_ARMOR_CLASS, .amount = 1, .when = WHEN_ARMORED},
};
static const struct effect dueling[] = {
    {.kind = EFFECT_ADD,
     .target = TARGET_DAMAGE,
     .amount = 2,
     .when = WHEN_MELEE | WHEN_ONE_HANDED | WHEN_WEAPON},
};
/* Dice that show 1 or 2: 2014 rolls them again once, 2024 takes them for a 3. */
static const struct effect great_weapons_2014[] = {
    {.kind = EFFECT_DIE,
     .target = TARGET_DAMAGE,
     .dice = "ro<3",
     .when = WHEN_MELEE | WHEN_TWO_HANDS | WHEN_WEAPON},
};
static const struct effect great_weapons_2024[] = {
    {.kind = EFFECT_DIE,
     .target = TARGET_DAMAGE,
     .dice = "mi3",
     .when = WHEN_MELEE | WHEN_TWO_HANDS | WHEN_WEAPON},
};
static const struct effect two_weapons[] = {
    {.kind = EFFECT_ADD,
     .target = TARGET_DAMAGE,
     .of = AMOUNT_ABILITY,
     .amount = -1,
     .when = WHEN_OFF_HAND},
};

/* The monk. */
static const struct effect monk_unarmored[] = {
    {.kind = EFFECT_BASE,
     .target = TARGET_ARMOR_CLASS,
     .which = DEXTERITY | WISDOM,
     .amount = 10,
     .when = WHEN_UNARMORED | WHEN_NO_SHIELD},
};
static const struct effect unarmored_movement[] = {
    {.kind = EFFECT_ADD,
     .target = TARGET_SPEED,
     .which = BIT(SPEED_WALK),
     .of = AMOUNT_COUNTER,
     .text = "unarmored_movement_ft",
     .when = WHEN_UNARMORED | WHEN_NO_SHIELD},
};
static const struct effect martial_arts[] = {
    {.kind = EFFECT_AT_LEAST,
     .target = TARGET_MARTIAL_ARTS,
     .of = AMOUNT_COUNTER,
     .text = "martial_arts_die",
     .when = WHEN_UNARMORED | WHEN_NO_SHIELD},
};
static const struct effect every_save[] = {{.kind = EFFECT_PROFICIENT, .target = TARGET_SAVE}};
static const struct effect body_and_mind[] = {
    {.kind = EFFECT_ADD, .target = TARGET_ABILITY, .which = DEXTERITY | WISDOM, .amount = 4},
};
static const struct effect superior_defense[] = {
    {.kind = EFFECT_RESIST,
     .which = DAMAGE_ALL & ~DAMAGE_BIT(DAMAGE_FORCE),
     .when = WHEN_SWITCHED_ON},
};
static const struct effect empty_body[] = {
    {.kind = EFFECT_RESIST,
     .which = DAMAGE_ALL & ~DAMAGE_BIT(DAMAGE_FORCE),
     .when = WHEN_SWITCHED_ON},
    {.kind = EFFECT_IMPLIES, .text = "invisible", .when = WHEN_SWITCHED_ON},
};

/* The paladin. */
static const struct effect aura_of_protection[] = {
    {.kind = EFFECT_ADD,
     .target = TARGET_SAVE,
     .of = AMOUNT_ABILITY,
     .amount = ABILITY_CHA,
     .least = 1},
};
static const struct effect not_frightened[] = {{.kind = EFFECT_IMMUNE_TO, .text = "frightened"}};
static const struct effect not_charmed[] = {{.kind = EFFECT_IMMUNE_TO, .text = "charmed"}};
static const struct effect radiant_melee[] = {
    {.kind = EFFECT_ADD,
     .target = TARGET_DAMAGE,
     .which = DAMAGE_BIT(DAMAGE_RADIANT),
     .dice = "1d8",
     .when = WHEN_MELEE | WHEN_WEAPON},
};
static const struct effect radiant_melee_2024[] = {
    {.kind = EFFECT_ADD,
     .target = TARGET_DAMAGE,
     .which = DAMAGE_BIT(DAMAGE_RADIANT),
     .dice = "1d8",
     .when = WHEN_MELEE},
};
static const struct effect sacred_weapon[] = {
    {.kind = EFFECT_ADD,
     .target = TARGET_ATTACK,
     .of = AMOUNT_ABILITY,
     .amount = ABILITY_CHA,
     .least = 1,
     .when = WHEN_SWITCHED_ON | WHEN_WEAPON},
};

/* The ranger and the rogue. */
static const struct effect roving[] = {
    {.kind = EFFECT_ADD,
     .target = TARGET_SPEED,
     .which = BIT(SPEED_WALK),
     .amount = 10,
     .when = WHEN_NOT_HEAVY},
    {.kind = EFFECT_AT_LEAST, .target = TARGET_SPEED, .which = BIT(SPEED_CLIMB) | BIT(SPEED_SWIM)},
};
static const struct effect blindsight_30[] = {
    {.kind = EFFECT_AT_LEAST, .target = TARGET_SENSE, .which = BIT(SENSE_BLINDSIGHT), .amount = 30},
};
static const struct effect climber[] = {
    {.kind = EFFECT_AT_LEAST, .target = TARGET_SPEED, .which = BIT(SPEED_CLIMB)}};
static const struct effect sneak_attack[] = {
    {.kind = EFFECT_PER_TURN,
     .target = TARGET_DAMAGE,
     .of = AMOUNT_COUNTER,
     .text = "sneak_attack_dice",
     .dice = "d6"},
};
static const struct effect slippery_2014[] = {
    {.kind = EFFECT_PROFICIENT, .target = TARGET_SAVE, .which = WISDOM}};
static const struct effect slippery_2024[] = {
    {.kind = EFFECT_PROFICIENT, .target = TARGET_SAVE, .which = WISDOM | CHARISMA}};

/* The type is chosen: sheet.choices. */
static const struct effect chosen_resistance[] = {
    {.kind = EFFECT_RESIST, .which = DAMAGE_ALL, .text = CHOSEN},
};
static const struct effect elemental_2014[] = {
    {.kind = EFFECT_RESIST, .which = DAMAGE_ALL, .text = CHOSEN, .when = WHEN_SWITCHED_ON},
};
static const struct effect fiendish_2024[] = {
    {.kind = EFFECT_RESIST, .which = DAMAGE_ALL & ~DAMAGE_BIT(DAMAGE_FORCE), .text = CHOSEN},
};

/* The sorcerer. */
static const struct effect draconic_2014[] = {
    {.kind = EFFECT_ADD, .target = TARGET_HP_MAX, .of = AMOUNT_CLASS_LEVEL, .amount = 1},
    {.kind = EFFECT_BASE,
     .target = TARGET_ARMOR_CLASS,
     .which = DEXTERITY,
     .amount = 13,
     .when = WHEN_UNARMORED},
};
static const struct effect draconic_2024[] = {
    {.kind = EFFECT_ADD, .target = TARGET_HP_MAX, .of = AMOUNT_CLASS_LEVEL, .amount = 1},
    {.kind = EFFECT_BASE,
     .target = TARGET_ARMOR_CLASS,
     .which = DEXTERITY | CHARISMA,
     .amount = 10,
     .when = WHEN_UNARMORED},
};
static const struct effect wings_2014[] = {{.kind = EFFECT_AT_LEAST,
                                            .target = TARGET_SPEED,
                                            .which = BIT(SPEED_FLY),
                                            .when = WHEN_SWITCHED_ON}};
static const struct effect wings_2024[] = {
    {.kind = EFFECT_AT_LEAST,
     .target = TARGET_SPEED,
     .which = BIT(SPEED_FLY),
     .amount = 60,
     .when = WHEN_SWITCHED_ON},
};
static const struct effect innate_sorcery[] = {
    {.kind = EFFECT_ADD, .target = TARGET_SPELL_DC, .amount = 1, .when = WHEN_SWITCHED_ON},
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_SPELL_ATTACK, .when = WHEN_SWITCHED_ON},
};

/* Feats and invocations. */
static const struct effect alert[] = {
    {.kind = EFFECT_ADD, .target = TARGET_INITIATIVE, .of = AMOUNT_PROFICIENCY}};
static const struct effect truesight_60[] = {
    {.kind = EFFECT_AT_LEAST, .target = TARGET_SENSE, .which = BIT(SENSE_TRUESIGHT), .amount = 60},
};
static const struct effect devils_sight[] = {
    {.kind = EFFECT_AT_LEAST,
     .target = TARGET_SENSE,
     .which = BIT(SENSE_DARKVISION),
     .amount = 120},
};
static const struct effect beguiling[] = {
    {.kind = EFFECT_PROFICIENT,
     .target = TARGET_SKILL,
     .which = BIT(4) | BIT(13)}, /* deception, persuasion */
};
static const struct effect eldritch_mind[] = {
    {.kind = EFFECT_ADVANTAGE, .target = TARGET_CONCENTRATION}};
static const struct effect swim_as_fast[] = {
    {.kind = EFFECT_AT_LEAST, .target = TARGET_SPEED, .which = BIT(SPEED_SWIM)}};

const struct effect_row feature_effects[] = {
    ROW("alert", alert, SECOND),
    ROW("archery", archery, SECOND),
    ROW("aura-of-courage", not_frightened, FIRST),
    ROW("aura-of-devotion", not_charmed, FIRST),
    ROW("aura-of-protection", aura_of_protection, FIRST),
    ROW("barbarian-danger-sense", danger_sense_2024, SECOND),
    ROW("barbarian-extra-attack", attacks_2, BOTH),
    ROW("barbarian-fast-movement", faster_10, SECOND),
    ROW("barbarian-feral-instinct", feral_instinct, SECOND),
    ROW("barbarian-primal-champion", primal_champion, SECOND),
    ROW("barbarian-rage", rage_2024, SECOND),
    ROW("barbarian-reckless-attack", reckless_2024, SECOND),
    ROW("barbarian-unarmored-defense", barbarian_unarmored, BOTH),
    ROW("bard-jack-of-all-trades", jack_2024, SECOND),
    ROW_BY("berserker-mindless-rage", mindless_rage, SECOND, "barbarian-rage"),
    ROW("boon-of-truesight", truesight_60, SECOND),
    ROW("champion-improved-critical", critical_19, SECOND),
    ROW("champion-remarkable-athlete", athlete_2024, SECOND),
    ROW("champion-superior-critical", critical_18, SECOND),
    ROW("champion-survivor", survivor_2024, SECOND),
    ROW("channel-divinity-sacred-weapon", sacred_weapon, FIRST),
    ROW("danger-sense", danger_sense_2014, FIRST),
    ROW("defense", defense, SECOND),
    ROW("devotion-aura-of-devotion", not_charmed, SECOND),
    ROW("devotion-sacred-weapon", sacred_weapon, SECOND),
    ROW("diamond-soul", every_save, FIRST),
    ROW("draconic-resilience", draconic_2014, FIRST),
    ROW("draconic-sorcery-draconic-resilience", draconic_2024, SECOND),
    ROW("draconic-sorcery-dragon-wings", wings_2024, SECOND),
    ROW("draconic-sorcery-elemental-affinity", chosen_resistance, SECOND),
    ROW("dragon-wings", wings_2014, FIRST),
    ROW("eldritch-invocation-beguiling-influence", beguiling, FIRST),
    ROW("eldritch-invocation-devils-sight", devils_sight, BOTH),
    ROW("eldritch-invocation-eldritch-mind", eldritch_mind, SECOND),
    ROW("eldritch-invocation-gift-of-the-depths", swim_as_fast, SECOND),
    ROW("elemental-affinity", elemental_2014, FIRST),
    ROW("empty-body", empty_body, FIRST),
    ROW("extra-attack-1", attacks_2, FIRST),
    ROW("extra-attack-2", attacks_3, FIRST),
    ROW("extra-attack-3", attacks_4, FIRST),
    ROW("fast-movement", faster_10, FIRST),
    ROW("feral-instinct", feral_instinct, FIRST),
    ROW("fiend-patron-fiendish-resilience", fiendish_2024, SECOND),
    ROW("fiendish-resilience", chosen_resistance, FIRST),
    ROW("fighter-extra-attack", attacks_2, SECOND),
    ROW("fighter-fighting-style-archery", archery, FIRST),
    ROW("fighter-fighting-style-defense", defense, FIRST),
    ROW("fighter-fighting-style-dueling", dueling, FIRST),
    ROW("fighter-fighting-style-great-weapon-fighting", great_weapons_2014, FIRST),
    ROW("fighter-fighting-style-two-weapon-fighting", two_weapons, FIRST),
    ROW("fighter-three-extra-attacks", attacks_4, SECOND),
    ROW("fighter-two-extra-attacks", attacks_3, SECOND),
    ROW("fighting-style-defense", defense, FIRST),
    ROW("fighting-style-dueling", dueling, FIRST),
    ROW("fighting-style-great-weapon-fighting", great_weapons_2014, FIRST),
    ROW("frenzy", frenzy_2014, FIRST),
    ROW("great-weapon-fighting", great_weapons_2024, SECOND),
    ROW("improved-critical", critical_19, FIRST),
    ROW("improved-divine-smite", radiant_melee, FIRST),
    ROW("jack-of-all-trades", jack_2014, FIRST),
    ROW("land-natures-ward", natures_ward_2024, SECOND),
    ROW("martial-arts", martial_arts, FIRST),
    ROW_BY("mindless-rage", mindless_rage, FIRST, "rage"),
    ROW("monk-body-and-mind", body_and_mind, SECOND),
    ROW("monk-disciplined-survivor", every_save, SECOND),
    ROW("monk-extra-attack", attacks_2, BOTH),
    ROW("monk-martial-arts", martial_arts, SECOND),
    ROW("monk-superior-defense", superior_defense, SECOND),
    ROW("monk-unarmored-defense", monk_unarmored, BOTH),
    ROW("monk-unarmored-movement", unarmored_movement, SECOND),
    ROW("natures-ward", natures_ward_2014, FIRST),
    ROW("paladin-aura-of-courage", not_frightened, SECOND),
    ROW("paladin-aura-of-protection", aura_of_protection, SECOND),
    ROW("paladin-extra-attack", attacks_2, BOTH),
    ROW("paladin-radiant-strikes", radiant_melee_2024, SECOND),
    ROW("primal-champion", primal_champion, FIRST),
    ROW("purity-of-body", natures_ward_2014, FIRST),
    ROW("rage", rage_2014, FIRST),
    ROW("ranger-extra-attack", attacks_2, BOTH),
    ROW("ranger-feral-senses", blindsight_30, SECOND),
    ROW("ranger-fighting-style-archery", archery, FIRST),
    ROW("ranger-fighting-style-defense", defense, FIRST),
    ROW("ranger-fighting-style-dueling", dueling, FIRST),
    ROW("ranger-fighting-style-two-weapon-fighting", two_weapons, FIRST),
    ROW("ranger-roving", roving, SECOND),
    ROW("reckless-attack", reckless, FIRST),
    ROW("remarkable-athlete", athlete_2014, FIRST),
    ROW("rogue-slippery-mind", slippery_2024, SECOND),
    ROW("rogue-sneak-attack", sneak_attack, SECOND),
    ROW("slippery-mind", slippery_2014, FIRST),
    ROW("sneak-attack", sneak_attack, FIRST),
    ROW("sorcerer-innate-sorcery", innate_sorcery, SECOND),
    ROW("superior-critical", critical_18, FIRST),
    ROW("survivor", survivor_2014, FIRST),
    ROW("thief-second-story-work", climber, SECOND),
    ROW("two-weapon-fighting", two_weapons, SECOND),
    ROW("unarmored-movement-1", unarmored_movement, FIRST),
};
const size_t feature_effect_count = COUNT(feature_effects);
