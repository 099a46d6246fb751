/* The stored forms of what a combatant is made of. */
#include "common/rules/state_shapes.h"

#include "common/rules/combatant.h"

#include "common/base/poison.h"

static const struct field hit_points_fields[] = {
    {.name = "current",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct hit_points, current),
     .min = 0,
     .max = HIT_POINTS_MAX,
     .doc = "Hit points left, from 0 to max."},
    {.name = "max",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct hit_points, max),
     .min = 1,
     .max = HIT_POINTS_MAX,
     .doc = "The hit point maximum."},
    {.name = "temp",
     .kind = FIELD_INT,
     .offset = offsetof(struct hit_points, temp),
     .min = 0,
     .max = HIT_POINTS_MAX,
     .doc = "Temporary hit points, which damage takes first."},
};
const struct shape hit_points_shape = SHAPE("HitPoints", struct hit_points, hit_points_fields);

static const struct field until_fields[] = {
    {.name = "at",
     .kind = FIELD_ENUM,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct until, at),
     .names = until_names,
     .doc = "What it ends by."},
    {.name = "combatant_id",
     .kind = FIELD_UUID,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct until, combatant_id),
     .doc = "Whose turn counts."},
    {.name = "rounds",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct until, rounds),
     .max = UNTIL_ROUNDS_MAX + 1,
     .doc = "How many more of these turns."},
    {.name = "ability",
     .kind = FIELD_ENUM,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct until, save),
     .names = save_names,
     .doc = "The ability of the save that ends it."},
    {.name = "dc",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct until, dc),
     .max = DC_MAX,
     .doc = "The difficulty of that save."},
};
static const struct shape until_shape = SHAPE("UntilStored", struct until, until_fields);

static const struct field condition_fields[] = {
    {.name = "condition",
     .kind = FIELD_ENUM,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct condition_held, condition),
     .names = condition_names,
     .doc = "Which condition."},
    {.name = "source_id",
     .kind = FIELD_UUID,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct condition_held, source),
     .doc = "The combatant who caused it."},
    {.name = "concentration",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct condition_held, concentration),
     .doc = "Whether it ends with the source's concentration."},
    {.name = "until",
     .kind = FIELD_OBJECT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct condition_held, until),
     .shape = &until_shape,
     .doc = "When it ends by itself."},
};
static const struct shape condition_shape =
    SHAPE("ConditionHeld", struct condition_held, condition_fields);
const struct field condition_held_item = {
    .kind = FIELD_OBJECT, .shape = &condition_shape, .doc = "A condition that it was given."};

static const struct field dc_item = {
    .kind = FIELD_INT, .min = 1, .max = INT32_MAX, .doc = "The DC of one."};
static const struct field concentration_fields[] = {
    {.name = "spell",
     .kind = FIELD_STR,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct concentration, spell),
     .max = SPELL_NAME_MAX,
     .doc = "What it concentrates on."},
    {.name = "saves",
     .kind = FIELD_LIST,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct concentration, saves),
     .max = CONCENTRATION_SAVES_MAX,
     .item = &dc_item,
     .item_size = sizeof(int32_t),
     .doc = "The DCs of the saves that damage has asked for."},
};
const struct shape concentration_shape =
    SHAPE("Concentration", struct concentration, concentration_fields);

static const struct field dying_fields[] = {
    {.name = "dead",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct dying, dead),
     .doc = "Whether it is dead."},
    {.name = "stable",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct dying, stable),
     .doc = "Whether it is stable at 0 hit points."},
    {.name = "saves",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct dying, saves),
     .doc = "Whether it makes death saves though it is no character."},
    {.name = "successes",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct dying, successes),
     .max = 3,
     .doc = "Death saves that succeeded."},
    {.name = "failures",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct dying, failures),
     .max = 3,
     .doc = "Death saves that failed."},
};
const struct shape dying_shape = SHAPE("Dying", struct dying, dying_fields);

static const struct field resource_fields[] = {
    {.name = "kind",
     .kind = FIELD_ENUM,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct resource, kind),
     .names = resource_kind_names,
     .doc = "What kind it is."},
    {.name = "name",
     .kind = FIELD_STR,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct resource, name),
     .max = RESOURCE_NAME_MAX,
     .doc = "The slug or name of a feature or an item."},
    {.name = "level",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct resource, level),
     .max = SLOT_MAX,
     .doc = "The level of a slot."},
    {.name = "left",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct resource, left),
     .max = RESOURCE_USES_MAX,
     .doc = "How many are left."},
    {.name = "max",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct resource, max),
     .max = RESOURCE_USES_MAX,
     .doc = "How many there are when nothing is used."},
    {.name = "recharge",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct resource, recharge),
     .max = 6,
     .doc = "What a d6 must reach at the start of its turn to bring it back; 0 when it does not."},
    {.name = "equipped",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct resource, equipped),
     .doc = "Whether an item is worn or held."},
};
static const struct shape resource_shape = SHAPE("Resource", struct resource, resource_fields);
const struct field resource_item = {
    .kind = FIELD_OBJECT, .shape = &resource_shape, .doc = "What can be used up."};

static const struct field spent_fields[] = {
    {.name = "action",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct spent, action),
     .doc = "Whether the action is spent."},
    {.name = "bonus_action",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct spent, bonus_action),
     .doc = "Whether the bonus action is."},
    {.name = "reaction",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct spent, reaction),
     .doc = "Whether the reaction is, until the start of its turn."},
    {.name = "interaction",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct spent, interaction),
     .doc = "Whether an object was handled."},
    {.name = "moved",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct spent, moved),
     .max = INT32_MAX,
     .doc = "Feet of movement used."},
    {.name = "slot",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct spent, slot),
     .doc = "Whether a spell slot was spent in the turn under way."},
    {.name = "bonus_spell",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct spent, bonus_spell),
     .doc = "Whether a spell was cast with a bonus action in it."},
    {.name = "other_spell",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct spent, other_spell),
     .doc = "Whether one was cast otherwise in it."},
    {.name = "death_save",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct spent, death_save),
     .doc = "Whether the death save of its turn is made."},
};
const struct shape spent_shape = SHAPE("Spent", struct spent, spent_fields);

#define SAVE_FIELD(name_, save)                                                                    \
	{                                                                                          \
		.name = (name_), .kind = FIELD_INT, .flags = FIELD_OMIT_ZERO,                      \
		.offset = (save) * sizeof(int32_t), .min = -SAVE_BONUS_MAX, .max = SAVE_BONUS_MAX, \
		.doc = "The bonus of this saving throw."                                           \
	}
static const struct field save_fields[] = {
    SAVE_FIELD("str", SAVE_STR), SAVE_FIELD("dex", SAVE_DEX), SAVE_FIELD("con", SAVE_CON),
    SAVE_FIELD("int", SAVE_INT), SAVE_FIELD("wis", SAVE_WIS), SAVE_FIELD("cha", SAVE_CHA),
};
const struct shape saves_shape = {
    .name = "SaveBonuses",
    .size = SAVES * sizeof(int32_t),
    .seen = SHAPE_NO_SEEN,
    .fields = save_fields,
    .count = SAVES,
};
