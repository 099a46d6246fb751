/* SHA-256 and the HMAC over it (FIPS 180-4, RFC 2104). */
#ifndef TABARD_AUTH_HMAC_H
#define TABARD_AUTH_HMAC_H

#include "common/base/str.h"

enum { SHA256_BYTES = 32 };

/* Both end the process when the library has no memory left: there is no answer without them. */
void sha256(struct str text, unsigned char out[SHA256_BYTES]);
void hmac_sha256(struct str key, struct str text, unsigned char out[SHA256_BYTES]);

#endif
