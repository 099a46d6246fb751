/* SHA-256 of whatever bytes. */
#ifndef TABARD_AUTH_DIGEST_H
#define TABARD_AUTH_DIGEST_H

#include "common/base/arena.h"
#include "common/base/str.h"

/* As PostgreSQL takes a bytea: \x and 64 hex digits, NUL-terminated. */
const char *digest_bytea(struct str bytes, struct arena *arena);

#endif
