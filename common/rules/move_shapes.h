/* Inside the rules: the shape of each move's body, and what its fields are written with. */
#ifndef TABARD_RULES_MOVE_SHAPES_H
#define TABARD_RULES_MOVE_SHAPES_H

#include "common/rules/moves.h"

/* A field of struct move; further members of struct field follow. */
#define MOVE_FIELD(name_, kind_, member, ...)                                                      \
	{                                                                                          \
		.name = (name_), .kind = (kind_), .offset = offsetof(struct move, member),         \
		__VA_ARGS__                                                                        \
	}
#define TYPE_FIELD                                                                                 \
	MOVE_FIELD("type", FIELD_ENUM, type, .flags = FIELD_REQUIRED, .names = move_type_names,    \
	           .doc = "Which move this is.")
#define COMBATANT_FIELD(doc_)                                                                      \
	MOVE_FIELD("combatant_id", FIELD_UUID, combatant_id, .flags = FIELD_REQUIRED, .doc = (doc_))
#define ID_LIST_FIELD(name_, flags_, min_, member, doc_)                                           \
	MOVE_FIELD(name_, FIELD_LIST, member, .flags = (flags_), .min = (min_),                    \
	           .max = ENCOUNTER_COMBATANTS_MAX, .item = &move_id_item,                         \
	           .item_size = sizeof(struct uuid), .doc = (doc_))
#define TARGETS_FIELD(doc_) ID_LIST_FIELD("targets", FIELD_REQUIRED, 1, targets, doc_)

extern const struct field move_id_item;

extern const struct shape move_shape_add_combatant, move_shape_remove_combatant, move_shape_reveal,
    move_shape_hide, move_shape_roll_initiative, move_shape_set_initiative, move_shape_start,
    move_shape_next_turn, move_shape_pause, move_shape_resume, move_shape_damage, move_shape_heal,
    move_shape_end, move_shape_reorder, move_shape_delay, move_shape_end_turn, move_shape_skip_turn,
    move_shape_allow_turn, move_shape_previous_turn, move_shape_set_temp_hp, move_shape_stabilize,
    move_shape_death_save, move_shape_add_condition, move_shape_remove_condition,
    move_shape_condition_save, move_shape_set_exhaustion, move_shape_set_concentration,
    move_shape_concentration_save, move_shape_take_turn, move_shape_queue_turn, move_shape_ready,
    move_shape_move, move_shape_interact, move_shape_use_slot, move_shape_use_feature,
    move_shape_use_item, move_shape_equip_item, move_shape_use_legendary, move_shape_use_lair,
    move_shape_note, move_shape_override, move_shape_rest;

#endif
