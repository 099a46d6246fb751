/* The conditions and what they do to whoever bears them. SRD 5.1 Appendix A "Conditions", SRD 5.2
 * "Rules Glossary"; RULES D5 and D6. */
#ifndef TABARD_RULES_CONDITIONS_H
#define TABARD_RULES_CONDITIONS_H

#include <stdbool.h>
#include <stdint.h>

enum ruleset { RULESET_2014, RULESET_2024, RULESETS };
extern const char *const ruleset_names[];

enum condition {
	CONDITION_BLINDED,
	CONDITION_CHARMED,
	CONDITION_DEAFENED,
	CONDITION_EXHAUSTION,
	CONDITION_FRIGHTENED,
	CONDITION_GRAPPLED,
	CONDITION_INCAPACITATED,
	CONDITION_INVISIBLE,
	CONDITION_PARALYZED,
	CONDITION_PETRIFIED,
	CONDITION_POISONED,
	CONDITION_PRONE,
	CONDITION_RESTRAINED,
	CONDITION_STUNNED,
	CONDITION_UNCONSCIOUS,
	CONDITIONS,
};
extern const char *const condition_names[];

/* A set of conditions has this bit for each: a FIELD_SET over condition_names. */
#define CONDITION_BIT(condition) (1u << (unsigned)(condition))
#define CONDITION_ALL ((1u << CONDITIONS) - 1)

/* What a condition brings about, a bit each, over state_names. */
enum state {
	STATE_SPEED_ZERO = 1 << 0,
	STATE_CRAWLS = 1 << 1, /* moving costs double, standing up half the speed */
	STATE_ATTACKED_AT_ADVANTAGE = 1 << 2,
	STATE_ATTACKED_AT_DISADVANTAGE = 1 << 3,
	STATE_ATTACKED_PRONE = 1 << 4, /* advantage within 5 feet, else disadvantage */
	STATE_ATTACKS_AT_ADVANTAGE = 1 << 5,
	STATE_ATTACKS_AT_DISADVANTAGE = 1 << 6,
	STATE_ATTACKS_OTHERS_AT_DISADVANTAGE = 1 << 7, /* than the one who grapples it */
	STATE_NO_ATTACK_ON_SOURCE = 1 << 8,
	STATE_MAY_NOT_APPROACH_SOURCE = 1 << 9,
	STATE_CHECKS_AT_DISADVANTAGE = 1 << 10,
	STATE_DEX_SAVES_AT_DISADVANTAGE = 1 << 11,
	STATE_FAILS_STR_DEX_SAVES = 1 << 12,
	STATE_HIT_NEAR_IS_CRITICAL = 1 << 13, /* by an attacker within 5 feet */
	STATE_RESISTS_ALL = 1 << 14,
	STATE_IMMUNE_TO_POISON = 1 << 15, /* the damage */
	STATE_NO_ACTIONS = 1 << 16,       /* nor bonus actions and reactions */
	STATE_NO_CONCENTRATION = 1 << 17,
	STATE_NO_SPEECH = 1 << 18,
	STATE_NO_SIGHT = 1 << 19,
	STATE_NO_HEARING = 1 << 20,
	STATE_INITIATIVE_AT_ADVANTAGE = 1 << 21,
	STATE_INITIATIVE_AT_DISADVANTAGE = 1 << 22,
	STATE_UNAWARE = 1 << 23,
	STATE_BITS = 24,
};
extern const char *const state_names[];

struct condition_row {
	uint32_t implies; /* CONDITION_BIT of others, all of them: nothing is looked up twice */
	uint32_t immune;  /* conditions that it keeps away */
	uint32_t states[RULESETS]; /* of its own, without what the implied ones add */
};
extern const struct condition_row condition_rows[CONDITIONS];

/* A set with everything that its members imply. */
uint32_t conditions_implied(uint32_t set);
/* The union of the STATE_ bits of all conditions in the set. */
uint32_t conditions_states(enum ruleset ruleset, uint32_t set);

/* Exhaustion, RULES D6: by level 0 to 6. */
enum { EXHAUSTION_LEVELS = 6 };
struct exhaustion_row {
	bool checks_at_disadvantage, d20s_at_disadvantage; /* attack rolls and saves */
	int32_t d20_penalty;                               /* taken off every d20 test */
	int32_t speed_penalty;                             /* feet */
	bool speed_halved, speed_zero, hp_halved, dead;
};
extern const struct exhaustion_row exhaustion_rows[RULESETS][EXHAUSTION_LEVELS + 1];

#endif
