/* Inside the rules: the shapes that those of combatants and stat blocks are put together from. */
#ifndef TABARD_RULES_STATE_SHAPES_H
#define TABARD_RULES_STATE_SHAPES_H

#include "common/base/shape.h"

extern const struct shape concentration_shape, dying_shape, spent_shape;
extern const struct shape saves_shape; /* over int32_t[SAVES] */
extern const struct field condition_held_item, resource_item;

/* The figures that a combatant takes over from its stat block, as both keep them. */
#define FIGURE(type, member, kind_, ...)                                                           \
	{                                                                                          \
		.name = #member, .kind = (kind_), .flags = FIELD_OMIT_ZERO,                        \
		.offset = offsetof(type, member), __VA_ARGS__                                      \
	}
#define FIGURES_FIELDS(type)                                                                       \
	FIGURE(type, initiative_bonus, FIELD_INT, .min = -INITIATIVE_BONUS_MAX,                    \
	       .max = INITIATIVE_BONUS_MAX, .doc = "What is added to the d20 of its initiative."), \
	    FIGURE(type, dexterity, FIELD_INT, .max = ABILITY_MAX,                                 \
	           .doc = "The Dexterity score, which breaks ties unless something else is set."), \
	    FIGURE(type, constitution, FIELD_INT, .max = ABILITY_MAX,                              \
	           .doc = "The Constitution score, which hit dice add."),                          \
	    FIGURE(type, armor_class, FIELD_INT, .max = ARMOR_CLASS_MAX,                           \
	           .doc = "What an attack roll must reach."),                                      \
	    FIGURE(type, resistances, FIELD_SET, .max = DAMAGE_TYPES - 1,                          \
	           .names = damage_type_names + DAMAGE_ACID,                                       \
	           .doc = "Damage types of which it takes half."),                                 \
	    FIGURE(type, vulnerabilities, FIELD_SET, .max = DAMAGE_TYPES - 1,                      \
	           .names = damage_type_names + DAMAGE_ACID,                                       \
	           .doc = "Damage types of which it takes double."),                               \
	    FIGURE(type, immunities, FIELD_SET, .max = DAMAGE_TYPES - 1,                           \
	           .names = damage_type_names + DAMAGE_ACID,                                       \
	           .doc = "Damage types of which it takes none."),                                 \
	    FIGURE(type, condition_immunities, FIELD_SET, .max = CONDITIONS,                       \
	           .names = condition_names, .doc = "Conditions that it cannot be given."),        \
	    FIGURE(type, damage_threshold, FIELD_INT, .max = HIT_POINTS_MAX,                       \
	           .doc = "Less damage than this at once does nothing."),                          \
	    FIGURE(type, speed, FIELD_INT, .max = SPEED_MAX,                                       \
	           .doc = "The walking speed in feet; not limited when absent."),                  \
	    FIGURE(type, saves, FIELD_OBJECT, .shape = &saves_shape,                               \
	           .doc = "The bonuses of its saving throws."),                                    \
	    FIGURE(type, advantages, FIELD_SET, .max = ADVANTAGES, .names = advantage_names,       \
	           .doc = "What it rolls with advantage of itself."),                              \
	    FIGURE(type, exhaustion, FIELD_INT, .max = EXHAUSTION_LEVELS,                          \
	           .doc = "The level of exhaustion."),                                             \
	    FIGURE(type, resources, FIELD_LIST, .max = RESOURCES_MAX, .item = &resource_item,      \
	           .item_size = sizeof(struct resource), .doc = "What it can use up."),            \
	    FIGURE(type, attacks, FIELD_LIST, .max = ATTACKS_MAX, .item = &attack_item,            \
	           .item_size = sizeof(struct attack), .doc = "The attacks that it has."),         \
	    FIGURE(type, lair, FIELD_BOOL, .doc = "Whether it has lair actions."),                 \
	    FIGURE(type, xp, FIELD_INT, .max = COMBATANT_XP_MAX,                                   \
	           .doc = "The experience points it is worth.")

#endif
