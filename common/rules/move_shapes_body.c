/* The bodies of the moves about hit points, conditions and saves. */
#include "common/rules/move_shapes.h"

#include "common/base/poison.h"

#define CONDITION_FIELD(doc_)                                                                      \
	MOVE_FIELD("condition", FIELD_ENUM, condition, .flags = FIELD_REQUIRED,                    \
	           .names = condition_names, .doc = (doc_))
#define SAVE_FIELDS                                                                                \
	MOVE_FIELD("roll", FIELD_INT, roll, .min = -ROLL_MAX, .max = ROLL_MAX,                     \
	           .doc = "The total that was rolled at the table; rolled here when not given."),  \
	    MOVE_FIELD("success", FIELD_BOOL, success,                                             \
	               .doc = "How the save ends whatever was rolled, as a legendary resistance "  \
	                      "or a DM may have it.")

static const struct field part_fields[] = {
    {.name = "amount",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct damage_share, amount),
     .min = 0,
     .max = HIT_POINTS_MAX,
     .doc = "The damage as rolled."},
    {.name = "damage_type",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct damage_share, type),
     .names = damage_type_names,
     .doc = "Its type, untyped when not given."},
};
static const struct shape part_shape = SHAPE("DamageShare", struct damage_share, part_fields);
static const struct field part_item = {
    .kind = FIELD_OBJECT, .shape = &part_shape, .doc = "The share of one type."};

static const struct field damage_fields[] = {
    TYPE_FIELD,
    TARGETS_FIELD("Who is hit, each named once."),
    MOVE_FIELD("amount", FIELD_INT, amount, .min = 0, .max = HIT_POINTS_MAX,
               .doc = "The damage as rolled, the same for every target; resistances are taken off "
                      "here, not by the sender. Give one of amount, roll and parts."),
    MOVE_FIELD("roll", FIELD_STR, dice, .min = 1, .max = DAMAGE_DICE_MAX,
               .doc = "Dice to roll for it, once for all targets, with types in brackets: "
                      "2d6[slashing]+1d6[fire]."),
    MOVE_FIELD("parts", FIELD_LIST, parts, .min = 1, .max = DAMAGE_PARTS_MAX, .item = &part_item,
               .item_size = sizeof(struct damage_share),
               .doc = "Several types at once, as rolled."),
    MOVE_FIELD(
        "damage_type", FIELD_ENUM, damage_type, .names = damage_type_names,
        .doc = "The type of amount, and of what has no brackets in roll; untyped when not given."),
    MOVE_FIELD("half", FIELD_BOOL, half,
               .doc = "Whether all targets saved for half the damage, rounded down."),
    ID_LIST_FIELD("saved", 0, 0, saved,
                  "Those among the targets who saved for half, when not all did."),
    MOVE_FIELD("critical", FIELD_BOOL, critical,
               .doc = "Whether it was a critical hit: the dice of roll are doubled, and it fails "
                      "two death saves."),
    MOVE_FIELD("reduction", FIELD_INT, reduction, .min = 0, .max = HIT_POINTS_MAX,
               .doc = "A flat reduction, taken off before resistances."),
    MOVE_FIELD("unresisted", FIELD_BOOL, unresisted,
               .doc =
                   "Whether resistances, vulnerabilities, immunities and thresholds play no part, "
                   "as the DM has it."),
    MOVE_FIELD("lowers_max", FIELD_BOOL, lowers_max,
               .doc = "Whether the maximum falls by the damage, too, until a long rest; at 0 it is "
                      "death."),
    MOVE_FIELD("knock_out", FIELD_BOOL, knock_out,
               .doc = "Whether one who would drop to 0 is knocked out instead: 2014 unconscious "
                      "and stable, 2024 unconscious at 1 hit point."),
};
const struct shape move_shape_damage = SHAPE_SEEN("MoveDamage", struct move, damage_fields);

static const struct field heal_fields[] = {
    TYPE_FIELD,
    TARGETS_FIELD("Who is healed, each named once."),
    MOVE_FIELD("amount", FIELD_INT, amount, .min = 0, .max = HIT_POINTS_MAX,
               .doc = "The hit points to give back; none goes above its maximum. Give one of "
                      "amount and roll."),
    MOVE_FIELD("roll", FIELD_STR, dice, .min = 1, .max = DAMAGE_DICE_MAX,
               .doc = "Dice to roll for it, once for all targets."),
    MOVE_FIELD("revive", FIELD_BOOL, revive, .doc = "Whether it brings back the dead."),
};
const struct shape move_shape_heal = SHAPE_SEEN("MoveHeal", struct move, heal_fields);

static const struct field set_temp_hp_fields[] = {
    TYPE_FIELD,
    TARGETS_FIELD("Who gets them, each named once."),
    MOVE_FIELD(
        "amount", FIELD_INT, amount, .flags = FIELD_REQUIRED, .min = 0, .max = HIT_POINTS_MAX,
        .doc =
            "The temporary hit points; they never add up, so fewer than there are change nothing."),
    MOVE_FIELD("replace", FIELD_BOOL, replace, .doc = "Whether they take the place of more."),
};
const struct shape move_shape_set_temp_hp =
    SHAPE_SEEN("MoveSetTempHp", struct move, set_temp_hp_fields);

static const struct field stabilize_fields[] = {
    TYPE_FIELD,
    TARGETS_FIELD("Who is stable from now on, each named once."),
};
const struct shape move_shape_stabilize =
    SHAPE_SEEN("MoveStabilize", struct move, stabilize_fields);

static const struct field death_save_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Who makes the death save of its turn."),
    MOVE_FIELD("roll", FIELD_INT, roll, .min = 1, .max = 20,
               .doc = "The d20 as it fell at the table; rolled here when not given."),
};
const struct shape move_shape_death_save =
    SHAPE_SEEN("MoveDeathSave", struct move, death_save_fields);

static const struct field move_until_fields[] = {
    {.name = "at",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct until, at),
     .names = until_names,
     .doc = "What ends it: nothing by itself (also when not given), the start or end of a turn, a "
            "save at the end of each turn of its bearer, or hit points regained."},
    {.name = "combatant_id",
     .kind = FIELD_UUID,
     .offset = offsetof(struct until, combatant_id),
     .doc = "Whose turn it is that counts."},
    {.name = "rounds",
     .kind = FIELD_INT,
     .offset = offsetof(struct until, rounds),
     .max = UNTIL_ROUNDS_MAX,
     .doc = "How many such turns from now, 1 when not given; the end of the turn under way counts "
            "only with 0."},
    {.name = "ability",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct until, save),
     .names = save_names,
     .doc = "The ability of the save, str when not given."},
    {.name = "dc",
     .kind = FIELD_INT,
     .offset = offsetof(struct until, dc),
     .min = 1,
     .max = DC_MAX,
     .doc = "The difficulty of the save."},
};
static const struct shape move_until_shape = SHAPE("Until", struct until, move_until_fields);

static const struct field add_condition_fields[] = {
    TYPE_FIELD,
    TARGETS_FIELD("Who gets it, each named once."),
    CONDITION_FIELD("Which one; exhaustion adds a level."),
    MOVE_FIELD("until", FIELD_OBJECT, until, .shape = &move_until_shape,
               .doc = "When it ends by itself; never when not given."),
    MOVE_FIELD("source_id", FIELD_UUID, source,
               .doc = "The combatant who causes it; the same condition from several sources ends "
                      "with the last."),
    MOVE_FIELD("concentration", FIELD_BOOL, concentration,
               .doc = "Whether it ends with the source's concentration."),
};
const struct shape move_shape_add_condition =
    SHAPE_SEEN("MoveAddCondition", struct move, add_condition_fields);

static const struct field remove_condition_fields[] = {
    TYPE_FIELD,
    TARGETS_FIELD("Who is rid of it, each named once."),
    CONDITION_FIELD("Which one; exhaustion loses a level."),
    MOVE_FIELD("source_id", FIELD_UUID, source,
               .doc = "Only what this combatant caused; from every source when not given."),
};
const struct shape move_shape_remove_condition =
    SHAPE_SEEN("MoveRemoveCondition", struct move, remove_condition_fields);

static const struct field condition_save_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Who makes the save."),
    CONDITION_FIELD("Against which condition that a save ends."),
    SAVE_FIELDS,
};
const struct shape move_shape_condition_save =
    SHAPE_SEEN("MoveConditionSave", struct move, condition_save_fields);

static const struct field set_exhaustion_fields[] = {
    TYPE_FIELD,
    TARGETS_FIELD("Whose level it is, each named once."),
    MOVE_FIELD("level", FIELD_INT, level, .flags = FIELD_REQUIRED, .max = EXHAUSTION_LEVELS,
               .doc = "0 for none; 6 is death."),
};
const struct shape move_shape_set_exhaustion =
    SHAPE_SEEN("MoveSetExhaustion", struct move, set_exhaustion_fields);

static const struct field set_concentration_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Who concentrates."),
    MOVE_FIELD("spell", FIELD_STR, spell, .max = SPELL_NAME_MAX,
               .doc = "On what; it stops when not given."),
};
const struct shape move_shape_set_concentration =
    SHAPE_SEEN("MoveSetConcentration", struct move, set_concentration_fields);

static const struct field concentration_save_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Who makes the save."),
    SAVE_FIELDS,
};
const struct shape move_shape_concentration_save =
    SHAPE_SEEN("MoveConcentrationSave", struct move, concentration_save_fields);
