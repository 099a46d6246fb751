/* Fog on a grid of its own: the edges of all zones cut the plane into few rectangles, each fogged or clear. */
#include "common/table/map.h"

#include <stdlib.h>

#include "common/base/poison.h"

struct fog {
	int32_t *xs, *ys; /* the edges, ascending; both have at least one */
	size_t columns, rows;
	bool *cells; /* rows × columns: between xs[i] and xs[i + 1] */
};

static int ascending(const void *a, const void *b)
{
	int32_t x, y;

	memcpy(&x, a, sizeof x);
	memcpy(&y, b, sizeof y);
	return (x > y) - (x < y);
}

/* Sorted, each once. */
static size_t edges(int32_t *at, size_t count)
{
	size_t n = 0;

	qsort(at, count, sizeof *at, ascending);
	for (size_t i = 0; i < count; i++)
		if (!n || at[n - 1] != at[i])
			at[n++] = at[i];
	return n;
}

/* The number of edges below `value`. */
static size_t below(const int32_t *at, size_t count, int32_t value)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (at[middle] < value)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct fog *fog_lay(const struct list *zones, struct arena *arena)
{
	const struct zone *z = zones->items;
	struct fog *fog = ARENA_NEW(arena, struct fog);

	fog->xs = ARENA_ARRAY(arena, int32_t, 2 * zones->count + 1);
	fog->ys = ARENA_ARRAY(arena, int32_t, 2 * zones->count + 1);
	for (size_t i = 0; i < zones->count; i++) {
		fog->xs[2 * i] = z[i].x;
		fog->xs[2 * i + 1] = z[i].x + z[i].w;
		fog->ys[2 * i] = z[i].y;
		fog->ys[2 * i + 1] = z[i].y + z[i].h;
	}
	fog->columns = edges(fog->xs, 2 * zones->count);
	fog->rows = edges(fog->ys, 2 * zones->count);
	fog->cells = ARENA_ARRAY(arena, bool, fog->rows * fog->columns + 1);
	for (size_t i = 0; i < zones->count; i++) {
		size_t left = below(fog->xs, fog->columns, z[i].x);
		size_t right = below(fog->xs, fog->columns, z[i].x + z[i].w);
		size_t top = below(fog->ys, fog->rows, z[i].y);
		size_t bottom = below(fog->ys, fog->rows, z[i].y + z[i].h);

		for (size_t row = top; row < bottom; row++)
			memset(&fog->cells[row * fog->columns + left], !z[i].visible, right - left);
	}
	return fog;
}

bool fog_covers(const struct fog *fog, int32_t x, int32_t y, int32_t w, int32_t h)
{
	size_t left, right, top, bottom;

	if (!fog->columns || x < fog->xs[0] || y < fog->ys[0] ||
	    x + w > fog->xs[fog->columns - 1] || y + h > fog->ys[fog->rows - 1])
		return false;
	left = below(fog->xs, fog->columns, x + 1) - 1;
	right = below(fog->xs, fog->columns, x + w);
	top = below(fog->ys, fog->rows, y + 1) - 1;
	bottom = below(fog->ys, fog->rows, y + h);
	for (size_t row = top; row < bottom; row++)
		for (size_t column = left; column < right; column++)
			if (!fog->cells[row * fog->columns + column])
				return false;
	return true;
}

/* The end of the run of fog that begins at `column`. */
static size_t run_end(const struct fog *fog, size_t row, size_t column)
{
	while (column < fog->columns && fog->cells[row * fog->columns + column])
		column++;
	return column;
}

/* Whether the row has exactly that run. */
static bool has_run(const struct fog *fog, size_t row, size_t from, size_t to)
{
	return (!from || !fog->cells[row * fog->columns + from - 1]) &&
	       fog->cells[row * fog->columns + from] && run_end(fog, row, from) == to;
}

/* A run with the same ones below it is one patch. Edges that make no difference cut none: equal neighbours
 * belong to one run, and equal rows to one patch. */
struct list fog_patches(const struct fog *fog, struct arena *arena)
{
	struct zone *out = ARENA_ARRAY(arena, struct zone, fog->rows * fog->columns / 2 + 2);
	size_t n = 0;

	for (size_t row = 0; row < fog->rows; row++) {
		for (size_t from = 0; from < fog->columns; from++) {
			size_t to = run_end(fog, row, from), end = row + 1;

			if (to == from)
				continue;
			if (!row || !has_run(fog, row - 1, from, to)) {
				while (end < fog->rows && has_run(fog, end, from, to))
					end++;
				out[n++] = (struct zone){.x = fog->xs[from],
				                         .y = fog->ys[row],
				                         .w = fog->xs[to] - fog->xs[from],
				                         .h = fog->ys[end] - fog->ys[row]};
			}
			from = to;
		}
	}
	return (struct list){out, n};
}
