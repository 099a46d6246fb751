/* Everything that follows from a sheet, and why. */
#ifndef TABARD_RULES_DERIVED_H
#define TABARD_RULES_DERIVED_H

#include "common/rules/derived_parts.h"
#include "common/rules/sheet.h"

/* What happens once a turn, or as one begins. */
enum per_turn { PER_TURN_DAMAGE, PER_TURN_HEALING, PER_TURN_TEMP_HP, PER_TURN_ATTACKS };
struct derived_per_turn {
	struct str source, dice, when; /* when: "half_hp", "bonus_action"; empty: always */
	enum per_turn gives;
	int32_t bonus;
};

struct derived_sheet {
	int32_t level;
	struct number proficiency;
	struct list abilities; /* of struct derived_ability, six */
	struct list skills;    /* of struct derived_skill, eighteen */
	struct list passive;   /* of struct named_number */
	struct roll initiative;
	struct number armor_class;
	struct str armor, shield;       /* what is worn */
	bool too_heavy, not_proficient; /* for the armour */
	struct list speeds, senses;     /* of struct named_number */
	struct number hp_max;
	int32_t hp_current, hp_temp;
	struct list hit_dice; /* of struct hit_dice */
	int32_t exhaustion;
	bool dead;           /* of exhaustion */
	struct list attacks; /* of struct derived_attack */
	struct number attacks_per_action;
	struct list concentration_advantage, death_save_advantage;           /* of struct reason */
	struct list attacks_against_advantage, attacks_against_disadvantage; /* of struct reason */
	struct list spellcasting; /* of struct derived_casting */
	int32_t caster_level;     /* as a multiclassed caster; 0 for others */
	struct list slots;        /* of struct spell_slots */
	struct pact_slots pact_slots;
	struct list features;                              /* of struct derived_feature */
	struct list effects;                               /* of struct derived_effect */
	struct list per_turn;                              /* of struct derived_per_turn */
	uint32_t resistances, vulnerabilities, immunities; /* DAMAGE_BIT */
	struct list condition_immunities;                  /* of struct str */
	uint32_t armor_proficiencies;                      /* BIT(enum armor_kind - 1) */
	struct list weapon_proficiencies;                  /* of struct str */
	struct carrying carrying;
	struct experience experience;
	struct list unknown; /* of struct str: slugs that the catalog does not have */
};

/* Reckons the whole sheet by the catalog's ruleset; SRD 5.1 "Beyond 1st Level" and on, RULES D6 to
 * D8. What it refers to is in `arena`, in the sheet or in the catalog. Never fails: what is not
 * known gives no numbers. */
struct derived_sheet sheet_derive(const struct sheet *s, const struct catalog *c,
                                  struct arena *arena);

/* As GET /characters/{id}/sheet answers it. */
extern const struct shape derived_shape;

/* SRD "Character Advancement", RULES D8. */
int32_t level_of_experience(int32_t points); /* 1 to 20 */
int32_t experience_for_level(int32_t level); /* 1 to 20 */
int32_t proficiency_of_level(int32_t level); /* 2 to 6 */

#endif
