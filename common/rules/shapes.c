/* The stored and shown forms of the state: what json_decode checks is what encounter_broken asks
 * for. */
#include "common/rules/moves.h"

#include "common/base/poison.h"

#define DAMAGE_SET(name_, type, member, doc_)                                                      \
	{                                                                                          \
		.name = (name_), .kind = FIELD_SET, .flags = FIELD_OMIT_ZERO,                      \
		.offset = offsetof(type, member), .max = DAMAGE_TYPES - 1,                         \
		.names = damage_type_names + DAMAGE_ACID, .doc = (doc_)                            \
	}

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

/* One list for the two shapes of a combatant, with and without the columns of its own. */
#define COMBATANT_FIELDS                                                                           \
	{.name = "kind",                                                                           \
	 .kind = FIELD_ENUM,                                                                       \
	 .flags = FIELD_REQUIRED,                                                                  \
	 .offset = offsetof(struct combatant, kind),                                               \
	 .names = combatant_kind_names,                                                            \
	 .doc = "Whether this is a player's character, a monster or something made up."},          \
	    {.name = "name",                                                                       \
	     .kind = FIELD_STR,                                                                    \
	     .flags = FIELD_REQUIRED,                                                              \
	     .offset = offsetof(struct combatant, name),                                           \
	     .min = 1,                                                                             \
	     .max = COMBATANT_NAME_MAX,                                                            \
	     .doc = "The name at the table; no two combatants of an encounter join under one."},   \
	    {.name = "monster",                                                                    \
	     .kind = FIELD_STR,                                                                    \
	     .flags = FIELD_OMIT_ZERO,                                                             \
	     .offset = offsetof(struct combatant, monster),                                        \
	     .max = STAT_NAME_MAX,                                                                 \
	     .doc = "The slug of the monster's compendium entry."},                                \
	    {.name = "hidden",                                                                     \
	     .kind = FIELD_BOOL,                                                                   \
	     .flags = FIELD_OMIT_ZERO,                                                             \
	     .offset = offsetof(struct combatant, hidden),                                         \
	     .doc = "Whether the players do not know of it."},                                     \
	    {.name = "rolled",                                                                     \
	     .kind = FIELD_BOOL,                                                                   \
	     .flags = FIELD_OMIT_ZERO,                                                             \
	     .offset = offsetof(struct combatant, rolled),                                         \
	     .doc = "Whether it has a place in the turn order."},                                  \
	    {.name = "initiative",                                                                 \
	     .kind = FIELD_INT,                                                                    \
	     .flags = FIELD_OMIT_ZERO,                                                             \
	     .offset = offsetof(struct combatant, initiative),                                     \
	     .min = -INITIATIVE_MAX,                                                               \
	     .max = INITIATIVE_MAX,                                                                \
	     .doc = "The higher acts first."},                                                     \
	    {.name = "tiebreak",                                                                   \
	     .kind = FIELD_INT,                                                                    \
	     .flags = FIELD_OMIT_ZERO,                                                             \
	     .offset = offsetof(struct combatant, tiebreak),                                       \
	     .min = -TIEBREAK_MAX,                                                                 \
	     .max = TIEBREAK_MAX,                                                                  \
	     .doc = "Among equal initiatives the higher acts first."},                             \
	    {.name = "initiative_bonus",                                                           \
	     .kind = FIELD_INT,                                                                    \
	     .flags = FIELD_OMIT_ZERO,                                                             \
	     .offset = offsetof(struct combatant, initiative_bonus),                               \
	     .min = -INITIATIVE_BONUS_MAX,                                                         \
	     .max = INITIATIVE_BONUS_MAX,                                                          \
	     .doc = "What is added to the d20 of its initiative."},                                \
	    {.name = "dexterity",                                                                  \
	     .kind = FIELD_INT,                                                                    \
	     .flags = FIELD_OMIT_ZERO,                                                             \
	     .offset = offsetof(struct combatant, dexterity),                                      \
	     .max = ABILITY_MAX,                                                                   \
	     .doc = "The Dexterity score, which breaks ties unless something else is set."},       \
	    {.name = "armor_class",                                                                \
	     .kind = FIELD_INT,                                                                    \
	     .flags = FIELD_OMIT_ZERO,                                                             \
	     .offset = offsetof(struct combatant, armor_class),                                    \
	     .max = ARMOR_CLASS_MAX,                                                               \
	     .doc = "What an attack roll must reach."},                                            \
	    {.name = "hp",                                                                         \
	     .kind = FIELD_OBJECT,                                                                 \
	     .flags = FIELD_REQUIRED,                                                              \
	     .offset = offsetof(struct combatant, hp),                                             \
	     .shape = &hit_points_shape,                                                           \
	     .doc = "Its hit points."},                                                            \
	    DAMAGE_SET("resistances", struct combatant, resistances,                               \
	               "Damage types of which it takes half."),                                    \
	    DAMAGE_SET("vulnerabilities", struct combatant, vulnerabilities,                       \
	               "Damage types of which it takes double."),                                  \
	    DAMAGE_SET("immunities", struct combatant, immunities,                                 \
	               "Damage types of which it takes none."),                                    \
	{                                                                                          \
		.name = "xp", .kind = FIELD_INT, .flags = FIELD_OMIT_ZERO,                         \
		.offset = offsetof(struct combatant, xp), .max = COMBATANT_XP_MAX,                 \
		.doc = "The experience points it is worth."                                        \
	}

static const struct field combatant_fields[] = {COMBATANT_FIELDS};
const struct shape combatant_shape = SHAPE("CombatantState", struct combatant, combatant_fields);

static const struct field whole_combatant_fields[] = {
    {.name = "id",
     .kind = FIELD_UUID,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct combatant, id),
     .doc = "The combatant."},
    {.name = "character_id",
     .kind = FIELD_UUID,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct combatant, character_id),
     .doc = "The character it is."},
    {.name = "ordinal",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct combatant, ordinal),
     .min = 1,
     .max = ORDINAL_MAX,
     .doc = "The order of joining."},
    COMBATANT_FIELDS,
};
const struct shape whole_combatant_shape =
    SHAPE("WholeCombatant", struct combatant, whole_combatant_fields);

static const struct field stat_block_fields[] = {
    {.name = "kind",
     .kind = FIELD_ENUM,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct stat_block, kind),
     .names = combatant_kind_names,
     .doc = "Whether this is a player's character, a monster or something made up."},
    {.name = "name",
     .kind = FIELD_STR,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct stat_block, name),
     .min = 1,
     .max = STAT_NAME_MAX,
     .doc = "The name, to which a number is added when there are several."},
    {.name = "monster",
     .kind = FIELD_STR,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct stat_block, monster),
     .max = STAT_NAME_MAX,
     .doc = "The slug of the monster's compendium entry."},
    {.name = "character_id",
     .kind = FIELD_UUID,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct stat_block, character_id),
     .doc = "The character it is."},
    {.name = "dexterity",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct stat_block, dexterity),
     .max = ABILITY_MAX,
     .doc = "The Dexterity score."},
    {.name = "initiative_bonus",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct stat_block, initiative_bonus),
     .min = -INITIATIVE_BONUS_MAX,
     .max = INITIATIVE_BONUS_MAX,
     .doc = "What is added to the d20 of its initiative."},
    {.name = "armor_class",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct stat_block, armor_class),
     .max = ARMOR_CLASS_MAX,
     .doc = "What an attack roll must reach."},
    {.name = "hp",
     .kind = FIELD_OBJECT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct stat_block, hp),
     .shape = &hit_points_shape,
     .doc = "A monster's average as max; a character's as they stand."},
    {.name = "hit_dice",
     .kind = FIELD_STR,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct stat_block, hit_dice),
     .max = STAT_NAME_MAX,
     .doc = "The dice that roll its hit points, as in 2d6+2."},
    DAMAGE_SET("resistances", struct stat_block, resistances,
               "Damage types of which it takes half."),
    DAMAGE_SET("vulnerabilities", struct stat_block, vulnerabilities,
               "Damage types of which it takes double."),
    DAMAGE_SET("immunities", struct stat_block, immunities, "Damage types of which it takes none."),
    {.name = "xp",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct stat_block, xp),
     .max = COMBATANT_XP_MAX,
     .doc = "The experience points it is worth."},
};
const struct shape stat_block_shape = SHAPE("StatBlock", struct stat_block, stat_block_fields);

static const struct field consequence_fields[] = {
    {.name = "kind",
     .kind = FIELD_ENUM,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct consequence, kind),
     .names = consequence_kind_names,
     .doc = "What happened; the consequences of a move stand in the order in which they did."},
    {.name = "combatant_id",
     .kind = FIELD_UUID,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct consequence, combatant_id),
     .doc = "To whom; absent for round and xp."},
    {.name = "amount",
     .kind = FIELD_INT,
     .offset = offsetof(struct consequence, amount),
     .min = INT32_MIN,
     .max = INT32_MAX,
     .doc = "Hit points lost or regained, the initiative, the round that begins, or the experience "
            "points to share; 0 for the other kinds."},
    {.name = "rolled",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct consequence, rolled),
     .min = INT32_MIN,
     .max = INT32_MAX,
     .doc = "The die of an initiative; the damage before it was halved, resisted or doubled."},
    {.name = "absorbed",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct consequence, absorbed),
     .min = 0,
     .max = INT32_MAX,
     .doc = "The damage that temporary hit points took."},
    {.name = "resisted",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct consequence, resisted),
     .doc = "Whether a resistance halved the damage."},
    {.name = "vulnerable",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct consequence, vulnerable),
     .doc = "Whether a vulnerability doubled the damage."},
    {.name = "immune",
     .kind = FIELD_BOOL,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct consequence, immune),
     .doc = "Whether an immunity stopped the damage."},
};
const struct shape consequence_shape = SHAPE("Consequence", struct consequence, consequence_fields);

static const struct field header_fields[] = {
    {.name = "ruleset",
     .kind = FIELD_ENUM,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct encounter, ruleset),
     .names = ruleset_names,
     .doc = "The rules it is played by."},
    {.name = "status",
     .kind = FIELD_ENUM,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct encounter, status),
     .names = encounter_status_names,
     .doc = "How far it has come."},
    {.name = "round",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct encounter, round),
     .max = ROUND_MAX,
     .doc = "The round, 0 before the start."},
    {.name = "turn",
     .kind = FIELD_UUID,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct encounter, turn),
     .doc = "Whose turn it is."},
    {.name = "next_ordinal",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct encounter, next_ordinal),
     .min = 1,
     .max = ORDINAL_MAX,
     .doc = "The ordinal of the next combatant to join."},
};
static const struct shape header_shape = SHAPE("EncounterHeader", struct encounter, header_fields);

static const struct field whole_combatant_item = {
    .kind = FIELD_OBJECT, .shape = &whole_combatant_shape, .doc = "A combatant as it was."};
static const struct field id_item = {.kind = FIELD_UUID, .doc = "A combatant."};

static const struct field change_fields[] = {
    {.name = "header",
     .kind = FIELD_OBJECT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct change, header),
     .shape = &header_shape,
     .doc = "The encounter itself before the move."},
    {.name = "before",
     .kind = FIELD_LIST,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct change, before),
     .max = ENCOUNTER_COMBATANTS_MAX,
     .item = &whole_combatant_item,
     .item_size = sizeof(struct combatant),
     .doc = "The combatants that the move changed or removed, as they were."},
    {.name = "added",
     .kind = FIELD_LIST,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct change, added),
     .max = ENCOUNTER_COMBATANTS_MAX,
     .item = &id_item,
     .item_size = sizeof(struct uuid),
     .doc = "The combatants that the move added."},
};
const struct shape change_shape = SHAPE("Change", struct change, change_fields);
