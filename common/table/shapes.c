#include "common/table/shapes.h"

#include "common/rules/encounter.h"
#include "common/table/map.h"
#include "common/table/settings.h"
#include "common/table/table.h"

#include "common/base/poison.h"

#define VIEW(name_, table)                                                                         \
	{                                                                                          \
		.name = (name_), .seen = SHAPE_NO_SEEN, .fields = (table),                         \
		.count = sizeof(table) / sizeof *(table)                                           \
	}

static const char *const combatant_kinds[] = {"character", "monster", "custom", NULL};
static const char *const paused_for_seen[] = {"dm", "dm_away", "idle", NULL};
static const struct field id_item = {.kind = FIELD_UUID};

static const struct field hp_fields[] = {
    {.name = "current", .kind = FIELD_INT, .max = HIT_POINTS_MAX, .doc = "Hit points left."},
    {.name = "max", .kind = FIELD_INT, .max = HIT_POINTS_MAX, .doc = "Their maximum."},
    {.name = "temp", .kind = FIELD_INT, .max = HIT_POINTS_MAX, .doc = "Temporary hit points."},
    {.name = "state",
     .kind = FIELD_STR,
     .max = 20,
     .doc = "In place of the figures: up, bloodied or down; or unhurt, hurt, bloodied, near death "
            "or down."},
    {.name = "bar", .kind = FIELD_INT, .max = 100, .doc = "In place of the figures: parts left …"},
    {.name = "of", .kind = FIELD_INT, .max = 100, .doc = "… of so many."},
};
const struct shape hit_points_seen_shape = VIEW("HitPointsSeen", hp_fields);

static const struct field until_fields[] = {
    {.name = "at",
     .kind = FIELD_ENUM,
     .flags = FIELD_REQUIRED,
     .names = until_names,
     .doc = "What ends it."},
    {.name = "combatant_id", .kind = FIELD_UUID, .doc = "Whose turns are counted."},
    {.name = "rounds", .kind = FIELD_INT, .max = UNTIL_ROUNDS_MAX, .doc = "How many are left."},
    {.name = "save", .kind = FIELD_ENUM, .names = save_names, .doc = "The save that ends it."},
    {.name = "dc", .kind = FIELD_INT, .max = DC_MAX, .doc = "What the save must reach; for DMs."},
};
static const struct shape until_shape = VIEW("UntilSeen", until_fields);

static const struct field condition_fields[] = {
    {.name = "condition",
     .kind = FIELD_ENUM,
     .flags = FIELD_REQUIRED,
     .names = condition_names,
     .doc = "The condition, given or implied by another."},
    {.name = "sources",
     .kind = FIELD_LIST,
     .flags = FIELD_REQUIRED,
     .max = CONDITIONS_MAX,
     .item = &id_item,
     .doc = "The combatants who caused it."},
    {.name = "until",
     .kind = FIELD_OBJECT,
     .shape = &until_shape,
     .doc = "When it ends by itself; absent when it does not, or has several causes."},
};
static const struct shape condition_shape = VIEW("ConditionSeen", condition_fields);
static const struct field condition_item = {.kind = FIELD_OBJECT, .shape = &condition_shape};

static const struct field death_save_fields[] = {
    {.name = "successes", .kind = FIELD_INT, .flags = FIELD_REQUIRED, .max = 3, .doc = "So far."},
    {.name = "failures", .kind = FIELD_INT, .flags = FIELD_REQUIRED, .max = 3, .doc = "So far."},
};
static const struct shape death_saves_shape = VIEW("DeathSaves", death_save_fields);

static const struct field spent_fields[] = {
    {.name = "action", .kind = FIELD_BOOL, .doc = "The action."},
    {.name = "bonus_action", .kind = FIELD_BOOL, .doc = "The bonus action."},
    {.name = "reaction", .kind = FIELD_BOOL, .doc = "The reaction, back when its turn begins."},
    {.name = "interaction", .kind = FIELD_BOOL, .doc = "The free handling of an object."},
    {.name = "slot", .kind = FIELD_BOOL, .doc = "A spell slot in this turn."},
    {.name = "death_save", .kind = FIELD_BOOL, .doc = "The death save of this turn."},
    {.name = "moved", .kind = FIELD_INT, .max = INT32_MAX, .doc = "Feet moved in its turn."},
};
static const struct shape spent_shape_seen = VIEW("SpentSeen", spent_fields);

static const struct field resource_fields[] = {
    {.name = "left",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .max = RESOURCE_USES_MAX,
     .doc = "What is left."},
    {.name = "max",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .max = RESOURCE_USES_MAX,
     .doc = "Of so many."},
    {.name = "equipped", .kind = FIELD_BOOL, .doc = "Whether an item is worn or held."},
};
static const struct shape resource_shape_seen = VIEW("ResourceSeen", resource_fields);
static const struct field resource_item_seen = {.kind = FIELD_OBJECT,
                                                .shape = &resource_shape_seen};

static const struct field combatant_fields[] = {
    {.name = "name",
     .kind = FIELD_STR,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = 120,
     .doc = "Its name, or ? for what is hidden."},
    {.name = "hidden",
     .kind = FIELD_BOOL,
     .flags = FIELD_REQUIRED,
     .doc = "Whether players are not meant to see it."},
    {.name = "kind", .kind = FIELD_ENUM, .names = combatant_kinds, .doc = "What it is."},
    {.name = "initiative",
     .kind = FIELD_INT,
     .min = -1000,
     .max = 1000,
     .doc = "Absent until it is rolled."},
    {.name = "hp",
     .kind = FIELD_OBJECT,
     .shape = &hit_points_seen_shape,
     .doc = "As exact as the viewer may know; absent when hidden."},
    {.name = "hp_shown",
     .kind = FIELD_ENUM,
     .names = hp_shown_names,
     .doc = "What players see of them, where that is its own way; for DMs."},
    {.name = "armor_class",
     .kind = FIELD_INT,
     .max = 100,
     .doc = "Of characters, and for DMs of everyone."},
    {.name = "conditions",
     .kind = FIELD_LIST,
     .max = 100,
     .item = &condition_item,
     .doc = "What it suffers from."},
    {.name = "concentration",
     .kind = FIELD_STR,
     .max = SPELL_NAME_MAX,
     .doc = "The spell it concentrates on."},
    {.name = "exhaustion", .kind = FIELD_INT, .max = 6, .doc = "Levels of exhaustion."},
    {.name = "dead", .kind = FIELD_BOOL, .doc = "Whether it is dead."},
    {.name = "stable", .kind = FIELD_BOOL, .doc = "Whether it is stable at 0 hit points."},
    {.name = "death_saves",
     .kind = FIELD_OBJECT,
     .shape = &death_saves_shape,
     .doc = "While it is dying."},
    {.name = "spent",
     .kind = FIELD_OBJECT,
     .shape = &spent_shape_seen,
     .doc = "What of its turn is used up, as far as anything is; of characters, and for DMs of "
            "everyone, like what follows."},
    {.name = "resources",
     .kind = FIELD_MAP,
     .max = RESOURCES_MAX,
     .item = &resource_item_seen,
     .doc = "What it can use up, by kind and name: feature:rage, slot:1, item:rope."},
    {.name = "delaying", .kind = FIELD_BOOL, .doc = "Whether it has put its turn off."},
    {.name = "missed", .kind = FIELD_BOOL, .doc = "Whether its last turn was skipped …"},
    {.name = "making_up", .kind = FIELD_BOOL, .doc = "… and it may make up for that now."},
    {.name = "surprised", .kind = FIELD_BOOL, .doc = "Whether it is surprised."},
    {.name = "readied", .kind = FIELD_STR, .max = INTENT_MAX, .doc = "What it waits for."},
    {.name = "queued", .kind = FIELD_STR, .max = INTENT_MAX, .doc = "What it means to do."},
    {.name = "x",
     .kind = FIELD_INT,
     .min = -POSITION_MAX,
     .max = POSITION_MAX,
     .doc = "The column where it stands, once it was moved."},
    {.name = "y", .kind = FIELD_INT, .min = -POSITION_MAX, .max = POSITION_MAX, .doc = "The row."},
    {.name = "character_id", .kind = FIELD_UUID, .doc = "The character it is."},
    {.name = "monster",
     .kind = FIELD_STR,
     .max = 120,
     .doc = "The compendium entry it was made from; for DMs."},
};
static const struct shape combatant_shape_seen = VIEW("Combatant", combatant_fields);
static const struct field combatant_item = {.kind = FIELD_OBJECT, .shape = &combatant_shape_seen};

static const struct field turn_fields[] = {
    {.name = "combatant_id",
     .kind = FIELD_UUID,
     .flags = FIELD_REQUIRED,
     .doc = "Whose turn it is."},
    {.name = "deadline",
     .kind = FIELD_TIME,
     .doc = "When the clock skips it; absent when it may take as long as it wants."},
};
static const struct shape turn_shape = VIEW("Turn", turn_fields);

static const struct field encounter_fields[] = {
    {.name = "id", .kind = FIELD_UUID, .flags = FIELD_REQUIRED, .doc = "The encounter."},
    {.name = "name",
     .kind = FIELD_STR,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = 120,
     .doc = "What it is called."},
    {.name = "notes", .kind = FIELD_STR, .max = 20000, .doc = "For DMs only."},
    {.name = "status",
     .kind = FIELD_ENUM,
     .flags = FIELD_REQUIRED,
     .names = encounter_status_names,
     .doc = "Where it stands."},
    {.name = "paused_for",
     .kind = FIELD_ENUM,
     .names = paused_for_seen,
     .doc = "While it is paused: by a DM, because the last DM has gone, or because nobody is "
            "here."},
    {.name = "round",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .max = INT32_MAX,
     .doc = "0 before the start."},
    {.name = "each_round",
     .kind = FIELD_ENUM,
     .names = each_round_names,
     .doc = "Who shares a die when everyone rolls initiative anew each round; absent when nobody "
            "does."},
    {.name = "turn",
     .kind = FIELD_OBJECT,
     .shape = &turn_shape,
     .doc = "Absent while nobody acts."},
    {.name = "version",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .max = INT32_MAX,
     .doc = "How many changes the viewer could see; what If-Match compares."},
    {.name = "order",
     .kind = FIELD_LIST,
     .flags = FIELD_REQUIRED,
     .max = ENCOUNTER_COMBATANTS_MAX,
     .item = &id_item,
     .doc = "The turn order, of those whose initiative is rolled."},
    {.name = "combatants",
     .kind = FIELD_MAP,
     .flags = FIELD_REQUIRED,
     .max = ENCOUNTER_COMBATANTS_MAX,
     .item = &combatant_item,
     .doc = "Everyone in it, by id."},
};
const struct shape encounter_view_shape = VIEW("Encounter", encounter_fields);

static const struct field campaign_fields[] = {
    {.name = "id", .kind = FIELD_UUID, .flags = FIELD_REQUIRED, .doc = "The campaign."},
    {.name = "name",
     .kind = FIELD_STR,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = 120,
     .doc = "What it is called."},
    {.name = "settings",
     .kind = FIELD_OBJECT,
     .flags = FIELD_REQUIRED,
     .shape = &campaign_settings_shape,
     .doc = "How its table works."},
};
static const struct shape campaign_shape_seen = VIEW("TableCampaign", campaign_fields);

static const struct field member_fields[] = {
    {.name = "display_name",
     .kind = FIELD_STR,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = 80,
     .doc = "The name at the table."},
    {.name = "role",
     .kind = FIELD_ENUM,
     .flags = FIELD_REQUIRED,
     .names = campaign_role_names,
     .doc = "The role in this campaign."},
};
static const struct shape member_shape_seen = VIEW("TableMember", member_fields);
static const struct field member_item = {.kind = FIELD_OBJECT, .shape = &member_shape_seen};

static const struct field presence_fields[] = {
    {.name = "since", .kind = FIELD_TIME, .flags = FIELD_REQUIRED, .doc = "Since when."},
};
static const struct shape presence_shape = VIEW("TablePresence", presence_fields);
static const struct field presence_item = {.kind = FIELD_OBJECT, .shape = &presence_shape};

#define TOKEN_FIELDS                                                                               \
	{.name = "name",                                                                           \
	 .kind = FIELD_STR,                                                                        \
	 .flags = FIELD_REQUIRED,                                                                  \
	 .min = 1,                                                                                 \
	 .max = TOKEN_NAME_MAX,                                                                    \
	 .doc = "What it is called."},                                                             \
	    {.name = "image_url",                                                                  \
	     .kind = FIELD_STR,                                                                    \
	     .max = IMAGE_URL_MAX,                                                                 \
	     .doc = "Where its picture is, if it has one."},                                       \
	    {.name = "x",                                                                          \
	     .kind = FIELD_INT,                                                                    \
	     .flags = FIELD_REQUIRED,                                                              \
	     .min = -POSITION_MAX,                                                                 \
	     .max = POSITION_MAX,                                                                  \
	     .doc = "The column of its left edge."},                                               \
	    {.name = "y",                                                                          \
	     .kind = FIELD_INT,                                                                    \
	     .flags = FIELD_REQUIRED,                                                              \
	     .min = -POSITION_MAX,                                                                 \
	     .max = POSITION_MAX,                                                                  \
	     .doc = "The row of its upper edge."},                                                 \
	    {.name = "width",                                                                      \
	     .kind = FIELD_INT,                                                                    \
	     .flags = FIELD_REQUIRED,                                                              \
	     .min = 1,                                                                             \
	     .max = TOKEN_SIDE_MAX,                                                                \
	     .doc = "Squares across."},                                                            \
	    {.name = "height",                                                                     \
	     .kind = FIELD_INT,                                                                    \
	     .flags = FIELD_REQUIRED,                                                              \
	     .min = 1,                                                                             \
	     .max = TOKEN_SIDE_MAX,                                                                \
	     .doc = "Squares down."},                                                              \
	    {.name = "visible",                                                                    \
	     .kind = FIELD_BOOL,                                                                   \
	     .flags = FIELD_REQUIRED,                                                              \
	     .doc = "Whether players may see it where there is no fog."},                          \
	    {.name = "character_id", .kind = FIELD_UUID, .doc = "The character it is."},           \
	{                                                                                          \
		.name = "combatant_id", .kind = FIELD_UUID,                                        \
		.doc = "The combatant it is, who says where it stands while the fight goes on."    \
	}

static const struct field table_token_fields[] = {TOKEN_FIELDS};
static const struct shape table_token_shape = VIEW("TableToken", table_token_fields);
static const struct field token_fields[] = {
    {.name = "id", .kind = FIELD_UUID, .flags = FIELD_REQUIRED, .doc = "The token."},
    {.name = "map_id", .kind = FIELD_UUID, .flags = FIELD_REQUIRED, .doc = "Its map."},
    TOKEN_FIELDS,
};
const struct shape token_shape = VIEW("Token", token_fields);

static const struct field map_fields[] = {
    {.name = "id", .kind = FIELD_UUID, .flags = FIELD_REQUIRED, .doc = "The map."},
    {.name = "name",
     .kind = FIELD_STR,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = MAP_NAME_MAX,
     .doc = "What it is called."},
    {.name = "image",
     .kind = FIELD_STR,
     .max = IMAGE_URL_MAX,
     .doc = "Where its picture is, if it has one."},
    {.name = "grid_size",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .min = MAP_GRID_MIN,
     .max = MAP_GRID_MAX,
     .doc = "Pixels of the picture to a square."},
    {.name = "width",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = MAP_SIDE_MAX,
     .doc = "Squares across."},
    {.name = "height",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .min = 1,
     .max = MAP_SIDE_MAX,
     .doc = "Squares down."},
    {.name = "darkness",
     .kind = FIELD_DECIMAL,
     .flags = FIELD_REQUIRED,
     .max = 1000,
     .doc = "From 0 to 1."},
    {.name = "version",
     .kind = FIELD_INT,
     .min = 1,
     .max = INT32_MAX,
     .doc = "For DMs: when it is another, /maps/{id}/scene is."},
};
static const struct shape table_map_shape = VIEW("TableMap", map_fields);
static const struct field zone_item_seen = {.kind = FIELD_OBJECT, .shape = &zone_shape};
static const struct field token_item = {.kind = FIELD_OBJECT, .shape = &table_token_shape};

enum { TABLE_ENTRIES_MAX = 10000 };

static const struct field table_fields[] = {
    {.name = "campaign",
     .kind = FIELD_OBJECT,
     .flags = FIELD_REQUIRED,
     .shape = &campaign_shape_seen,
     .doc = "The campaign."},
    {.name = "members",
     .kind = FIELD_MAP,
     .flags = FIELD_REQUIRED,
     .max = TABLE_ENTRIES_MAX,
     .item = &member_item,
     .doc = "Who belongs to it, by user id."},
    {.name = "presence",
     .kind = FIELD_MAP,
     .flags = FIELD_REQUIRED,
     .max = TABLE_ENTRIES_MAX,
     .item = &presence_item,
     .doc = "Who is here, by user id."},
    {.name = "encounter",
     .kind = FIELD_OBJECT,
     .shape = &encounter_view_shape,
     .doc = "The running encounter; absent while there is none."},
    {.name = "map",
     .kind = FIELD_OBJECT,
     .shape = &table_map_shape,
     .doc = "The map that is on the table; absent while none is."},
    {.name = "fog",
     .kind = FIELD_LIST,
     .max = TABLE_ENTRIES_MAX,
     .item = &zone_item_seen,
     .doc = "Of that map: for DMs the zones as they were drawn, for others what is fogged."},
    {.name = "tokens",
     .kind = FIELD_MAP,
     .flags = FIELD_REQUIRED,
     .max = TABLE_ENTRIES_MAX,
     .item = &token_item,
     .doc = "What stands on the map, by id."},
};
const struct shape table_shape = VIEW("Table", table_fields);
