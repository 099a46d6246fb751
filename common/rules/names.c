#include "common/rules/moves.h"

#include "common/base/poison.h"

const char *const ruleset_names[] = {"2014", "2024", NULL};

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
    NULL,
};

const char *const roll_for_names[] = {
    [ROLL_FOR_ALL] = "all",
    [ROLL_FOR_MONSTERS] = "monsters",
    [ROLL_FOR_CHARACTERS] = "characters",
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
    NULL,
};
