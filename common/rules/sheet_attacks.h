/* Inside the rules: a derived sheet's attacks as a combatant has them. */
#ifndef TABARD_RULES_SHEET_ATTACKS_H
#define TABARD_RULES_SHEET_ATTACKS_H

#include "common/rules/derived.h"

/* Of struct attack, each under a name of its own: weapons (versatile ones in two hands, too), the
 * unarmed strike, and the spell attack of each class, whose damage the spell says. */
struct list sheet_attacks(const struct derived_sheet *d, struct arena *arena);

#endif
