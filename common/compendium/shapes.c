/* What a campaign's own entries are held to. Nothing is stored: every field has the same scratch place. */
#include "common/compendium/entry.h"

#include "common/compendium/things.h"
#include "common/rules/combatant.h"
#include "common/rules/conditions.h"

#include "common/base/poison.h"

enum { FIGURE_MAX = 10000, LIST_MAX = 200, ROOM = 16 };

#define CHECK(name_, kind_, flags_, ...)                                                           \
	{                                                                                          \
		.name = (name_), .kind = (kind_), .flags = (flags_), __VA_ARGS__                   \
	}
#define TEXT(name_, max_) CHECK(name_, FIELD_STR, FIELD_NULLABLE, .max = (max_))
#define FIGURE(name_, min_, max_)                                                                  \
	CHECK(name_, FIELD_INT, FIELD_NULLABLE, .min = (min_), .max = (max_))
#define ONE_OF(name_, names_) CHECK(name_, FIELD_ENUM, FIELD_NULLABLE, .names = (names_))
#define SOME_OF(name_, names_) CHECK(name_, FIELD_SET, FIELD_NULLABLE, .names = (names_))
#define TRUTH(name_) CHECK(name_, FIELD_BOOL, FIELD_NULLABLE, .offset = 0)
#define PART(name_, shape_) CHECK(name_, FIELD_OBJECT, FIELD_NULLABLE, .shape = &(shape_))
#define LIST_OF(name_, item_)                                                                      \
	CHECK(name_, FIELD_LIST, FIELD_NULLABLE, .max = LIST_MAX, .item = &(item_),                \
	      .item_size = ROOM)
#define OPEN(name_, table)                                                                         \
	{                                                                                          \
		.name = (name_), .open = true, .size = ROOM, .seen = SHAPE_NO_SEEN,                \
		.fields = (table), .count = sizeof(table) / sizeof *(table)                        \
	}
#define ENTRY_FIELDS                                                                               \
	CHECK("slug", FIELD_STR, FIELD_REQUIRED, .min = 1, .max = SLUG_MAX),                       \
	    CHECK("name", FIELD_STR, FIELD_REQUIRED, .min = 1, .max = 200)

/* Of what goes on sheets, whose slugs are shorter. */
#define THING_FIELDS                                                                               \
	CHECK("slug", FIELD_STR, FIELD_REQUIRED, .min = 1, .max = 80),                             \
	    CHECK("name", FIELD_STR, FIELD_REQUIRED, .min = 1, .max = 200)

static const struct field word_item = {.kind = FIELD_STR, .min = 1, .max = 200};
static const char *const sizes[] = {"tiny", "small", "medium", "large", "huge", "gargantuan", NULL};
static const char *const attack_kinds[] = {"melee", "ranged", "melee_or_ranged", NULL};
static const char *const uses_kinds[] = {"recharge", "day", "rest", NULL};

#define ABILITIES(flags_, min_, max_)                                                              \
	CHECK("str", FIELD_INT, flags_, .min = (min_), .max = (max_)),                             \
	    CHECK("dex", FIELD_INT, flags_, .min = (min_), .max = (max_)),                         \
	    CHECK("con", FIELD_INT, flags_, .min = (min_), .max = (max_)),                         \
	    CHECK("int", FIELD_INT, flags_, .min = (min_), .max = (max_)),                         \
	    CHECK("wis", FIELD_INT, flags_, .min = (min_), .max = (max_)),                         \
	    CHECK("cha", FIELD_INT, flags_, .min = (min_), .max = (max_))
static const struct field scores[] = {ABILITIES(FIELD_REQUIRED, 1, 30)};
static const struct shape scores_shape = OPEN("Scores", scores);
static const struct field bonuses[] = {ABILITIES(0, -SAVE_BONUS_MAX, SAVE_BONUS_MAX)};
static const struct shape bonuses_shape = OPEN("Bonuses", bonuses);
static const struct field speeds[] = {
    CHECK("walk", FIELD_INT, 0, .max = SPEED_MAX), FIGURE("fly", 0, SPEED_MAX),
    FIGURE("swim", 0, SPEED_MAX), FIGURE("climb", 0, SPEED_MAX), FIGURE("burrow", 0, SPEED_MAX)};
static const struct shape speeds_shape = OPEN("Speeds", speeds);

/* An action, as in the built-in data: what the text says in figures. */
static const struct field damage[] = {
    TEXT("dice", 40),
    FIGURE("flat", 0, FIGURE_MAX),
    FIGURE("average", 0, FIGURE_MAX),
    ONE_OF("type", damage_type_names),
};
static const struct shape damage_shape = OPEN("ActionDamage", damage);
static const struct field damage_item = {.kind = FIELD_OBJECT, .shape = &damage_shape};
static const struct field attack[] = {
    CHECK("kind", FIELD_ENUM, FIELD_REQUIRED, .names = attack_kinds),
    CHECK("bonus", FIELD_INT, FIELD_REQUIRED, .min = -30, .max = 60),
    FIGURE("reach_ft", 0, FIGURE_MAX),
    FIGURE("range_ft", 0, FIGURE_MAX),
    FIGURE("range_long_ft", 0, FIGURE_MAX),
};
static const struct shape attack_shape = OPEN("ActionAttack", attack);
static const struct field action_save[] = {
    ONE_OF("ability", save_names),
    FIGURE("dc", 0, 60),
    LIST_OF("damage", damage_item),
    TRUTH("half_on_success"),
};
static const struct shape action_save_shape = OPEN("ActionSave", action_save);
static const struct field uses[] = {
    CHECK("kind", FIELD_ENUM, FIELD_REQUIRED, .names = uses_kinds),
    FIGURE("die", 2, 20),
    FIGURE("min", 1, 20),
    FIGURE("count", 1, 100),
};
static const struct shape uses_shape = OPEN("ActionUses", uses);
static const struct field action[] = {
    CHECK("name", FIELD_STR, FIELD_REQUIRED, .min = 1, .max = 200),
    TEXT("desc", 20000),
    PART("attack", attack_shape),
    LIST_OF("damage", damage_item),
    PART("save", action_save_shape),
    PART("uses", uses_shape),
    FIGURE("cost", 0, 10),
};
static const struct shape action_shape = OPEN("Action", action);
static const struct field action_item = {.kind = FIELD_OBJECT, .shape = &action_shape};
static const struct field legendary[] = {
    CHECK("per_round", FIELD_INT, 0, .max = 10),
    LIST_OF("actions", action_item),
};
static const struct shape legendary_shape = OPEN("LegendaryActions", legendary);

/* At least as strict as what a fight asks of a monster. */
static const struct field monsters[] = {
    CHECK("slug", FIELD_STR, FIELD_REQUIRED, .min = 1, .max = 100),
    CHECK("name", FIELD_STR, FIELD_REQUIRED, .min = 1, .max = 80),
    TEXT("type", 80),
    ONE_OF("size", sizes),
    TEXT("alignment", 200),
    LIST_OF("subtypes", word_item),
    LIST_OF("environments", word_item),
    CHECK("ac", FIELD_INT, FIELD_REQUIRED, .max = ARMOR_CLASS_MAX),
    CHECK("hp", FIELD_INT, FIELD_REQUIRED, .min = 1, .max = HIT_POINTS_MAX),
    CHECK("hit_dice", FIELD_STR, 0, .max = 40),
    CHECK("abilities", FIELD_OBJECT, FIELD_REQUIRED, .shape = &scores_shape),
    CHECK("saves", FIELD_OBJECT, 0, .shape = &bonuses_shape),
    CHECK("speeds", FIELD_OBJECT, 0, .shape = &speeds_shape),
    CHECK("cr_text", FIELD_STR, FIELD_REQUIRED, .min = 1, .max = 8),
    CHECK("xp", FIELD_INT, FIELD_REQUIRED, .max = COMBATANT_XP_MAX),
    CHECK("initiative", FIELD_INT, 0, .min = -INITIATIVE_BONUS_MAX, .max = INITIATIVE_BONUS_MAX),
    CHECK("resistances", FIELD_SET, 0, .names = damage_type_names + DAMAGE_ACID),
    CHECK("vulnerabilities", FIELD_SET, 0, .names = damage_type_names + DAMAGE_ACID),
    CHECK("immunities", FIELD_SET, 0, .names = damage_type_names + DAMAGE_ACID),
    CHECK("condition_immunities", FIELD_SET, 0, .names = condition_names),
    LIST_OF("traits", action_item),
    LIST_OF("actions", action_item),
    LIST_OF("bonus_actions", action_item),
    LIST_OF("reactions", action_item),
    LIST_OF("lair_actions", action_item),
    PART("legendary_actions", legendary_shape),
};

static const struct field spell_time[] = {FIGURE("amount", 0, FIGURE_MAX), TEXT("unit", 40)};
static const struct shape spell_time_shape = OPEN("SpellTime", spell_time);
static const struct field spell_range[] = {TEXT("kind", 40), FIGURE("feet", 0, 100000000)};
static const struct shape spell_range_shape = OPEN("SpellRange", spell_range);
static const struct field spell_save[] = {ONE_OF("ability", save_names), TRUTH("half_on_success")};
static const struct shape spell_save_shape = OPEN("SpellSave", spell_save);
static const struct field spells[] = {
    THING_FIELDS,
    CHECK("level", FIELD_INT, FIELD_REQUIRED, .max = 9),
    TEXT("school", 40),
    LIST_OF("classes", word_item),
    TRUTH("ritual"),
    TRUTH("concentration"),
    PART("casting_time", spell_time_shape),
    PART("range", spell_range_shape),
    LIST_OF("components", word_item),
    PART("save", spell_save_shape),
    LIST_OF("conditions", word_item),
};

/* What a sheet reckons with: see things.h. */
static const char *const weapon_categories[] = {"simple", "martial", NULL};
static const char *const weapon_kinds[] = {"melee", "ranged", NULL};
static const char *const armor_categories[] = {"light", "medium", "heavy", "shield", NULL};
static const struct field weapon_damage[] = {
    TEXT("dice", 8),
    FIGURE("flat", 0, 100),
    ONE_OF("type", damage_type_names),
};
static const struct shape weapon_damage_shape = OPEN("WeaponDamage", weapon_damage);
static const struct field weapon[] = {
    ONE_OF("category", weapon_categories),
    ONE_OF("kind", weapon_kinds),
    PART("damage", weapon_damage_shape),
    TEXT("versatile_dice", 8),
    SOME_OF("properties", weapon_words),
    FIGURE("reach_ft", 0, FIGURE_MAX),
    FIGURE("range_ft", 0, FIGURE_MAX),
    FIGURE("range_long_ft", 0, FIGURE_MAX),
    TEXT("mastery", 80),
};
static const struct shape weapon_shape = OPEN("Weapon", weapon);
static const struct field armor[] = {
    CHECK("category", FIELD_ENUM, FIELD_REQUIRED, .names = armor_categories),
    FIGURE("ac", 0, ARMOR_CLASS_MAX),
    FIGURE("ac_bonus", 0, ARMOR_CLASS_MAX),
    TRUTH("adds_dex"),
    FIGURE("dex_max", 0, 30),
    FIGURE("strength", 0, 30),
    TRUTH("stealth_disadvantage"),
};
static const struct shape armor_shape = OPEN("Armor", armor);
static const struct field equipment[] = {
    THING_FIELDS,
    TEXT("kind", 80),
    LIST_OF("categories", word_item),
    FIGURE("cost_cp", 0, 1000000000),
    PART("weapon", weapon_shape),
    PART("armor", armor_shape),
};

#define BONUS(name_) FIGURE(name_, -100, 100)
static const struct field sets_ability[] = {ABILITIES(FIELD_NULLABLE, 0, 30)};
static const struct shape sets_ability_shape = OPEN("SetsAbility", sets_ability);
static const struct field magic_items[] = {
    THING_FIELDS,
    TEXT("category", 80),
    TEXT("rarity", 80),
    TRUTH("attunement"),
    LIST_OF("base", word_item),
    BONUS("attack_bonus"),
    BONUS("damage_bonus"),
    BONUS("ac_bonus"),
    BONUS("save_bonus"),
    BONUS("spell_attack_bonus"),
    BONUS("spell_dc_bonus"),
    SOME_OF("resistances", damage_type_names + DAMAGE_ACID),
    PART("sets_ability", sets_ability_shape),
};
static const struct field features[] = {
    ENTRY_FIELDS,
    TEXT("class", SLUG_MAX),
    TEXT("subclass", SLUG_MAX),
    FIGURE("level", 1, 20),
};
static const struct field classes[] = {ENTRY_FIELDS, FIGURE("hit_die", 4, 20)};
static const struct field subclasses[] = {
    ENTRY_FIELDS, CHECK("class", FIELD_STR, FIELD_REQUIRED, .min = 1, .max = SLUG_MAX)};
static const struct field skills[] = {ENTRY_FIELDS, ONE_OF("ability", save_names)};
static const struct field plain[] = {ENTRY_FIELDS};

static const struct shape monster_shape = OPEN("MonsterEntry", monsters);
static const struct shape spell_shape = OPEN("SpellEntry", spells);
static const struct shape equipment_shape = OPEN("EquipmentEntry", equipment);
static const struct shape magic_item_shape = OPEN("MagicItemEntry", magic_items);
static const struct shape feature_shape = OPEN("FeatureEntry", features);
static const struct shape class_shape = OPEN("ClassEntry", classes);
static const struct shape subclass_shape = OPEN("SubclassEntry", subclasses);
static const struct shape skill_shape = OPEN("SkillEntry", skills);
static const struct shape plain_shape = OPEN("PlainEntry", plain);

const struct shape *const entry_shapes[ENTRY_TYPES] = {
    [ENTRY_MONSTERS] = &monster_shape,
    [ENTRY_SPELLS] = &spell_shape,
    [ENTRY_CLASSES] = &class_shape,
    [ENTRY_SUBCLASSES] = &subclass_shape,
    [ENTRY_SPECIES] = &plain_shape,
    [ENTRY_BACKGROUNDS] = &plain_shape,
    [ENTRY_FEATS] = &plain_shape,
    [ENTRY_EQUIPMENT] = &equipment_shape,
    [ENTRY_MAGIC_ITEMS] = &magic_item_shape,
    [ENTRY_CONDITIONS] = &plain_shape,
    [ENTRY_SKILLS] = &skill_shape,
    [ENTRY_DAMAGE_TYPES] = &plain_shape,
    [ENTRY_FEATURES] = &feature_shape,
    [ENTRY_RULES] = &plain_shape,
};
