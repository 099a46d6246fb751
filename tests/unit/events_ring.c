/* The order of one campaign's events: whatever arrives, in whatever order, the sequence has no
 * gap and no repetition. */
#include "tests/unit/cm.h"

#include "cgi/events/ring.h"

#include "common/base/poison.h"

static struct uuid id_of(int64_t seq)
{
	struct uuid id = {{0}};

	memcpy(id.b, &seq, sizeof seq);
	return id;
}

static void put_sized(struct ring *r, int64_t seq, size_t bytes)
{
	static char data[RING_BYTES * 2];
	struct parcel p = {.seq = seq, .id = id_of(seq)};

	memset(data, 'x', sizeof data);
	p.frames[AUDIENCE_DM] = frame_event(STR("i"), STR("a.b"), (struct str){data, bytes});
	if (seq % 3)
		p.frames[AUDIENCE_PARTY] = frame_ref(p.frames[AUDIENCE_DM]);
	ring_put(r, &p);
	assert_null(p.frames[AUDIENCE_DM]);
}

static void put(struct ring *r, int64_t seq)
{
	put_sized(r, seq, 1);
}

static void in_order(void **state)
{
	struct ring r = {0};

	(void)state;
	assert_false(ring_covers(&r, 0));
	ring_prime(&r, 1);
	assert_true(ring_covers(&r, 0));
	assert_true(ring_last(&r) == 0);
	for (int64_t seq = 1; seq <= 3; seq++)
		put(&r, seq);
	assert_true(ring_last(&r) == 3);
	assert_true(ring_get(&r, 2)->seq == 2);
	assert_null(ring_get(&r, 4));
	assert_null(ring_get(&r, 0));
	assert_true(ring_find(&r, id_of(3))->seq == 3);
	assert_null(ring_find(&r, id_of(9)));
	assert_false(ring_missing(&r));
	ring_clear(&r);
}

static void wrong_order_and_twice(void **state)
{
	struct ring r = {0};

	(void)state;
	ring_prime(&r, 11);
	put(&r, 13);
	put(&r, 12);
	put(&r, 13);
	put(&r, 10);
	assert_true(ring_last(&r) == 10);
	assert_true(ring_missing(&r));
	put(&r, 11);
	assert_true(ring_last(&r) == 13);
	assert_false(ring_missing(&r));
	put(&r, 12);
	assert_true(ring_last(&r) == 13);
	assert_int_equal(r.count, 3);
	assert_true(ring_covers(&r, 10));
	assert_false(ring_covers(&r, 9));
	ring_clear(&r);
}

/* The opening race: events come before the snapshot that tells where to begin. */
static void primed_late(void **state)
{
	struct ring r = {0};

	(void)state;
	put(&r, 5);
	put(&r, 7);
	put(&r, 4);
	assert_false(ring_missing(&r));
	ring_prime(&r, 5);
	assert_true(ring_last(&r) == 5);
	assert_true(ring_missing(&r));
	ring_prime(&r, 1);
	assert_true(ring_last(&r) == 5);
	put(&r, 6);
	assert_true(ring_last(&r) == 7);
	ring_clear(&r);
}

static void bare_doorbells(void **state)
{
	struct ring r = {0};

	(void)state;
	ring_prime(&r, 1);
	ring_hear(&r, 2);
	assert_true(ring_missing(&r));
	put(&r, 1);
	assert_true(ring_missing(&r));
	put(&r, 2);
	assert_false(ring_missing(&r));
	ring_hear(&r, 1);
	assert_false(ring_missing(&r));
	ring_clear(&r);
}

/* Nobody may stall a table by ringing for an event that never was. */
static void a_lie_is_settled(void **state)
{
	struct ring r = {0};

	(void)state;
	ring_prime(&r, 1);
	put(&r, 1);
	ring_hear(&r, 1000000);
	put(&r, 500);
	put(&r, 3);
	ring_settle(&r, 3);
	assert_true(ring_missing(&r));
	assert_int_equal(r.waiting_count, 1);
	put(&r, 2);
	assert_true(ring_last(&r) == 3);
	assert_false(ring_missing(&r));
	ring_settle(&r, 1);
	assert_true(ring_last(&r) == 3);
	assert_false(ring_missing(&r));
	ring_clear(&r);
}

static void bounded(void **state)
{
	struct ring r = {0};

	(void)state;
	ring_prime(&r, 1);
	for (int64_t seq = 1; seq <= 1000; seq++) {
		put(&r, seq);
		assert_true(r.count <= RING_EVENTS && r.bytes <= RING_BYTES);
	}
	assert_int_equal(r.count, RING_EVENTS);
	assert_true(ring_covers(&r, 1000 - RING_EVENTS));
	assert_false(ring_covers(&r, 999 - RING_EVENTS));
	for (int64_t seq = 1001; seq <= 1100; seq++) {
		put_sized(&r, seq, 20000);
		assert_true(r.bytes <= RING_BYTES);
	}
	put_sized(&r, 1101, RING_BYTES + 1);
	assert_int_equal(r.count, 1);
	assert_true(ring_covers(&r, 1100));
	assert_non_null(ring_get(&r, 1101));
	put(&r, 1102);
	assert_int_equal(r.count, 1);
	for (int64_t seq = 2000; seq > 1900; seq--)
		put(&r, seq);
	assert_int_equal(r.waiting_count, RING_WAITING);
	assert_true(r.waiting[0].seq == 1901);
	ring_clear(&r);
	assert_int_equal(r.count, 0);
}

/* A log that grows, doorbells lost, doubled, bare, delayed and invented, and readers of the log.
 * At the end of each the sequence is the log's, and it never went anywhere but one step on. */
static void any_weather(void **state)
{
	(void)state;
	for (uint64_t round = 1; round <= 300; round++) {
		struct ring r = {0};
		uint64_t seed = round;
		int64_t log = (int64_t)random_below(&seed, 5), seen;

		ring_prime(&r, log + 1);
		seen = log;
		for (int step = 0; step < 300; step++) {
			size_t weather = random_below(&seed, 10);

			if (weather < 4)
				log++;
			if (weather == 3)
				put(&r, log);
			if (weather == 4 && log)
				put(&r,
				    log - (int64_t)random_below(&seed, log < 5 ? (size_t)log : 5));
			if (weather == 5)
				ring_hear(&r, log);
			if (weather == 6 && round % 7 == 0)
				put(&r, log + 1 + (int64_t)random_below(&seed, 50));
			if (weather == 7 && ring_missing(&r)) {
				int64_t from = ring_last(&r) + 1;

				for (int64_t seq = from; seq <= log && seq < from + 4; seq++)
					put(&r, seq);
				if (log < from + 4)
					ring_settle(&r, log);
			}
			for (; seen < ring_last(&r); seen++)
				assert_true(ring_get(&r, seen + 1)->seq == seen + 1);
		}
		ring_hear(&r, log);
		while (ring_last(&r) < log)
			put(&r, ring_last(&r) + 1);
		ring_settle(&r, log);
		assert_false(ring_missing(&r));
		ring_clear(&r);
	}
}

/* An event that ends somebody's streams holds for those who were let in before it. */
static void who_may_stay(void **state)
{
	struct parcel last = {.seq = 5, .id = id_of(5), .ends = id_of(77)};
	struct ring r = {0};

	(void)state;
	ring_prime(&r, 2);
	for (int64_t seq = 2; seq <= 4; seq++)
		put(&r, seq);
	assert_true(ring_lets_stay(&r, id_of(77), 1));
	ring_put(&r, &last);
	assert_false(ring_lets_stay(&r, id_of(77), 1));
	assert_false(ring_lets_stay(&r, id_of(77), 4));
	assert_true(ring_lets_stay(&r, id_of(77), 5));
	assert_true(ring_lets_stay(&r, id_of(77), 9));
	assert_true(ring_lets_stay(&r, id_of(78), 1));
	assert_false(
	    ring_lets_stay(&r, id_of(78), 0)); /* what is not kept may have been anything */
	ring_clear(&r);
}

/* The named get their share instead of their audience's, be it none. */
static void who_gets_what(void **state)
{
	struct uuid *readers = calloc(2, sizeof *readers);
	struct parcel p = {.readers = readers, .reader_count = 2};

	(void)state;
	readers[0] = id_of(7);
	readers[1] = id_of(8);
	p.frames[AUDIENCE_DM] = frame_event(STR("i"), STR("a.b"), STR("dm"));
	p.frames[SHARE_NAMED] = frame_event(STR("i"), STR("a.b"), STR("named"));
	for (int64_t user = 7; user <= 8; user++)
		for (enum audience a = AUDIENCE_DM; a < AUDIENCES; a++)
			assert_ptr_equal(parcel_frame(&p, a, id_of(user)), p.frames[SHARE_NAMED]);
	assert_ptr_equal(parcel_frame(&p, AUDIENCE_DM, id_of(9)), p.frames[AUDIENCE_DM]);
	assert_null(parcel_frame(&p, AUDIENCE_PARTY, id_of(9)));
	parcel_drop(&p);
}

/* What rewrote the log stays, and nothing before it, when it is time to forget; also in a ring that begins late. */
static void what_was_rewritten(void **state)
{
	struct parcel rewriting = {.seq = 4, .id = id_of(4), .rewrites = true};
	struct ring r = {0};

	(void)state;
	for (int late = 0; late < 2; late++) {
		if (!late)
			ring_prime(&r, 1);
		put(&r, 1);
		put(&r, 2);
		put(&r, 3);
		ring_put(&r, &rewriting);
		put(&r, 5);
		if (late)
			ring_prime(&r, 1);
		else
			assert_true(ring_covers(&r, 0));
		ring_forget(&r);
		assert_true(ring_last(&r) == 5);
		assert_false(ring_covers(&r, 2));
		assert_true(ring_covers(&r, 3));
		assert_null(ring_find(&r, id_of(3)));
		assert_non_null(ring_find(&r, id_of(4)));
		put(&r, 6);
		ring_forget(&r);
		assert_int_equal(r.count, 3);
		ring_clear(&r);
		rewriting = (struct parcel){.seq = 4, .id = id_of(4), .rewrites = true};
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(in_order),         cmocka_unit_test(wrong_order_and_twice),
	    cmocka_unit_test(primed_late),      cmocka_unit_test(bare_doorbells),
	    cmocka_unit_test(a_lie_is_settled), cmocka_unit_test(bounded),
	    cmocka_unit_test(any_weather),      cmocka_unit_test(who_may_stay),
	    cmocka_unit_test(who_gets_what),    cmocka_unit_test(what_was_rewritten),
	};

	return cmocka_run_group_tests_name("events ring", tests, NULL, NULL);
}
