/* What the programs that make load have in common: time, the end, and percentiles. */
#ifndef TABARD_TESTS_LOAD_LOAD_H
#define TABARD_TESTS_LOAD_LOAD_H

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Nanoseconds, on the clock that never jumps. */
static inline int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

_Noreturn static inline void die(const char *why)
{
	perror(why);
	exit(1);
}

/* Goes on until all of it is taken; false when nobody is there to take it. */
static inline int send_all(int fd, const char *bytes, size_t n)
{
	while (n) {
		ssize_t sent = write(fd, bytes, n);

		if (sent < 0 && errno != EAGAIN && errno != EINTR)
			return 0;
		if (sent > 0) {
			bytes += sent;
			n -= (size_t)sent;
		}
	}
	return 1;
}

static inline int ascending(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return x < y ? -1 : x > y;
}

/* Of samples that have been sorted; 0 when there are none. */
static inline double percentile(const float *samples, size_t count, double share)
{
	return count ? (double)samples[(size_t)((double)(count - 1) * share)] : 0;
}

#endif
