/* Bytes at the key set: what is taken has keys that are strong and found by their kid. */
#include <stdlib.h>

#include <openssl/evp.h>

#include "common/auth/jwks.h"
#include "common/auth/rsa.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void check_key(const struct jwk *jwk)
{
	int bits = EVP_PKEY_get_bits(jwk->key);

	must(EVP_PKEY_is_a(jwk->key, "RSA") && bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX);
	must(jwk->kid.n >= 1 && jwk->kid.n <= KID_LENGTH_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct jwks *set = NULL, *again = NULL;
	struct str text = {(const char *)data, size};
	const struct jwk *k1;

	if (jwks_parse(text, &set) != JWKS_OK) {
		must(!set);
		return 0;
	}
	must(size <= JWKS_BYTES_MAX && jwks_count(set) >= 1 && jwks_count(set) <= JWKS_KEYS_MAX);
	must(!jwks_find(set, STR("")));
	k1 = jwks_find(set, STR("k1")); /* as the seeds call it */
	if (k1)
		check_key(k1);
	must(jwks_parse(text, &again) == JWKS_OK && jwks_same(set, again));
	jwks_unref(again);
	jwks_unref(set);
	return 0;
}
