#include "common/base/arena.h"

#include <stdarg.h>
#include <stdalign.h>

#include "common/base/log.h"
#include "common/base/poison.h"

enum { FIRST_BLOCK = 8 * 1024, KEPT_BLOCK = 64 * 1024 };

struct arena_block {
	struct arena_block *next;
	size_t size;
	alignas(max_align_t) unsigned char bytes[];
};

static void add_block(struct arena *a, size_t need)
{
	size_t size = a->size ? a->size : FIRST_BLOCK / 2;
	struct arena_block *block;

	do {
		if (__builtin_mul_overflow(size, (size_t)2, &size))
			log_fatal("out_of_memory", "bytes=%zu", need);
	} while (size < need);
	if (size > SIZE_MAX - sizeof *block || !(block = malloc(sizeof *block + size)))
		log_fatal("out_of_memory", "bytes=%zu", need);
	block->next = a->blocks;
	block->size = size;
	a->blocks = block;
	a->size = size;
	a->used = 0;
}

/* What so many bytes take of a block. */
static size_t rounded(size_t need)
{
	const size_t step = alignof(max_align_t);

	if (need > SIZE_MAX - step)
		log_fatal("out_of_memory", "bytes=%zu", need);
	return (need + step - 1) / step * step;
}

/* Not zeroed. */
static void *take(struct arena *a, size_t need)
{
	void *p;

	need = rounded(need);
	if (!a->blocks || need > a->size - a->used)
		add_block(a, need);
	p = a->blocks->bytes + a->used;
	a->used += need;
	return p;
}

void *arena_alloc(struct arena *a, size_t count, size_t size)
{
	size_t need;

	if (__builtin_mul_overflow(count, size, &need))
		log_fatal("out_of_memory", "items=%zu size=%zu", count, size);
	return memset(take(a, need), 0, need);
}

void *arena_grow(struct arena *a, void *p, size_t old, size_t size)
{
	size_t before = rounded(old), after = rounded(size);
	void *moved;

	if (before && a->blocks && (unsigned char *)p + before == a->blocks->bytes + a->used &&
	    after - before <= a->size - a->used) {
		a->used += after - before;
		return p;
	}
	moved = take(a, size);
	if (old)
		memcpy(moved, p, old);
	return moved;
}

struct str arena_str(struct arena *a, struct str s)
{
	return (struct str){arena_cstr(a, s), s.n};
}

const char *arena_cstr(struct arena *a, struct str s)
{
	char *copy = arena_alloc(a, s.n + 1, 1);

	if (s.n)
		memcpy(copy, s.p, s.n);
	return copy;
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
	char shorter[128], *text;
	va_list args, again;
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(shorter, sizeof shorter, format, args);
	va_end(args);
	if (n < 0)
		log_fatal("bad_format", "format=\"%s\"", format);
	text = arena_alloc(a, (size_t)n + 1, 1);
	if ((size_t)n < sizeof shorter)
		memcpy(text, shorter, (size_t)n);
	else
		vsnprintf(text, (size_t)n + 1, format, again);
	va_end(again);
	return (struct str){text, (size_t)n};
}

void arena_reset(struct arena *a)
{
	struct arena_block *keep = a->blocks;

	if (keep && keep->size > KEPT_BLOCK) {
		arena_free(a);
		return;
	}
	if (!keep)
		return;
	for (struct arena_block *b = keep->next, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	keep->next = NULL;
	a->used = 0;
}

void arena_free(struct arena *a)
{
	for (struct arena_block *b = a->blocks, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	*a = (struct arena){0};
}
