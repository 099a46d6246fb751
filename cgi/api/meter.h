/* What the worker has to say of its requests: how many, how they ended, how long they took. */
#ifndef TABARD_API_METER_H
#define TABARD_API_METER_H

#include <stddef.h>
#include <stdint.h>

enum { METER_CLASSES = 4, METER_BUCKETS = 10 };

/* Upper bounds in microseconds; the last is for all that takes longer. */
extern const int64_t meter_bounds[METER_BUCKETS];

/* Of one route, as of now. */
struct meter_reading {
	uint64_t classes[METER_CLASSES]; /* answers 2xx, 3xx, 4xx, 5xx */
	uint64_t buckets[METER_BUCKETS]; /* each those up to its bound and above the one before */
	uint64_t requests, microseconds, round_trips;
};

struct meter;

/* For `routes` routes and one more, the last, for what is none of them. */
struct meter *meter_new(size_t routes);
void meter_free(struct meter *m);

/* Safe from many threads. */
void meter_count(struct meter *m, size_t route, int status, int64_t microseconds,
                 uint64_t round_trips);
struct meter_reading meter_read(const struct meter *m, size_t route);
/* The bound that `percent` of the requests stay below; 0 when there were none. */
int64_t meter_percentile(const struct meter_reading *r, unsigned percent);

#endif
