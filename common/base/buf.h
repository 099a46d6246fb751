/* A growing piece of text in an arena, with the writers that JSON needs (RFC 8259). */
#ifndef TABARD_BASE_BUF_H
#define TABARD_BASE_BUF_H

#include "common/base/arena.h"

/* Initialise with BUF(arena); the bytes belong to the arena. */
struct buf {
	struct arena *arena;
	char *p;
	size_t n, room;
};

#define BUF(arena_pointer) ((struct buf){.arena = (arena_pointer)})

void buf_put(struct buf *b, struct str s);
void buf_putc(struct buf *b, char c);
#define BUF_LIT(b, literal) buf_put((b), STR(literal))
void buf_int(struct buf *b, int64_t value);
/* Thousandths as the shortest decimal: 350 as 0.35. */
void buf_decimal(struct buf *b, int64_t thousandths);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The slice as a JSON string with its quotes; the text must be UTF-8. */
void buf_json_str(struct buf *b, struct str s);
/* The name of a JSON member and its colon; a name that needs no escapes. */
void buf_key(struct buf *b, const char *name);
/* What is written so far: borrowed until the next write. */
struct str buf_str(const struct buf *b);

#endif
