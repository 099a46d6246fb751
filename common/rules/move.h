/* One decoded move. */
#ifndef TABARD_RULES_MOVE_H
#define TABARD_RULES_MOVE_H

#include "common/rules/attack.h"
#include "common/rules/move_types.h"
#include "common/rules/stat_block.h"

enum {
	ADD_COUNT_MAX = 50,
	XP_AWARD_MAX = 10000000,
	DAMAGE_PARTS_MAX = 20,
	DAMAGE_DICE_MAX = 256, /* bytes, as DICE_TEXT_MAX */
	ROLL_MAX = 1000,       /* and -1000: what a person says was rolled */
	NOTE_MAX = 2000,
	LOOT_MAX = 100,
	HIT_DICE_AT_ONCE_MAX = 100,
};

/* For add_combatant's hp, beside a number >= 1 (see FIELD_INT with names). */
enum { HP_AVERAGE = -1, HP_ROLL = -2 };

/* Who rolls in roll_initiative when combatant_ids is empty. */
enum roll_for { ROLL_FOR_ALL, ROLL_FOR_MONSTERS, ROLL_FOR_CHARACTERS };
extern const char *const roll_for_names[];

/* Who shares a die: monsters of one kind, nobody, or each of the two sides. */
enum roll_together { TOGETHER_GROUPS, TOGETHER_NOBODY, TOGETHER_SIDES };
extern const char *const roll_together_names[];

/* What something takes of a turn. */
enum cost { COST_ACTION, COST_BONUS_ACTION, COST_REACTION, COST_INTERACTION, COST_FREE };
extern const char *const cost_names[];

struct sheet;
struct catalog;

struct damage_share {
	enum damage_type type;
	int32_t amount;
};

struct loot {
	struct str name;
	int32_t quantity;         /* 0, not given, means 1 */
	struct uuid combatant_id; /* who gets it; nil when that is open */
};

/* Fields that its type has not, or that were not given, are zero; where zero can also be meant
 * (tiebreak, xp), `seen` tells. */
struct move {
	struct fields_seen seen;
	enum move_type type;
	/* add_combatant: exactly one of monster, character_id, custom (by `seen`) */
	struct str monster;
	struct uuid character_id;
	struct custom_combatant custom;
	int32_t count; /* 0, not given, means 1 */
	int32_t hp;    /* 0, not given, means HP_AVERAGE; a character brings its own */
	bool hidden, death_saves, in_lair;
	/* whom it is about */
	struct list targets;       /* of struct uuid */
	struct list combatant_ids; /* of struct uuid */
	struct uuid combatant_id;
	/* damage: one of amount, dice and parts (by `seen`); heal, set_temp_hp */
	int32_t amount;
	struct str dice;
	struct list parts; /* of struct damage_share */
	enum damage_type damage_type;
	struct list saved; /* of struct uuid: those among the targets who take half */
	bool half, critical, knock_out, lowers_max, unresisted;
	int32_t reduction;
	bool revive, replace;
	/* initiative */
	enum roll_for roll_for;
	enum roll_together together;
	struct list advantage, disadvantage, surprised; /* of struct uuid */
	bool fixed, again, each_round;
	int32_t initiative, tiebreak;
	struct uuid after; /* reorder, delay: the one to follow */
	/* conditions, exhaustion, concentration, saves */
	enum condition condition;
	struct until until;
	struct uuid source;
	bool concentration, success;
	int32_t level; /* of exhaustion, of a slot */
	struct str spell;
	int32_t roll; /* as a person rolled it */
	/* what a turn is used for */
	struct list attacks; /* of struct attack_made */
	enum cost cost;
	struct str text, name; /* name: of a feature, an item */
	bool pact, cantrip, resistance, equipped;
	enum rest rest;
	int32_t hit_dice; /* of a short rest: at most so many each */
	int32_t x, y, distance;
	/* override */
	struct str field;
	int32_t value;
	/* end */
	int32_t xp;
	struct list loot; /* of struct loot */
	/* Filled in by the caller of rules_apply; for add_combatant, and logged with the move: */
	const struct stat_block *stats;
	struct list new_ids; /* of struct uuid, move_count() of them */
	/* for start: the characters as their sheets say now; who is not in it stays as it joined */
	struct list party; /* of struct stat_block */
	/* for equip_item by a character: its sheet, whose figures follow what it wears; NULL: none follow */
	const struct sheet *sheet;
	const struct catalog *catalog;
	/* and for previous_turn: the state as rules_fold gives it without the last move that passed
	 * the turn (see fold.h); NULL when there is none. */
	const struct encounter *restored;
};

/* How many combatants an add_combatant adds. */
int32_t move_count(const struct move *move);

#endif
