/* How much one person may ask for: a minute's worth at once, then at its pace, whatever others do. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

#include "cgi/api/limiter.h"

static const struct str ada = {"ada", 3}, bob = {"bob", 3};

/* How many of `tries` go through at `now`. */
static int taken(struct limiter *l, struct str who, int64_t now, int tries)
{
	int through = 0;

	for (int i = 0; i < tries; i++)
		through += limiter_take(l, who, now) == 0;
	return through;
}

static void a_minute_may_come_at_once(void **state)
{
	struct limiter *l = limiter_new(60, 60000);

	(void)state;
	assert_int_equal(taken(l, ada, 1000, 100), 60);
	assert_int_equal(taken(l, ada, 1000, 100), 0);
	assert_int_equal(taken(l, ada, 2000, 100), 1);
	assert_int_equal(taken(l, ada, 12000, 100), 10);
	assert_int_equal(taken(l, ada, 12000 + 3600 * 1000, 100), 60);
	limiter_free(l);
}

static void others_are_not_held_back(void **state)
{
	struct limiter *l = limiter_new(10, 60000);

	(void)state;
	assert_int_equal(taken(l, ada, 5, 100), 10);
	assert_int_equal(taken(l, bob, 5, 100), 10);
	assert_int_equal(taken(l, ada, 5, 1), 0);
	limiter_free(l);
}

/* After as long as it says, and not before, one goes through. */
static void it_says_how_long_to_wait(void **state)
{
	struct limiter *l = limiter_new(7, 60000);
	int64_t now = 123456, wait;

	(void)state;
	assert_int_equal(taken(l, ada, now, 7), 7);
	for (int i = 0; i < 20; i++) {
		wait = limiter_take(l, ada, now);
		assert_true(wait > 0 && wait <= 60 * 1000);
		assert_true(limiter_take(l, ada, now + wait - 2) > 0);
		assert_int_equal(limiter_take(l, ada, now + wait), 0);
		now += wait;
	}
	limiter_free(l);
}

static void no_limit_is_none(void **state)
{
	(void)state;
	assert_null(limiter_new(0, 60000));
	limiter_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_minute_may_come_at_once),
	    cmocka_unit_test(others_are_not_held_back),
	    cmocka_unit_test(it_says_how_long_to_wait),
	    cmocka_unit_test(no_limit_is_none),
	};

	return cmocka_run_group_tests_name("api limiter", tests, NULL, NULL);
}
