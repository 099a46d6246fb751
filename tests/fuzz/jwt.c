/* Bytes at the token checks. The first byte says where they enter:
 *   0  as a whole token, which nobody has signed: no key may find it good;
 *   1  as a payload behind a good signature, as a provider gone mad would send it;
 *   2  as base64url: what decodes is spelled in the one way that it encodes to. */
#include <stdlib.h>

#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "common/auth/base64url.h"
#include "common/auth/claims.h"
#include "common/auth/signature.h"
#include "common/auth/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NOW = 1800000000, KEY_BITS = 512 /* nothing hangs on it, and it signs fast */ };

static EVP_PKEY *key;

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void make_key(void)
{
	key = EVP_RSA_gen(KEY_BITS);
	must(key);
}

static void unsigned_token(struct str text, struct arena *arena)
{
	struct token token;
	enum auth_error error = token_read(text, arena, &token);
	size_t dots = 0;

	must(error == AUTH_OK || error == AUTH_MALFORMED || error == AUTH_ALGORITHM);
	if (error != AUTH_OK)
		return;
	for (size_t i = 0; i < text.n; i++)
		dots += text.p[i] == '.';
	must(dots == 2 && text.n <= TOKEN_BYTES_MAX && str_starts(text, token.covered));
	must(!signature_good(&token, key));
}

static struct str sign(struct str payload, struct arena *arena)
{
	struct str head = base64url_encode(STR("{\"alg\":\"RS256\",\"kid\":\"k\"}"), arena);
	struct str body = base64url_encode(payload, arena);
	struct str text = arena_printf(arena, "%.*s.%.*s", STR_ARG(head), STR_ARG(body));
	unsigned char bytes[KEY_BITS / 8];
	size_t n = sizeof bytes;
	EVP_MD_CTX *context = EVP_MD_CTX_new();

	must(context && EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
	     EVP_DigestSign(context, bytes, &n, (const unsigned char *)text.p, text.n) == 1);
	EVP_MD_CTX_free(context);
	return arena_printf(arena, "%.*s.%.*s", STR_ARG(text),
	                    STR_ARG(base64url_encode((struct str){(char *)bytes, n}, arena)));
}

static void signed_payload(struct str payload, struct arena *arena)
{
	static const struct str origins[] = {{"o", 1}};
	const struct claim_rules rules = {
	    .issuer = STR("i"), .origins = origins, .origin_count = 1};
	struct claims claims;
	struct token token;
	enum auth_error error = token_read(sign(payload, arena), arena, &token);

	if (error != AUTH_OK) {
		must(payload.n == 0 || payload.n > TOKEN_BYTES_MAX / 2);
		return;
	}
	must(str_eq(token.payload, payload) && str_eq(token.kid, STR("k")));
	must(signature_good(&token, key));
	error = claims_check(token.payload, &rules, NOW, arena, &claims);
	if (error != AUTH_OK)
		return;
	must(subject_usable(claims.subject) && str_utf8_length(claims.name) >= 0);
	must(claims.expires > NOW - 5 && claims.not_before <= NOW + 5);
}

static void one_spelling(struct str text, struct arena *arena)
{
	struct str bytes;

	if (base64url_decode(text, arena, &bytes))
		must(str_eq(base64url_encode(bytes, arena), text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct str rest;

	if (!key)
		make_key();
	if (size == 0)
		return 0;
	rest = (struct str){(const char *)data + 1, size - 1};
	if (data[0] % 3 == 0)
		unsigned_token(rest, &arena);
	else if (data[0] % 3 == 1)
		signed_payload(rest, &arena);
	else
		one_spelling(rest, &arena);
	arena_free(&arena);
	return 0;
}
