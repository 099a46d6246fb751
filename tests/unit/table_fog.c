/* Fog against fog square by square: what is covered, and that players see it as the same few rectangles however it
 * was drawn. */
#include "tests/unit/cm.h"

#include "common/table/map.h"

#include "common/base/poison.h"

enum { SIDE = 12, SEEDS = 2000, MOST = 9 };

struct squares {
	bool fogged[SIDE][SIDE];
};

static uint32_t state;

static int32_t below(int32_t n)
{
	state = state * 1664525 + 1013904223;
	return (int32_t)(state >> 8) % n;
}

static void paint(struct squares *s, const struct zone *z, bool fogged)
{
	for (int32_t y = z->y; y < z->y + z->h; y++)
		for (int32_t x = z->x; x < z->x + z->w; x++)
			s->fogged[y][x] = fogged;
}

static struct list draw(struct zone zones[MOST], struct squares *s)
{
	size_t count = (size_t)below(MOST + 1);

	*s = (struct squares){{{false}}};
	for (size_t i = 0; i < count; i++) {
		struct zone *z = &zones[i];

		z->x = below(SIDE);
		z->y = below(SIDE);
		z->w = 1 + below(SIDE - z->x);
		z->h = 1 + below(SIDE - z->y);
		z->visible = below(3) == 0;
		paint(s, z, !z->visible);
	}
	return (struct list){zones, count};
}

static bool covered(const struct squares *s, int32_t x, int32_t y, int32_t w, int32_t h)
{
	for (int32_t row = y; row < y + h; row++)
		for (int32_t column = x; column < x + w; column++)
			if (row >= SIDE || column >= SIDE || !s->fogged[row][column])
				return false;
	return true;
}

static void covers_what_is_painted(void **unused)
{
	struct arena a = {0};

	(void)unused;
	for (uint32_t seed = 0; seed < SEEDS; seed++) {
		struct zone zones[MOST];
		struct squares s;
		struct list list;
		const struct fog *fog;

		state = seed;
		list = draw(zones, &s);
		fog = fog_lay(&list, &a);
		for (int32_t i = 0; i < SIDE * SIDE; i++) {
			int32_t x = i % SIDE, y = i / SIDE, w = 1 + below(4), h = 1 + below(4);

			assert_int_equal(fog_covers(fog, x, y, 1, 1), s.fogged[y][x]);
			assert_int_equal(fog_covers(fog, x, y, w, h), covered(&s, x, y, w, h));
			assert_false(fog_covers(fog, x - SIDE, y, 1, 1));
		}
		arena_reset(&a);
	}
	arena_free(&a);
}

/* The same squares, drawn one by one. */
static struct list by_squares(const struct squares *s, struct arena *a)
{
	struct zone *zones = ARENA_ARRAY(a, struct zone, SIDE * SIDE);
	struct list list = {zones, 0};

	for (int32_t i = SIDE * SIDE - 1; i >= 0; i--)
		if (s->fogged[i / SIDE][i % SIDE])
			zones[list.count++] =
			    (struct zone){.x = i % SIDE, .y = i / SIDE, .w = 1, .h = 1};
	return list;
}

static void looks_the_same_however_it_was_drawn(void **unused)
{
	struct arena a = {0};

	(void)unused;
	for (uint32_t seed = 0; seed < SEEDS; seed++) {
		struct squares s, again = {{{false}}};
		struct list list, other, seen, same;
		struct zone zones[MOST];

		state = seed;
		list = draw(zones, &s);
		other = by_squares(&s, &a);
		seen = fog_patches(fog_lay(&list, &a), &a);
		same = fog_patches(fog_lay(&other, &a), &a);
		assert_int_equal(seen.count, same.count);
		for (size_t i = 0; i < seen.count; i++) {
			const struct zone *x = (const struct zone *)seen.items + i;
			const struct zone *y = (const struct zone *)same.items + i;

			assert_true(x->x == y->x && x->y == y->y && x->w == y->w && x->h == y->h);
			assert_false(x->visible);
			paint(&again, x, true);
		}
		assert_memory_equal(&again, &s, sizeof s);
		arena_reset(&a);
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(covers_what_is_painted),
	    cmocka_unit_test(looks_the_same_however_it_was_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
