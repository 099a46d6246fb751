#include "common/auth/rsa.h"

#include <errno.h>
#include <limits.h>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "common/auth/base64url.h"
#include "common/base/log.h"
#include "common/base/poison.h"

static BIGNUM *number_of(struct str bytes)
{
	if (bytes.n > INT_MAX)
		return NULL;
	return BN_bin2bn((const unsigned char *)bytes.p, (int)bytes.n, NULL);
}

static bool public_numbers_fit(const BIGNUM *n, const BIGNUM *e)
{
	int bits = BN_num_bits(n);

	return bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX && BN_is_odd(n) && BN_is_odd(e) &&
	       !BN_is_one(e) && BN_num_bytes(e) <= RSA_EXPONENT_BYTES_MAX;
}

static EVP_PKEY *public_key(const BIGNUM *n, const BIGNUM *e)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
	OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
	OSSL_PARAM *params = NULL;
	EVP_PKEY *key = NULL;

	if (!context || !build || OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, n) != 1 ||
	    OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, e) != 1)
		goto out;
	params = OSSL_PARAM_BLD_to_param(build);
	if (!params || EVP_PKEY_fromdata_init(context) != 1 ||
	    EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
out:
	OSSL_PARAM_free(params);
	OSSL_PARAM_BLD_free(build);
	EVP_PKEY_CTX_free(context);
	return key;
}

static struct str bio_text(BIO *bio, struct arena *arena)
{
	char *bytes = NULL;
	long n = BIO_get_mem_data(bio, &bytes);

	return n > 0 ? arena_str(arena, (struct str){bytes, (size_t)n}) : (struct str){"", 0};
}

EVP_PKEY *rsa_public(struct str modulus, struct str exponent)
{
	BIGNUM *n = number_of(modulus), *e = number_of(exponent);
	EVP_PKEY *key = n && e && public_numbers_fit(n, e) ? public_key(n, e) : NULL;

	BN_free(e);
	BN_free(n);
	ERR_clear_error();
	return key;
}

/* Base64url of the number's fewest bytes, as a JWK wants it. */
static bool number_text(const EVP_PKEY *key, const char *name, struct arena *arena, struct str *out)
{
	BIGNUM *number = NULL;
	unsigned char *bytes;
	int n;

	if (EVP_PKEY_get_bn_param(key, name, &number) != 1)
		return false;
	bytes = arena_alloc(arena, (size_t)BN_num_bytes(number) + 1, 1);
	n = BN_bn2bin(number, bytes);
	BN_free(number);
	*out = base64url_encode((struct str){(const char *)bytes, (size_t)n}, arena);
	return n > 0;
}

bool rsa_thumbprint(struct str n, struct str e, struct arena *arena, struct str *out)
{
	/* The required members in lexical order, without white space. */
	struct str json = arena_printf(arena, "{\"e\":\"%.*s\",\"kty\":\"RSA\",\"n\":\"%.*s\"}",
	                               STR_ARG(e), STR_ARG(n));
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned length = 0;

	if (EVP_Digest(json.p, json.n, hash, &length, EVP_sha256(), NULL) != 1)
		return false;
	*out = base64url_encode((struct str){(const char *)hash, length}, arena);
	return true;
}

static bool describe(EVP_PKEY *key, struct arena *arena, struct rsa_private *out)
{
	BIO *bio = BIO_new(BIO_s_secmem());
	bool done = false;

	if (!bio || PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL) != 1 ||
	    !number_text(key, OSSL_PKEY_PARAM_RSA_N, arena, &out->n) ||
	    !number_text(key, OSSL_PKEY_PARAM_RSA_E, arena, &out->e) ||
	    !rsa_thumbprint(out->n, out->e, arena, &out->kid))
		goto out;
	out->pem = bio_text(bio, arena);
	done = out->pem.n > 0;
out:
	BIO_free(bio);
	return done;
}

bool rsa_make(struct arena *arena, struct rsa_private *out)
{
	EVP_PKEY *key = EVP_RSA_gen(RSA_BITS_MIN);
	bool done = key && describe(key, arena, out);

	if (!done)
		log_line(LOG_ERROR, "key_not_made", "reason=\"OpenSSL refused\"");
	EVP_PKEY_free(key);
	ERR_clear_error();
	return done;
}

/* In place of OpenSSL's own, which would ask on the terminal. */
static int no_passphrase(char *buffer, int size, int writing, void *argument)
{
	(void)buffer;
	(void)size;
	(void)writing;
	(void)argument;
	return -1;
}

bool rsa_read(const char *path, struct arena *arena, struct rsa_private *out)
{
	const char *reason = "not an RSA private key in PEM, or locked with a passphrase";
	FILE *file = fopen(path, "re");
	EVP_PKEY *key = NULL;
	bool done = false;

	if (!file) {
		reason = strerror(errno);
		goto out;
	}
	key = PEM_read_PrivateKey(file, NULL, no_passphrase, NULL);
	if (!key || !EVP_PKEY_is_a(key, "RSA"))
		goto out;
	if (EVP_PKEY_get_bits(key) < RSA_BITS_MIN) {
		reason = "shorter than 2048 bits";
		goto out;
	}
	done = describe(key, arena, out);
out:
	if (!done)
		log_line(LOG_ERROR, "key_not_read", "path=%s reason=\"%s\"", path, reason);
	EVP_PKEY_free(key);
	if (file)
		fclose(file);
	ERR_clear_error();
	return done;
}

void rsa_forget(struct rsa_private *key)
{
	/* The slice is const for readers; the bytes are the arena's and writable. */
	if (key->pem.n)
		OPENSSL_cleanse((void *)(uintptr_t)key->pem.p, key->pem.n);
	key->pem = (struct str){"", 0};
}
