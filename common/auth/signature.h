/* The door to libjwt's reading side. */
#ifndef TABARD_AUTH_SIGNATURE_H
#define TABARD_AUTH_SIGNATURE_H

#include "common/auth/claims.h"
#include "common/auth/token.h"

/* Checks the RS256 signature with the public key in `pem` (with a NUL behind it) and reads the
 * numeric dates. AUTH_SIGNATURE, or AUTH_MALFORMED when `exp` is missing or one of the two is no
 * integer; a token without `nbf` is valid from the beginning. */
enum auth_error signature_check(const struct token *token, struct str pem,
                                struct token_times *times);

#endif
