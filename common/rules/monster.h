/* A monster's entry of the compendium as a fight needs it. */
#ifndef TABARD_RULES_MONSTER_H
#define TABARD_RULES_MONSTER_H

#include "common/base/arena.h"
#include "common/rules/stat_block.h"

enum { MONSTER_NAME_MAX = 80, MONSTER_ACTIONS_MAX = 60, MONSTER_DAMAGE_MAX = 8 };

struct monster_damage {
	struct str dice;
	int32_t flat; /* instead of dice */
	struct str type;
	struct list types; /* of struct str: one of these, instead of `type` */
};

struct monster_uses {
	struct str kind; /* recharge, day, rest; empty: as often as it likes */
	int32_t min, count, count_in_lair;
	struct list rests; /* of struct str */
};

/* A trait, an action, a bonus action or a reaction. */
struct monster_action {
	struct str name;
	struct monster_uses uses;
	struct {
		struct str kind; /* empty: it is no attack */
		int32_t bonus, reach, range, range_long;
	} attack;
	struct list damage; /* of struct monster_damage */
};

struct monster_spell {
	struct str spell;
	struct monster_uses uses;
};

enum { MONSTER_SLOTS = 9, MONSTER_SPELLS_MAX = 100 };
struct monster_casting {
	int32_t slots[MONSTER_SLOTS];
	int32_t attack_bonus; /* 0: none */
	struct list spells;   /* of struct monster_spell */
};

struct monster {
	struct str name, hit_dice;
	int32_t ac, hp, xp, xp_in_lair, initiative, walk;
	struct {
		int32_t per_round, per_round_in_lair;
	} legendary;
	int32_t abilities[SAVES];
	struct monster_saves {
		struct fields_seen seen;
		int32_t bonus[SAVES]; /* where it is not the plain modifier */
	} saves;
	uint32_t resistances, vulnerabilities, immunities, condition_immunities;
	struct list traits, actions, bonus_actions, reactions; /* of struct monster_action */
	struct list spellcasting;                              /* of struct monster_casting */
	struct fields_seen seen;
};

/* The figures of an entry; what else stands in it is skipped. */
extern const struct shape monster_shape;

/* The combatant that it makes, with its attacks and what it can use up: in its lair more, in 2024. */
struct stat_block monster_stat_block(const struct monster *m, struct str slug, bool in_lair,
                                     struct arena *arena);

#endif
