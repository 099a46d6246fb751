#include "cgi/api/people.h"

#include <pthread.h>

#include "common/base/clock.h"
#include "common/base/log.h"
#include "queries.h"

#include "common/base/poison.h"

enum { SLOTS = 4096, NAME_MAX_POINTS = 80, TRUSTED_MS = 5000 };

/* Direct-mapped: a newcomer takes the slot of another with the same hash, who is then looked up anew. */
struct slot {
	struct uuid user_id;     /* nil: forgotten */
	int64_t looked_up, seen; /* monotonic milliseconds */
	int64_t
	    issued; /* the token that was looked up: an older one may be from before a departure */
	uint16_t length;
	char subject[SUBJECT_BYTES_MAX];
};

struct people {
	pthread_mutex_t lock;
	struct slot *slots[SLOTS];
};

struct people *people_new(void)
{
	struct people *p = calloc(1, sizeof *p);

	if (!p)
		log_fatal("out_of_memory", "call=people_new");
	pthread_mutex_init(&p->lock, NULL);
	return p;
}

void people_free(struct people *p)
{
	for (size_t i = 0; i < SLOTS; i++)
		free(p->slots[i]);
	pthread_mutex_destroy(&p->lock);
	free(p);
}

static size_t slot_of(struct str subject)
{
	return str_hash(subject) % SLOTS;
}

static struct uuid recall(struct people *p, const struct claims *claims)
{
	struct str subject = claims->subject;
	int64_t now = clock_monotonic_ms();
	struct uuid id = {{0}};
	struct slot *s;

	pthread_mutex_lock(&p->lock);
	s = p->slots[slot_of(subject)];
	if (s && str_eq((struct str){s->subject, s->length}, subject)) {
		s->seen = now;
		if (now - s->looked_up < TRUSTED_MS && claims->issued >= s->issued)
			id = s->user_id;
	}
	pthread_mutex_unlock(&p->lock);
	return id;
}

static void remember(struct people *p, const struct claims *claims, struct uuid id)
{
	struct str subject = claims->subject;
	struct slot **at = &p->slots[slot_of(subject)];

	pthread_mutex_lock(&p->lock);
	if (!*at)
		*at = calloc(1, sizeof **at);
	if (*at && subject.n <= sizeof(*at)->subject) {
		(*at)->user_id = id;
		(*at)->issued = claims->issued;
		(*at)->looked_up = (*at)->seen = clock_monotonic_ms();
		(*at)->length = (uint16_t)subject.n;
		memcpy((*at)->subject, subject.p, subject.n);
	}
	pthread_mutex_unlock(&p->lock);
}

void people_forget(struct people *p, struct uuid user)
{
	pthread_mutex_lock(&p->lock);
	for (size_t i = 0; i < SLOTS; i++)
		if (p->slots[i] && uuid_eq(p->slots[i]->user_id, user))
			p->slots[i]->user_id = (struct uuid){{0}};
	pthread_mutex_unlock(&p->lock);
}

size_t people_active(struct people *p, int64_t ms)
{
	int64_t since = clock_monotonic_ms() - ms;
	size_t count = 0;

	pthread_mutex_lock(&p->lock);
	for (size_t i = 0; i < SLOTS; i++)
		count += p->slots[i] && p->slots[i]->seen >= since;
	pthread_mutex_unlock(&p->lock);
	return count;
}

/* At most NAME_MAX_POINTS code points; a token without a name makes a nameless adventurer. */
struct str people_name(struct str name)
{
	name = str_trim(name);
	while (str_utf8_length(name) > NAME_MAX_POINTS || (name.n && str_utf8_length(name) < 0))
		name.n--;
	return name.n ? name : STR("Adventurer");
}

const char *session_text(const struct claims *claims, struct arena *arena)
{
	return arena_printf(arena, "%016llx", (unsigned long long)claims->session).p;
}

int people_find(struct request *rq, const struct claims *claims)
{
	enum db_error error;

	rq->claims = *claims;
	rq->user_id = recall(rq->app->people, claims);
	/* Two first requests at once: the one that loses finds the row at its second try. */
	for (int tries = 0; uuid_is_nil(rq->user_id) && tries < 2; tries++) {
		error = db_query(rq->db, &q_api_user, rq_uuid(rq, uuid_v7()),
		                 rq_str(rq, claims->subject), rq_str(rq, people_name(claims->name)),
		                 rq_int(rq, claims->issued), session_text(claims, rq->arena));
		if (error)
			return fail_db(rq, error, ERR_INTERNAL);
		if (db_count(db_result(rq->db, 0))) {
			if (db_null(db_result(rq->db, 0), 0, 0))
				return fail(rq, ERR_ACCOUNT_DELETED);
			if (db_bool(db_result(rq->db, 0), 0, 1))
				return fail(rq, ERR_ACCOUNT_DISABLED);
			rq->user_id = db_uuid(db_result(rq->db, 0), 0, 0);
			remember(rq->app->people, claims, rq->user_id);
		}
	}
	return uuid_is_nil(rq->user_id) ? fail(rq, ERR_CONFLICT) : 0;
}
