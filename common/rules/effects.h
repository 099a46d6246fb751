/* One small vocabulary for whatever changes numbers and rolls: features, traits, feats, items, spells,
 * exhaustion. An effect does nothing by itself; who reckons a number asks for those that aim at it. */
#ifndef TABARD_RULES_EFFECTS_H
#define TABARD_RULES_EFFECTS_H

#include "common/rules/abilities.h"
#include "common/rules/encounter.h"

enum effect_kind {
	EFFECT_ADD,      /* the amount, and `dice` where there are any */
	EFFECT_AT_LEAST, /* raises to the amount */
	EFFECT_AT_MOST,  /* lowers to the amount */
	EFFECT_MULTIPLY, /* by the amount */
	EFFECT_HALVE,    /* rounded down */
	EFFECT_BASE, /* another way to reckon an armour class: the amount and each ability of `which` */
	EFFECT_PROFICIENT,
	EFFECT_HALF_PROFICIENT,    /* rounded down, where proficiency does not count already */
	EFFECT_HALF_PROFICIENT_UP, /* the same rounded up */
	EFFECT_ADVANTAGE,
	EFFECT_DISADVANTAGE,
	EFFECT_FAIL,     /* of itself, without a roll */
	EFFECT_DIE,      /* `dice` behind the dice of damage: "ro<3" */
	EFFECT_CRITICAL, /* a hit is critical from the amount on; 0: every hit within 5 feet */
	EFFECT_RESIST,   /* `which`: damage types, as DAMAGE_BIT */
	EFFECT_VULNERABLE,
	EFFECT_IMMUNE,
	EFFECT_IMMUNE_TO, /* the condition in `text` */
	EFFECT_IMPLIES,   /* the condition in `text` */
	EFFECT_CANNOT, /* what `text` says: action, bonus_action, reaction, speak, concentrate … */
	EFFECT_PER_TURN, /* the amount and `dice` at the start of its turn, or once a turn */
};

enum effect_target {
	TARGET_NONE,
	TARGET_ABILITY, /* a score; `which`: abilities, none means all of them, here and below */
	TARGET_CHECK,   /* ability checks, skills among them; `which`: abilities */
	TARGET_SKILL,   /* `which`: skills */
	TARGET_SAVE,    /* `which`: abilities */
	TARGET_DEATH_SAVE,
	TARGET_CONCENTRATION,
	TARGET_INITIATIVE,
	TARGET_ARMOR_CLASS,
	TARGET_HP_MAX,
	TARGET_HEALING,
	TARGET_TEMP_HP,
	TARGET_SPEED, /* `which`: speeds; EFFECT_AT_LEAST with amount 0 is as fast as walking */
	TARGET_SENSE, /* `which`: senses, in feet */
	TARGET_ATTACK,
	TARGET_DAMAGE, /* `which`: the type of the dice added, one DAMAGE_BIT; none: the weapon's */
	TARGET_ATTACKS_AGAINST,
	TARGET_ATTACKS_PER_ACTION,
	TARGET_MARTIAL_ARTS, /* the faces of the die of unarmed strikes and monk weapons */
	TARGET_SPELL_DC,
	TARGET_SPELL_ATTACK,
	TARGET_CARRYING, /* sizes larger than its own */
};

enum effect_amount {
	AMOUNT_NUMBER,
	AMOUNT_PROFICIENCY,
	AMOUNT_ABILITY,     /* the modifier of the ability that `amount` is; at least `least` */
	AMOUNT_LEVEL,       /* `amount` a level of the character */
	AMOUNT_CLASS_LEVEL, /* `amount` a level of the class that it comes from */
	AMOUNT_COUNTER,     /* what the class's table says at this level of `text` */
	AMOUNT_SCALE,       /* `amount` a level of exhaustion, or of whatever has levels */
};

/* All of them must hold. */
enum effect_when {
	WHEN_UNARMORED = 1,
	WHEN_ARMORED = 2,
	WHEN_NOT_HEAVY = 4, /* no heavy armour */
	WHEN_NO_SHIELD = 8,
	WHEN_MELEE = 16,
	WHEN_RANGED = 32,
	WHEN_STRENGTH = 64,      /* the attack uses Strength */
	WHEN_ONE_HANDED = 128,   /* a melee weapon in one hand and none in the other */
	WHEN_OFF_HAND = 256,     /* the second of two light weapons */
	WHEN_TWO_HANDS = 512,    /* a melee weapon held in both */
	WHEN_WEAPON = 1024,      /* not an unarmed strike */
	WHEN_SWITCHED_ON = 2048, /* its source is among the sheet's active effects */
	WHEN_SCALE_2 = 4096,     /* from the second level of exhaustion on */
	WHEN_SCALE_3 = 8192,
	WHEN_SCALE_4 = 16384,
	WHEN_SCALE_5 = 32768,
};

struct effect {
	enum effect_kind kind;
	enum effect_target target;
	uint32_t which;
	enum effect_amount of;
	int32_t amount, least;
	uint32_t when;
	const char *dice; /* "1d4", "-1d4" */
	const char *text; /* a counter, a condition, what a roll must be against, a choice */
};

#define CHOSEN "chosen" /* EFFECT_RESIST: the type that the sheet chooses; or "key=value" of it */
/* What a slug does. */
struct effect_row {
	const char *slug;
	const struct effect *effects;
	uint32_t count;
	uint32_t rulesets; /* BIT(RULESET_2014) and BIT(RULESET_2024) */
	const char *by;    /* what switches it on, where that is not itself */
};

/* What features, options, feats without data of their own and lasting spells do, by slug. */
extern const struct effect_row feature_effects[], spell_effects[];
extern const size_t feature_effect_count, spell_effect_count;

/* The row of that slug in that ruleset, or NULL. SRD "Classes", "Spells". */
const struct effect_row *effects_find(const struct effect_row *rows, size_t count, struct str slug,
                                      enum ruleset ruleset);

/* Exhaustion at `level`, 1 to 6; scaled by it. SRD "Exhaustion", RULES D6. */
const struct effect_row *effects_of_exhaustion(enum ruleset ruleset);

#endif
