/* The parts of a derived sheet. */
#ifndef TABARD_RULES_DERIVED_PARTS_H
#define TABARD_RULES_DERIVED_PARTS_H

#include "common/rules/catalog.h"

/* A part of a number. */
struct term {
	struct str source; /* a slug, or "base" */
	int32_t value;
};

/* A number with its terms, which add up to it. */
struct number {
	int32_t value;
	struct list breakdown; /* of struct term */
};

struct bonus_dice {
	struct str source, dice; /* "1d4"; "-1d4" */
};
struct reason {
	struct str source;
	struct str against; /* empty: against everything */
};

/* What is added to a d20. */
struct roll {
	struct number bonus;
	struct list dice;                    /* of struct bonus_dice */
	struct list advantage, disadvantage; /* of struct reason */
};

struct derived_ability {
	struct str key;
	struct number score;
	int32_t modifier;
	struct roll check, save;
	bool save_proficient;
};

struct derived_skill {
	struct str key;
	enum ability ability;
	struct roll roll;
	struct number passive;
	bool proficient, expertise;
};

struct named_number {
	struct str key;
	struct number number;
};

struct damage_part {
	struct str source; /* of what comes with the weapon's own */
	struct str dice;   /* empty when there are none */
	int32_t bonus;
	enum damage_type type;
	struct list breakdown; /* of struct term: the bonus */
};

struct derived_attack {
	struct str item, name;
	enum ability ability;
	bool ranged, proficient, off_hand, mastered;
	struct roll hit;
	struct damage_part damage;
	struct str versatile; /* the dice in two hands, or empty */
	struct list extra;    /* of struct damage_part */
	int32_t reach, range, range_long, critical, mastery_value;
	struct str mastery;
};

struct derived_casting {
	struct str class;
	enum ability ability;
	struct number dc;
	struct roll attack;
	int32_t cantrips, prepared;
	struct list always; /* of struct str: spells that are prepared and not counted */
};
struct spell_slots {
	struct str key;
	int32_t max, used;
};
struct pact_slots {
	int32_t level, max, used;
};
struct hit_dice {
	int32_t die, max, used;
};

struct feature_uses {
	int32_t max, used; /* max COUNTER_UNLIMITED */
	enum recharge resets;
	int32_t regain_on_short_rest;
	struct str regain; /* dice, where not all comes back */
	bool pool;
};
struct derived_feature {
	struct str slug, name, source; /* class, species, background */
	struct str family;             /* as in the catalog */
	struct feature_uses uses;
	bool has_uses, on;
};
struct derived_effect {
	struct str effect, source;
	bool known;
};
struct carrying {
	int32_t capacity, push, load; /* pounds, the load rounded up */
	bool over;
};
struct experience {
	int32_t points, level, next; /* the level by the points; where the next one comes */
	bool level_up;
};

#endif
