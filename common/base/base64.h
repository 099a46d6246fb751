/* Base64 with padding (RFC 4648 section 4), piece by piece: what it stands for may be larger than memory. */
#ifndef TABARD_BASE_BASE64_H
#define TABARD_BASE_BASE64_H

#include "common/base/str.h"

/* The value of a letter or digit, which both alphabets of RFC 4648 have alike; -1 for any other character. */
int base64_common(char c);

/* What is left to decode, as it stands in a JSON string: `\/` and line ends are taken. */
struct base64 {
	struct str rest;
	uint32_t bits;
	int held; /* bits of these that are waiting */
	bool ended;
};

/* The next bytes, at most `room`; 0 at the end, -1 when it is not base64. */
int base64_next(struct base64 *b, unsigned char *out, size_t room);

/* The characters that `n` bytes become; all pieces but the last have a multiple of three. */
#define BASE64_ROOM(n) (((n) + 2) / 3 * 4)
/* How many were written. */
size_t base64_encode(const unsigned char *bytes, size_t n, char *out);

#endif
