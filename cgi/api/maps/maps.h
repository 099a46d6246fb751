/* Maps of a campaign and what stands on them: /campaigns/{id}/maps, /maps/{id}, /campaigns/{id}/tokens and
 * /tokens/{id}. */
#ifndef TABARD_API_MAPS_H
#define TABARD_API_MAPS_H

#include "cgi/api/app.h"
#include "common/table/map.h"

extern const struct shape map_create_shape, map_patch_shape, map_shape, scene_shape,
    door_patch_shape;
extern const struct shape token_create_shape, token_patch_shape;
extern const struct shape map_import_query_shape;
extern const struct shape distance_query_shape, distance_shape;

/* GET /campaigns/{id}/maps: all for DMs, the active one for others. 200, 404. */
int maps_get(struct request *rq);
/* POST /campaigns/{id}/maps: 201, 400, 403, 404, 409 when there are too many. */
int maps_post(struct request *rq);
/* GET /maps/{id}: 200, 404. */
int map_get(struct request *rq);
/* PATCH /maps/{id}: 200, 400, 403, 404, 412. */
int map_patch(struct request *rq);
/* DELETE /maps/{id}: with all that stands on it. 200, 403, 404, 412. */
int map_delete(struct request *rq);
/* POST /maps/{id}/activate: puts it on the table in the place of another. 200, 403, 404. */
int activate_post(struct request *rq);
/* POST /maps/{id}/deactivate: 200, 403, 404. */
int deactivate_post(struct request *rq);
/* GET /maps/{id}/scene: fog, walls, doors, lights and tokens. 200, 403, 404. */
int scene_get(struct request *rq);
/* PUT /maps/{id}/fog: 200, 400, 403, 404, 412. */
int fog_put(struct request *rq);
/* PATCH /maps/{id}/doors/{item}: opens or closes one. 200, 400, 403, 404, 412. */
int door_patch(struct request *rq);
/* GET /maps/{id}/distance: 200, 400, 404. */
int distance_get(struct request *rq);
/* POST /campaigns/{id}/maps/import: a file of Universal VTT. 201, 400, 403, 404, 409, 413, 415, 422. */
int map_import_post(struct request *rq);

/* POST /campaigns/{id}/tokens: DMs, and players for their characters. 201, 400, 403, 404, 409. */
int tokens_post(struct request *rq);
/* PATCH /tokens/{id}: the same. 200, 400, 403, 404, 412, 422 when the rules refuse the move. */
int token_patch(struct request *rq);
/* DELETE /tokens/{id}: the same. 200, 403, 404, 412. */
int token_delete(struct request *rq);

#endif
