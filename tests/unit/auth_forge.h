/* Tokens of every kind for the tests of common/auth: good ones, and what an attacker would send. It
 * signs with OpenSSL itself, so that the code under test does not vouch for itself. */
#ifndef TABARD_TESTS_AUTH_FORGE_H
#define TABARD_TESTS_AUTH_FORGE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "common/auth/base64url.h"
#include "common/auth/state.h"
#include "common/base/buf.h"

#define FORGE static inline __attribute__((unused))

#define ISSUER "http://issuer.test"
#define ORIGIN "http://app.test"
#define NOW INT64_C(1800000000)

/* The claims of a good token at NOW, each by itself, so that a test can leave one out or bend
 * it. */
#define ISS "\"iss\":\"" ISSUER "\","
#define AZP "\"azp\":\"" ORIGIN "\","
#define SUB "\"sub\":\"user_1\","
#define NBF "\"nbf\":1800000000,"
#define EXP "\"exp\":1800000060,"
#define REST                                                                                       \
	"\"name\":\"Ada\",\"sid\":\"sess_1\",\"iat\":1800000000,\"fva\":[1,-1],\"o\":{\"id\":"     \
	"\"x\"}"
#define GOOD_HEADER "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}"
#define GOOD_PAYLOAD "{" ISS AZP SUB NBF EXP REST "}"

static const struct keyset_timing quick = {
    .retry = 5, .retry_max = 20, .refresh = 60 * 60 * 1000, .cooldown = 60 * 60 * 1000};
static const struct keyset_timing eager = {
    .retry = 5, .retry_max = 20, .refresh = 10, .cooldown = 60 * 60 * 1000};

enum how { RS256, RS512, PS256, HS256_PUBLIC_PEM, NO_SIGNATURE };

FORGE EVP_PKEY *forge_key(unsigned bits)
{
	EVP_PKEY *key = EVP_RSA_gen(bits);

	assert_non_null(key);
	return key;
}

FORGE struct str forge_public_pem(EVP_PKEY *key, struct arena *arena)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *bytes;
	struct str pem;

	assert_int_equal(PEM_write_bio_PUBKEY(bio, key), 1);
	pem.n = (size_t)BIO_get_mem_data(bio, &bytes);
	pem.p = arena_cstr(arena, (struct str){bytes, pem.n});
	BIO_free(bio);
	return pem;
}

FORGE struct str forge_number(EVP_PKEY *key, const char *name, struct arena *arena)
{
	unsigned char bytes[2048];
	BIGNUM *number = NULL;
	int n;

	assert_int_equal(EVP_PKEY_get_bn_param(key, name, &number), 1);
	n = BN_bn2bin(number, bytes);
	BN_free(number);
	return base64url_encode((struct str){(char *)bytes, (size_t)n}, arena);
}

/* One member of "keys"; `extra` is more JSON, ending in a comma. */
FORGE struct str forge_jwk(EVP_PKEY *key, const char *kid, const char *extra, struct arena *arena)
{
	return arena_printf(arena,
	                    "{\"kty\":\"RSA\",%s\"kid\":\"%s\",\"n\":\"%.*s\",\"e\":\"%.*s\"}",
	                    extra, kid, STR_ARG(forge_number(key, OSSL_PKEY_PARAM_RSA_N, arena)),
	                    STR_ARG(forge_number(key, OSSL_PKEY_PARAM_RSA_E, arena)));
}

/* The document with the keys as k1, k2, …, or from another number on. */
FORGE struct str forge_jwks(EVP_PKEY *const *keys, size_t count, int first, struct arena *arena)
{
	struct buf b = BUF(arena);

	BUF_LIT(&b, "{\"keys\":[");
	for (size_t i = 0; i < count; i++) {
		char kid[16];

		snprintf(kid, sizeof kid, "k%d", first + (int)i);
		if (i)
			buf_putc(&b, ',');
		buf_put(&b, forge_jwk(keys[i], kid, "\"use\":\"sig\",\"alg\":\"RS256\",", arena));
	}
	BUF_LIT(&b, "]}");
	return buf_str(&b);
}

FORGE struct str forge_signature(EVP_PKEY *key, enum how how, struct str text, struct arena *arena)
{
	const unsigned char *bytes = (const unsigned char *)text.p;
	unsigned char signature[1024];
	size_t n = sizeof signature;
	unsigned hmac_n = 0;
	EVP_MD_CTX *context;
	EVP_PKEY_CTX *options = NULL;

	if (how == NO_SIGNATURE)
		return (struct str){"", 0};
	if (how == HS256_PUBLIC_PEM) {
		struct str pem = forge_public_pem(key, arena);

		assert_non_null(
		    HMAC(EVP_sha256(), pem.p, (int)pem.n, bytes, text.n, signature, &hmac_n));
		return base64url_encode((struct str){(char *)signature, hmac_n}, arena);
	}
	context = EVP_MD_CTX_new();
	assert_int_equal(EVP_DigestSignInit(context, &options,
	                                    how == RS512 ? EVP_sha512() : EVP_sha256(), NULL, key),
	                 1);
	if (how == PS256)
		assert_int_equal(EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING), 1);
	assert_int_equal(EVP_DigestSign(context, signature, &n, bytes, text.n), 1);
	EVP_MD_CTX_free(context);
	return base64url_encode((struct str){(char *)signature, n}, arena);
}

FORGE struct str forge_token(EVP_PKEY *key, enum how how, const char *header, const char *payload,
                             struct arena *arena)
{
	struct str head = base64url_encode(str_of(header), arena);
	struct str body = base64url_encode(str_of(payload), arena);
	struct str text = arena_printf(arena, "%.*s.%.*s", STR_ARG(head), STR_ARG(body));

	return arena_printf(arena, "%.*s.%.*s", STR_ARG(text),
	                    STR_ARG(forge_signature(key, how, text, arena)));
}

/* A good token that no test has used before, so that no cache knows it. */
FORGE struct str forge_good(EVP_PKEY *key, struct arena *arena)
{
	static int serial;
	struct str payload =
	    arena_printf(arena, "{" ISS AZP SUB NBF EXP "\"jti\":%d," REST "}", ++serial);

	return forge_token(key, RS256, GOOD_HEADER, arena_cstr(arena, payload), arena);
}

/* As a provider would: readers see the old document or the new one. */
FORGE void forge_publish(const char *path, struct str document)
{
	char other[256];
	FILE *file;

	snprintf(other, sizeof other, "%s.new", path);
	file = fopen(other, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(document.p, 1, document.n, file), document.n);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(rename(other, path), 0);
}

FORGE void pause_ms(long ms)
{
	struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

	nanosleep(&t, NULL);
}

/* Waits up to ten seconds for the condition. */
#define WAIT_FOR(condition)                                                                        \
	do {                                                                                       \
		int left = 5000;                                                                   \
		while (!(condition) && left--)                                                     \
			pause_ms(2);                                                               \
		assert_true(condition);                                                            \
	} while (0)

FORGE struct auth *forge_start(const char *url, const struct keyset_timing *timing)
{
	struct auth_settings settings = {
	    .jwks_url = url, .issuer = ISSUER, .allowed_origins = "http://localhost:1, " ORIGIN};
	struct auth *auth = auth_start_timed(&settings, timing);

	assert_non_null(auth);
	return auth;
}

FORGE enum auth_error verify(struct auth *auth, struct str token, int64_t now)
{
	struct arena arena = {0};
	struct claims claims;
	enum auth_error error = auth_verify(auth, token, now, &arena, &claims);

	arena_free(&arena);
	return error;
}

#endif
