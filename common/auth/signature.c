#include "common/auth/signature.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "common/base/log.h"
#include "common/base/poison.h"

static const unsigned char *bytes_of(struct str s)
{
	return (const unsigned char *)s.p;
}

bool signature_good(const struct token *token, EVP_PKEY *key)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY_CTX *options = NULL; /* the context's own */
	bool good;

	if (!context)
		log_fatal("out_of_memory", "call=EVP_MD_CTX_new");
	good = EVP_DigestVerifyInit(context, &options, EVP_sha256(), NULL, key) == 1 &&
	       EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PADDING) == 1 &&
	       EVP_DigestVerify(context, bytes_of(token->signature), token->signature.n,
	                        bytes_of(token->covered), token->covered.n) == 1;
	EVP_MD_CTX_free(context);
	ERR_clear_error(); /* the thread's next use of OpenSSL must not find our failure */
	return good;
}
