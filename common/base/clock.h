/* The time of day, for programs; rules never ask. */
#ifndef TABARD_BASE_CLOCK_H
#define TABARD_BASE_CLOCK_H

#include "common/base/arena.h"

/* Seconds since 1970. */
int64_t clock_seconds(void);
/* Milliseconds of a clock that never jumps, for durations. */
int64_t clock_monotonic_ms(void);
/* The same in microseconds. */
int64_t clock_monotonic_us(void);
/* Milliseconds since 1970. */
int64_t clock_ms(void);
/* "2026-11-20T15:41:03.123Z" (RFC 3339). */
struct str clock_rfc3339(int64_t ms, struct arena *a);

#endif
