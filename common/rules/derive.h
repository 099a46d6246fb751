/* How a sheet is reckoned, private to derive*.c: first what is worn and what effects hold, then
 * number after number. */
#ifndef TABARD_RULES_DERIVE_H
#define TABARD_RULES_DERIVE_H

#include "common/rules/derived.h"

/* An effect that holds, with where it comes from. */
struct active {
	const struct effect *effect;
	struct str source;
	const struct catalog_class *class; /* for its counters, or NULL */
	int32_t class_level, scale;
};

/* A weapon or armour that is equipped, as the catalog knows it. */
struct worn {
	const struct sheet_item *item;
	const struct catalog_item *equipment; /* NULL when it is none */
	const struct catalog_magic_item *magic;
	bool works; /* attuned, if it needs that */
};

/* The classes of the sheet with their rows, NULL for homebrew. */
struct class_row {
	const struct sheet_class *of;
	const struct catalog_class *class;
	const struct catalog_subclass *subclass;
};

enum {
	TARGETS = TARGET_CARRYING + 1,
	/* WHEN bits that one attack decides. */
	OF_ATTACKS = WHEN_MELEE | WHEN_RANGED | WHEN_STRENGTH | WHEN_ONE_HANDED | WHEN_OFF_HAND |
	             WHEN_TWO_HANDS | WHEN_WEAPON,
};

struct reckoning {
	const struct sheet *sheet;
	const struct catalog *catalog;
	struct arena *arena;
	struct derived_sheet *out;
	struct class_row classes[CLASSES_MAX];
	size_t class_count;
	struct worn *worn; /* one for each piece of equipment that is equipped */
	size_t worn_count;
	const struct worn *armor, *shield;
	uint32_t when;         /* WHEN_UNARMORED and the like that hold */
	struct active *active; /* by target */
	size_t active_count, active_room;
	size_t from[TARGETS + 1]; /* where each target's begin */
	struct term *terms;       /* room for the terms of numbers to come */
	size_t term_count, term_room;
	int32_t modifiers[ABILITIES];
	uint32_t clumsy; /* abilities at a disadvantage for the armour */
	bool not_slowed;
	uint32_t trait_skills;
	struct str trait_skill_source;
};

/* Begins a number; until the next one begins it can be added to. */
void sum_begin(struct reckoning *r, struct number *n);
/* A term; none for 0. Sums stay within an int32_t. */
void sum_add(struct reckoning *r, struct number *n, struct str source, int32_t value);
/* Adds what effects on the target give, then raises, multiplies, halves and lowers. `which`: bits
 * of what the number is; `attack`: WHEN bits that hold for an attack. */
void sum_effects(struct reckoning *r, struct number *n, enum effect_target target, uint32_t which,
                 uint32_t attack);
/* The dice, advantages and disadvantages of effects on the target, behind what is there. */
void roll_effects(struct reckoning *r, struct roll *roll, enum effect_target target, uint32_t which,
                  uint32_t attack);
void roll_reason(struct reckoning *r, struct list *reasons, struct str source, const char *against);
/* Whether an effect of that kind aims at it. */
bool has_effect(const struct reckoning *r, enum effect_kind kind, enum effect_target target,
                uint32_t which, struct str *source);
int32_t effect_amount(const struct reckoning *r, const struct active *a);

/* The effects on a target: from here, to before there. */
const struct active *effects_from(const struct reckoning *r, enum effect_target target);
const struct active *effects_to(const struct reckoning *r, enum effect_target target);

void list_push(struct arena *arena, struct list *list, size_t size, const void *item);

void derive_sources(struct reckoning *r); /* classes, what is worn, effects */
void derive_abilities(struct reckoning *r);
void derive_hit_points(struct reckoning *r);
void derive_checks(struct reckoning *r);   /* saves, skills, passive scores, initiative */
void derive_movement(struct reckoning *r); /* speeds, senses, carrying */
void derive_armor(struct reckoning *r);
void derive_attacks(struct reckoning *r);
void derive_casting(struct reckoning *r);
void derive_features(struct reckoning *r);
void derive_defences(struct reckoning *r); /* resistances, effects */
void derive_per_turn(struct reckoning *r);

/* The class levels behind a class's slug, 0 without it. */
int32_t class_level(const struct reckoning *r, struct str class);
/* Whether any of the sheet's effects is that slug. */
bool switched_on(const struct sheet *s, struct str slug);

#endif
