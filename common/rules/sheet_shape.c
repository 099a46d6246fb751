/* The sheet's fields. */
#include "common/rules/sheet.h"

#include "common/base/poison.h"

enum { SLUG_MAX = 80, ITEMS_MAX = SHEET_ITEMS_MAX, NOTES_MAX = 20000, EXTRA_MAX = 16384 };
enum { HIT_DIE_MAX = 20, INCREASE_MAX = 30 };

#define ABILITY(name_, index_)                                                                     \
	{                                                                                          \
		.name = (name_), .kind = FIELD_INT, .flags = FIELD_REQUIRED,                       \
		.offset = (index_) * sizeof(int32_t), .min = 1, .max = 30,                         \
		.doc = "An ability score, 1 to 30."                                                \
	}

static const struct field ability_fields[] = {
    ABILITY("str", ABILITY_STR), ABILITY("dex", ABILITY_DEX), ABILITY("con", ABILITY_CON),
    ABILITY("int", ABILITY_INT), ABILITY("wis", ABILITY_WIS), ABILITY("cha", ABILITY_CHA),
};
static const struct shape abilities_shape = {
    .name = "Abilities",
    .size = ABILITIES * sizeof(int32_t),
    .seen = SHAPE_NO_SEEN,
    .fields = ability_fields,
    .count = ABILITIES,
};

#define TEXT(type, member, max_, doc_)                                                             \
	{                                                                                          \
		.name = #member, .kind = FIELD_STR, .flags = FIELD_OMIT_ZERO,                      \
		.offset = offsetof(type, member), .max = (max_), .doc = (doc_)                     \
	}

static const struct field roll_item = {.kind = FIELD_INT, .max = HIT_DIE_MAX};
static const struct field class_fields[] = {
    {.name = "class",
     .kind = FIELD_STR,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct sheet_class, name),
     .min = 1,
     .max = SLUG_MAX,
     .doc = "The class's slug."},
    {.name = "level",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct sheet_class, level),
     .min = 1,
     .max = LEVEL_MAX,
     .doc = "Levels in this class."},
    TEXT(struct sheet_class, subclass, SLUG_MAX, "The subclass's slug, once chosen."),
    {.name = "hp_rolls",
     .kind = FIELD_LIST,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet_class, rolls),
     .max = LEVEL_MAX,
     .item = &roll_item,
     .item_size = sizeof(int32_t),
     .doc = "What the hit die showed at each level of this class; 0 or nothing for the fixed "
            "figure."},
};
static const struct shape class_shape = SHAPE("SheetClass", struct sheet_class, class_fields);

static const struct field hp_fields[] = {
    {.name = "current",
     .kind = FIELD_INT,
     .offset = offsetof(struct sheet_hp, current),
     .min = 0,
     .max = HIT_POINTS_MAX,
     .doc = "Hit points left; the maximum when not given."},
    {.name = "temp",
     .kind = FIELD_INT,
     .offset = offsetof(struct sheet_hp, temp),
     .min = 0,
     .max = HIT_POINTS_MAX,
     .doc = "Temporary hit points."},
    {.name = "max",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet_hp, max),
     .min = 1,
     .max = HIT_POINTS_MAX,
     .doc = "The maximum, if it is not the one that class levels and Constitution give."},
};
static const struct shape hp_shape = SHAPE_SEEN("SheetHitPoints", struct sheet_hp, hp_fields);

static const struct field item_fields[] = {
    {.name = "item",
     .kind = FIELD_STR,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct sheet_item, item),
     .min = 1,
     .max = SLUG_MAX,
     .doc = "An equipment slug, or a name of one's own."},
    TEXT(struct sheet_item, base, SLUG_MAX,
         "The equipment that a magic item of several kinds is, as in longsword."),
    {.name = "quantity",
     .kind = FIELD_INT,
     .offset = offsetof(struct sheet_item, quantity),
     .min = 0,
     .max = 100000,
     .doc = "How many."},
    {.name = "equipped",
     .kind = FIELD_BOOL,
     .offset = offsetof(struct sheet_item, equipped),
     .doc = "Whether it is worn or held."},
    {.name = "attuned",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet_item, attuned),
     .doc = "Whether it is attuned."},
    {.name = "id",
     .kind = FIELD_UUID,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet_item, id),
     .doc = "Its id, once the inventory has given it one."},
};
static const struct shape item_shape = SHAPE("SheetItem", struct sheet_item, item_fields);

static const struct field slug_item = {.kind = FIELD_STR, .min = 1, .max = SLUG_MAX};
#define SLUGS(type, member, doc_)                                                                  \
	{                                                                                          \
		.name = #member, .kind = FIELD_LIST, .flags = FIELD_OMIT_ZERO,                     \
		.offset = offsetof(type, member), .max = ITEMS_MAX, .item = &slug_item,            \
		.item_size = sizeof(struct str), .doc = (doc_)                                     \
	}

static const struct field proficiency_fields[] = {
    SLUGS(struct sheet_proficiencies, skills, "Skills."),
    SLUGS(struct sheet_proficiencies, expertise, "Skills with twice the bonus."),
    SLUGS(struct sheet_proficiencies, saves, "Saving throws, by ability."),
    SLUGS(struct sheet_proficiencies, languages, "Languages."),
    SLUGS(struct sheet_proficiencies, tools, "Tools, weapons and armour."),
    SLUGS(struct sheet_proficiencies, masteries, "Weapons mastered (2024)."),
};
static const struct shape proficiencies_shape =
    SHAPE("SheetProficiencies", struct sheet_proficiencies, proficiency_fields);

static const struct field increase_fields[] = {
    TEXT(struct sheet_increase, source, SLUG_MAX, "Where it comes from."),
    {.name = "ability",
     .kind = FIELD_ENUM,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct sheet_increase, ability),
     .names = ability_names,
     .doc = "The ability."},
    {.name = "value",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct sheet_increase, value),
     .min = -INCREASE_MAX,
     .max = INCREASE_MAX,
     .doc = "By how much."},
};
static const struct shape increase_shape =
    SHAPE("SheetIncrease", struct sheet_increase, increase_fields);

static const struct field effect_fields[] = {
    {.name = "effect",
     .kind = FIELD_STR,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct sheet_effect, effect),
     .min = 1,
     .max = SLUG_MAX,
     .doc = "The slug of a spell, an item or a feature."},
    TEXT(struct sheet_effect, source, SLUG_MAX, "Whose it is; nothing for the character's own."),
};
static const struct shape effect_shape = SHAPE("SheetEffect", struct sheet_effect, effect_fields);

#define DYING(member, kind_, max_, doc_)                                                           \
	{                                                                                          \
		.name = #member, .kind = (kind_), .flags = FIELD_OMIT_ZERO,                        \
		.offset = offsetof(struct sheet_dying, member), .max = (max_), .doc = (doc_)       \
	}
static const struct field dying_fields[] = {
    DYING(successes, FIELD_INT, 2, "Death saves that succeeded; the third one stabilizes."),
    DYING(failures, FIELD_INT, 2, "Those that failed; the third one kills."),
    DYING(stable, FIELD_BOOL, 0, "Whether it is stable."),
    DYING(dead, FIELD_BOOL, 0, "Whether it is dead."),
};
static const struct shape dying_shape = SHAPE("SheetDeathSaves", struct sheet_dying, dying_fields);

static const struct field increase_item = {.kind = FIELD_OBJECT, .shape = &increase_shape};
static const struct field effect_item = {.kind = FIELD_OBJECT, .shape = &effect_shape};
static const struct field class_item = {.kind = FIELD_OBJECT, .shape = &class_shape};
static const struct field equipment_item = {.kind = FIELD_OBJECT, .shape = &item_shape};
static const struct field count_item = {
    .kind = FIELD_INT, .max = 1000, .offset = offsetof(struct sheet_count, value)};
#define COUNTS(member, doc_)                                                                       \
	{                                                                                          \
		.name = #member, .kind = FIELD_MAP, .flags = FIELD_OMIT_ZERO,                      \
		.offset = offsetof(struct sheet, member), .max = ITEMS_MAX, .item = &count_item,   \
		.item_size = sizeof(struct sheet_count), .doc = (doc_)                             \
	}

static const struct field choice_item = {
    .kind = FIELD_STR, .min = 1, .max = SLUG_MAX, .offset = offsetof(struct sheet_choice, value)};

static const struct field sheet_fields[] = {
    {.name = "abilities",
     .kind = FIELD_OBJECT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct sheet, abilities),
     .shape = &abilities_shape,
     .doc = "The six scores, with what the species gives, unless base_scores says otherwise."},
    {.name = "base_scores",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, base_scores),
     .doc = "Whether the species's fixed bonuses come on top of abilities."},
    {.name = "increases",
     .kind = FIELD_LIST,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, increases),
     .max = ITEMS_MAX,
     .item = &increase_item,
     .item_size = sizeof(struct sheet_increase),
     .doc = "What comes on top of abilities: improvements, feats, a background."},
    TEXT(struct sheet, species, SLUG_MAX, "The species's slug."),
    TEXT(struct sheet, lineage, SLUG_MAX, "The slug of its lineage or subrace."),
    {.name = "classes",
     .kind = FIELD_LIST,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, classes),
     .max = CLASSES_MAX,
     .item = &class_item,
     .item_size = sizeof(struct sheet_class),
     .doc = "Classes, the first one taken first."},
    TEXT(struct sheet, background, SLUG_MAX, "The background's slug."),
    SLUGS(struct sheet, feats, "Feats, by slug."),
    SLUGS(struct sheet, features, "Options chosen, as a fighting style, by the feature's slug."),
    TEXT(struct sheet, alignment, SLUG_MAX, "The alignment."),
    {.name = "proficiencies",
     .kind = FIELD_OBJECT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, proficiencies),
     .shape = &proficiencies_shape,
     .doc = "What the proficiency bonus applies to."},
    {.name = "equipment",
     .kind = FIELD_LIST,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, equipment),
     .max = ITEMS_MAX,
     .item = &equipment_item,
     .item_size = sizeof(struct sheet_item),
     .doc = "What the character has."},
    SLUGS(struct sheet, spells, "Spells known, by slug: those in the book or always at hand."),
    SLUGS(struct sheet, prepared, "Spells prepared today, by slug."),
    {.name = "effects",
     .kind = FIELD_LIST,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, effects),
     .max = ITEMS_MAX,
     .item = &effect_item,
     .item_size = sizeof(struct sheet_effect),
     .doc = "What is on the character now: spells, potions, features switched on."},
    {.name = "choices",
     .kind = FIELD_MAP,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, choices),
     .max = ITEMS_MAX,
     .item = &choice_item,
     .item_size = sizeof(struct sheet_choice),
     .doc =
         "What was chosen for a feature or an item, by its slug: the damage type of a resistance, "
         "the land of a druid's circle."},
    {.name = "hp",
     .kind = FIELD_OBJECT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, hp),
     .shape = &hp_shape,
     .doc = "Hit points; in a running encounter they change by its moves."},
    {.name = "death_saves",
     .kind = FIELD_OBJECT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, dying),
     .shape = &dying_shape,
     .doc = "At 0 hit points: how it stands; nothing above them."},
    COUNTS(features_used, "Uses spent, by the feature's slug."),
    COUNTS(slots_used, "Spell slots spent, by level; pact for those of pact magic."),
    COUNTS(hit_dice_used, "Hit dice spent, by their size: d8."),
    {.name = "exhaustion",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, exhaustion),
     .max = EXHAUSTION_MAX,
     .doc = "Levels of exhaustion."},
    {.name = "xp",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, xp),
     .max = SHEET_XP_MAX,
     .doc = "Experience points."},
    {.name = "armor_class",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, armor_class),
     .min = 1,
     .max = 40,
     .doc = "The armour class, if it is not the one that equipment and features give."},
    TEXT(struct sheet, notes, NOTES_MAX, "The player's notes."),
    {.name = "extra",
     .kind = FIELD_RAW,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, extra),
     .max = EXTRA_MAX,
     .doc = "Whatever else the front end keeps; never looked into."},
};
const struct shape sheet_shape = SHAPE_SEEN("Sheet", struct sheet, sheet_fields);

bool sheet_has_hp(const struct sheet *s)
{
	return shape_seen(&hp_shape, &s->hp, "current");
}

void sheet_set_hp(struct sheet *s, int32_t current)
{
	for (size_t i = 0; i < hp_shape.count; i++)
		if (hp_shape.fields[i].offset == offsetof(struct sheet_hp, current))
			s->hp.seen.present |= UINT64_C(1) << i;
	s->hp.current = current > 0 ? current : 0;
}
