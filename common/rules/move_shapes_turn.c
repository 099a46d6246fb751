/* The bodies of the moves that a turn is used for, and of the DM's word. */
#include "common/rules/move_shapes.h"

#include "common/base/poison.h"

static const struct field made_item = {
    .kind = FIELD_OBJECT, .shape = &attack_made_shape, .doc = "One attack on one target."};

static const struct field take_turn_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Who acts in its turn."),
    MOVE_FIELD("cost", FIELD_ENUM, cost, .names = cost_names,
               .doc = "What of a turn it takes, an action when not given."),
    ID_LIST_FIELD("targets", 0, 0, targets, "At whom, each named once."),
    MOVE_FIELD("action", FIELD_STR, text, .max = INTENT_MAX, .doc = "What it does, in words."),
    MOVE_FIELD("slot", FIELD_INT, level, .min = 1, .max = SLOT_MAX,
               .doc = "The level of the spell slot that it spends."),
    MOVE_FIELD("pact", FIELD_BOOL, pact, .doc = "Whether that is a slot of pact magic."),
    MOVE_FIELD("cantrip", FIELD_BOOL, cantrip,
               .doc = "Whether it casts a cantrip; 2014 allows nothing else but one with an action "
                      "beside a spell cast with a bonus action."),
    MOVE_FIELD("attacks", FIELD_LIST, attacks, .max = ATTACKS_AT_ONCE_MAX, .item = &made_item,
               .item_size = sizeof(struct attack_made),
               .doc = "The attacks that it makes, which are rolled against armor class and deal "
                      "their damage one after the other."),
};
const struct shape move_shape_take_turn = SHAPE_SEEN("MoveTakeTurn", struct move, take_turn_fields);

static const struct field queue_turn_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Whose plan it is."),
    ID_LIST_FIELD("targets", 0, 0, targets, "At whom, each named once."),
    MOVE_FIELD("action", FIELD_STR, text, .max = INTENT_MAX,
               .doc = "What it means to do, in words; empty for nothing any more."),
};
const struct shape move_shape_queue_turn =
    SHAPE_SEEN("MoveQueueTurn", struct move, queue_turn_fields);

static const struct field ready_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Who waits for that."),
    MOVE_FIELD("action", FIELD_STR, text, .flags = FIELD_REQUIRED, .min = 1, .max = INTENT_MAX,
               .doc = "What it does, and when."),
};
const struct shape move_shape_ready = SHAPE_SEEN("MoveReady", struct move, ready_fields);

static const struct field move_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Who moves to there."),
    MOVE_FIELD("x", FIELD_INT, x, .flags = FIELD_REQUIRED, .min = -POSITION_MAX,
               .max = POSITION_MAX, .doc = "The column it moves to."),
    MOVE_FIELD("y", FIELD_INT, y, .flags = FIELD_REQUIRED, .min = -POSITION_MAX,
               .max = POSITION_MAX, .doc = "The row it moves to."),
    MOVE_FIELD("distance", FIELD_INT, distance, .max = POSITION_MAX,
               .doc = "The way in feet; when not given, the straight way over squares of 5 feet."),
};
const struct shape move_shape_move = SHAPE_SEEN("MoveMove", struct move, move_fields);

static const struct field interact_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Who handles something."),
    MOVE_FIELD("action", FIELD_STR, text, .max = INTENT_MAX, .doc = "With what, in words."),
};
const struct shape move_shape_interact = SHAPE_SEEN("MoveInteract", struct move, interact_fields);

static const struct field use_slot_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Whose slot it is."),
    MOVE_FIELD("level", FIELD_INT, level, .flags = FIELD_REQUIRED, .min = 1, .max = SLOT_MAX,
               .doc = "The level of the slot."),
    MOVE_FIELD("pact", FIELD_BOOL, pact, .doc = "Whether it is a slot of pact magic."),
    MOVE_FIELD("cost", FIELD_ENUM, cost, .names = cost_names,
               .doc = "What the spell is cast with, an action when not given; it is not taken from "
                      "the turn, but 2014 allows little beside a bonus action spell."),
};
const struct shape move_shape_use_slot = SHAPE_SEEN("MoveUseSlot", struct move, use_slot_fields);

static const struct field use_feature_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Whose feature it is."),
    MOVE_FIELD("feature", FIELD_STR, name, .flags = FIELD_REQUIRED, .min = 1,
               .max = RESOURCE_NAME_MAX, .doc = "Its slug or name."),
    MOVE_FIELD("count", FIELD_INT, count, .min = 1, .max = RESOURCE_USES_MAX,
               .doc = "How many uses, 1 when not given."),
};
const struct shape move_shape_use_feature =
    SHAPE_SEEN("MoveUseFeature", struct move, use_feature_fields);

static const struct field use_item_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Who carries it."),
    MOVE_FIELD("item", FIELD_STR, name, .flags = FIELD_REQUIRED, .min = 1, .max = RESOURCE_NAME_MAX,
               .doc = "Its slug or name."),
    MOVE_FIELD("count", FIELD_INT, count, .min = 1, .max = RESOURCE_USES_MAX,
               .doc = "How many are used up, 1 when not given; of an item with charges so many of "
                      "these."),
};
const struct shape move_shape_use_item = SHAPE_SEEN("MoveUseItem", struct move, use_item_fields);

static const struct field equip_item_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Who carries it."),
    MOVE_FIELD("item", FIELD_STR, name, .flags = FIELD_REQUIRED, .min = 1, .max = RESOURCE_NAME_MAX,
               .doc = "Its slug or name."),
    MOVE_FIELD("equipped", FIELD_BOOL, equipped, .flags = FIELD_REQUIRED,
               .doc = "Whether it is worn or held from now on."),
};
const struct shape move_shape_equip_item =
    SHAPE_SEEN("MoveEquipItem", struct move, equip_item_fields);

static const struct field use_legendary_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Whose it is."),
    MOVE_FIELD("count", FIELD_INT, count, .min = 1, .max = RESOURCE_USES_MAX,
               .doc = "How many legendary actions it costs, 1 when not given."),
    MOVE_FIELD("resistance", FIELD_BOOL, resistance,
               .doc = "Whether a legendary resistance is used instead."),
};
const struct shape move_shape_use_legendary =
    SHAPE_SEEN("MoveUseLegendary", struct move, use_legendary_fields);

static const struct field use_lair_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Whose lair it is."),
};
const struct shape move_shape_use_lair = SHAPE_SEEN("MoveUseLair", struct move, use_lair_fields);

static const struct field note_fields[] = {
    TYPE_FIELD,
    MOVE_FIELD("text", FIELD_STR, text, .flags = FIELD_REQUIRED, .min = 1, .max = NOTE_MAX,
               .doc = "The remark itself."),
    MOVE_FIELD("combatant_id", FIELD_UUID, combatant_id,
               .doc = "Whom it is about; nobody in particular when not given."),
};
const struct shape move_shape_note = SHAPE_SEEN("MoveNote", struct move, note_fields);

static const struct field rest_fields[] = {
    TYPE_FIELD,
    ID_LIST_FIELD("combatant_ids", FIELD_REQUIRED, 1, combatant_ids, "Those who rest."),
    MOVE_FIELD(
        "rest", FIELD_ENUM, rest, .flags = FIELD_REQUIRED, .names = rest_names,
        .doc = "A short rest of an hour, a long one of eight, or dawn, when charges come back."),
    MOVE_FIELD("hit_dice", FIELD_INT, hit_dice, .min = 0, .max = HIT_DICE_AT_ONCE_MAX,
               .doc = "How many hit dice each of them spends in a short rest at most, the largest "
                      "first, until nothing is missing; none when not given."),
    MOVE_FIELD("fixed", FIELD_BOOL, fixed,
               .doc = "Whether hit dice give their fixed figure (5 for a d8) and are not rolled."),
};
const struct shape move_shape_rest = SHAPE_SEEN("MoveRest", struct move, rest_fields);

static const struct field override_fields[] = {
    TYPE_FIELD,
    COMBATANT_FIELD("Whose figure it is."),
    MOVE_FIELD(
        "field", FIELD_STR, field, .flags = FIELD_REQUIRED, .min = 1, .max = 20 + RESOURCE_NAME_MAX,
        .doc = "Which one: name, hp/current, hp/max, hp/max_lost, hp/temp, hp_shown, armor_class, "
               "speed, "
               "dexterity, initiative_bonus, damage_threshold, exhaustion, xp, resistances and "
               "the like (names with blanks between them), saves/con and the like, "
               "dying/successes and the like, spent/action and the like, "
               "resources/feature:rage and the like (what is left), surprised, delaying, "
               "missed, making_up, lair, readied, queued."),
    MOVE_FIELD("value", FIELD_INT, value, .min = INT32_MIN, .max = INT32_MAX,
               .doc = "The number; 0 or 1 for what is true or not."),
    MOVE_FIELD("text", FIELD_STR, text, .max = NOTE_MAX, .doc = "The text, for what is text."),
};
const struct shape move_shape_override = SHAPE_SEEN("MoveOverride", struct move, override_fields);
