/* Whether the identity provider has signed a token. */
#ifndef TABARD_AUTH_SIGNATURE_H
#define TABARD_AUTH_SIGNATURE_H

#include <openssl/types.h>

#include "common/auth/token.h"

/* Whether the token's signature is that of RS256 (RFC 7518 section 3.3) under this RSA key; nothing in the
 * token has a say in how it is checked. */
bool signature_good(const struct token *token, EVP_PKEY *key);

#endif
