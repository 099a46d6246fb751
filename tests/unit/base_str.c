/* common/base/str: slices, integers and UTF-8 from text. */
#include "tests/unit/cm.h"

static void compares_bytes_and_lengths(void **state)
{
	(void)state;
	assert_true(str_eq(STR(""), (struct str){0}));
	assert_true(str_eq(STR("ab"), str_of("ab")));
	assert_false(str_eq(STR("ab"), STR("abc")));
	assert_false(str_eq(STR("a\0b"), STR("a\0c")));
	assert_true(str_eq(str_of(NULL), STR("")));
	assert_true(str_cmp(STR("a"), STR("b")) < 0);
	assert_true(str_cmp(STR("b"), STR("a")) > 0);
	assert_true(str_cmp(STR("a"), STR("ab")) < 0);
	assert_true(str_cmp(STR("ab"), STR("a")) > 0);
	assert_int_equal(str_cmp(STR("a"), STR("a")), 0);
	assert_int_equal(str_cmp((struct str){0}, STR("")), 0);
	assert_true(str_cmp(STR("\xff"), STR("a")) > 0); /* bytes are not signed */
}

static void cuts_and_finds(void **state)
{
	struct str rest = STR("a,,b");

	(void)state;
	assert_true(str_starts(STR("abc"), STR("ab")));
	assert_true(str_starts(STR("abc"), STR("")));
	assert_true(str_starts((struct str){0}, (struct str){0}));
	assert_false(str_starts(STR("a"), STR("ab")));
	assert_int_equal(str_find(STR("abc"), 'c'), 2);
	assert_int_equal(str_find(STR("abc"), 'x'), 3);
	assert_int_equal(str_find((struct str){0}, 'x'), 0);
	assert_str(str_sub(STR("abc"), 1, 1), "b");
	assert_str(str_sub(STR("abc"), 1, SIZE_MAX), "bc");
	assert_str(str_sub(STR("abc"), 9, 1), "");
	assert_int_equal(str_sub((struct str){0}, 0, 0).n, 0);
	assert_str(str_trim(STR(" \t a b\t ")), "a b");
	assert_str(str_trim(STR(" \t")), "");
	assert_str(str_cut(&rest, ','), "a");
	assert_str(str_cut(&rest, ','), "");
	assert_str(str_cut(&rest, ','), "b");
	assert_int_equal(rest.n, 0);
	assert_int_equal(str_cut(&rest, ',').n, 0);
}

static void reads_integers_to_the_last_digit(void **state)
{
	static const struct {
		const char *text;
		int64_t expected;
	} good[] = {
	    {"0", 0},
	    {"-0", 0},
	    {"42", 42},
	    {"-42", -42},
	    {"9223372036854775807", INT64_MAX},
	    {"-9223372036854775808", INT64_MIN},
	};
	static const char *const bad[] = {"",
	                                  "-",
	                                  "+1",
	                                  " 1",
	                                  "1 ",
	                                  "1.0",
	                                  "0x1",
	                                  "1e3",
	                                  "--1",
	                                  "1-",
	                                  "a",
	                                  "\xd9\xa1",
	                                  "9223372036854775808",
	                                  "-9223372036854775809",
	                                  "99999999999999999999999999"};
	int64_t out;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		assert_true(str_to_int(str_of(good[i].text), INT64_MIN, INT64_MAX, &out));
		assert_true(out == good[i].expected);
	}
	out = 77;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(str_to_int(str_of(bad[i]), INT64_MIN, INT64_MAX, &out));
	assert_false(str_to_int(STR("11"), 1, 10, &out));
	assert_false(str_to_int(STR("0"), 1, 10, &out));
	assert_false(str_to_int(STR("1\0"), 1, 10, &out));
	assert_int_equal(out, 77); /* untouched by every refusal */
	assert_true(str_to_int(STR("10"), 1, 10, &out));
	assert_int_equal(out, 10);
}

/* The encoding of one code point, however wrong: surrogates and overlong forms when asked for. */
static size_t encode(uint32_t c, size_t length, char out[4])
{
	static const unsigned char lead[] = {0, 0x00, 0xC0, 0xE0, 0xF0};

	for (size_t i = length; i-- > 1; c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3F));
	out[0] = (char)(lead[length] | c);
	return length;
}

static size_t shortest(uint32_t c)
{
	return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
}

static void takes_exactly_the_code_points_of_unicode(void **state)
{
	char bytes[4];

	(void)state;
	for (uint32_t c = 0; c < 0x110000; c++) {
		struct str s = {bytes, encode(c, shortest(c), bytes)};
		int64_t expected = c >= 0xD800 && c <= 0xDFFF ? -1 : 1;

		if (str_utf8_length(s) != expected)
			fail_msg("U+%04X", (unsigned)c);
		for (size_t cut = 1; cut < s.n; cut++)
			assert_int_equal(str_utf8_length(str_sub(s, 0, cut)), -1);
		if (s.n < 4) { /* one byte more than needed */
			s.n = encode(c, s.n + 1, bytes);
			assert_int_equal(str_utf8_length(s), -1);
		}
	}
	for (uint32_t c = 0x110000; c < 0x140000; c++) {
		struct str s = {bytes, encode(c, 4, bytes)};

		assert_int_equal(str_utf8_length(s), -1);
	}
}

static void counts_code_points_and_finds_stray_bytes(void **state)
{
	(void)state;
	assert_int_equal(str_utf8_length((struct str){0}), 0);
	assert_int_equal(str_utf8_length(STR("a\xc3\xb6\xe2\x82\xac\xf0\x9f\x98\x80")), 4);
	assert_int_equal(str_utf8_length(STR("a\0b")), 3);
	for (int byte = 0x80; byte < 0x100; byte++) {
		char alone[] = {'a', (char)byte, 'b'};

		assert_int_equal(str_utf8_length((struct str){alone, sizeof alone}), -1);
	}
}

/* Departures hold what it gives: of the values that its authors publish. */
static void hashes_as_it_always_has(void **state)
{
	(void)state;
	assert_true(str_hash(STR("")) == UINT64_C(0xcbf29ce484222325));
	assert_true(str_hash(STR("foobar")) == UINT64_C(0x85944171f73967e8));
}

static void tells_texts_apart_by_tags(void **state)
{
	(void)state;
	assert_true(str_tag(STR("12345678")) == str_tag(STR("12345678")));
	assert_true(str_tag(STR("12345678")) != str_tag(STR("12345679")));
	assert_true(str_tag(STR("a")) != str_tag(STR("a\0")));
	assert_true(str_tag(STR("12345678a")) != str_tag(STR("a12345678")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(compares_bytes_and_lengths),
	    cmocka_unit_test(cuts_and_finds),
	    cmocka_unit_test(reads_integers_to_the_last_digit),
	    cmocka_unit_test(takes_exactly_the_code_points_of_unicode),
	    cmocka_unit_test(counts_code_points_and_finds_stray_bytes),
	    cmocka_unit_test(hashes_as_it_always_has),
	    cmocka_unit_test(tells_texts_apart_by_tags),
	};

	return cmocka_run_group_tests_name("base_str", tests, NULL, NULL);
}
