/* Memory that lives exactly as long as one request, one job or one fold, freed all at once. */
#ifndef TABARD_BASE_ARENA_H
#define TABARD_BASE_ARENA_H

#include "common/base/str.h"

struct arena_block;

/* A zeroed struct is an empty arena. */
struct arena {
	struct arena_block *blocks;
	size_t used, size; /* of the first block */
};

/* Zeroed memory for `count` items of `size` bytes, aligned for any type; never NULL. A product that
 * overflows or memory that is not there ends the process: no state of ours is lost by that. */
void *arena_alloc(struct arena *a, size_t count, size_t size);
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), 1, sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_alloc((a), (count), sizeof(type)))

/* Makes `size` bytes, no fewer than before, of the `old` at `p`: where they are when nothing was taken since and the
 * block has room, else in a new place. What is new is not zeroed. */
void *arena_grow(struct arena *a, void *p, size_t old, size_t size);

/* Copies; the C string has a NUL behind it. */
struct str arena_str(struct arena *a, struct str s);
const char *arena_cstr(struct arena *a, struct str s);
/* printf into the arena. */
struct str arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Forgets everything but keeps the largest block for the next use. */
void arena_reset(struct arena *a);
void arena_free(struct arena *a);

#endif
