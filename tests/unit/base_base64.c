/* Base64 with padding: the vectors of RFC 4648 section 10, and any pieces. */
#include "tests/unit/cm.h"

#include "common/base/base64.h"

static const struct {
	const char *bytes, *text;
} vectors[] = {
    {"", ""},
    {"f", "Zg=="},
    {"fo", "Zm8="},
    {"foo", "Zm9v"},
    {"foob", "Zm9vYg=="},
    {"fooba", "Zm9vYmE="},
    {"foobar", "Zm9vYmFy"},
    {"\xfb\xff\xbf", "+/+/"},
};

/* All of it through a room of so many bytes. */
static struct str decoded(struct str text, size_t room, unsigned char *out)
{
	struct base64 b = {.rest = text};
	size_t all = 0;
	int n;

	while ((n = base64_next(&b, out + all, room)) > 0)
		all += (size_t)n;
	assert_int_equal(n, 0);
	return (struct str){(const char *)out, all};
}

static void vectors_go_both_ways(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		struct str bytes = str_of(vectors[i].bytes);
		unsigned char out[16];
		char text[16];
		size_t n = base64_encode((const unsigned char *)vectors[i].bytes, bytes.n, text);

		assert_int_equal(n, BASE64_ROOM(bytes.n));
		assert_true(str_eq((struct str){text, n}, str_of(vectors[i].text)));
		assert_true(str_eq(decoded(str_of(vectors[i].text), 2, out), bytes));
	}
}

static void every_length_comes_back_in_any_pieces(void **state)
{
	unsigned char bytes[256], out[256];
	char text[BASE64_ROOM(sizeof bytes)];

	(void)state;
	for (size_t i = 0; i < sizeof bytes; i++)
		bytes[i] = (unsigned char)(i * 167 + 13);
	for (size_t n = 0; n <= sizeof bytes; n++)
		for (size_t room = 1; room < 9; room++)
			assert_true(str_eq(
			    decoded((struct str){text, base64_encode(bytes, n, text)}, room, out),
			    (struct str){(const char *)bytes, n}));
}

static void takes_what_json_writes_and_nothing_else(void **state)
{
	static const char *const bad[] = {"Zg=Z",    "Z g=",  "Zg==Zg==", "Zm9-",
	                                  "\\u005a", "Zm\"v", "\\"};
	unsigned char out[16];

	(void)state;
	assert_true(str_eq(decoded(STR("+\\/+\\/"), 9, out), STR("\xfb\xff\xbf")));
	assert_true(str_eq(decoded(STR("Zm9v\\r\\nYmFy"), 9, out), STR("foobar")));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct base64 b = {.rest = str_of(bad[i])};

		assert_int_equal(base64_next(&b, out, sizeof out), -1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(vectors_go_both_ways),
	    cmocka_unit_test(every_length_comes_back_in_any_pieces),
	    cmocka_unit_test(takes_what_json_writes_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
