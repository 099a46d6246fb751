#include "cgi/api/meter.h"

#include <stdatomic.h>

#include "common/base/log.h"

#include "common/base/poison.h"

const int64_t meter_bounds[METER_BUCKETS] = {500,   1000,  2500,   5000,    10000,
                                             25000, 50000, 100000, 1000000, INT64_MAX};

struct counters {
	atomic_uint_fast64_t classes[METER_CLASSES], buckets[METER_BUCKETS], microseconds,
	    round_trips;
};

struct meter {
	size_t count;
	struct counters routes[];
};

struct meter *meter_new(size_t routes)
{
	struct meter *m = calloc(1, sizeof *m + (routes + 1) * sizeof *m->routes);

	if (!m)
		log_fatal("out_of_memory", "call=meter_new");
	m->count = routes;
	return m;
}

void meter_free(struct meter *m)
{
	free(m);
}

static void add(atomic_uint_fast64_t *counter, uint64_t n)
{
	atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

void meter_count(struct meter *m, size_t route, int status, int64_t microseconds,
                 uint64_t round_trips)
{
	struct counters *c = &m->routes[route < m->count ? route : m->count];
	size_t class = status < 200 ? 0 : (size_t)(status / 100 - 2), bucket = 0;

	while (microseconds > meter_bounds[bucket])
		bucket++;
	add(&c->classes[class < METER_CLASSES ? class : METER_CLASSES - 1], 1);
	add(&c->buckets[bucket], 1);
	add(&c->microseconds, microseconds > 0 ? (uint64_t)microseconds : 0);
	add(&c->round_trips, round_trips);
}

struct meter_reading meter_read(const struct meter *m, size_t route)
{
	const struct counters *c = &m->routes[route];
	struct meter_reading r = {0};

	for (size_t i = 0; i < METER_CLASSES; i++)
		r.classes[i] = atomic_load_explicit(&c->classes[i], memory_order_relaxed);
	for (size_t i = 0; i < METER_BUCKETS; i++) {
		r.buckets[i] = atomic_load_explicit(&c->buckets[i], memory_order_relaxed);
		r.requests += r.buckets[i];
	}
	r.microseconds = atomic_load_explicit(&c->microseconds, memory_order_relaxed);
	r.round_trips = atomic_load_explicit(&c->round_trips, memory_order_relaxed);
	return r;
}

int64_t meter_percentile(const struct meter_reading *r, unsigned percent)
{
	uint64_t below = 0;

	for (size_t i = 0; i < METER_BUCKETS && r->requests; i++) {
		below += r->buckets[i];
		if (below * 100 >= r->requests * percent)
			return meter_bounds[i] == INT64_MAX ? meter_bounds[i - 1] : meter_bounds[i];
	}
	return 0;
}
