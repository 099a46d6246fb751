#include "common/table/settings.h"

#include "common/base/poison.h"

static const char *const hidden_shown_names[] = {"absent", "placeholder", "shown", NULL};

static const char *const secret_rolls_names[] = {"hidden", "announced", NULL};

const struct campaign_settings campaign_settings_default = {
    .monster_hp = HP_BLOODIED,
    .party_hp = HP_EXACT,
    .hp_bar_parts = 4,
    .hidden_in_order = HIDDEN_ABSENT,
    .turn_seconds = 90,
    .idle_minutes = 5,
    .pause_when_dm_leaves = true,
};

static const struct field fields[] = {
    {.name = "monster_hp",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct campaign_settings, monster_hp),
     .names = hp_shown_names,
     .doc = "What players see of a monster's hit points; bloodied by default."},
    {.name = "party_hp",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct campaign_settings, party_hp),
     .names = hp_shown_names,
     .doc = "What players see of each other's hit points; exact by default."},
    {.name = "hp_bar_parts",
     .kind = FIELD_INT,
     .offset = offsetof(struct campaign_settings, hp_bar_parts),
     .min = 2,
     .max = 20,
     .doc = "How many parts a bar of hit points has where one is shown; 4 by default."},
    {.name = "hidden_in_order",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct campaign_settings, hidden_in_order),
     .names = hidden_shown_names,
     .doc = "How a hidden combatant looks to players: not at all (the default), as a \"?\" in the "
            "turn order, or by its name alone."},
    {.name = "turn_seconds",
     .kind = FIELD_INT,
     .offset = offsetof(struct campaign_settings, turn_seconds),
     .min = 0,
     .max = 3600,
     .doc = "How long a turn may take; 0 for as long as it wants, 90 by default."},
    {.name = "idle_minutes",
     .kind = FIELD_INT,
     .offset = offsetof(struct campaign_settings, idle_minutes),
     .min = 1,
     .max = 1440,
     .doc = "After how many minutes without anybody the table is set down; 5 by default."},
    {.name = "pause_when_dm_leaves",
     .kind = FIELD_BOOL,
     .offset = offsetof(struct campaign_settings, pause_when_dm_leaves),
     .doc = "Whether an encounter pauses when its last DM has gone; true by default."},
    {.name = "secret_rolls",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct campaign_settings, secret_rolls),
     .names = secret_rolls_names,
     .doc = "What others learn of a roll that is not for them: nothing (the default), or that it "
            "was made."},
    {.name = "diagonals",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct campaign_settings, diagonals),
     .names = diagonals_names,
     .doc =
         "What a step across a corner of the grid costs: 5 feet (the default), 5 and 10 by turns, "
         "or as the crow flies."},
};

const struct shape campaign_settings_shape =
    SHAPE_SEEN("CampaignSettings", struct campaign_settings, fields);
