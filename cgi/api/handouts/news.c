#include "cgi/api/handouts/news.h"

#include "common/base/clock.h"
#include "common/table/announce.h"

#include "common/base/poison.h"

enum news { NEWS_NONE, NEWS_CREATED, NEWS_CHANGED, NEWS_DELETED, NEWS };
static const char *const types[NEWS] = {NULL, "handout.created", "handout.changed",
                                        "handout.deleted"};

static enum news news_for(bool saw, bool sees)
{
	if (sees)
		return saw ? NEWS_CHANGED : NEWS_CREATED;
	return saw ? NEWS_DELETED : NEWS_NONE;
}

static bool among(const struct list *people, struct uuid user)
{
	const struct uuid *p = people->items;

	for (size_t i = 0; i < people->count; i++)
		if (uuid_eq(p[i], user))
			return true;
	return false;
}

/* Puts everybody of `people` who gets other news than the party into the list of these news, once. */
static void sort_in(const struct list *people, const struct handout_seen *before,
                    const struct handout_seen *after, struct list groups[NEWS])
{
	enum news party = news_for(before->party, after->party);
	const struct uuid *p = people->items;

	for (size_t i = 0; i < people->count; i++) {
		enum news own = news_for(before->party || among(&before->people, p[i]),
		                         after->party || among(&after->people, p[i]));
		struct list *group = &groups[own];

		if (own != party && !among(group, p[i]))
			((struct uuid *)group->items)[group->count++] = p[i];
	}
}

void handout_announce(struct request *rq, struct uuid campaign, int64_t last_seq, struct uuid id,
                      const char *type, const struct handout_seen *before,
                      const struct handout_seen *after)
{
	const struct doc *nothing = doc_root(rq->arena);
	const char *party = types[news_for(before->party, after->party)];
	struct announcement news = {
	    .campaign_id = campaign,
	    .seq = last_seq + 1,
	    .type = {type, party ? party : type, type},
	    .at = clock_rfc3339(clock_ms(), rq->arena),
	    .by = rq->user_id,
	    .handout_id = id,
	    .patch = {nothing, party ? nothing : NULL, nothing},
	};
	size_t most = before->people.count + after->people.count;
	struct list groups[NEWS];
	struct doorbell bell = {NULL, NULL};
	bool first = true;

	for (int i = 0; i < NEWS; i++)
		groups[i] = (struct list){ARENA_ARRAY(rq->arena, struct uuid, most + 1), 0};
	sort_in(&before->people, before, after, groups);
	sort_in(&after->people, before, after, groups);
	/* An event has one share for named people; what others of them are told is an event more. */
	for (int i = 0; i < NEWS; i++) {
		if (!types[i] || !groups[i].count)
			continue;
		news.type[SHARE_NAMED] = types[i];
		news.readers = groups[i];
		bell = announce_queue(rq->db, &news, rq->arena);
		news.patch[AUDIENCE_DM] = news.patch[AUDIENCE_PARTY] = NULL;
		news.seq++;
		first = false;
	}
	if (first)
		bell = announce_queue(rq->db, &news, rq->arena);
	announce_commit(rq->db, bell);
}
