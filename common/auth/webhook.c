#include "common/auth/webhook.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "common/auth/hmac.h"
#include "common/base/buf.h"
#include "common/base/poison.h"

enum { MAC_TEXT = 44 /* in base64 */ };

const char *const webhook_error_messages[WEBHOOK_ERRORS] = {
    [WEBHOOK_OK] = "The delivery is genuine.",
    [WEBHOOK_SECRET] = "Webhooks are not set up here: CLERK_WEBHOOK_SECRET is missing or wrong.",
    [WEBHOOK_HEADERS] = "The headers svix-id, svix-timestamp and svix-signature must be there.",
    [WEBHOOK_STALE] = "The delivery is not of these minutes: compare the clocks.",
    [WEBHOOK_SIGNATURE] = "No signature of the delivery is good.",
};

static bool is_base64(struct str text)
{
	size_t padding = 0;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '=')
			padding++;
		else if (padding || !((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		                      (c >= '0' && c <= '9') || c == '+' || c == '/'))
			return false;
	}
	return text.n && text.n % 4 == 0 && padding <= 2 && text.n <= 512;
}

/* The bytes behind "whsec_", in the arena. */
static bool secret_bytes(struct str secret, struct arena *arena, struct str *out)
{
	struct str prefix = STR("whsec_"), text = str_sub(secret, prefix.n, secret.n);
	unsigned char *bytes;
	size_t padding = 0;
	int n;

	if (!str_starts(secret, prefix) || !is_base64(text))
		return false;
	bytes = arena_alloc(arena, text.n, 1);
	n = EVP_DecodeBlock(bytes, (const unsigned char *)text.p, (int)text.n);
	while (padding < text.n && text.p[text.n - 1 - padding] == '=')
		padding++;
	if (n <= (int)padding)
		return false;
	*out = (struct str){(const char *)bytes, (size_t)n - padding};
	return true;
}

static bool good_id(struct str id)
{
	for (size_t i = 0; i < id.n; i++)
		if (id.p[i] <= ' ' || id.p[i] > '~')
			return false;
	return id.n && id.n <= WEBHOOK_ID_MAX;
}

/* The base64 of the HMAC over "id.timestamp.body", as it stands behind "v1,". */
static bool expected(struct str key, const struct webhook *w, struct arena *arena,
                     unsigned char text[MAC_TEXT + 1])
{
	struct buf content = BUF(arena);
	unsigned char mac[SHA256_BYTES];

	buf_put(&content, w->id);
	buf_putc(&content, '.');
	buf_put(&content, w->timestamp);
	buf_putc(&content, '.');
	buf_put(&content, w->body);
	hmac_sha256(key, buf_str(&content), mac);
	return EVP_EncodeBlock(text, mac, SHA256_BYTES) == MAC_TEXT;
}

enum webhook_error webhook_verify(struct str secret, const struct webhook *webhook, int64_t now,
                                  struct arena *arena)
{
	unsigned char wanted[MAC_TEXT + 1];
	struct str key, rest = webhook->signatures;
	int64_t at;
	bool good = false;

	if (!secret_bytes(secret, arena, &key))
		return WEBHOOK_SECRET;
	if (!good_id(webhook->id) || !rest.n ||
	    !str_to_int(webhook->timestamp, 0, INT64_MAX / 2, &at))
		return WEBHOOK_HEADERS;
	if (at < now - WEBHOOK_WINDOW_SECONDS || at > now + WEBHOOK_WINDOW_SECONDS)
		return WEBHOOK_STALE;
	if (!expected(key, webhook, arena, wanted))
		return WEBHOOK_SIGNATURE;
	/* One for each secret that is in use while they change. */
	while (rest.n) {
		struct str signature = str_cut(&rest, ' '), version = str_cut(&signature, ',');

		if (str_eq(version, STR("v1")) && signature.n == MAC_TEXT)
			good |= CRYPTO_memcmp(signature.p, wanted, MAC_TEXT) == 0;
	}
	return good ? WEBHOOK_OK : WEBHOOK_SIGNATURE;
}
