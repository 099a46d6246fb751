/* Classes, subclasses and their features, as rows of the catalog. SRD 5.1 and 5.2, "Classes". */
#ifndef TABARD_RULES_CATALOG_CLASSES_H
#define TABARD_RULES_CATALOG_CLASSES_H

#include "common/rules/effects.h"

enum { LEVEL_MAX = 20, SPELL_LEVELS = 9, COUNTER_UNLIMITED = -1 };
enum progression { CASTS_NOT, CASTS_FULL, CASTS_HALF, CASTS_THIRD, CASTS_PACT };
enum armor_kind { ARMOR_NONE, ARMOR_LIGHT, ARMOR_MEDIUM, ARMOR_HEAVY, ARMOR_SHIELD };

struct slugs {
	const struct str *items;
	uint32_t count;
};

enum uses_kind {
	USES_NONE,
	USES_NUMBER,      /* `uses` of them */
	USES_COUNTER,     /* what the class's table says of `counter` */
	USES_ABILITY,     /* `uses` and the modifier of `ability`, at least 1 */
	USES_HALF_LEVEL,  /* of the class, rounded down */
	USES_PROFICIENCY, /* as many as the proficiency bonus */
	USES_TIMES,       /* one for each level that gives it */
};

struct catalog_feature {
	struct str slug, name, class, subclass, parent;
	uint32_t levels; /* BIT(level) of each that gives it */
	/* Stages of one feature share their uses: the slug of the first. */
	struct str family;
	enum uses_kind uses_kind;
	bool pool; /* its uses are points of one */
	int32_t uses;
	enum ability ability;
	struct str counter;
	enum recharge recharge;
	int32_t regain_on_short_rest;
	struct str changes; /* the feature of which it changes the recharge */
};

struct catalog_gain {
	int32_t level;
	const struct catalog_feature *feature;
};

struct catalog_counter {
	struct str name;
	int16_t values[LEVEL_MAX]; /* COUNTER_UNLIMITED among them */
};

struct catalog_proficiencies {
	uint32_t armor;       /* BIT(enum armor_kind) */
	struct slugs weapons; /* slugs, or simple, martial, martial-light, martial-finesse */
};

struct catalog_class {
	struct str slug, name;
	int32_t hit_die;
	uint32_t saves;                            /* BIT(ability) */
	struct catalog_proficiencies first, later; /* as the first class, and as a further one */
	uint32_t requires_all, requires_any;       /* abilities of 13, to multiclass */
	int32_t subclass_level, epic_boon_level;   /* 0: none */
	uint32_t improvement_levels;               /* BIT(level) */
	enum progression progression;
	enum ability casting_ability;
	int32_t casting_level; /* from which on it casts */
	/* Prepared are the modifier and the level divided by this; 0: what the table says. */
	int32_t prepared_per;
	uint8_t slots[LEVEL_MAX][SPELL_LEVELS];
	uint8_t pact_slots[LEVEL_MAX], pact_level[LEVEL_MAX];
	uint8_t cantrips[LEVEL_MAX], prepared[LEVEL_MAX]; /* known or prepared; 0: no figure */
	const struct catalog_gain *gains;                 /* by level; its subclasses' apart */
	const struct catalog_counter *counters;
	uint32_t gain_count, counter_count;
};

/* A spell that a subclass has always prepared, from that level of the class on. */
struct catalog_granted {
	int32_t level;
	struct str spell;
	struct str choice; /* of a land: only when that one is chosen; empty: always */
};

struct catalog_subclass {
	struct str slug, name, class;
	const struct catalog_gain *gains;
	const struct catalog_granted *spells;
	uint32_t gain_count, spell_count;
};

#endif
