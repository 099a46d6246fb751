/* A character's stored sheet, and the figures that a fight needs of it. */
#ifndef TABARD_RULES_SHEET_H
#define TABARD_RULES_SHEET_H

#include "common/rules/moves.h"

enum { ABILITIES = 6, LEVEL_MAX = 20, CLASSES_MAX = 12 };
enum ability { ABILITY_STR, ABILITY_DEX, ABILITY_CON, ABILITY_INT, ABILITY_WIS, ABILITY_CHA };

struct sheet_class {
	struct str name, subclass; /* slugs */
	int32_t level;
};

struct sheet_hp {
	int32_t current, temp;
	int32_t max; /* 0: computed */
	struct fields_seen seen;
};

struct sheet_item {
	struct str item; /* a slug, or a name of one's own */
	int32_t quantity;
	bool equipped, attuned;
};

struct sheet_proficiencies {
	struct list skills, expertise, saves, languages, tools; /* of struct str */
};

struct sheet {
	struct fields_seen seen;
	int32_t abilities[ABILITIES];
	struct str species, background, alignment, notes;
	struct list classes;   /* of struct sheet_class */
	struct list equipment; /* of struct sheet_item */
	struct list spells;    /* of struct str */
	struct sheet_proficiencies proficiencies;
	struct sheet_hp hp;
	struct list features_used, slots_used; /* of struct sheet_count */
	int32_t xp;
	int32_t armor_class; /* 0: computed */
	struct str extra;
};

struct sheet_count {
	struct str key;
	int32_t value;
};

/* The sheet as a body and as stored; abilities are required, everything else has a default. */
extern const struct shape sheet_shape;

/* SRD 5.1 "Ability Scores and Modifiers": score 1 to 30 to -5 to +10. */
int32_t ability_modifier(int32_t score);
/* The sum of the class levels, 0 for a character without a class. */
int32_t sheet_level(const struct sheet *s);
/* Hit point maximum: the first class's die in full at level 1, then each level's fixed figure (RULES D7),
 * plus the Constitution modifier a level, at least 1 a level; the sheet's own figure when it has one. A
 * class that is not of the SRD counts as d8. */
int32_t sheet_hp_max(const struct sheet *s);
/* Why the sheet does not hold together (levels above 20 in all, hit points above their maximum), with
 * the JSON pointer of the field in *field; NULL when it does. */
const char *sheet_broken(const struct sheet *s, const char **field);

/* The combatant that the character makes: initiative by Dexterity, armour class 10 + Dexterity unless
 * the sheet says otherwise, hit points as they stand. `name` is borrowed. */
struct stat_block sheet_stat_block(const struct sheet *s, struct str name, struct uuid character);

#endif
