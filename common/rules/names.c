#include "common/rules/moves.h"

#include "common/base/poison.h"

const char *const ruleset_names[] = {"2014", "2024", NULL};

const char *const save_names[] = {"str", "dex", "con", "int", "wis", "cha", NULL};

const char *const advantage_names[] = {"initiative", "str", "dex",           "con",        "int",
                                       "wis",        "cha", "concentration", "death_save", NULL};

const char *const encounter_status_names[] = {
    [ENCOUNTER_DRAFT] = "draft",
    [ENCOUNTER_ACTIVE] = "active",
    [ENCOUNTER_PAUSED] = "paused",
    [ENCOUNTER_COMPLETED] = "completed",
    NULL,
};

const char *const combatant_kind_names[] = {
    [KIND_CHARACTER] = "character",
    [KIND_MONSTER] = "monster",
    [KIND_CUSTOM] = "custom",
    NULL,
};

const char *const hp_shown_names[] = {"exact", "bar", "word", "bloodied", "hidden", NULL};
const char *const hp_shown_own_names[] = {"side",     "exact",  "bar", "word",
                                          "bloodied", "hidden", NULL};

const char *const damage_type_names[] = {
    [DAMAGE_UNTYPED] = "untyped",
    [DAMAGE_ACID] = "acid",
    [DAMAGE_BLUDGEONING] = "bludgeoning",
    [DAMAGE_COLD] = "cold",
    [DAMAGE_FIRE] = "fire",
    [DAMAGE_FORCE] = "force",
    [DAMAGE_LIGHTNING] = "lightning",
    [DAMAGE_NECROTIC] = "necrotic",
    [DAMAGE_PIERCING] = "piercing",
    [DAMAGE_POISON] = "poison",
    [DAMAGE_PSYCHIC] = "psychic",
    [DAMAGE_RADIANT] = "radiant",
    [DAMAGE_SLASHING] = "slashing",
    [DAMAGE_THUNDER] = "thunder",
    NULL,
};

const char *const move_type_names[] = {
    [MOVE_ADD_COMBATANT] = "add_combatant",
    [MOVE_REMOVE_COMBATANT] = "remove_combatant",
    [MOVE_REVEAL] = "reveal",
    [MOVE_HIDE] = "hide",
    [MOVE_ROLL_INITIATIVE] = "roll_initiative",
    [MOVE_SET_INITIATIVE] = "set_initiative",
    [MOVE_START] = "start",
    [MOVE_NEXT_TURN] = "next_turn",
    [MOVE_PAUSE] = "pause",
    [MOVE_RESUME] = "resume",
    [MOVE_DAMAGE] = "damage",
    [MOVE_HEAL] = "heal",
    [MOVE_END] = "end",
    [MOVE_REORDER] = "reorder",
    [MOVE_DELAY] = "delay",
    [MOVE_END_TURN] = "end_turn",
    [MOVE_SKIP_TURN] = "skip_turn",
    [MOVE_ALLOW_TURN] = "allow_turn",
    [MOVE_PREVIOUS_TURN] = "previous_turn",
    [MOVE_SET_TEMP_HP] = "set_temp_hp",
    [MOVE_STABILIZE] = "stabilize",
    [MOVE_DEATH_SAVE] = "death_save",
    [MOVE_ADD_CONDITION] = "add_condition",
    [MOVE_REMOVE_CONDITION] = "remove_condition",
    [MOVE_CONDITION_SAVE] = "condition_save",
    [MOVE_SET_EXHAUSTION] = "set_exhaustion",
    [MOVE_SET_CONCENTRATION] = "set_concentration",
    [MOVE_CONCENTRATION_SAVE] = "concentration_save",
    [MOVE_TAKE_TURN] = "take_turn",
    [MOVE_QUEUE_TURN] = "queue_turn",
    [MOVE_READY] = "ready",
    [MOVE_MOVE] = "move",
    [MOVE_INTERACT] = "interact",
    [MOVE_USE_SLOT] = "use_slot",
    [MOVE_USE_FEATURE] = "use_feature",
    [MOVE_USE_ITEM] = "use_item",
    [MOVE_EQUIP_ITEM] = "equip_item",
    [MOVE_USE_LEGENDARY] = "use_legendary",
    [MOVE_USE_LAIR] = "use_lair",
    [MOVE_NOTE] = "note",
    [MOVE_OVERRIDE] = "override",
    [MOVE_REST] = "rest",
    NULL,
};

const char *const recharge_names[] = {
    [RECHARGE_NONE] = "never",
    [RECHARGE_SHORT] = "short_rest",
    [RECHARGE_LONG] = "long_rest",
    [RECHARGE_DAWN] = "dawn",
    NULL,
};

const char *const rest_names[] = {
    [REST_SHORT] = "short", [REST_LONG] = "long", [REST_DAWN] = "dawn", NULL};

const char *const roll_for_names[] = {
    [ROLL_FOR_ALL] = "all",
    [ROLL_FOR_MONSTERS] = "monsters",
    [ROLL_FOR_CHARACTERS] = "characters",
    NULL,
};

const char *const roll_together_names[] = {
    [TOGETHER_GROUPS] = "groups",
    [TOGETHER_NOBODY] = "each",
    [TOGETHER_SIDES] = "sides",
    NULL,
};

const char *const each_round_names[] = {
    [EACH_ROUND_STAYS] = "stays",
    [EACH_ROUND_GROUPS] = "groups",
    [EACH_ROUND_EACH] = "each",
    [EACH_ROUND_SIDES] = "sides",
    NULL,
};

const char *const cost_names[] = {
    [COST_ACTION] = "action",     [COST_BONUS_ACTION] = "bonus_action",
    [COST_REACTION] = "reaction", [COST_INTERACTION] = "interaction",
    [COST_FREE] = "free",         NULL,
};

const char *const until_names[] = {
    [UNTIL_FOREVER] = "forever",         [UNTIL_START_OF_TURN] = "start_of_turn",
    [UNTIL_END_OF_TURN] = "end_of_turn", [UNTIL_SAVE] = "save_ends",
    [UNTIL_HEALED] = "healed",           NULL,
};

const char *const resource_kind_names[] = {
    [RESOURCE_FEATURE] = "feature",
    [RESOURCE_ITEM] = "item",
    [RESOURCE_SLOT] = "slot",
    [RESOURCE_PACT_SLOT] = "pact_slot",
    [RESOURCE_LEGENDARY_ACTION] = "legendary_action",
    [RESOURCE_LEGENDARY_RESISTANCE] = "legendary_resistance",
    [RESOURCE_HIT_DIE] = "hit_die",
    NULL,
};

const char *const consequence_kind_names[] = {
    [CONSEQUENCE_JOINED] = "joined",
    [CONSEQUENCE_LEFT] = "left",
    [CONSEQUENCE_REVEALED] = "revealed",
    [CONSEQUENCE_HIDDEN] = "hidden",
    [CONSEQUENCE_INITIATIVE] = "initiative",
    [CONSEQUENCE_ROUND] = "round",
    [CONSEQUENCE_TURN] = "turn",
    [CONSEQUENCE_DAMAGE] = "damage",
    [CONSEQUENCE_HEALED] = "healed",
    [CONSEQUENCE_DROPPED] = "dropped",
    [CONSEQUENCE_DIED] = "died",
    [CONSEQUENCE_XP] = "xp",
    [CONSEQUENCE_TEMP_HP] = "temp_hp",
    [CONSEQUENCE_REVIVED] = "revived",
    [CONSEQUENCE_STABLE] = "stable",
    [CONSEQUENCE_KNOCKED_OUT] = "knocked_out",
    [CONSEQUENCE_DEATH_SAVE_DUE] = "death_save_due",
    [CONSEQUENCE_DEATH_SAVE] = "death_save",
    [CONSEQUENCE_CONDITION] = "condition",
    [CONSEQUENCE_CONDITION_ENDED] = "condition_ended",
    [CONSEQUENCE_CONDITION_SAVE_DUE] = "condition_save_due",
    [CONSEQUENCE_CONDITION_SAVE] = "condition_save",
    [CONSEQUENCE_EXHAUSTION] = "exhaustion",
    [CONSEQUENCE_CONCENTRATION] = "concentration",
    [CONSEQUENCE_CONCENTRATION_DUE] = "concentration_due",
    [CONSEQUENCE_CONCENTRATION_SAVE] = "concentration_save",
    [CONSEQUENCE_CONCENTRATION_ENDED] = "concentration_ended",
    [CONSEQUENCE_SPENT] = "spent",
    [CONSEQUENCE_SLOT] = "slot",
    [CONSEQUENCE_FEATURE] = "feature",
    [CONSEQUENCE_ITEM] = "item",
    [CONSEQUENCE_EQUIPPED] = "equipped",
    [CONSEQUENCE_RECHARGE] = "recharge",
    [CONSEQUENCE_LEGENDARY_DUE] = "legendary_due",
    [CONSEQUENCE_LEGENDARY_ACTION] = "legendary_action",
    [CONSEQUENCE_LEGENDARY_RESISTANCE] = "legendary_resistance",
    [CONSEQUENCE_LAIR_DUE] = "lair_due",
    [CONSEQUENCE_LAIR] = "lair",
    [CONSEQUENCE_DELAYED] = "delayed",
    [CONSEQUENCE_READIED] = "readied",
    [CONSEQUENCE_QUEUED] = "queued",
    [CONSEQUENCE_SKIPPED] = "skipped",
    [CONSEQUENCE_ALLOWED] = "turn_allowed",
    [CONSEQUENCE_MOVED] = "moved",
    [CONSEQUENCE_SURPRISED] = "surprised",
    [CONSEQUENCE_NOTED] = "noted",
    [CONSEQUENCE_OVERRIDDEN] = "overridden",
    [CONSEQUENCE_XP_SHARE] = "xp_share",
    [CONSEQUENCE_LOOT] = "loot",
    [CONSEQUENCE_RESTED] = "rested",
    [CONSEQUENCE_HIT_DIE] = "hit_die",
    [CONSEQUENCE_ATTACK] = "attack",
    [CONSEQUENCE_MAX_LOST] = "max_lost",
    NULL,
};
