/* A JSON Web Key Set (RFC 7517) as the verifier needs it: each usable key and its kid. Immutable
 * and reference counted, so that a verification keeps the set it began with. */
#ifndef TABARD_AUTH_JWKS_H
#define TABARD_AUTH_JWKS_H

#include <openssl/types.h>

#include "common/base/arena.h"

enum { JWKS_BYTES_MAX = 64 * 1024, JWKS_KEYS_MAX = 64, KID_LENGTH_MAX = 255 };

struct jwk {
	struct str kid;
	EVP_PKEY *key; /* read once, which takes longer than to check a signature */
};

struct jwks;

enum jwks_error {
	JWKS_OK,
	JWKS_TOO_LARGE, /* more than JWKS_BYTES_MAX */
	JWKS_MALFORMED, /* not the JSON of section 5, or more than JWKS_KEYS_MAX keys */
	JWKS_DUPLICATE, /* two usable keys with one kid */
	JWKS_EMPTY,     /* no usable key */
	JWKS_ERRORS,
};
extern const char *const jwks_error_messages[JWKS_ERRORS];

/* Reads the document; on JWKS_OK `*out` is a set with one reference, the caller's. Keys that we
 * have no use for are passed over, as section 5 advises: not RSA, not for signatures, not for
 * RS256, without a kid, or with numbers that rsa_public() refuses. */
enum jwks_error jwks_parse(struct str text, struct jwks **out);

struct jwks *jwks_ref(struct jwks *set);
void jwks_unref(struct jwks *set);

size_t jwks_count(const struct jwks *set);
/* The key with exactly this kid, or NULL; borrowed from the set. */
const struct jwk *jwks_find(const struct jwks *set, struct str kid);
/* Whether both hold the same keys, in whatever order. */
bool jwks_same(const struct jwks *a, const struct jwks *b);

#endif
