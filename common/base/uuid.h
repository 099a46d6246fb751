/* Ids: 128 bits, version 7 for rows (RFC 9562: they sort by time), version 4 for event ids, which must
 * say nothing. */
#ifndef TABARD_BASE_UUID_H
#define TABARD_BASE_UUID_H

#include "common/base/str.h"

struct uuid {
	uint8_t b[16];
};

enum { UUID_TEXT = 36 };

/* From the clock and getrandom(2). Of one process, later ones of version 7 sort behind earlier ones. */
struct uuid uuid_v7(void);
struct uuid uuid_v4(void);

/* The 8-4-4-4-12 form in either case, the whole slice; false for anything else. */
bool uuid_parse(struct str text, struct uuid *out);
/* Lower case with a NUL behind it. */
void uuid_format(struct uuid id, char out[UUID_TEXT + 1]);

bool uuid_eq(struct uuid a, struct uuid b);
int uuid_cmp(struct uuid a, struct uuid b);
bool uuid_is_nil(struct uuid id);

#endif
