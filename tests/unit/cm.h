/* cmocka with the headers that it forgets to include, and two asserts for slices. */
#ifndef TABARD_TESTS_UNIT_CM_H
#define TABARD_TESTS_UNIT_CM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/base/arena.h"

/* On failure cmocka prints both as C strings, so they are copied with a NUL behind them. */
#define assert_str(actual, expected)                                                               \
	do {                                                                                       \
		struct arena copies_ = {0};                                                        \
		assert_string_equal(arena_cstr(&copies_, (actual)), (expected));                   \
		arena_free(&copies_);                                                              \
	} while (0)

/* A repeatable source of surprises for the property tests (splitmix64). */
static inline uint64_t next_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

/* From 0 to below - 1. */
static inline size_t random_below(uint64_t *state, size_t below)
{
	return (size_t)(next_random(state) % below);
}

#endif
