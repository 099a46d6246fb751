/* The state of one fight, and nothing else: what rules_apply turns into the next state. Text and
 * arrays are borrowed from the caller's arena and never changed in place. */
#ifndef TABARD_RULES_ENCOUNTER_H
#define TABARD_RULES_ENCOUNTER_H

#include "common/base/arena.h"
#include "common/base/shape.h"

enum { ENCOUNTER_COMBATANTS_MAX = 200, HIT_POINTS_MAX = 10000 };

/* The bounds of every other number here: the shapes ask for them, encounter_broken checks them. */
enum {
	COMBATANT_NAME_MAX = 120,  /* code points; room for a number behind a stat block's name */
	INITIATIVE_MAX = 100,      /* and -100 */
	INITIATIVE_BONUS_MAX = 50, /* and -50 */
	TIEBREAK_MAX = 1000,       /* and -1000 */
	ABILITY_MAX = 99,
	ARMOR_CLASS_MAX = 99,
	COMBATANT_XP_MAX = 1000000,
	ROUND_MAX = 100000,
	ORDINAL_MAX = 1000000,
};

enum ruleset { RULESET_2014, RULESET_2024 };
extern const char *const ruleset_names[];

enum encounter_status { ENCOUNTER_DRAFT, ENCOUNTER_ACTIVE, ENCOUNTER_PAUSED, ENCOUNTER_COMPLETED };
extern const char *const encounter_status_names[];

enum combatant_kind { KIND_CHARACTER, KIND_MONSTER, KIND_CUSTOM };
extern const char *const combatant_kind_names[];

/* Damage without a type (what is not said is zero), which nothing resists, and the 13 damage types
 * of the SRD, in its order (alphabetical). */
enum damage_type {
	DAMAGE_UNTYPED,
	DAMAGE_ACID,
	DAMAGE_BLUDGEONING,
	DAMAGE_COLD,
	DAMAGE_FIRE,
	DAMAGE_FORCE,
	DAMAGE_LIGHTNING,
	DAMAGE_NECROTIC,
	DAMAGE_PIERCING,
	DAMAGE_POISON,
	DAMAGE_PSYCHIC,
	DAMAGE_RADIANT,
	DAMAGE_SLASHING,
	DAMAGE_THUNDER,
	DAMAGE_TYPES,
};
extern const char *const damage_type_names[];

/* A set of damage types (resistances and the like) has this bit for a type; none for
 * DAMAGE_UNTYPED. It is a FIELD_SET over the names from acid on. */
#define DAMAGE_BIT(type) ((type) == DAMAGE_UNTYPED ? 0u : 1u << ((unsigned)(type)-1))
#define DAMAGE_ALL ((1u << (DAMAGE_TYPES - 1)) - 1)

struct hit_points {
	int32_t current, max, temp;
};

struct combatant {
	struct uuid id;
	struct uuid character_id; /* nil unless kind is KIND_CHARACTER */
	int32_t ordinal;          /* the order of joining, from 1; unique in the encounter */
	enum combatant_kind kind;
	struct str name;
	struct str monster; /* the compendium slug; empty for characters and custom ones */
	bool hidden;
	bool rolled; /* has a place in the turn order: initiative and tiebreak mean something */
	int32_t initiative, tiebreak;
	int32_t initiative_bonus, dexterity;
	int32_t armor_class;
	struct hit_points hp;
	uint32_t resistances, vulnerabilities, immunities; /* DAMAGE_BIT of each type */
	int32_t xp;
};

struct encounter {
	enum ruleset ruleset;
	enum encounter_status status;
	int32_t round;                /* 0 before the start */
	struct uuid turn;             /* whose turn it is; nil when nobody's */
	int32_t next_ordinal;         /* for the next combatant to join; never reused */
	struct combatant *combatants; /* by ordinal, ascending */
	size_t count;
};

/* JSON of the stored state of one combatant (everything but id, character_id and ordinal, which are
 * columns of their own). */
extern const struct shape combatant_shape;
extern const struct shape hit_points_shape;

/* The same with id, character_id and ordinal: a whole combatant, as a change keeps it. */
extern const struct shape whole_combatant_shape;

/* Why a loaded state breaks an invariant, or NULL when it holds: hit points in [0, max], unique ids
 * and ordinals, a turn that names somebody in the order, a status that fits round and turn (a
 * started encounter has a turn exactly while somebody is in the order), every number within its
 * bounds. */
const char *encounter_broken(const struct encounter *e);

/* NULL when there is none. */
const struct combatant *encounter_find(const struct encounter *e, struct uuid id);

/* The turn order: indices into e->combatants of everyone with `rolled`, by initiative, then
 * tiebreak, both descending, then ordinal. `order` has room for e->count. Returns how many. SRD 5.1
 * "The Order of Combat"; ties: see RULES D1. */
size_t encounter_order(const struct encounter *e, size_t *order);

#endif
