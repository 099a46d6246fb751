/* Inside rules_apply: one move on its way. Each file of moves has an apply function a type. */
#ifndef TABARD_RULES_STEP_H
#define TABARD_RULES_STEP_H

#include "common/rules/moves.h"

/* `now` begins as a copy of `before`, is changed freely, and becomes the new state if the apply
 * function returns RULE_OK; else it is forgotten. What the combatants' lists point to is shared with
 * `before`: it is copied to be changed. */
struct step {
	const struct encounter *before;
	const struct move *move;
	const struct dice *dice;
	struct arena *arena;
	struct encounter now;
	struct outcome *out;
	size_t room; /* for consequences */
};

typedef enum rule_error apply_move(struct step *s);

apply_move apply_add_combatant, apply_remove_combatant, apply_reveal, apply_hide;
apply_move apply_roll_initiative, apply_set_initiative, apply_reorder, apply_delay;
apply_move apply_start, apply_next_turn, apply_end_turn, apply_skip_turn, apply_allow_turn;
apply_move apply_previous_turn;
apply_move apply_pause, apply_resume, apply_end;
apply_move apply_damage, apply_heal, apply_set_temp_hp, apply_stabilize, apply_death_save;
apply_move apply_add_condition, apply_remove_condition, apply_condition_save;
apply_move apply_set_exhaustion, apply_set_concentration, apply_concentration_save;
apply_move apply_take_turn, apply_queue_turn, apply_ready, apply_move_to, apply_interact;
apply_move apply_use_slot, apply_use_feature, apply_use_item, apply_equip_item;
apply_move apply_use_legendary, apply_use_lair, apply_note, apply_override, apply_rest;

/* Whether the move came with this field. */
bool step_seen(const struct step *s, const char *field);

/* Notes whom an error is about, and returns it. */
enum rule_error step_refuse(struct step *s, enum rule_error error, struct uuid about);

/* Adds a consequence; for the numbers that its kind has besides, fill in what it returns, at once.
 */
struct consequence *step_tell(struct step *s, enum consequence_kind kind, struct uuid id,
                              int32_t amount);

/* The index in now.combatants, or now.count when nobody has that id. */
size_t step_find(const struct step *s, struct uuid id);

/* The combatant that the move names by combatant_id; NULL after a refusal noted in *error. */
struct combatant *step_combatant(struct step *s, enum rule_error *error);

/* Resolves a list of ids to indices of now.combatants, `at` with room for ENCOUNTER_COMBATANTS_MAX.
 * Refuses an unknown combatant and one named twice. */
enum rule_error step_targets(struct step *s, const struct list *ids, size_t *at);

/* Whether an id is in a list of them. */
bool step_listed(const struct list *ids, struct uuid id);

/* A copy of a combatant's list with room for one more, put in its place. */
#define STEP_OWN_LIST(s, list, type) ((type *)step_own_list((s), (list), sizeof(type)))
void *step_own_list(struct step *s, struct list *list, size_t item_size);

/* Whether it is its turn, or it makes up for one. */
bool step_has_turn(const struct step *s, const struct combatant *c);

/* Hands the turn from its holder to the next in the order, which is told; a new round, too. With
 * `leaving` the holder is not considered, and nobody has the turn when there is nobody else. */
enum rule_error step_pass_turn(struct step *s, bool leaving);

/* Gives the characters the figures that came with the move. */
void step_refresh_party(struct step *s);
/* Whether initiative is rolled anew each round, from a move that says so. */
void step_each_round(struct step *s);
/* Everyone alive with a place rolls initiative anew, as the encounter has it for each round. */
void step_roll_anew(struct step *s);

/* A running encounter in which the first combatants just got a place gives the turn to the first.
 */
void step_seat_turn(struct step *s);

#endif
