/* The bodies of the moves about who is there and whose turn it is, as a person sends them. */
#include "common/rules/move_shapes.h"

#include "common/base/poison.h"

static const char *const hp_choices[] = {"average", "roll", NULL}; /* HP_AVERAGE, HP_ROLL */

const struct field move_id_item = {.kind = FIELD_UUID, .doc = "The id of a combatant."};

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
    MOVE_FIELD("monster", FIELD_STR, monster, .min = 1, .max = STAT_NAME_MAX,
               .doc = "The slug of a compendium monster; give exactly one of monster, character_id "
                      "and custom."),
    MOVE_FIELD("character_id", FIELD_UUID, character_id,
               .doc = "A character of this campaign, which can take part only once."),
    MOVE_FIELD("custom", FIELD_OBJECT, custom, .shape = &custom_shape,
               .doc = "Something that is in no compendium, described here."),
    MOVE_FIELD(
        "count", FIELD_INT, count, .min = 1, .max = ADD_COUNT_MAX,
        .doc =
            "How many of them join, 1 when not given; several are numbered: Goblin 1, Goblin 2."),
    MOVE_FIELD("hp", FIELD_INT, hp, .min = 1, .max = HIT_POINTS_MAX, .names = hp_choices,
               .doc = "The hit points of a monster: average as printed (also when not given), roll "
                      "its hit dice for each one, or a number; a character brings its own."),
    MOVE_FIELD(
        "hidden", FIELD_BOOL, hidden,
        .doc = "Whether they stay unknown to the players until revealed, false when not given."),
    MOVE_FIELD("in_lair", FIELD_BOOL, in_lair,
               .doc = "Whether it fights in its lair: 2014 lair actions, 2024 more uses."),
    MOVE_FIELD(
        "death_saves", FIELD_BOOL, death_saves,
        .doc = "Whether they make death saves at 0 hit points like a character, instead of dying."),
};
const struct shape move_shape_add_combatant =
    SHAPE_SEEN("MoveAddCombatant", struct move, add_combatant_fields);

static const struct field remove_combatant_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Who leaves the encounter."),
};
const struct shape move_shape_remove_combatant =
    SHAPE_SEEN("MoveRemoveCombatant", struct move, remove_combatant_fields);

static const struct field reveal_fields[] = {
    TYPE_FIELD,
    ID_LIST_FIELD("combatant_ids", FIELD_REQUIRED, 1, combatant_ids,
                  "Whom the players see from now on."),
};
const struct shape move_shape_reveal = SHAPE_SEEN("MoveReveal", struct move, reveal_fields);

static const struct field hide_fields[] = {
    TYPE_FIELD,
    ID_LIST_FIELD("combatant_ids", FIELD_REQUIRED, 1, combatant_ids,
                  "Who vanishes from the players' sight."),
};
const struct shape move_shape_hide = SHAPE_SEEN("MoveHide", struct move, hide_fields);

#define EACH_ROUND_FIELD                                                                           \
	MOVE_FIELD("each_round", FIELD_BOOL, each_round,                                           \
	           .doc = "Whether everyone rolls anew as each round begins, from now on; as it "  \
	                  "was when not given.")

static const struct field roll_initiative_fields[] = {
    TYPE_FIELD,
    MOVE_FIELD("for", FIELD_ENUM, roll_for, .names = roll_for_names,
               .doc = "Which of those without initiative roll, all when not given; monsters means "
                      "everyone who is not a character."),
    ID_LIST_FIELD("combatant_ids", 0, 1, combatant_ids,
                  "Roll for exactly these, again if they have initiative; for plays no part then."),
    MOVE_FIELD("together", FIELD_ENUM, together, .names = roll_together_names,
               .doc = "Who shares a die: monsters of one kind (groups, when not given), each "
                      "alone, or the two sides, whose bonuses then do not count."),
    ID_LIST_FIELD("advantage", 0, 0, advantage,
                  "Who rolls with advantage, besides what conditions say."),
    ID_LIST_FIELD("disadvantage", 0, 0, disadvantage,
                  "Who rolls with disadvantage, besides what conditions say."),
    ID_LIST_FIELD("surprised", 0, 0, surprised,
                  "Who is surprised: 2014 does nothing until its first turn has ended, 2024 rolls "
                  "with disadvantage."),
    MOVE_FIELD("fixed", FIELD_BOOL, fixed,
               .doc =
                   "Whether 10, 15 with advantage or 5 with disadvantage stands in for the die."),
    MOVE_FIELD("again", FIELD_BOOL, again, .doc = "Whether those roll too who have initiative."),
    EACH_ROUND_FIELD,
};
const struct shape move_shape_roll_initiative =
    SHAPE_SEEN("MoveRollInitiative", struct move, roll_initiative_fields);

static const struct field set_initiative_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Whose place in the turn order this is."),
    MOVE_FIELD("initiative", FIELD_INT, initiative, .flags = FIELD_REQUIRED, .min = -INITIATIVE_MAX,
               .max = INITIATIVE_MAX, .doc = "The initiative; the higher acts first."),
    MOVE_FIELD("tiebreak", FIELD_INT, tiebreak, .min = -TIEBREAK_MAX, .max = TIEBREAK_MAX,
               .doc = "Among equal initiatives the higher acts first; when not given it stays, or "
                      "is the Dexterity score of one who had no initiative."),
};
const struct shape move_shape_set_initiative =
    SHAPE_SEEN("MoveSetInitiative", struct move, set_initiative_fields);

static const struct field reorder_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Who is moved in the turn order."),
    MOVE_FIELD("after", FIELD_UUID, after, .doc = "Behind whom; to the front when not given."),
};
const struct shape move_shape_reorder = SHAPE_SEEN("MoveReorder", struct move, reorder_fields);

static const struct field delay_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Whose turn it is and is put off."),
    MOVE_FIELD("after", FIELD_UUID, after,
               .doc = "After whose turn it comes; at the end of the round when not given."),
};
const struct shape move_shape_delay = SHAPE_SEEN("MoveDelay", struct move, delay_fields);

static const struct field start_fields[] = {TYPE_FIELD, EACH_ROUND_FIELD};
const struct shape move_shape_start = SHAPE_SEEN("MoveStart", struct move, start_fields);

static const struct field type_only_fields[] = {TYPE_FIELD};
const struct shape move_shape_next_turn = SHAPE_SEEN("MoveNextTurn", struct move, type_only_fields);
const struct shape move_shape_pause = SHAPE_SEEN("MovePause", struct move, type_only_fields);
const struct shape move_shape_resume = SHAPE_SEEN("MoveResume", struct move, type_only_fields);
const struct shape move_shape_skip_turn = SHAPE_SEEN("MoveSkipTurn", struct move, type_only_fields);
const struct shape move_shape_previous_turn =
    SHAPE_SEEN("MovePreviousTurn", struct move, type_only_fields);

static const struct field allow_turn_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Whose turn was skipped."),
};
const struct shape move_shape_allow_turn =
    SHAPE_SEEN("MoveAllowTurn", struct move, allow_turn_fields);

static const struct field end_turn_fields[] = {
    TYPE_FIELD,
    MOVE_FIELD("combatant_id", FIELD_UUID, combatant_id,
               .doc = "Whose turn ends; refused when it is not its turn, unless it makes up for a "
                      "missed one."),
};
const struct shape move_shape_end_turn = SHAPE_SEEN("MoveEndTurn", struct move, end_turn_fields);

static const struct field loot_fields[] = {
    {.name = "name",
     .kind = FIELD_STR,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct loot, name),
     .min = 1,
     .max = RESOURCE_NAME_MAX,
     .doc = "What kind it is."},
    {.name = "quantity",
     .kind = FIELD_INT,
     .offset = offsetof(struct loot, quantity),
     .min = 1,
     .max = RESOURCE_USES_MAX,
     .doc = "How many, 1 when not given."},
    {.name = "combatant_id",
     .kind = FIELD_UUID,
     .offset = offsetof(struct loot, combatant_id),
     .doc = "Who gets it; open when not given."},
};
static const struct shape loot_shape = SHAPE("Loot", struct loot, loot_fields);
static const struct field loot_item = {
    .kind = FIELD_OBJECT, .shape = &loot_shape, .doc = "Something found."};

static const struct field end_fields[] = {
    TYPE_FIELD,
    MOVE_FIELD("xp", FIELD_INT, xp, .min = 0, .max = XP_AWARD_MAX,
               .doc = "The experience points to award; when not given, those of the monsters that "
                      "are dead, at 0 hit points or knocked out."),
    MOVE_FIELD("loot", FIELD_LIST, loot, .max = LOOT_MAX, .item = &loot_item,
               .item_size = sizeof(struct loot), .doc = "What was found."),
};
const struct shape move_shape_end = SHAPE_SEEN("MoveEnd", struct move, end_fields);
