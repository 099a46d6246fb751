#include "common/auth/base64url.h"

#include "common/base/base64.h"

#include "common/base/poison.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static int value_of(char c)
{
	return c == '-' ? 62 : c == '_' ? 63 : base64_common(c);
}

bool base64url_decode(struct str text, struct arena *arena, struct str *out)
{
	char *bytes;
	size_t n = 0;
	unsigned held = 0, bits = 0;

	if (text.n % 4 == 1)
		return false;
	bytes = arena_alloc(arena, text.n / 4 * 3 + 3, 1);
	for (size_t i = 0; i < text.n; i++) {
		int value = value_of(text.p[i]);

		if (value < 0)
			return false;
		held = held << 6 | (unsigned)value;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			bytes[n++] = (char)(held >> bits);
			held &= (1U << bits) - 1;
		}
	}
	if (held)
		return false;
	*out = (struct str){bytes, n};
	return true;
}

struct str base64url_encode(struct str bytes, struct arena *arena)
{
	char *text = arena_alloc(arena, bytes.n / 3 * 4 + 5, 1);
	size_t n = 0;
	unsigned held = 0, bits = 0;

	for (size_t i = 0; i < bytes.n; i++) {
		held = held << 8 | (unsigned char)bytes.p[i];
		for (bits += 8; bits >= 6; held &= (1U << bits) - 1) {
			bits -= 6;
			text[n++] = alphabet[held >> bits];
		}
	}
	if (bits)
		text[n++] = alphabet[held << (6 - bits)];
	return (struct str){text, n};
}
