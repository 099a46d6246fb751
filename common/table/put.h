/* Combatants into their rows. */
#ifndef TABARD_TABLE_PUT_H
#define TABARD_TABLE_PUT_H

#include "common/db/db.h"
#include "common/rules/combatant.h"

/* Queues the statement that puts them into the encounter, those who are there in the place of what they were; none
 * for nobody. */
void combatants_put(struct db *db, struct uuid encounter, const struct combatant *combatants,
                    size_t count, struct arena *arena);

#endif
