/* Attacks: those that a combatant has, and one that is made. SRD "Making an Attack". */
#ifndef TABARD_RULES_ATTACK_H
#define TABARD_RULES_ATTACK_H

#include "common/base/shape.h"

enum {
	ATTACKS_MAX = 40,
	ATTACKS_AT_ONCE_MAX = 20,
	ATTACK_NAME_MAX = 100,
	ATTACK_DAMAGE_MAX = 256, /* bytes, as DICE_TEXT_MAX */
	TO_HIT_MAX = 100,        /* and -100 */
	RANGE_MAX = 10000,       /* feet */
	NEAR = 5,                /* feet */
	NATURAL_20 = 20,
};

struct attack {
	struct str name;
	int32_t to_hit;
	struct str damage, miss;          /* dice with types in brackets; what a miss does still */
	int32_t reach, range, range_long; /* feet; 0: none */
	int32_t critical;                 /* what a d20 must show for a critical hit; 0: 20 */
	struct str mastery;               /* 2024 */
};
extern const struct field attack_item; /* of lists of them */

/* RULES D2: +2 and +5 to armour class. */
enum cover { COVER_NONE, COVER_HALF, COVER_THREE_QUARTERS };
extern const char *const cover_names[];

/* One attack of a move: with one that the attacker has, or with figures that are given. */
struct attack_made {
	struct fields_seen seen;
	struct uuid target;
	struct str attack; /* its name */
	int32_t to_hit;
	struct str damage; /* in place of that of the attack */
	bool advantage, disadvantage, knock_out;
	enum cover cover;
	int32_t distance; /* feet; 0, not given: near for melee attacks */
	int32_t roll;     /* the d20 as a person rolled it */
};
extern const struct shape fight_attack_shape, attack_made_shape;

#endif
