/* json_scan against RFC 8259, and every leniency that parsers are known for. */
#include "tests/unit/cm.h"

#include "common/json/json.h"
#include "common/json/scan.h"

static bool accepts(const char *text)
{
	return json_scan(str_of(text)).problem == NULL;
}

static void takes_what_the_grammar_allows(void **state)
{
	static const char *const good[] = {
	    "{}",
	    "[]",
	    "\"\"",
	    "0",
	    "-0",
	    "null",
	    "true",
	    "false",
	    " \t\r\n{ } \n",
	    "{\"\":1}",
	    "[1,-1,1.5,-0.5e+10,1E-2,0e0]",
	    "{\"a\":{\"b\":[{}]}}",
	    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
	    "\"\\u0001\\uFFFF\\uD83D\\uDE00\"",
	    "\"\x7f\"",
	    "\"\xf0\x9f\x98\x80\"",
	    "999999999999999999",
	    "-999999999999999999",
	};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (!accepts(good[i]))
			fail_msg("refused: %s", good[i]);
}

static void refuses_what_it_does_not(void **state)
{
	static const char *const bad[] = {
	    /* structure */
	    "",
	    " ",
	    "{",
	    "}",
	    "[",
	    "[1",
	    "[1,",
	    "[1,]",
	    "[,1]",
	    "[1 2]",
	    "{\"a\"}",
	    "{\"a\":}",
	    "{\"a\":1,}",
	    "{,}",
	    "{a:1}",
	    "{1:1}",
	    "{null:1}",
	    "{\"a\" 1}",
	    "{\"a\":1 \"b\":2}",
	    "[}",
	    "{]",
	    "{} {}",
	    "{}x",
	    "null null",
	    /* words */
	    "nul",
	    "nulL",
	    "True",
	    "TRUE",
	    "NaN",
	    "nan",
	    "Infinity",
	    "-Infinity",
	    "undefined",
	    /* numbers */
	    "+1",
	    "01",
	    "-01",
	    "00",
	    "-",
	    "1.",
	    ".5",
	    "1.e5",
	    "1e",
	    "1e+",
	    "0x10",
	    "1_000",
	    "1,000",
	    "--1",
	    "1.2.3",
	    "1234567890123456789",
	    "1.00000000000000000000000000000000000000001",
	    /* strings */
	    "'a'",
	    "{'a':1}",
	    "\"a",
	    "\"\\\"",
	    "\"\\x41\"",
	    "\"\\'\"",
	    "\"\\u12\"",
	    "\"\\u12g4\"",
	    "\"\\u 123\"",
	    "\"\n\"",
	    "\"\t\"",
	    "\"\x01\"",
	    "\"\\u0000\"",
	    "{\"\\u0000\":1}",
	    "\"\\ud800\"",
	    "\"\\udc00\"",
	    "\"\\ud800x\"",
	    "\"\\ud800\\n\"",
	    "\"\\ud800\\ud800\"",
	    "\"\\udc00\\ud800\"",
	    /* not UTF-8: stray, cut, overlong, a surrogate, past the end */
	    "\"\x80\"",
	    "\"\xc3\"",
	    "\"\xc0\xaf\"",
	    "\"\xe0\x80\xaf\"",
	    "\"\xed\xa0\x80\"",
	    "\"\xf4\x90\x80\x80\"",
	    "\"\xff\"",
	    "\xef\xbb\xbf{}",
	    /* blanks of other alphabets, and comments */
	    "\xc2\xa0{}",
	    "\f{}",
	    "\v{}",
	    "{}//",
	    "/**/{}",
	    "{/**/}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (accepts(bad[i]))
			fail_msg("taken: %s", bad[i]);
}

/* PostgreSQL writes every number out: none may become long by that. */
static void refuses_numbers_that_are_long_when_written_out(void **state)
{
	static const char *const bad[] = {"1e18",    "1e999",   "-1e30",    "1e309",
	                                  "[1e400]", "0.1e311", "1e-99999", "1e2147483648",
	                                  "1.5e-18", "1e-19"};
	static const char *const good[] = {"1e17", "123456e12", "1e-18", "1.5e-17", "-0.5E+2"};

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (!accepts(good[i]))
			fail_msg("refused: %s", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (accepts(bad[i]))
			fail_msg("taken: %s", bad[i]);
}

static void refuses_raw_nul_bytes_anywhere(void **state)
{
	static const char text[] = "{\"a\":[1,\"b\",true]}";

	(void)state;
	for (size_t at = 0; at <= sizeof text - 1; at++) {
		char with[sizeof text];

		memcpy(with, text, at);
		with[at] = '\0';
		memcpy(with + at + 1, text + at, sizeof text - 1 - at);
		assert_non_null(json_scan((struct str){with, sizeof text}).problem);
	}
}

static void nested(char *out, size_t levels, char open, char close)
{
	memset(out, open, levels);
	memset(out + levels, close, levels);
	out[2 * levels] = '\0';
}

static void stops_at_the_depth_limit(void **state)
{
	enum { FAR = 100000 };
	char text[2 * JSON_DEPTH_MAX + 3];
	struct arena arena = {0};
	char *far = arena_alloc(&arena, 2 * FAR + 1, 1);

	(void)state;
	nested(text, JSON_DEPTH_MAX, '[', ']');
	assert_true(accepts(text));
	nested(text, JSON_DEPTH_MAX + 1, '[', ']');
	assert_false(accepts(text));
	/* Neither closed nor matching: it must not get that far down. */
	nested(far, FAR, '[', '}');
	assert_false(accepts(far));
	arena_free(&arena);
}

static void counts_values_at_every_depth(void **state)
{
	(void)state;
	assert_int_equal(json_scan(STR("{}")).values, 1);
	assert_int_equal(json_scan(STR("{\"a\":{\"b\":1,\"c\":[{\"d\":1}]},\"a\":2}")).values, 7);
}

static void says_where_it_went_wrong(void **state)
{
	(void)state;
	assert_int_equal(json_scan(STR("{\"a\":nope}")).at, 5);
	assert_int_equal(json_scan(STR("{\"a\":1} x")).at, 8);
}

/* Whatever is cut off a document leaves something that is not one; and nothing is read past the end,
 * which the sanitizer sees because the copy is exactly as long as the text. */
static void refuses_every_proper_prefix(void **state)
{
	static const char text[] =
	    "{\"name\":\"Th\\u00f6kk \xf0\x9f\x98\x80\",\"n\":[-1.5e+3,true,false,null,{}]}";

	(void)state;
	for (size_t n = 0; n < sizeof text - 1; n++) {
		char *copy = malloc(n ? n : 1);

		assert_non_null(copy);
		memcpy(copy, text, n);
		assert_non_null(json_scan((struct str){copy, n}).problem);
		free(copy);
	}
	assert_null(json_scan((struct str){text, sizeof text - 1}).problem);
}

static void walks_over_members_as_they_are_written(void **state)
{
	static const char *const keys[] = {"a", "b\\\"}", "", "c"};
	static const char *const values[] = {"[1,{\"x\":\"]},\"}]", "{ }", "\"\\\\\"", "-1.5"};
	struct str rest =
	    STR(" { \"a\" : [1,{\"x\":\"]},\"}] ,\"b\\\"}\":{ },\n\"\":\"\\\\\",\"c\":-1.5 } ");
	struct str key, value;

	(void)state;
	assert_null(json_scan(rest).problem);
	for (size_t i = 0; i < 4; i++) {
		assert_true(json_next_member(&rest, &key, &value));
		assert_true(str_eq(key, str_of(keys[i])));
		assert_true(str_eq(value, str_of(values[i])));
	}
	assert_false(json_next_member(&rest, &key, &value));
	for (rest = STR("\"a\""); json_next_member(&rest, &key, &value);)
		fail();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(takes_what_the_grammar_allows),
	    cmocka_unit_test(refuses_what_it_does_not),
	    cmocka_unit_test(refuses_numbers_that_are_long_when_written_out),
	    cmocka_unit_test(refuses_raw_nul_bytes_anywhere),
	    cmocka_unit_test(stops_at_the_depth_limit),
	    cmocka_unit_test(counts_values_at_every_depth),
	    cmocka_unit_test(says_where_it_went_wrong),
	    cmocka_unit_test(refuses_every_proper_prefix),
	    cmocka_unit_test(walks_over_members_as_they_are_written),
	};

	return cmocka_run_group_tests_name("json_scan", tests, NULL, NULL);
}
