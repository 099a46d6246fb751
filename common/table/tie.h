/* A character's token stands for its combatant while that one fights. */
#ifndef TABARD_TABLE_TIE_H
#define TABARD_TABLE_TIE_H

#include "common/table/map.h"

/* The token among `tokens` (of struct table_token, all of one map) that is to be the one of `c` in the running
 * encounter `live`: the only one of its character that is nobody's, and that players see just as they see `c`. So
 * nothing comes into sight or goes out of it, and what is hidden decides nothing of what is seen. NULL for others than
 * characters, where such a one is its own already, where there are several, and where `c` was moved to elsewhere. */
struct table_token *tie_find(const struct list *tokens, const struct fog *fog,
                             const struct combatant *c, const struct table_encounter *live);
/* From now on a token alone says where that combatant stands. */
void tie_note(struct table_encounter *live, struct uuid combatant, struct arena *arena);
/* Ties the tokens of those in `live` who have come into play or into sight since `was` (NULL: since they were not on
 * the map), in place, and queues it. */
void tie_newcomers(struct db *db, const struct list *tokens, const struct fog *fog,
                   const struct table_encounter *was, struct table_encounter *live,
                   struct arena *arena);

#endif
