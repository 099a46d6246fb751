/* What the caller did, told to the campaign's streams. */
#ifndef TABARD_API_NEWS_H
#define TABARD_API_NEWS_H

#include "cgi/api/app.h"
#include "common/table/announce.h"

/* Queues the event behind what makes it true, and COMMIT. `news` says where, under which number, as what
 * (NULL for players: they do not hear of it) and what it is about. Without patches it says no more: whoever may
 * see that fetches it. */
void news_commit(struct request *rq, struct announcement news);
/* The same for an encounter that is a draft, and so for DMs alone: behind the statement that makes it, or does not. */
void encounter_made(struct request *rq, struct uuid encounter);

#endif
