#include "common/base/base64.h"

#include "common/base/poison.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int base64_common(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	return c >= '0' && c <= '9' ? c - '0' + 52 : -1;
}

static int digit(char c)
{
	return c == '+' ? 62 : c == '/' ? 63 : base64_common(c);
}

int base64_next(struct base64 *b, unsigned char *out, size_t room)
{
	size_t n = 0;

	while (n < room && b->rest.n) {
		char c = b->rest.p[0];
		int value;

		b->rest = str_sub(b->rest, 1, b->rest.n);
		if (c == '\\' && b->rest.n) { /* JSON may write / and line ends so */
			c = b->rest.p[0];
			b->rest = str_sub(b->rest, 1, b->rest.n);
			if (c == 'n' || c == 'r')
				continue;
			if (c != '/')
				return -1;
		}
		if (c == '=') {
			b->ended = true;
			continue;
		}
		value = digit(c);
		if (value < 0 || b->ended)
			return -1;
		b->bits = (b->bits << 6 | (uint32_t)value) & 0xffffff;
		b->held += 6;
		if (b->held >= 8) {
			b->held -= 8;
			out[n++] = (unsigned char)(b->bits >> b->held);
		}
	}
	return (int)n;
}

size_t base64_encode(const unsigned char *bytes, size_t n, char *out)
{
	char *at = out;

	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i;
		uint32_t three = (uint32_t)bytes[i] << 16 |
		                 (left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0) |
		                 (left > 2 ? bytes[i + 2] : 0);

		*at++ = alphabet[three >> 18];
		*at++ = alphabet[three >> 12 & 63];
		*at++ = left > 1 ? alphabet[three >> 6 & 63] : '=';
		*at++ = left > 2 ? alphabet[three & 63] : '=';
	}
	return (size_t)(at - out);
}
