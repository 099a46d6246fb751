/* Base64url without padding (RFC 4648 section 5, as RFC 7515 section 2 uses it). */
#ifndef TABARD_AUTH_BASE64URL_H
#define TABARD_AUTH_BASE64URL_H

#include "common/base/arena.h"

/* The bytes behind the text, in `arena`. False for padding, for any character outside the
 * alphabet, for a length that no bytes encode to, and for stray bits at the end: one value has
 * one spelling. */
bool base64url_decode(struct str text, struct arena *arena, struct str *out);

/* The text of the bytes, in `arena`. */
struct str base64url_encode(struct str bytes, struct arena *arena);

#endif
