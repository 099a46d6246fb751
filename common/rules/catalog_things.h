/* Species, backgrounds, feats and what a character carries, as rows of the catalog. SRD 5.1
 * "Races", "Equipment", "Magic Items"; SRD 5.2 "Character Origins", "Feats", "Equipment". */
#ifndef TABARD_RULES_CATALOG_THINGS_H
#define TABARD_RULES_CATALOG_THINGS_H

#include "common/rules/catalog_classes.h"

struct effects {
	const struct effect *items;
	uint32_t count;
};

struct catalog_trait {
	struct str slug, name;
	int32_t from_level;
	enum uses_kind uses_kind;
	int32_t uses;
	enum recharge recharge;
	struct effects effects;
	uint32_t skills; /* BIT(skill) */
	struct slugs weapons;
	bool not_slowed; /* by heavy armour */
};

/* A species, or a lineage, which adds to its species. */
struct catalog_species {
	struct str slug, name;
	struct str of; /* a lineage's species */
	bool small;
	int16_t speeds[SPEEDS], senses[SENSES]; /* feet */
	int8_t abilities[ABILITIES];
	const struct catalog_trait *traits;
	uint32_t trait_count;
};

struct catalog_background {
	struct str slug, name;
	struct str feat;
	uint32_t skills;    /* BIT(skill) */
	uint32_t abilities; /* that it may raise */
};

enum feat_category { FEAT_GENERAL, FEAT_ORIGIN, FEAT_FIGHTING_STYLE, FEAT_EPIC_BOON };

struct catalog_feat {
	struct str slug, name;
	enum feat_category category;
	int32_t level;         /* from which on it may be taken */
	uint32_t requires_any; /* abilities, one of which must be 13 */
	bool repeatable;
	uint32_t raises; /* abilities of which it raises one; none: it raises none */
	int32_t points;  /* 2: one by two, or two by one */
	int32_t maximum; /* to which it raises */
};

enum weapon_property {
	WEAPON_AMMUNITION,
	WEAPON_FINESSE,
	WEAPON_HEAVY,
	WEAPON_LIGHT,
	WEAPON_LOADING,
	WEAPON_REACH,
	WEAPON_THROWN,
	WEAPON_TWO_HANDED,
	WEAPON_VERSATILE,
};

struct catalog_weapon {
	bool martial, ranged;
	int32_t count, faces; /* its dice; without faces the count is the damage */
	int32_t versatile;    /* faces of the die in two hands, or 0 */
	enum damage_type type;
	uint32_t properties;              /* BIT(enum weapon_property) */
	int32_t reach, range, range_long; /* feet */
	struct str mastery;
};

enum { DEXTERITY_UNLIMITED = 99 };

struct catalog_armor {
	enum armor_kind kind;
	int32_t armor_class; /* of a shield: what it adds */
	int32_t dexterity;   /* how much of the modifier it lets through */
	int32_t strength;    /* the score that it needs, or 0 */
	bool loud;           /* disadvantage on Stealth */
};

struct catalog_item {
	struct str slug, name;
	int32_t weight; /* hundredths of a pound */
	bool is_weapon, is_armor;
	struct catalog_weapon weapon;
	struct catalog_armor armor;
};

struct catalog_magic_item {
	struct str slug, name;
	struct str base; /* the equipment that it is, where that is one and no choice */
	bool attunement;
	int32_t attack, damage; /* of hits with it */
	int32_t charges;        /* or uses; 0: none, or not always as many */
	enum recharge recharge;
	struct str regain; /* dice of how many come back; empty: all */
	struct effects effects;
};

#endif
