/* The figures of a monster's entry; the format is that of sql/compendium. */
#include "common/rules/monster.h"

#include "common/base/poison.h"

#define OPEN_SHAPE(name_, type, table, seen_)                                                      \
	{                                                                                          \
		.name = (name_), .open = true, .size = sizeof(type), .seen = (seen_),              \
		.fields = (table), .count = sizeof(table) / sizeof *(table)                        \
	}
#define FIELD(name_, kind_, type, member, ...)                                                     \
	{                                                                                          \
		.name = (name_), .kind = (kind_), .offset = offsetof(type, member), __VA_ARGS__    \
	}
#define LIST(name_, type, member, max_, item_, item_type)                                          \
	FIELD(name_, FIELD_LIST, type, member, .max = (max_), .item = &(item_),                    \
	      .item_size = sizeof(item_type))
#define WORD(name_, type, member) FIELD(name_, FIELD_STR, type, member, .max = WORD_MAX)
#define FEET(name_, type, member) FIELD(name_, FIELD_INT, type, member, .max = RANGE_MAX)

enum { WORD_MAX = 200, FEW = 20 };

static const struct field word_item = {.kind = FIELD_STR, .max = WORD_MAX};

static const struct field uses_fields[] = {
    WORD("kind", struct monster_uses, kind),
    FIELD("min", FIELD_INT, struct monster_uses, min, .min = 1, .max = 6),
    FIELD("count", FIELD_INT, struct monster_uses, count, .max = RESOURCE_USES_MAX),
    FIELD("count_in_lair", FIELD_INT, struct monster_uses, count_in_lair, .max = RESOURCE_USES_MAX),
    LIST("rests", struct monster_uses, rests, FEW, word_item, struct str),
};
static const struct shape uses_shape =
    OPEN_SHAPE("MonsterUses", struct monster_uses, uses_fields, SHAPE_NO_SEEN);

static const struct field attack_fields[] = {
    WORD("kind", struct monster_action, attack.kind),
    FIELD("bonus", FIELD_INT, struct monster_action, attack.bonus, .min = -TO_HIT_MAX,
          .max = TO_HIT_MAX),
    FEET("reach_ft", struct monster_action, attack.reach),
    FEET("range_ft", struct monster_action, attack.range),
    FEET("range_long_ft", struct monster_action, attack.range_long),
};
static const struct shape attack_shape =
    OPEN_SHAPE("MonsterAttack", struct monster_action, attack_fields, SHAPE_NO_SEEN);

static const struct field damage_fields[] = {
    WORD("dice", struct monster_damage, dice),
    FIELD("flat", FIELD_INT, struct monster_damage, flat, .max = HIT_POINTS_MAX),
    WORD("type", struct monster_damage, type),
    LIST("type_choice", struct monster_damage, types, FEW, word_item, struct str),
};
static const struct shape damage_shape =
    OPEN_SHAPE("MonsterDamage", struct monster_damage, damage_fields, SHAPE_NO_SEEN);
static const struct field damage_item = {.kind = FIELD_OBJECT, .shape = &damage_shape};

static const struct field action_fields[] = {
    WORD("name", struct monster_action, name),
    FIELD("uses", FIELD_OBJECT, struct monster_action, uses, .flags = FIELD_NULLABLE,
          .shape = &uses_shape),
    /* It stands in the action's own struct. */
    {.name = "attack", .kind = FIELD_OBJECT, .flags = FIELD_NULLABLE, .shape = &attack_shape},
    LIST("damage", struct monster_action, damage, MONSTER_DAMAGE_MAX, damage_item,
         struct monster_damage),
};
static const struct shape action_shape =
    OPEN_SHAPE("MonsterAction", struct monster_action, action_fields, SHAPE_NO_SEEN);
static const struct field action_item = {.kind = FIELD_OBJECT, .shape = &action_shape};
#define ACTIONS(member)                                                                            \
	LIST(#member, struct monster, member, MONSTER_ACTIONS_MAX, action_item,                    \
	     struct monster_action)

#define SLOT(name_, level)                                                                         \
	{                                                                                          \
		.name = (name_), .kind = FIELD_INT, .offset = ((level)-1) * sizeof(int32_t),       \
		.max = FEW                                                                         \
	}
static const struct field slot_fields[] = {SLOT("1", 1), SLOT("2", 2), SLOT("3", 3),
                                           SLOT("4", 4), SLOT("5", 5), SLOT("6", 6),
                                           SLOT("7", 7), SLOT("8", 8), SLOT("9", 9)};
static const struct shape slot_shape =
    OPEN_SHAPE("MonsterSlots", int32_t[MONSTER_SLOTS], slot_fields, SHAPE_NO_SEEN);
static const char *const at_will[] = {"at_will", NULL};
static const struct field spell_fields[] = {
    FIELD("spell", FIELD_STR, struct monster_spell, spell, .min = 1, .max = SPELL_NAME_MAX),
    FIELD("uses", FIELD_OBJECT, struct monster_spell, uses, .flags = FIELD_NULLABLE,
          .names = at_will, .shape = &uses_shape),
};
static const struct shape spell_shape =
    OPEN_SHAPE("MonsterSpell", struct monster_spell, spell_fields, SHAPE_NO_SEEN);
static const struct field spell_item = {.kind = FIELD_OBJECT, .shape = &spell_shape};
static const struct field casting_fields[] = {
    LIST("spells", struct monster_casting, spells, MONSTER_SPELLS_MAX, spell_item,
         struct monster_spell),
    FIELD("slots", FIELD_OBJECT, struct monster_casting, slots, .shape = &slot_shape),
    FIELD("attack_bonus", FIELD_INT, struct monster_casting, attack_bonus, .min = -TO_HIT_MAX,
          .max = TO_HIT_MAX),
};
static const struct shape casting_shape =
    OPEN_SHAPE("MonsterCasting", struct monster_casting, casting_fields, SHAPE_NO_SEEN);
static const struct field casting_item = {.kind = FIELD_OBJECT, .shape = &casting_shape};

#define ABILITY(name_, i, base, flags_, min_, max_)                                                \
	{                                                                                          \
		.name = (name_), .kind = FIELD_INT, .flags = (flags_),                             \
		.offset = (base) + (i) * sizeof(int32_t), .min = (min_), .max = (max_)             \
	}
#define SIX_ABILITIES(base, flags_, min_, max_)                                                    \
	ABILITY("str", SAVE_STR, base, flags_, min_, max_),                                        \
	    ABILITY("dex", SAVE_DEX, base, flags_, min_, max_),                                    \
	    ABILITY("con", SAVE_CON, base, flags_, min_, max_),                                    \
	    ABILITY("int", SAVE_INT, base, flags_, min_, max_),                                    \
	    ABILITY("wis", SAVE_WIS, base, flags_, min_, max_),                                    \
	    ABILITY("cha", SAVE_CHA, base, flags_, min_, max_)

static const struct field ability_fields[] = {SIX_ABILITIES(0, FIELD_REQUIRED, 1, 30)};
static const struct shape ability_shape =
    OPEN_SHAPE("MonsterAbilities", int32_t[SAVES], ability_fields, SHAPE_NO_SEEN);
static const struct field save_fields[] = {
    SIX_ABILITIES(offsetof(struct monster_saves, bonus), 0, -SAVE_BONUS_MAX, SAVE_BONUS_MAX)};
static const struct shape save_shape = OPEN_SHAPE("MonsterSaves", struct monster_saves, save_fields,
                                                  offsetof(struct monster_saves, seen));
static const struct field speed_fields[] = {
    {.name = "walk", .kind = FIELD_INT, .max = SPEED_MAX},
};
static const struct shape speed_shape =
    OPEN_SHAPE("MonsterSpeeds", int32_t, speed_fields, SHAPE_NO_SEEN);
static const struct field legendary_fields[] = {
    FIELD("per_round", FIELD_INT, struct monster, legendary.per_round, .max = 10),
    FIELD("per_round_in_lair", FIELD_INT, struct monster, legendary.per_round_in_lair, .max = 10),
};
static const struct shape legendary_shape =
    OPEN_SHAPE("MonsterLegendary", struct monster, legendary_fields, SHAPE_NO_SEEN);

#define MONSTER(member, kind_, flags_, ...)                                                        \
	FIELD(#member, kind_, struct monster, member, .flags = (flags_), __VA_ARGS__)
#define DAMAGE_TYPE_SET(member)                                                                    \
	MONSTER(member, FIELD_SET, 0, .names = damage_type_names + DAMAGE_ACID)

static const struct field monster_fields[] = {
    MONSTER(name, FIELD_STR, FIELD_REQUIRED, .min = 1, .max = MONSTER_NAME_MAX),
    MONSTER(hit_dice, FIELD_STR, 0, .max = 40),
    MONSTER(abilities, FIELD_OBJECT, FIELD_REQUIRED, .shape = &ability_shape),
    MONSTER(saves, FIELD_OBJECT, 0, .shape = &save_shape),
    MONSTER(ac, FIELD_INT, FIELD_REQUIRED, .max = ARMOR_CLASS_MAX),
    MONSTER(hp, FIELD_INT, FIELD_REQUIRED, .min = 1, .max = HIT_POINTS_MAX),
    MONSTER(xp, FIELD_INT, FIELD_REQUIRED, .max = COMBATANT_XP_MAX),
    MONSTER(xp_in_lair, FIELD_INT, 0, .max = COMBATANT_XP_MAX),
    MONSTER(initiative, FIELD_INT, 0, .min = -INITIATIVE_BONUS_MAX, .max = INITIATIVE_BONUS_MAX),
    FIELD("speeds", FIELD_OBJECT, struct monster, walk, .shape = &speed_shape),
    /* It stands in the monster's own struct. */
    {.name = "legendary_actions",
     .kind = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .shape = &legendary_shape},
    DAMAGE_TYPE_SET(resistances),
    DAMAGE_TYPE_SET(vulnerabilities),
    DAMAGE_TYPE_SET(immunities),
    MONSTER(condition_immunities, FIELD_SET, 0, .names = condition_names),
    ACTIONS(traits),
    ACTIONS(actions),
    ACTIONS(bonus_actions),
    ACTIONS(reactions),
    LIST("spellcasting", struct monster, spellcasting, FEW, casting_item, struct monster_casting),
};
const struct shape monster_shape =
    OPEN_SHAPE("MonsterFigures", struct monster, monster_fields, offsetof(struct monster, seen));
