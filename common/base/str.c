#include "common/base/str.h"

#include "common/base/poison.h"

struct str str_of(const char *text)
{
	return text ? (struct str){text, strlen(text)} : (struct str){"", 0};
}

bool str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	if (order)
		return order;
	return (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.n >= prefix.n && str_eq(str_sub(s, 0, prefix.n), prefix);
}

size_t str_find(struct str s, char c)
{
	const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;

	return hit ? (size_t)(hit - s.p) : s.n;
}

struct str str_sub(struct str s, size_t from, size_t n)
{
	if (from > s.n)
		from = s.n;
	if (n > s.n - from)
		n = s.n - from;
	return (struct str){from ? s.p + from : s.p, n};
}

struct str str_trim(struct str s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
		s = str_sub(s, 1, s.n);
	while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t'))
		s.n--;
	return s;
}

struct str str_cut(struct str *rest, char c)
{
	size_t at = str_find(*rest, c);
	struct str head = str_sub(*rest, 0, at);

	*rest = str_sub(*rest, at + 1, rest->n);
	return head;
}

bool str_to_int(struct str s, int64_t min, int64_t max, int64_t *out)
{
	bool negative = s.n && s.p[0] == '-';
	size_t i = negative ? 1 : 0;
	int64_t value = 0;

	if (i == s.n)
		return false;
	for (; i < s.n; i++) {
		int digit = s.p[i] - '0';

		if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, digit, &value))
			return false;
	}
	if (!negative && __builtin_sub_overflow(0, value, &value))
		return false;
	if (value < min || value > max)
		return false;
	*out = value;
	return true;
}

uint64_t str_hash(struct str s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
	return h;
}

uint64_t str_tag(struct str s)
{
	uint64_t h = s.n, word;

	for (size_t i = 0; i < s.n; i += sizeof word) {
		word = 0;
		memcpy(&word, s.p + i, s.n - i < sizeof word ? s.n - i : sizeof word);
		h = (h ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 32;
	}
	return h;
}

/* One row per lead byte class: how many bytes follow, and the bounds of the first of them. */
static const struct utf8_lead {
	unsigned char from, to, follow, low, high;
} utf8_leads[] = {
    {0x00, 0x7F, 0, 0, 0},       {0xC2, 0xDF, 1, 0x80, 0xBF}, {0xE0, 0xE0, 2, 0xA0, 0xBF},
    {0xE1, 0xEC, 2, 0x80, 0xBF}, {0xED, 0xED, 2, 0x80, 0x9F}, {0xEE, 0xEF, 2, 0x80, 0xBF},
    {0xF0, 0xF0, 3, 0x90, 0xBF}, {0xF1, 0xF3, 3, 0x80, 0xBF}, {0xF4, 0xF4, 3, 0x80, 0x8F},
};

static const struct utf8_lead *utf8_lead_of(unsigned char c)
{
	for (size_t i = 0; i < sizeof utf8_leads / sizeof *utf8_leads; i++)
		if (c >= utf8_leads[i].from && c <= utf8_leads[i].to)
			return &utf8_leads[i];
	return NULL;
}

int64_t str_utf8_length(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	int64_t length = 0;

	for (size_t i = 0; i < s.n; length++) {
		const struct utf8_lead *lead = utf8_lead_of(p[i++]);

		if (!lead || lead->follow > s.n - i)
			return -1;
		for (size_t k = 0; k < lead->follow; k++, i++) {
			unsigned char low = k ? 0x80 : lead->low, high = k ? 0xBF : lead->high;

			if (p[i] < low || p[i] > high)
				return -1;
		}
	}
	return length;
}
