#include "cgi/api/roster.h"

#include "cgi/api/news.h"
#include "common/table/presence.h"
#include "common/table/view.h"

#include "common/base/poison.h"

/* {"members":{…}} with one member or nobody in it: the others are the same before and after. */
static const struct doc *members(struct request *rq, const struct table_member *m)
{
	struct doc *root = doc_root(rq->arena);
	struct table_member *copy = ARENA_NEW(rq->arena, struct table_member);
	struct list list = {copy, m ? 1 : 0};

	if (m)
		*copy = *m;
	view_members(&list, doc_object(rq->arena, root, STR("members")), rq->arena);
	return root;
}

void roster_announce(struct request *rq, struct uuid campaign, int64_t last_seq, const char *type,
                     const struct table_member *before, const struct table_member *after)
{
	struct doc *patch = doc_patch(rq->arena, members(rq, before), members(rq, after));
	struct announcement news = {
	    .campaign_id = campaign,
	    .seq = last_seq + 1,
	    .type = {type, type},
	    .patch = {patch, patch},
	};

	if (before && !after)
		view_nobody(patch, before->user_id, rq->arena);
	if (before)
		news.ends = before->user_id;
	news_commit(rq, news);
}
