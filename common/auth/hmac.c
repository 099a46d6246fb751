#include "common/auth/hmac.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "common/base/log.h"

#include "common/base/poison.h"

void sha256(struct str text, unsigned char out[SHA256_BYTES])
{
	if (!EVP_Digest(text.p, text.n, out, NULL, EVP_sha256(), NULL))
		log_fatal("out_of_memory", "call=sha256");
}

void hmac_sha256(struct str key, struct str text, unsigned char out[SHA256_BYTES])
{
	if (!HMAC(EVP_sha256(), key.p, (int)key.n, (const unsigned char *)text.p, text.n, out,
	          NULL))
		log_fatal("out_of_memory", "call=hmac_sha256");
}
