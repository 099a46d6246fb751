/* Base64url without padding: the vectors of RFC 4648 section 10, and one spelling for one value. */
#include "tests/unit/auth_forge.h"

static const struct {
	const char *bytes, *text;
} vectors[] = {
    {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
    {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xbf", "-_-_"},
};

static void vectors_go_both_ways(void **state)
{
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		struct str bytes, text = base64url_encode(str_of(vectors[i].bytes), &arena);

		assert_true(str_eq(text, str_of(vectors[i].text)));
		assert_true(base64url_decode(text, &arena, &bytes));
		assert_true(str_eq(bytes, str_of(vectors[i].bytes)));
	}
	arena_free(&arena);
}

static void every_length_comes_back(void **state)
{
	struct arena arena = {0};
	char bytes[256];

	(void)state;
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (char)(i * 167 + 13);
	for (size_t n = 0; n <= sizeof bytes; n++) {
		struct str back, in = {bytes, n};

		assert_true(base64url_decode(base64url_encode(in, &arena), &arena, &back));
		assert_true(str_eq(back, in));
	}
	arena_free(&arena);
}

static void other_spellings_are_refused(void **state)
{
	static const char *const bad[] = {
	    "Zg==", "Zm8=",   "Zg=",    "=",       "A",  "Zm9vY", "Zm+v",
	    "Zm/v", "Zm 9",   "Zm9v\n", "Zm9\x80", "Zh", /* the last bits belong to no byte */
	    "Zm9",  "Zm9vYh",
	};
	struct arena arena = {0};
	struct str out;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (base64url_decode(str_of(bad[i]), &arena, &out))
			fail_msg("taken: %s", bad[i]);
	assert_false(base64url_decode((struct str){"Zg\0A", 4}, &arena, &out));
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(vectors_go_both_ways),
	    cmocka_unit_test(every_length_comes_back),
	    cmocka_unit_test(other_spellings_are_refused),
	};

	return cmocka_run_group_tests_name("auth_base64url", tests, NULL, NULL);
}
