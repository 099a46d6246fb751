#include <openssl/evp.h>

#include "common/auth/digest.h"
#include "common/base/buf.h"
#include "common/base/log.h"

#include "common/base/poison.h"

const char *digest_bytea(struct str bytes, struct arena *arena)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	struct buf b = BUF(arena);
	unsigned length = 0;

	if (EVP_Digest(bytes.p, bytes.n, hash, &length, EVP_sha256(), NULL) != 1)
		log_fatal("openssl_unusable", "missing=SHA256");
	BUF_LIT(&b, "\\x");
	for (unsigned i = 0; i < length; i++)
		buf_printf(&b, "%02x", hash[i]);
	buf_putc(&b, '\0');
	return b.p;
}
