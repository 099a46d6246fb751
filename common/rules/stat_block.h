/* What joins a fight, before it does. */
#ifndef TABARD_RULES_STAT_BLOCK_H
#define TABARD_RULES_STAT_BLOCK_H

#include "common/rules/encounter.h"

enum { STAT_NAME_MAX = 100 };

/* What a combatant is made from: a compendium monster, a character's sheet, or a custom one. The
 * caller fills it in; rules never look anything up. */
struct stat_block {
	enum combatant_kind kind;
	struct str name;
	struct str monster;
	struct uuid character_id;
	int32_t dexterity, constitution, initiative_bonus, armor_class;
	struct hit_points hp; /* max is the printed average; current and temp are a character's */
	struct str hit_dice; /* "2d6+2", empty when hit points cannot be rolled; rests spend them */
	uint32_t resistances, vulnerabilities, immunities;
	uint32_t condition_immunities; /* CONDITION_BIT of each */
	int32_t damage_threshold;
	int32_t speed; /* walking, in feet; 0: not known */
	int32_t saves[SAVES];
	uint32_t advantages;   /* ADVANTAGE_BIT of each */
	int32_t exhaustion;    /* of a character */
	struct list resources; /* of struct resource */
	struct list attacks;   /* of struct attack */
	bool lair;
	int32_t xp;
};
extern const struct shape stat_block_shape;

/* A custom combatant as a person describes it. */
struct custom_combatant {
	struct str name;
	int32_t armor_class, hp, initiative_bonus; /* an armor_class of 0 was not given */
};

/* Its stat block: dexterity 10, armor class 10 unless given, no hit dice, no experience. */
struct stat_block stat_block_of_custom(const struct custom_combatant *custom);
/* Why a stat block cannot join a fight, or NULL. */
const char *stat_block_broken(const struct stat_block *stats);

#endif
