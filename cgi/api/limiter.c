#include "cgi/api/limiter.h"

#include <pthread.h>

#include "common/base/log.h"

#include "common/base/poison.h"

enum { SLOTS = 4096, UNITS = 1000 };

/* The generic cell rate algorithm: one time per person, at which all that they have asked for would have
 * been paid off at the allowed pace. Direct-mapped; who takes the place of another starts with a clean one. */
struct slot {
	uint64_t subject;
	int64_t paid_off; /* in thousandths of a millisecond */
};

struct limiter {
	pthread_mutex_t lock;
	int64_t cost, ms; /* of a request, in the same; and what may come at once */
	struct slot slots[SLOTS];
};

struct limiter *limiter_new(int64_t count, int64_t ms)
{
	struct limiter *l;

	if (!count)
		return NULL;
	l = calloc(1, sizeof *l);
	if (!l)
		log_fatal("out_of_memory", "call=limiter_new");
	pthread_mutex_init(&l->lock, NULL);
	l->cost = ms * UNITS / count;
	l->ms = ms;
	return l;
}

void limiter_free(struct limiter *l)
{
	if (!l)
		return;
	pthread_mutex_destroy(&l->lock);
	free(l);
}

int64_t limiter_take(struct limiter *l, struct str subject, int64_t now)
{
	uint64_t hash = str_hash(subject);
	struct slot *s = &l->slots[hash % SLOTS];
	int64_t at = now * UNITS, over;

	pthread_mutex_lock(&l->lock);
	if (s->subject != hash || s->paid_off < at)
		*s = (struct slot){hash, at};
	over = s->paid_off + l->cost - (at + l->ms * UNITS);
	if (over <= 0)
		s->paid_off += l->cost;
	pthread_mutex_unlock(&l->lock);
	return over <= 0 ? 0 : over / UNITS + 1;
}
