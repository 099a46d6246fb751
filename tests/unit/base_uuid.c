/* common/base/uuid: RFC 9562 versions, text form, order. */
#include "tests/unit/cm.h"

#include <time.h>

#include "common/base/uuid.h"

static uint64_t milliseconds_of(struct uuid id)
{
	uint64_t ms = 0;

	for (int i = 0; i < 6; i++)
		ms = ms << 8 | id.b[i];
	return ms;
}

static uint64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void version_7_carries_the_time_of_its_making(void **state)
{
	uint64_t before = now_ms();
	struct uuid id = uuid_v7();
	uint64_t after = now_ms();

	(void)state;
	assert_in_range(milliseconds_of(id), before, after);
	assert_int_equal(id.b[6] >> 4, 7);
	assert_int_equal(id.b[8] >> 6, 2);
}

static void version_7_sorts_by_its_making(void **state)
{
	struct uuid last = uuid_v7();

	(void)state;
	for (int i = 0; i < 10000; i++) {
		struct uuid id = uuid_v7();

		assert_true(uuid_cmp(last, id) < 0);
		last = id;
	}
}

static void version_4_is_random_but_for_its_marks(void **state)
{
	uint8_t ones[16] = {0}, zeroes[16] = {0};

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct uuid id = uuid_v4();

		assert_int_equal(id.b[6] >> 4, 4);
		assert_int_equal(id.b[8] >> 6, 2);
		for (int k = 0; k < 16; k++) {
			ones[k] |= id.b[k];
			zeroes[k] |= (uint8_t)~id.b[k];
		}
	}
	/* Every free bit was both 0 and 1 (it fails by chance once in 2^190 runs). */
	for (int k = 0; k < 16; k++) {
		uint8_t fixed = k == 6 ? 0xF0 : k == 8 ? 0xC0 : 0;

		assert_int_equal(ones[k] | fixed, 0xFF);
		assert_int_equal(zeroes[k] | fixed, 0xFF);
	}
}

static void no_two_are_the_same(void **state)
{
	enum { MANY = 2000 };
	static struct uuid ids[MANY];

	(void)state;
	for (int i = 0; i < MANY; i++) {
		ids[i] = i % 2 ? uuid_v7() : uuid_v4();
		for (int k = 0; k < i; k++)
			assert_false(uuid_eq(ids[i], ids[k]));
	}
}

static void text_and_back(void **state)
{
	char text[UUID_TEXT + 1];
	struct uuid back;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		struct uuid id = uuid_v4();

		uuid_format(id, text);
		assert_int_equal(strlen(text), UUID_TEXT);
		assert_true(uuid_parse(str_of(text), &back));
		assert_true(uuid_eq(id, back));
		for (char *c = text; *c; c++)
			if (*c >= 'a' && *c <= 'f')
				*c = (char)(*c - 'a' + 'A');
		assert_true(uuid_parse(str_of(text), &back));
		assert_true(uuid_eq(id, back));
	}
}

/* A good id with any one byte replaced is good only where a hexadecimal digit stood for another. */
static void refuses_every_other_byte_in_every_place(void **state)
{
	static const char good[] = "0190a5c4-7d3e-7c52-9c1a-6f0e8c2b4d10";
	struct uuid untouched = {{7}}, out = untouched;

	(void)state;
	for (size_t at = 0; at < UUID_TEXT; at++) {
		for (int byte = 0; byte < 256; byte++) {
			char text[UUID_TEXT];
			bool hex, expected;

			memcpy(text, good, UUID_TEXT);
			text[at] = (char)byte;
			hex = byte && strchr("0123456789abcdefABCDEF", byte);
			expected = good[at] == '-' ? byte == '-' : hex;
			out = untouched;
			assert_int_equal(uuid_parse((struct str){text, UUID_TEXT}, &out), expected);
			if (!expected)
				assert_true(uuid_eq(out, untouched));
		}
	}
	for (size_t n = 0; n < UUID_TEXT; n++)
		assert_false(uuid_parse((struct str){good, n}, &out));
	assert_false(uuid_parse(STR("0190a5c4-7d3e-7c52-9c1a-6f0e8c2b4d10\0"), &out));
	assert_false(uuid_parse((struct str){0}, &out));
}

static void order_is_that_of_the_bytes(void **state)
{
	struct uuid nil = {{0}}, low = {{0, 1}}, high = {{0xFF}};

	(void)state;
	assert_true(uuid_is_nil(nil));
	assert_false(uuid_is_nil(low));
	assert_true(uuid_cmp(nil, low) < 0);
	assert_true(uuid_cmp(high, low) > 0);
	assert_int_equal(uuid_cmp(low, low), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(version_7_carries_the_time_of_its_making),
	    cmocka_unit_test(version_7_sorts_by_its_making),
	    cmocka_unit_test(version_4_is_random_but_for_its_marks),
	    cmocka_unit_test(no_two_are_the_same),
	    cmocka_unit_test(text_and_back),
	    cmocka_unit_test(refuses_every_other_byte_in_every_place),
	    cmocka_unit_test(order_is_that_of_the_bytes),
	};

	return cmocka_run_group_tests_name("base_uuid", tests, NULL, NULL);
}
