/* Who knows whom: /campaigns/{id}/relations/… and /relations/…; nodes are people, places and factions. */
#ifndef TABARD_API_RELATIONS_H
#define TABARD_API_RELATIONS_H

#include "cgi/api/app.h"

extern const struct shape node_create_shape, node_patch_shape, node_shape;
extern const struct shape tie_create_shape, tie_patch_shape, tie_shape;
extern const struct shape neighbour_shape, path_query_shape, path_step_shape;
extern const char *const graph_media_types[];

/* GET /campaigns/{id}/relations/nodes, …/ties: those that the caller may see. 200, 404. */
int nodes_get(struct request *rq);
int ties_get(struct request *rq);
/* POST to both: 201, 400, 403, 404, 409 when there are too many. */
int nodes_post(struct request *rq);
int ties_post(struct request *rq);
/* GET, PATCH and DELETE /relations/nodes/{id}; PATCH and DELETE /relations/ties/{id}: 200, 403, 404. */
int node_get(struct request *rq);
int node_patch(struct request *rq);
int node_delete(struct request *rq);
int tie_patch(struct request *rq);
int tie_delete(struct request *rq);
/* GET /relations/nodes/{id}/neighbours: its ties with their other ends. 200, 404. */
int neighbours_get(struct request *rq);
/* GET /campaigns/{id}/relations/path: from `from` to `to`, both included; empty when there is no way. 200, 404. */
int path_get(struct request *rq);
/* GET /campaigns/{id}/relations/graphml: all that the caller may see. 200, 404. */
int graphml_get(struct request *rq);

#endif
