#include "common/rules/sheet.h"

#include "common/base/poison.h"

enum { SLUG_MAX = 80, ITEMS_MAX = 300, NOTES_MAX = 20000, EXTRA_MAX = 16384, XP_MAX = 1000000 };
enum { DEFAULT_HIT_DIE = 8, UNARMORED = 10 };

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
};
static const struct shape proficiencies_shape =
    SHAPE("SheetProficiencies", struct sheet_proficiencies, proficiency_fields);

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

static const struct field sheet_fields[] = {
    {.name = "abilities",
     .kind = FIELD_OBJECT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct sheet, abilities),
     .shape = &abilities_shape,
     .doc = "The six scores."},
    TEXT(struct sheet, species, SLUG_MAX, "The species's slug."),
    {.name = "classes",
     .kind = FIELD_LIST,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, classes),
     .max = CLASSES_MAX,
     .item = &class_item,
     .item_size = sizeof(struct sheet_class),
     .doc = "Classes, the first one taken first."},
    TEXT(struct sheet, background, SLUG_MAX, "The background's slug."),
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
    SLUGS(struct sheet, spells, "Spells known or prepared, by slug."),
    {.name = "hp",
     .kind = FIELD_OBJECT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, hp),
     .shape = &hp_shape,
     .doc = "Hit points; in a running encounter they change by its moves."},
    COUNTS(features_used, "Uses spent, by the feature's slug."),
    COUNTS(slots_used, "Spell slots spent, by level."),
    {.name = "xp",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, xp),
     .max = XP_MAX,
     .doc = "Experience points."},
    {.name = "armor_class",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, armor_class),
     .min = 1,
     .max = 40,
     .doc = "The armour class, if it is not 10 + Dexterity."},
    TEXT(struct sheet, notes, NOTES_MAX, "The player's notes."),
    {.name = "extra",
     .kind = FIELD_RAW,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sheet, extra),
     .max = EXTRA_MAX,
     .doc = "Whatever else the front end keeps; never looked into."},
};
const struct shape sheet_shape = SHAPE_SEEN("Sheet", struct sheet, sheet_fields);

/* SRD 5.1 and 5.2, class tables: the sizes of hit dice other than d8. */
static const struct {
	const char *slug;
	int32_t die;
} hit_dice[] = {
    {"barbarian", 12}, {"fighter", 10}, {"paladin", 10},
    {"ranger", 10},    {"sorcerer", 6}, {"wizard", 6},
};

static int32_t hit_die(struct str class)
{
	for (size_t i = 0; i < sizeof hit_dice / sizeof *hit_dice; i++)
		if (str_eq(class, str_of(hit_dice[i].slug)))
			return hit_dice[i].die;
	return DEFAULT_HIT_DIE;
}

int32_t ability_modifier(int32_t score)
{
	return (score - 10 - (score < 10)) / 2;
}

int32_t sheet_level(const struct sheet *s)
{
	const struct sheet_class *c = s->classes.items;
	int32_t level = 0;

	for (size_t i = 0; i < s->classes.count; i++)
		level += c[i].level;
	return level;
}

int32_t sheet_hp_max(const struct sheet *s)
{
	const struct sheet_class *c = s->classes.items;
	int32_t con = ability_modifier(s->abilities[ABILITY_CON]), max = 0;

	if (s->hp.max)
		return s->hp.max;
	for (size_t i = 0; i < s->classes.count; i++) {
		int32_t die = hit_die(c[i].name);

		for (int32_t level = 1; level <= c[i].level; level++) {
			bool first = i == 0 && level == 1;
			int32_t gain = (first ? die : die / 2 + 1) + con;

			max += gain > 1 ? gain : 1;
		}
	}
	/* Someone without a class is a commoner: one d8. */
	if (!max)
		max = DEFAULT_HIT_DIE + con > 1 ? DEFAULT_HIT_DIE + con : 1;
	return max;
}

const char *sheet_broken(const struct sheet *s, const char **field)
{
	if (sheet_level(s) > LEVEL_MAX) {
		*field = "/sheet/classes";
		return "class levels must add up to 20 at most";
	}
	if (s->hp.current > sheet_hp_max(s)) {
		*field = "/sheet/hp/current";
		return "must not be above the hit point maximum";
	}
	return NULL;
}

struct stat_block sheet_stat_block(const struct sheet *s, struct str name, struct uuid character)
{
	int32_t dex = s->abilities[ABILITY_DEX], max = sheet_hp_max(s);
	bool given = shape_seen(&hp_shape, &s->hp, "current");

	return (struct stat_block){
	    .kind = KIND_CHARACTER,
	    .name = name,
	    .character_id = character,
	    .dexterity = dex,
	    .initiative_bonus = ability_modifier(dex),
	    .armor_class = s->armor_class ? s->armor_class : UNARMORED + ability_modifier(dex),
	    .hp = {.current = given ? s->hp.current : max, .max = max, .temp = s->hp.temp},
	};
}
