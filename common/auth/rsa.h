/* RSA keys in and out of OpenSSL: out of a JWK's numbers, and a PEM file to a JWK's numbers. */
#ifndef TABARD_AUTH_RSA_H
#define TABARD_AUTH_RSA_H

#include <openssl/types.h>

#include "common/base/arena.h"

enum { RSA_BITS_MIN = 2048, RSA_BITS_MAX = 8192, RSA_EXPONENT_BYTES_MAX = 8 };

/* The public key with this modulus and exponent (unsigned, most significant byte first, RFC 7518
 * section 6.3.1), for the caller to free. NULL when the modulus is even or out of bounds or the exponent
 * is even, below 3 or oversized. */
EVP_PKEY *rsa_public(struct str modulus, struct str exponent);

/* The SHA-256 thumbprint of the JWK with these base64url numbers (RFC 7638 section 3), base64url,
 * in `arena`. */
bool rsa_thumbprint(struct str n, struct str e, struct arena *arena, struct str *out);

/* A key pair of our own. */
struct rsa_private {
	struct str pem;  /* PKCS #8, not encrypted */
	struct str n, e; /* of its JWK, base64url */
	struct str kid;  /* its thumbprint */
};

/* A new pair of RSA_BITS_MIN bits; everything is in `arena`. */
bool rsa_make(struct arena *arena, struct rsa_private *out);
/* The pair in a PEM file. False with the reason logged: no file, not RSA, too short, or locked with
 * a passphrase, which nobody is there to type. */
bool rsa_read(const char *path, struct arena *arena, struct rsa_private *out);
/* Overwrites the private part; call it before the arena goes. */
void rsa_forget(struct rsa_private *key);

#endif
