/* Inside rules_apply: what a turn has, and what is used up. RULES D1. */
#ifndef TABARD_RULES_ECONOMY_H
#define TABARD_RULES_ECONOMY_H

#include "common/rules/step_body.h"

/* Takes the cost from a combatant's turn, told. Refuses what is spent, the dead, the incapacitated,
 * the surprised (2014), and actions in another's turn. */
enum rule_error economy_spend(struct step *s, struct combatant *c, enum cost cost);
/* Spends a spell slot, told, within a turn's limit: 2014 with a bonus action spell nothing but
 * cantrips, 2024 one slot a turn. */
enum rule_error economy_spend_slot(struct step *s, struct combatant *c, enum resource_kind kind,
                                   int32_t level, enum cost cost);
/* Takes `count` uses of what has this kind, name and level, told. */
enum rule_error economy_use(struct step *s, struct combatant *c, const struct resource *what,
                            int32_t count);
/* Tells how much of it is left. */
void economy_tell(struct step *s, const struct combatant *c, const struct resource *r);
/* Whether anything of the turn has been used. */
bool economy_touched(const struct combatant *c);

#endif
