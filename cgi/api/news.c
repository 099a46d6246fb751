#include "cgi/api/news.h"

#include "common/base/clock.h"
#include "queries.h"

#include "common/base/poison.h"

static void fill(struct request *rq, struct announcement *news)
{
	const struct doc *nothing = doc_root(rq->arena);

	news->at = clock_rfc3339(clock_ms(), rq->arena);
	news->by = rq->user_id;
	if (!news->patch[AUDIENCE_DM])
		news->patch[AUDIENCE_DM] = nothing;
	if (!news->type[AUDIENCE_PARTY]) {
		news->type[AUDIENCE_PARTY] = news->type[AUDIENCE_DM];
		news->patch[AUDIENCE_PARTY] = NULL;
	} else if (!news->patch[AUDIENCE_PARTY]) {
		news->patch[AUDIENCE_PARTY] = nothing;
	}
}

void news_commit(struct request *rq, struct announcement news)
{
	fill(rq, &news);
	announce_commit(rq->db, announce_queue(rq->db, &news, rq->arena));
}

void encounter_made(struct request *rq, struct uuid encounter)
{
	struct announcement news = {.type = {"encounter.created"}, .encounter_id = encounter};
	const char *id = rq_uuid(rq, encounter);

	fill(rq, &news);
	db_queue(rq->db, &q_api_made, id, news.type[AUDIENCE_DM],
	         announce_bytes(&news, AUDIENCE_DM, rq->arena));
	db_queue(rq->db, &q_db_commit);
	db_queue(rq->db, &q_api_made_doorbell, id);
}
