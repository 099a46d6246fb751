#include "common/base/uuid.h"

#include <stdatomic.h>
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

/* Milliseconds, and 4096ths of one behind them; each later than the one before (RFC 9562, 6.2, methods 3 and 1). */
static uint64_t next_moment(void)
{
	static _Atomic uint64_t last;
	uint64_t before = atomic_load(&last), moment;
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	do {
		uint64_t ns = (uint64_t)now.tv_nsec;

		moment = ((uint64_t)now.tv_sec * 1000 + ns / 1000000) << 12 |
		         (ns % 1000000 << 12) / 1000000;
		if (moment <= before)
			moment = before + 1;
	} while (!atomic_compare_exchange_weak(&last, &before, moment));
	return moment;
}

struct uuid uuid_v7(void)
{
	struct uuid id = random_uuid(7);
	uint64_t moment = next_moment();

	for (int i = 0; i < 6; i++)
		id.b[i] = (uint8_t)(moment >> (52 - 8 * i));
	id.b[6] = (uint8_t)(0x70 | (moment >> 8 & 0x0F));
	id.b[7] = (uint8_t)moment;
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
