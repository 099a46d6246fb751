/* A token's drop as the move of its combatant. */
#ifndef TABARD_API_MAPS_PLAY_H
#define TABARD_API_MAPS_PLAY_H

#include "cgi/api/maps/change.h"

/* Plays the move that takes the token of a running encounter's combatant there, and commits it as token.moved: it
 * is in the log and can be undone like any other. 0 with the encounter after it, or the answer's status. */
int play_move(struct request *rq, const struct map_change *c, const struct table_token *token,
              int32_t x, int32_t y, struct table_encounter *after);

#endif
