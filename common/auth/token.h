/* A compact JWS (RFC 7515 section 3.1) taken apart, before any key is looked at. */
#ifndef TABARD_AUTH_TOKEN_H
#define TABARD_AUTH_TOKEN_H

#include "common/auth/auth.h"

struct token {
	struct str covered;   /* what is signed: header, dot and payload as they came, borrowed */
	struct str signature; /* decoded */
	struct str kid;       /* of the header; empty when it names none */
	struct str payload;   /* decoded; nobody vouches for it yet */
};

/* Splits and decodes: exactly three parts in strict base64url, none empty, the header a JSON object
 * without duplicate keys, `alg` the string RS256 and no `crit`. `jwk`, `jku`, `x5u` and `x5c` are
 * skipped like any other member: a token does not bring its own key. What is decoded is in `arena`. */
enum auth_error token_read(struct str text, struct arena *arena, struct token *out);

#endif
