/* /encounters: one fight, its moves, and taking them back. */
#ifndef TABARD_API_ENCOUNTERS_H
#define TABARD_API_ENCOUNTERS_H

#include "cgi/api/app.h"

extern const struct shape move_answer_shape, difference_shape, undo_shape, redo_shape;
extern const struct shape encounter_query_shape, log_query_shape, log_entry_shape, why_shape;
extern const struct shape difficulty_shape, encounter_patch_shape, encounter_gone_shape;
extern const struct shape encounter_copy_shape;

/* GET /encounters/{id}: as the table document has it, in any status, now or at a version. 200, 404. */
int encounter_get(struct request *rq);
/* PATCH /encounters/{id}: 200, 403, 404, 412. */
int encounter_patch(struct request *rq);
/* DELETE /encounters/{id}: 200, 403, 404; 409 while it runs. */
int encounter_delete(struct request *rq);
/* POST /encounters/{id}/copy: 201, 403, 404. */
int encounter_copy_post(struct request *rq);
/* GET /encounters/{id}/moves: the log, as far as the caller was told. 200, 404. */
int moves_get(struct request *rq);
/* GET /encounters/{id}/combatants/{combatant_id}/why: 200, 404. */
int why_get(struct request *rq);
/* GET /encounters/{id}/difficulty: 200, 403, 404. */
int difficulty_get(struct request *rq);
/* POST /encounters/{id}/moves: 201, 403, 404, 409, 412, 422. */
int moves_post(struct request *rq);
/* The move types and their fields, from the rules. */
const struct variant *move_variants(size_t *count);
/* POST /encounters/{id}/undo and …/redo: 200, 403, 404, 409, 412. */
int undo_post(struct request *rq);
int redo_post(struct request *rq);

#endif
