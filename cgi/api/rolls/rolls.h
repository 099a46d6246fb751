/* Dice: /dice/roll for anybody, and at the table of a campaign /campaigns/{id}/rolls. */
#ifndef TABARD_API_ROLLS_H
#define TABARD_API_ROLLS_H

#include "cgi/api/app.h"

extern const struct shape dice_roll_shape, roll_create_shape, roll_stats_shape, proof_shape,
    proof_query_shape;

/* POST /dice/roll: kept nowhere. 200, 400. */
int dice_roll_post(struct request *rq);
/* GET /campaigns/{id}/rolls: those that the caller sees, newest first. 200, 404. */
int rolls_get(struct request *rq);
/* POST /campaigns/{id}/rolls: 201, 400, 404. */
int rolls_post(struct request *rq);
/* GET /campaigns/{id}/rolls/stats: by player, of rolls that the caller sees. 200, 404. */
int roll_stats_get(struct request *rq);
/* GET /campaigns/{id}/rolls/proof: commitments of a session's dice, and what they were once it is over. 200, 400,
 * 404. */
int proof_get(struct request *rq);
/* POST /campaigns/{id}/rolls/proof: ends the session. 200, 403, 404. */
int proof_post(struct request *rq);

#endif
