/* Inside rules_apply: what happens to one combatant, whatever the move was. */
#ifndef TABARD_RULES_STEP_BODY_H
#define TABARD_RULES_STEP_BODY_H

#include "common/rules/step.h"

/* STATE_ bits of a combatant. */
uint32_t body_states(const struct step *s, const struct combatant *c);

/* It dies, unless it is dead; told with the hit points that it loses by that. */
void body_die(struct step *s, struct combatant *c);
/* Another level of exhaustion, told. Refuses one higher for those who are immune. */
enum rule_error body_set_exhaustion(struct step *s, struct combatant *c, int32_t level);
/* So many death saves fail; the third is death. */
void body_fail_death_saves(struct step *s, struct combatant *c, int32_t failures);
/* Hit points regained, told: never above the maximum; any ends dying and what healing ends. */
void body_heal(struct step *s, struct combatant *c, int32_t amount);

/* Adds a condition, or gives the one of that source another end; told. Refuses immunity and more
 * than CONDITIONS_MAX. */
enum rule_error body_add_condition(struct step *s, struct combatant *c,
                                   const struct condition_held *given);
/* Which conditions end, `why` being what the caller needs to tell. */
typedef bool condition_ends(const struct combatant *c, const struct condition_held *held,
                            const void *why);
/* Ends those of a combatant's conditions for which `ends` says so, told; true when any did. */
bool body_end_conditions(struct step *s, struct combatant *c, condition_ends *ends,
                         const void *why);
/* Counts down what is anchored to the start or end of a turn of `id`, and ends what runs out. */
void body_tick(struct step *s, struct uuid id, enum until_at at);
/* So many rounds pass for one combatant at once: what lasts no longer than that ends. */
void body_pass_time(struct step *s, struct combatant *c, int32_t rounds);
/* Nothing refers to one who leaves any more: durations run on by their bearers' turns, grapples end. */
void body_forget(struct step *s, struct uuid id);

/* A save of this ability against a DC: a d20 of the dice source with advantage or disadvantage as the
 * states say, or the total that the move gives, or the success that it says. Told in *told. */
bool body_save(struct step *s, const struct combatant *c, enum save save, int32_t dc,
               struct consequence *told);
/* A d20: the highest or lowest of two with advantage 1 or -1. */
int32_t body_d20(struct step *s, int32_t advantage);

/* Damage was taken: a save is asked for, if it concentrates. */
void body_ask_concentration(struct step *s, struct combatant *c, int32_t damage);
/* Concentration ends, and with it the conditions that hang on it; told. */
void body_end_concentration(struct step *s, struct combatant *c);

/* What the start of its own turn brings back, rolls and asks for. */
void body_start_turn(struct step *s, struct combatant *c);

/* After every move: what follows from the states that changed (concentration ends, grapples end, one
 * who was unconscious lies prone). */
void step_settle(struct step *s);

#endif
