/* /characters: people's characters and their sheets. */
#ifndef TABARD_API_CHARACTERS_H
#define TABARD_API_CHARACTERS_H

#include "cgi/api/app.h"

extern const struct shape character_create_shape, character_patch_shape, character_shape;
extern const struct shape character_campaign_shape;

/* GET /characters: mine. 200. */
int characters_get(struct request *rq);
/* POST /characters: 201. */
int characters_post(struct request *rq);
/* GET /characters/{id}: for its owner and the members of its campaign. 200, 404. */
int character_get(struct request *rq);
/* PATCH /characters/{id}: name, and the sheet as a merge patch (RFC 7396). 200, 403, 404, 409, 412. */
int character_patch(struct request *rq);
/* PUT /characters/{id}/campaign: 200, 403, 404, 409. */
int character_campaign_put(struct request *rq);
/* DELETE /characters/{id}/campaign: 200, 403, 404, 409. */
int character_campaign_delete(struct request *rq);

#endif
