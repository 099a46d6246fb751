#include "common/base/uuid.h"

#include <sys/random.h>
#include <time.h>

#include "common/base/log.h"
#include "common/base/poison.h"

static struct uuid random_uuid(uint8_t version)
{
	struct uuid id;

	if (getrandom(id.b, sizeof id.b, 0) != (ssize_t)sizeof id.b)
		log_fatal("no_randomness", "call=getrandom");
	id.b[6] = (uint8_t)((id.b[6] & 0x0F) | (version << 4));
	id.b[8] = (uint8_t)((id.b[8] & 0x3F) | 0x80);
	return id;
}

struct uuid uuid_v4(void)
{
	return random_uuid(4);
}

struct uuid uuid_v7(void)
{
	struct uuid id = random_uuid(7);
	struct timespec now;
	uint64_t ms;

	clock_gettime(CLOCK_REALTIME, &now);
	ms = (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
	for (int i = 0; i < 6; i++)
		id.b[i] = (uint8_t)(ms >> (40 - 8 * i));
	return id;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool dash_at(size_t i)
{
	return i == 8 || i == 13 || i == 18 || i == 23;
}

bool uuid_parse(struct str text, struct uuid *out)
{
	struct uuid id;
	size_t n = 0;

	if (text.n != UUID_TEXT)
		return false;
	for (size_t i = 0; i < UUID_TEXT; i++) {
		int high, low;

		if (dash_at(i)) {
			if (text.p[i] != '-')
				return false;
			continue;
		}
		high = hex_value(text.p[i]);
		low = hex_value(text.p[i + 1]);
		if (high < 0 || low < 0)
			return false;
		id.b[n++] = (uint8_t)(high << 4 | low);
		i++;
	}
	*out = id;
	return true;
}

void uuid_format(struct uuid id, char out[UUID_TEXT + 1])
{
	static const char digits[] = "0123456789abcdef";
	size_t n = 0;

	for (size_t i = 0; i < sizeof id.b; i++) {
		if (dash_at(n))
			out[n++] = '-';
		out[n++] = digits[id.b[i] >> 4];
		out[n++] = digits[id.b[i] & 15];
	}
	out[n] = '\0';
}

bool uuid_eq(struct uuid a, struct uuid b)
{
	return uuid_cmp(a, b) == 0;
}

int uuid_cmp(struct uuid a, struct uuid b)
{
	return memcmp(a.b, b.b, sizeof a.b);
}

bool uuid_is_nil(struct uuid id)
{
	return uuid_eq(id, (struct uuid){{0}});
}
