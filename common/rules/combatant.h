/* One combatant: everything about it that a move can change. Text and arrays are borrowed from the
 * caller's arena and never changed in place. */
#ifndef TABARD_RULES_COMBATANT_H
#define TABARD_RULES_COMBATANT_H

#include "common/base/arena.h"
#include "common/base/shape.h"
#include "common/rules/attack.h"
#include "common/rules/combatant_parts.h"

enum combatant_kind { KIND_CHARACTER, KIND_MONSTER, KIND_CUSTOM };
extern const char *const combatant_kind_names[];

/* The bounds of its numbers: the shapes ask for them, encounter_broken checks them. */
enum {
	HIT_POINTS_MAX = 10000,
	COMBATANT_NAME_MAX = 120, /* code points; room for a number behind a stat block's name */
	COMBATANT_SLUG_MAX = 100,
	INITIATIVE_MAX = 100,      /* and -100 */
	INITIATIVE_BONUS_MAX = 50, /* and -50 */
	TIEBREAK_MAX = 1000,       /* and -1000 */
	ABILITY_MAX = 99,
	ARMOR_CLASS_MAX = 99,
	COMBATANT_XP_MAX = 1000000,
	SPEED_MAX = 1000,
	SAVE_BONUS_MAX = 50,   /* and -50 */
	POSITION_MAX = 100000, /* and -100000 */
	INTENT_MAX = 200,      /* code points of what is readied or queued */
};

/* What it rolls with advantage of itself: a set has the bit of each, over advantage_names. */
enum advantage {
	ADVANTAGE_INITIATIVE,
	ADVANTAGE_SAVE, /* and the save */
	ADVANTAGE_CONCENTRATION = ADVANTAGE_SAVE + SAVES,
	ADVANTAGE_DEATH_SAVE,
	ADVANTAGES,
};
extern const char *const advantage_names[];
#define ADVANTAGE_BIT(what) (UINT32_C(1) << (unsigned)(what))

struct hit_points {
	int32_t current, max, temp;
};

/* What players see of one's hit points. */
enum hp_shown { HP_EXACT, HP_BAR, HP_WORD, HP_BLOODIED, HP_HIDDEN };
extern const char *const hp_shown_names[];
/* The same for one combatant: as its side, or in its own way. */
enum { HP_AS_SIDE, HP_OWN_WAY };
extern const char *const hp_shown_own_names[]; /* of HP_OWN_WAY + enum hp_shown, too */

struct combatant {
	struct uuid id;
	struct uuid character_id; /* nil unless kind is KIND_CHARACTER */
	int32_t ordinal;          /* the order of joining, from 1; unique in the encounter */
	enum combatant_kind kind;
	struct str name;
	struct str monster; /* the compendium slug; empty for characters and custom ones */
	bool hidden;
	bool unseen; /* hidden, and never was otherwise in a fight: players do not know its name */
	bool rolled; /* has a place in the turn order: initiative and tiebreak mean something */
	int32_t initiative, tiebreak;
	int32_t initiative_bonus, dexterity;
	int32_t constitution; /* the score; 0: not known, which adds nothing to hit dice */
	int32_t armor_class;
	struct hit_points hp;
	int32_t max_lost; /* of the maximum, until a long rest */
	int32_t hp_shown; /* HP_AS_SIDE, or HP_OWN_WAY + enum hp_shown */
	uint32_t resistances, vulnerabilities, immunities; /* DAMAGE_BIT of each type */
	uint32_t condition_immunities;                     /* CONDITION_BIT of each */
	int32_t damage_threshold;                          /* less than this does nothing */
	int32_t speed;                                     /* feet; 0: not known, not limited */
	int32_t saves[SAVES];                              /* bonuses */
	uint32_t advantages;                               /* ADVANTAGE_BIT of each */
	int32_t xp;
	int32_t exhaustion;     /* 0 to EXHAUSTION_LEVELS */
	struct list conditions; /* of struct condition_held: what was given, not what follows */
	struct concentration concentration;
	struct dying dying;
	struct list resources, attacks; /* of struct resource, of struct attack */
	struct spent spent;
	struct str readied, queued; /* what it waits for; what its player means to do */
	bool surprised;             /* 2014: until its first turn ends */
	bool delaying;              /* its turn has begun and is put off */
	bool missed;                /* its last turn was skipped */
	bool making_up;             /* allowed to make up for it in others' turns */
	bool lair;                  /* has lair actions */
	int32_t lair_round;         /* of its last lair action */
	bool placed;                /* was moved anywhere: x and y mean something */
	int32_t x, y;               /* where it was moved to */
};

/* JSON of the stored state of one combatant (everything but id, character_id and ordinal, which are
 * columns of their own). */
extern const struct shape combatant_shape;
extern const struct shape hit_points_shape;
/* The same with id, character_id and ordinal: a whole combatant, as a change keeps it. */
extern const struct shape whole_combatant_shape;

/* Dead: marked so, or at 0 hit points without death saves. SRD "Monsters and Death". */
bool combatant_dead(const struct combatant *c);
/* Whether it was moved anywhere; before that was noted, (0, 0) stood for nowhere. */
bool combatant_placed(const struct combatant *c);
/* At 0 hit points, alive and not stable: it makes death saves. */
bool combatant_dying(const struct combatant *c);

/* "feature:rage", "slot:3", "legendary_action": what a resource is called; in `arena`. */
struct str resource_key(const struct resource *r, struct arena *arena);

/* All conditions it has, CONDITION_BIT of each: those given, what these imply, exhaustion, and
 * Unconscious at 0 hit points. Its immunities keep implied ones away. */
uint32_t combatant_conditions(const struct combatant *c);
/* What these do to it: STATE_ bits. */
uint32_t combatant_states(enum ruleset ruleset, const struct combatant *c);
/* With what is lost of it and exhaustion's share: the maximum (2014, level 4: half, at least 1); the speed in feet now. */
int32_t combatant_hp_max(enum ruleset ruleset, const struct combatant *c);
int32_t combatant_speed(enum ruleset ruleset, const struct combatant *c);

#endif
