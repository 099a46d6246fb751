/* What a combatant is made of: damage types, conditions it bears, uses it has left. */
#ifndef TABARD_RULES_COMBATANT_PARTS_H
#define TABARD_RULES_COMBATANT_PARTS_H

#include "common/base/shape.h"
#include "common/rules/rest.h"

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

/* The ability that a saving throw goes by. */
enum save { SAVE_STR, SAVE_DEX, SAVE_CON, SAVE_INT, SAVE_WIS, SAVE_CHA, SAVES };
extern const char *const save_names[];

enum { CONDITIONS_MAX = 32, UNTIL_ROUNDS_MAX = 14400, DC_MAX = 99 }; /* a day of rounds */

/* When a condition ends by itself. */
enum until_at {
	UNTIL_FOREVER,
	UNTIL_START_OF_TURN, /* the rounds-th start, or end, from now of a turn of combatant_id */
	UNTIL_END_OF_TURN,
	UNTIL_SAVE,   /* a save at the end of each turn of its bearer */
	UNTIL_HEALED, /* when its bearer regains hit points */
};
extern const char *const until_names[];
struct until {
	enum until_at at;
	struct uuid combatant_id;
	int32_t rounds;
	enum save save;
	int32_t dc;
};

/* No two of a combatant have both the same condition and the same source. */
struct condition_held {
	enum condition condition;
	struct uuid source; /* who caused it; nil when nobody did */
	bool concentration; /* ends with the source's concentration */
	struct until until;
};

enum { SPELL_NAME_MAX = 100, CONCENTRATION_SAVES_MAX = 32 };
struct concentration {
	struct str spell;  /* empty: it concentrates on nothing */
	struct list saves; /* of int32_t: the DCs of the saves that damage has asked for */
};

/* RULES D3. */
struct dying {
	bool dead, stable;
	bool saves; /* a monster that makes death saves, as a character does anyway */
	int32_t successes, failures;
};

enum {
	RESOURCES_MAX = 100,
	RESOURCE_NAME_MAX = 100,
	RESOURCE_USES_MAX = 1000000,
	SLOT_MAX = 9,
	HIT_DIE_FACES_MAX = 20,
};
/* What can be used up. */
enum resource_kind {
	RESOURCE_FEATURE,
	RESOURCE_ITEM,
	RESOURCE_SLOT, /* of a level */
	RESOURCE_PACT_SLOT,
	RESOURCE_LEGENDARY_ACTION, /* all back at the start of its turn */
	RESOURCE_LEGENDARY_RESISTANCE,
	RESOURCE_HIT_DIE, /* `level` is its faces */
};
extern const char *const resource_kind_names[];
struct resource {
	enum resource_kind kind;
	struct str name; /* of a feature or an item */
	int32_t level;   /* of a slot; faces of a hit die */
	int32_t left, max;
	int32_t
	    recharge; /* a d6 of this or more at the start of its turn brings all back; 0: none */
	bool equipped;
	enum recharge resets;         /* where its kind does not say, see resource_resets */
	int32_t regain_on_short_rest; /* so many come back then, where not all do */
	struct str regain;            /* dice of how much comes back then; empty: all */
};
/* The rest that brings it back. */
enum recharge resource_resets(const struct resource *r);

/* What its turn has used up; the reaction is back at the start of its own turn. */
struct spent {
	bool action, bonus_action, reaction, interaction;
	int32_t moved;                 /* feet */
	bool slot;                     /* a spell slot in the turn under way, whosever it is */
	bool bonus_spell, other_spell; /* 2014: with a bonus action; otherwise */
	bool death_save;
};

#endif
