/* The body of each move, as a person sends it. */
#include "common/rules/step.h"

#include "common/base/poison.h"

static const char *const hp_choices[] = {"average", "roll", NULL}; /* HP_AVERAGE, HP_ROLL */

static const struct field id_item = {.kind = FIELD_UUID, .doc = "The id of a combatant."};

#define TYPE_FIELD                                                                                 \
	{                                                                                          \
		.name = "type", .kind = FIELD_ENUM, .flags = FIELD_REQUIRED,                       \
		.offset = offsetof(struct move, type), .names = move_type_names,                   \
		.doc = "Which move this is."                                                       \
	}

#define COMBATANT_FIELD(doc_)                                                                      \
	{                                                                                          \
		.name = "combatant_id", .kind = FIELD_UUID, .flags = FIELD_REQUIRED,               \
		.offset = offsetof(struct move, combatant_id), .doc = (doc_)                       \
	}

#define ID_LIST_FIELD(name_, flags_, min_, member, doc_)                                           \
	{                                                                                          \
		.name = (name_), .kind = FIELD_LIST, .flags = (flags_),                            \
		.offset = offsetof(struct move, member), .min = (min_),                            \
		.max = ENCOUNTER_COMBATANTS_MAX, .item = &id_item,                                 \
		.item_size = sizeof(struct uuid), .doc = (doc_)                                    \
	}

static const struct field custom_fields[] = {
    {.name = "name",
     .kind = FIELD_STR,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct custom_combatant, name),
     .min = 1,
     .max = STAT_NAME_MAX,
     .doc = "What it is called at the table; a number is added when the name is taken."},
    {.name = "hp",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct custom_combatant, hp),
     .min = 1,
     .max = HIT_POINTS_MAX,
     .doc = "Its hit points and their maximum."},
    {.name = "armor_class",
     .kind = FIELD_INT,
     .offset = offsetof(struct custom_combatant, armor_class),
     .min = 1,
     .max = ARMOR_CLASS_MAX,
     .doc = "What an attack roll must reach, 10 when not given."},
    {.name = "initiative_bonus",
     .kind = FIELD_INT,
     .offset = offsetof(struct custom_combatant, initiative_bonus),
     .min = -INITIATIVE_BONUS_MAX,
     .max = INITIATIVE_BONUS_MAX,
     .doc = "What is added to the d20 of its initiative, 0 when not given."},
};
static const struct shape custom_shape =
    SHAPE("CustomCombatant", struct custom_combatant, custom_fields);

static const struct field add_combatant_fields[] = {
    TYPE_FIELD,
    {.name = "monster",
     .kind = FIELD_STR,
     .offset = offsetof(struct move, monster),
     .min = 1,
     .max = STAT_NAME_MAX,
     .doc = "The slug of a compendium monster; give exactly one of monster, character_id and "
            "custom."},
    {.name = "character_id",
     .kind = FIELD_UUID,
     .offset = offsetof(struct move, character_id),
     .doc = "A character of this campaign, which can take part only once."},
    {.name = "custom",
     .kind = FIELD_OBJECT,
     .offset = offsetof(struct move, custom),
     .shape = &custom_shape,
     .doc = "Something that is in no compendium, described here."},
    {.name = "count",
     .kind = FIELD_INT,
     .offset = offsetof(struct move, count),
     .min = 1,
     .max = ADD_COUNT_MAX,
     .doc = "How many of them join, 1 when not given; several are numbered: Goblin 1, Goblin 2."},
    {.name = "hp",
     .kind = FIELD_INT,
     .offset = offsetof(struct move, hp),
     .min = 1,
     .max = HIT_POINTS_MAX,
     .names = hp_choices,
     .doc = "The hit points of a monster: average as printed (also when not given), roll its hit "
            "dice for each one, or a number; a character brings its own."},
    {.name = "hidden",
     .kind = FIELD_BOOL,
     .offset = offsetof(struct move, hidden),
     .doc = "Whether they stay unknown to the players until revealed, false when not given."},
};

static const struct field remove_combatant_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Who leaves the encounter."),
};

static const struct field reveal_fields[] = {
    TYPE_FIELD,
    ID_LIST_FIELD("combatant_ids", FIELD_REQUIRED, 1, combatant_ids,
                  "Whom the players see from now on."),
};

static const struct field hide_fields[] = {
    TYPE_FIELD,
    ID_LIST_FIELD("combatant_ids", FIELD_REQUIRED, 1, combatant_ids,
                  "Who vanishes from the players' sight."),
};

static const struct field roll_initiative_fields[] = {
    TYPE_FIELD,
    {.name = "for",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct move, roll_for),
     .names = roll_for_names,
     .doc = "Which of those without initiative roll, all when not given; monsters means everyone "
            "who is not a character."},
    ID_LIST_FIELD("combatant_ids", 0, 1, combatant_ids,
                  "Roll for exactly these, again if they have initiative; for plays no part then."),
};

static const struct field set_initiative_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Whose place in the turn order this is."),
    {.name = "initiative",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct move, initiative),
     .min = -INITIATIVE_MAX,
     .max = INITIATIVE_MAX,
     .doc = "The initiative; the higher acts first."},
    {.name = "tiebreak",
     .kind = FIELD_INT,
     .offset = offsetof(struct move, tiebreak),
     .min = -TIEBREAK_MAX,
     .max = TIEBREAK_MAX,
     .doc = "Among equal initiatives the higher acts first; when not given it stays, or is the "
            "Dexterity score of one who had no initiative."},
};

static const struct field damage_fields[] = {
    TYPE_FIELD,
    ID_LIST_FIELD("targets", FIELD_REQUIRED, 1, targets, "Who is hit, each named once."),
    {.name = "amount",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct move, amount),
     .min = 0,
     .max = HIT_POINTS_MAX,
     .doc = "The damage as rolled, the same for every target; resistances are taken off here, not "
            "by the sender."},
    {.name = "damage_type",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct move, damage_type),
     .names = damage_type_names,
     .doc = "The type that resistances look at, untyped when not given."},
    {.name = "half",
     .kind = FIELD_BOOL,
     .offset = offsetof(struct move, half),
     .doc = "Whether the targets saved for half the damage, rounded down."},
};

static const struct field heal_fields[] = {
    TYPE_FIELD,
    ID_LIST_FIELD("targets", FIELD_REQUIRED, 1, targets, "Who is healed, each named once."),
    {.name = "amount",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct move, amount),
     .min = 0,
     .max = HIT_POINTS_MAX,
     .doc = "The hit points to give back; none goes above its maximum."},
};

static const struct field end_fields[] = {
    TYPE_FIELD,
    {.name = "xp",
     .kind = FIELD_INT,
     .offset = offsetof(struct move, xp),
     .min = 0,
     .max = XP_AWARD_MAX,
     .doc = "The experience points to award; when not given, those of the monsters at 0 hit "
            "points."},
};

static const struct field type_only_fields[] = {TYPE_FIELD};

const struct shape move_shapes[MOVE_TYPES] = {
    [MOVE_ADD_COMBATANT] = SHAPE_SEEN("MoveAddCombatant", struct move, add_combatant_fields),
    [MOVE_REMOVE_COMBATANT] =
        SHAPE_SEEN("MoveRemoveCombatant", struct move, remove_combatant_fields),
    [MOVE_REVEAL] = SHAPE_SEEN("MoveReveal", struct move, reveal_fields),
    [MOVE_HIDE] = SHAPE_SEEN("MoveHide", struct move, hide_fields),
    [MOVE_ROLL_INITIATIVE] = SHAPE_SEEN("MoveRollInitiative", struct move, roll_initiative_fields),
    [MOVE_SET_INITIATIVE] = SHAPE_SEEN("MoveSetInitiative", struct move, set_initiative_fields),
    [MOVE_START] = SHAPE_SEEN("MoveStart", struct move, type_only_fields),
    [MOVE_NEXT_TURN] = SHAPE_SEEN("MoveNextTurn", struct move, type_only_fields),
    [MOVE_PAUSE] = SHAPE_SEEN("MovePause", struct move, type_only_fields),
    [MOVE_RESUME] = SHAPE_SEEN("MoveResume", struct move, type_only_fields),
    [MOVE_DAMAGE] = SHAPE_SEEN("MoveDamage", struct move, damage_fields),
    [MOVE_HEAL] = SHAPE_SEEN("MoveHeal", struct move, heal_fields),
    [MOVE_END] = SHAPE_SEEN("MoveEnd", struct move, end_fields),
};
