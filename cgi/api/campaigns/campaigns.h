/* /campaigns and what belongs to one. */
#ifndef TABARD_API_CAMPAIGNS_H
#define TABARD_API_CAMPAIGNS_H

#include "cgi/api/app.h"
#include "common/table/table.h"

extern const struct shape campaign_create_shape, campaign_patch_shape, campaign_transfer_shape;
extern const struct shape campaign_shape, campaigns_query_shape, member_shape, member_patch_shape;
extern const struct shape presence_shape;
extern const struct shape invite_create_shape, invite_shape, invite_made_shape;
extern const struct shape encounter_create_shape, encounter_row_shape, encounters_query_shape,
    stream_query_shape, ticket_shape, signal_shape, signal_sent_shape;

/* `all` with those of `given` that were in the body, and its JSON. */
const char *settings_over(struct request *rq, struct campaign_settings *all,
                          const struct campaign_settings *given);

/* A secret of 122 bits to be shown once, in characters that can be read aloud. */
struct str new_code(struct arena *arena);

/* From the row of q_campaigns_member. */
struct table_member member_of_row(const struct request *rq, const struct db_rows *rows);

/* GET /campaigns: mine; those deleted for their owner. 200. */
int campaigns_get(struct request *rq);
/* POST /campaigns: the caller becomes owner and DM. 201. */
int campaigns_post(struct request *rq);
/* GET /campaigns/{id}: 200, 404. */
int campaign_get(struct request *rq);
/* PATCH /campaigns/{id}: name, description, settings; what changes is on every table. 200, 403, 404. */
int campaign_patch(struct request *rq);
/* DELETE /campaigns/{id}: its streams end; it can be restored for 30 days. 200, 403, 404. */
int campaign_delete(struct request *rq);
/* POST /campaigns/{id}/restore: one that is not deleted stays as it is. 200, 403, 404. */
int restore_post(struct request *rq);
/* POST /campaigns/{id}/transfer: a member becomes owner, and a DM. 200, 403, 404. */
int transfer_post(struct request *rq);
/* PATCH /campaigns/{id}/members/{user_id}: another role; their streams begin anew. 200, 403, 404, 409. */
int member_patch(struct request *rq);
/* DELETE /campaigns/{id}/members/{user_id}: by a DM, or oneself; their characters leave too. 200, 403, 404,
 * 409. */
int member_delete(struct request *rq);
/* GET /campaigns/{id}/members: 200, 404. */
int members_get(struct request *rq);
/* GET /campaigns/{id}/presence: 200, 404. */
int presence_get(struct request *rq);
/* GET /campaigns/{id}/invites: 200, 403, 404. */
int invites_get(struct request *rq);
/* POST /campaigns/{id}/invites: the code is shown this once. 201, 403, 404. */
int invites_post(struct request *rq);
/* DELETE /campaigns/{id}/invites/{invite_id}: revokes it. 200, 403, 404. */
int invite_delete(struct request *rq);
/* GET /campaigns/{id}/encounters: drafts for DMs only. 200, 404. */
int encounters_get(struct request *rq);
/* POST /campaigns/{id}/encounters: 201, 403, 404. */
int encounters_post(struct request *rq);
/* GET /campaigns/{id}/state: the table document, as `sync` carries it. 200, 404. */
int state_get(struct request *rq);
/* GET /campaigns/{id}/events: authorised here, served by the broadcaster. 200, 401 for a ticket, 404. */
int events_get(struct request *rq);
/* POST /campaigns/{id}/signals: to all streams, and stored nowhere. 202, 403, 404, 429. */
int signals_post(struct request *rq);
/* POST /campaigns/{id}/events/tickets: for EventSource. 201, 404. */
int tickets_post(struct request *rq);
/* Uses the ticket up: 0, with the holder as rq->user_id and the columns of q_campaigns_role as the result; or the
 * failure's status. */
int ticket_redeem(struct request *rq, struct str ticket);

extern const struct shape campaign_export_shape, campaign_export_query_shape;
/* GET /campaigns/{id}/export: the whole of it, pictures too, streamed. 200, 403, 404. */
int campaign_export_get(struct request *rq);
/* POST /campaigns/import: another one like it, the caller's own. 201, 400; 409, 413 and 422 for a picture. */
int campaigns_import_post(struct request *rq);

#endif
