/* /campaigns and what belongs to one. */
#ifndef TABARD_API_CAMPAIGNS_H
#define TABARD_API_CAMPAIGNS_H

#include "cgi/api/app.h"

extern const struct shape campaign_create_shape, campaign_shape, member_shape;
extern const struct shape invite_create_shape, invite_shape, invite_made_shape;
extern const struct shape encounter_create_shape, encounter_row_shape, stream_query_shape;

/* GET /campaigns: mine. 200. */
int campaigns_get(struct request *rq);
/* POST /campaigns: the caller becomes owner and DM. 201. */
int campaigns_post(struct request *rq);
/* GET /campaigns/{id}: 200, 404. */
int campaign_get(struct request *rq);
/* GET /campaigns/{id}/members: 200, 404. */
int members_get(struct request *rq);
/* GET /campaigns/{id}/invites: 200, 403, 404. */
int invites_get(struct request *rq);
/* POST /campaigns/{id}/invites: the code is shown this once. 201, 403, 404. */
int invites_post(struct request *rq);
/* GET /campaigns/{id}/encounters: drafts for DMs only. 200, 404. */
int encounters_get(struct request *rq);
/* POST /campaigns/{id}/encounters: 201, 403, 404. */
int encounters_post(struct request *rq);
/* GET /campaigns/{id}/state: the table document, as `sync` carries it. 200, 404. */
int state_get(struct request *rq);
/* GET /campaigns/{id}/events: authorised here, served by the broadcaster. 200, 404. */
int events_get(struct request *rq);

#endif
