#include "common/rules/conditions.h"

#include "common/base/poison.h"

const char *const condition_names[] = {
    [CONDITION_BLINDED] = "blinded",
    [CONDITION_CHARMED] = "charmed",
    [CONDITION_DEAFENED] = "deafened",
    [CONDITION_EXHAUSTION] = "exhaustion",
    [CONDITION_FRIGHTENED] = "frightened",
    [CONDITION_GRAPPLED] = "grappled",
    [CONDITION_INCAPACITATED] = "incapacitated",
    [CONDITION_INVISIBLE] = "invisible",
    [CONDITION_PARALYZED] = "paralyzed",
    [CONDITION_PETRIFIED] = "petrified",
    [CONDITION_POISONED] = "poisoned",
    [CONDITION_PRONE] = "prone",
    [CONDITION_RESTRAINED] = "restrained",
    [CONDITION_STUNNED] = "stunned",
    [CONDITION_UNCONSCIOUS] = "unconscious",
    NULL,
};

const char *const state_names[] = {
    "speed_zero",
    "crawls",
    "attacked_at_advantage",
    "attacked_at_disadvantage",
    "attacked_prone",
    "attacks_at_advantage",
    "attacks_at_disadvantage",
    "attacks_others_at_disadvantage",
    "no_attack_on_source",
    "may_not_approach_source",
    "checks_at_disadvantage",
    "dex_saves_at_disadvantage",
    "fails_str_dex_saves",
    "hit_near_is_critical",
    "resists_all",
    "immune_to_poison",
    "no_actions",
    "no_concentration",
    "no_speech",
    "no_sight",
    "no_hearing",
    "initiative_at_advantage",
    "initiative_at_disadvantage",
    "unaware",
    NULL,
};
_Static_assert(sizeof state_names / sizeof *state_names == STATE_BITS + 1, "a name a bit");

#define BOTH(states_)                                                                              \
	{                                                                                          \
		states_, states_                                                                   \
	}

const struct condition_row condition_rows[CONDITIONS] = {
    [CONDITION_BLINDED] = {.states = BOTH(STATE_NO_SIGHT | STATE_ATTACKED_AT_ADVANTAGE |
                                          STATE_ATTACKS_AT_DISADVANTAGE)},
    [CONDITION_CHARMED] = {.states = BOTH(STATE_NO_ATTACK_ON_SOURCE)},
    [CONDITION_DEAFENED] = {.states = BOTH(STATE_NO_HEARING)},
    /* By level, see exhaustion_rows. */
    [CONDITION_EXHAUSTION] = {.states = BOTH(0)},
    [CONDITION_FRIGHTENED] = {.states = BOTH(STATE_ATTACKS_AT_DISADVANTAGE |
                                             STATE_CHECKS_AT_DISADVANTAGE |
                                             STATE_MAY_NOT_APPROACH_SOURCE)},
    [CONDITION_GRAPPLED] = {.states = {STATE_SPEED_ZERO,
                                       STATE_SPEED_ZERO | STATE_ATTACKS_OTHERS_AT_DISADVANTAGE}},
    [CONDITION_INCAPACITATED] = {.states = {STATE_NO_ACTIONS | STATE_NO_CONCENTRATION,
                                            STATE_NO_ACTIONS | STATE_NO_CONCENTRATION |
                                                STATE_NO_SPEECH |
                                                STATE_INITIATIVE_AT_DISADVANTAGE}},
    [CONDITION_INVISIBLE] = {.states = {STATE_ATTACKED_AT_DISADVANTAGE | STATE_ATTACKS_AT_ADVANTAGE,
                                        STATE_ATTACKED_AT_DISADVANTAGE |
                                            STATE_ATTACKS_AT_ADVANTAGE |
                                            STATE_INITIATIVE_AT_ADVANTAGE}},
    [CONDITION_PARALYZED] = {.implies = CONDITION_BIT(CONDITION_INCAPACITATED),
                             .states = {STATE_SPEED_ZERO | STATE_ATTACKED_AT_ADVANTAGE |
                                            STATE_FAILS_STR_DEX_SAVES | STATE_HIT_NEAR_IS_CRITICAL |
                                            STATE_NO_SPEECH,
                                        STATE_SPEED_ZERO | STATE_ATTACKED_AT_ADVANTAGE |
                                            STATE_FAILS_STR_DEX_SAVES |
                                            STATE_HIT_NEAR_IS_CRITICAL}},
    [CONDITION_PETRIFIED] = {.implies = CONDITION_BIT(CONDITION_INCAPACITATED),
                             .immune = CONDITION_BIT(CONDITION_POISONED),
                             .states = {STATE_SPEED_ZERO | STATE_ATTACKED_AT_ADVANTAGE |
                                            STATE_FAILS_STR_DEX_SAVES | STATE_RESISTS_ALL |
                                            STATE_IMMUNE_TO_POISON | STATE_NO_SPEECH |
                                            STATE_UNAWARE,
                                        STATE_SPEED_ZERO | STATE_ATTACKED_AT_ADVANTAGE |
                                            STATE_FAILS_STR_DEX_SAVES | STATE_RESISTS_ALL}},
    [CONDITION_POISONED] = {.states =
                                BOTH(STATE_ATTACKS_AT_DISADVANTAGE | STATE_CHECKS_AT_DISADVANTAGE)},
    [CONDITION_PRONE] = {.states = BOTH(STATE_CRAWLS | STATE_ATTACKED_PRONE |
                                        STATE_ATTACKS_AT_DISADVANTAGE)},
    [CONDITION_RESTRAINED] = {.states = BOTH(STATE_SPEED_ZERO | STATE_ATTACKED_AT_ADVANTAGE |
                                             STATE_ATTACKS_AT_DISADVANTAGE |
                                             STATE_DEX_SAVES_AT_DISADVANTAGE)},
    /* 2014: "can't move"; 2024 has no rule for the speed. */
    [CONDITION_STUNNED] = {.implies = CONDITION_BIT(CONDITION_INCAPACITATED),
                           .states = {STATE_SPEED_ZERO | STATE_ATTACKED_AT_ADVANTAGE |
                                          STATE_FAILS_STR_DEX_SAVES,
                                      STATE_ATTACKED_AT_ADVANTAGE | STATE_FAILS_STR_DEX_SAVES}},
    [CONDITION_UNCONSCIOUS] =
        {.implies = CONDITION_BIT(CONDITION_INCAPACITATED) | CONDITION_BIT(CONDITION_PRONE),
         .states = BOTH(STATE_SPEED_ZERO | STATE_ATTACKED_AT_ADVANTAGE | STATE_FAILS_STR_DEX_SAVES |
                        STATE_HIT_NEAR_IS_CRITICAL | STATE_NO_SPEECH | STATE_UNAWARE)},
};

uint32_t conditions_implied(uint32_t set)
{
	uint32_t all = set;

	for (unsigned i = 0; set >> i; i++)
		if (set >> i & 1)
			all |= condition_rows[i].implies;
	return all;
}

uint32_t conditions_states(enum ruleset ruleset, uint32_t set)
{
	uint32_t states = 0;

	for (unsigned i = 0; set >> i; i++)
		if (set >> i & 1)
			states |= condition_rows[i].states[ruleset];
	return states;
}

/* 2014: each level adds to those before. 2024: 2 off every d20 test and 5 feet a level. */
const struct exhaustion_row exhaustion_rows[RULESETS][EXHAUSTION_LEVELS + 1] =
    {
        [RULESET_2014] =
            {
                [1] = {.checks_at_disadvantage = true},
                [2] = {.checks_at_disadvantage = true, .speed_halved = true},
                [3] = {.checks_at_disadvantage = true,
                       .speed_halved = true,
                       .d20s_at_disadvantage = true},
                [4] = {.checks_at_disadvantage = true,
                       .speed_halved = true,
                       .d20s_at_disadvantage = true,
                       .hp_halved = true},
                [5] = {.checks_at_disadvantage = true,
                       .speed_zero = true,
                       .d20s_at_disadvantage = true,
                       .hp_halved = true},
                [6] = {.dead = true},
            },
        [RULESET_2024] =
            {
                [1] = {.d20_penalty = 2, .speed_penalty = 5},
                [2] = {.d20_penalty = 4, .speed_penalty = 10},
                [3] = {.d20_penalty = 6, .speed_penalty = 15},
                [4] = {.d20_penalty = 8, .speed_penalty = 20},
                [5] = {.d20_penalty = 10, .speed_penalty = 25},
                [6] = {.dead = true},
            },
};
