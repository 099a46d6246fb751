/* Text with its length: a borrowed slice of bytes, never owned, not NUL-terminated. */
#ifndef TABARD_BASE_STR_H
#define TABARD_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct str {
	const char *p;
	size_t n;
};

/* A literal as a slice; for printf use "%.*s" with STR_ARG(s). */
#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_ARG(s) (int)(s).n, (s).p

/* The slice over a C string; NULL gives the empty slice. */
struct str str_of(const char *text);

bool str_eq(struct str a, struct str b);
/* Byte order, as memcmp: negative, 0 or positive. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str prefix);
/* Index of the first `c`, or s.n when there is none. */
size_t str_find(struct str s, char c);
/* The slice from `from` (clamped to the end) of at most `n` bytes. */
struct str str_sub(struct str s, size_t from, size_t n);
/* Without blanks and tabs at both ends. */
struct str str_trim(struct str s);
/* Cuts the part before the first `c` off `*rest` and returns it; the whole of it when there is none. */
struct str str_cut(struct str *rest, char c);

/* A decimal integer, the whole slice, in [min, max]; false (and *out untouched) for anything else. */
bool str_to_int(struct str s, int64_t min, int64_t max, int64_t *out);

/* FNV-1a over 64 bits, which is stored and so stays what it is: spreads keys, and withstands no attack. */
uint64_t str_hash(struct str s);
/* 64 bits that tell long texts apart in an eighth of the time, for tags that nobody keeps past an upgrade. */
uint64_t str_tag(struct str s);

/* Number of code points of well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms),
 * or -1 when it is malformed. */
int64_t str_utf8_length(struct str s);

#endif
