/* The names that figures of creatures go by. */
#ifndef TABARD_RULES_ABILITIES_H
#define TABARD_RULES_ABILITIES_H

#include "common/base/str.h"

enum { ABILITIES = 6, SKILLS = 18 };
enum ability { ABILITY_STR, ABILITY_DEX, ABILITY_CON, ABILITY_INT, ABILITY_WIS, ABILITY_CHA };
extern const char *const ability_names[];
/* The slugs of skills.jsonl, in its order; a skill is its index here. */
extern const char *const skill_names[];
extern const enum ability skill_abilities[SKILLS];
enum speed { SPEED_WALK, SPEED_BURROW, SPEED_CLIMB, SPEED_FLY, SPEED_SWIM, SPEEDS };
extern const char *const speed_names[];
enum sense { SENSE_BLINDSIGHT, SENSE_DARKVISION, SENSE_TREMORSENSE, SENSE_TRUESIGHT, SENSES };
extern const char *const sense_names[];

#define BIT(n) (UINT32_C(1) << (unsigned)(n))

/* SRD 5.1 "Ability Scores and Modifiers": score 1 to 30 to -5 to +10. */
int32_t ability_modifier(int32_t score);

#endif
