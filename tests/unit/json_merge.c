/* json_merge_patch: the examples of RFC 7396, appendix A and section 3, and what holds for every patch. */
#include "tests/unit/cm.h"

#include "common/json/json.h"

static void merges(const char *target, const char *patch, const char *expected)
{
	struct arena arena = {0};
	struct problems ps = {0};
	struct str out = {0};

	if (!json_merge_patch(str_of(target), str_of(patch), &arena, &out, &ps))
		fail_msg("refused: %s with %s", target, patch);
	assert_int_equal(ps.count, 0);
	assert_str(out, expected);
	arena_free(&arena);
}

static void follows_appendix_a(void **state)
{
	(void)state;
	merges("{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}");
	merges("{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}");
	merges("{\"a\":\"b\"}", "{\"a\":null}", "{}");
	merges("{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}");
	merges("{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}");
	merges("{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}");
	merges("{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}",
	       "{\"a\":{\"b\":\"d\"}}");
	merges("{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}");
	merges("{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}");
	merges("{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}");
}

/* The five examples whose target or patch is no object are refused: ours are objects. */
static void takes_objects_only(void **state)
{
	static const struct {
		const char *target, *patch;
	} cases[] = {
	    {"[\"a\",\"b\"]", "[\"c\",\"d\"]"},
	    {"{\"a\":\"b\"}", "[\"c\"]"},
	    {"{\"a\":\"foo\"}", "null"},
	    {"{\"a\":\"foo\"}", "\"bar\""},
	    {"[1,2]", "{\"a\":\"b\",\"c\":null}"},
	    {"{}", "{\"a\":1,\"a\":2}"},
	    {"{}", "{"},
	    {"", "{}"},
	};
	struct arena arena = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct problems ps = {0};
		struct str out = {0};

		assert_false(json_merge_patch(str_of(cases[i].target), str_of(cases[i].patch),
		                              &arena, &out, &ps));
		assert_int_equal(ps.count, 1);
		assert_null(out.p);
	}
	arena_free(&arena);
}

static void follows_the_example_of_section_3(void **state)
{
	(void)state;
	merges("{\"title\":\"Goodbye!\",\"author\":{\"givenName\":\"John\",\"familyName\":\"Doe\"},"
	       "\"tags\":[\"example\",\"sample\"],\"content\":\"This will be unchanged\"}",
	       "{\"title\":\"Hello!\",\"phoneNumber\":\"+01-123-456-7890\","
	       "\"author\":{\"familyName\":null},\"tags\":[\"example\"]}",
	       "{\"title\":\"Hello!\",\"author\":{\"givenName\":\"John\"},\"tags\":[\"example\"],"
	       "\"content\":\"This will be unchanged\",\"phoneNumber\":\"+01-123-456-7890\"}");
}

static void keeps_what_json_can_hold_as_it_is(void **state)
{
	(void)state;
	/* Nulls inside arrays are values and no removal; numbers keep their digits. */
	merges("{\"n\":1.50}", "{\"a\":[null,{\"b\":null}]}",
	       "{\"n\":1.50,\"a\":[null,{\"b\":null}]}");
	merges("{\"\":{\"\":1}}", "{\"\":{\"\":null,\"a/b~\":\"\\u00e9\"}}",
	       "{\"\":{\"a/b~\":\"\xc3\xa9\"}}");
	merges("{\"a\":{\"b\":1}}", "{\"a\":5}", "{\"a\":5}");
	merges("{\"a\":5}", "{\"a\":{\"b\":null}}", "{\"a\":{}}");
}

/* A random object of at most `depth` levels over few keys, so that targets and patches meet. */
static void random_object(uint64_t *seed, struct buf *b, int depth, bool nulls)
{
	bool first = true;

	buf_putc(b, '{');
	for (char key = 'a'; key < 'e'; key++) {
		if (random_below(seed, 2))
			continue;
		buf_printf(b, "%s\"%c\":", first ? "" : ",", key);
		first = false;
		switch (random_below(seed, nulls ? 5 : 4)) {
		case 0:
			buf_int(b, (int64_t)random_below(seed, 10));
			break;
		case 1:
			BUF_LIT(b, "[1,null]");
			break;
		case 4:
			BUF_LIT(b, "null");
			break;
		default:
			if (depth)
				random_object(seed, b, depth - 1, nulls);
			else
				BUF_LIT(b, "\"leaf\"");
		}
	}
	buf_putc(b, '}');
}

/* Merging twice is merging once; an empty patch changes nothing; a target without nulls gives a result
 * without nulls (but for those in arrays), which is what the table document rests on. */
static void holds_for_every_patch(void **state)
{
	uint64_t seed = 7396;
	struct arena arena = {0};

	(void)state;
	for (int round = 0; round < 5000; round++) {
		struct buf target = BUF(&arena), patch = BUF(&arena);
		struct str once, twice, same;
		struct problems ps = {0};

		random_object(&seed, &target, 3, false);
		random_object(&seed, &patch, 3, true);
		assert_true(
		    json_merge_patch(buf_str(&target), buf_str(&patch), &arena, &once, &ps));
		assert_true(json_merge_patch(once, buf_str(&patch), &arena, &twice, &ps));
		assert_true(str_eq(once, twice));
		assert_true(json_merge_patch(once, STR("{}"), &arena, &same, &ps));
		assert_true(str_eq(once, same));
		assert_null(strstr(arena_cstr(&arena, once), ":null"));
		arena_reset(&arena);
	}
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(follows_appendix_a),
	    cmocka_unit_test(takes_objects_only),
	    cmocka_unit_test(follows_the_example_of_section_3),
	    cmocka_unit_test(keeps_what_json_can_hold_as_it_is),
	    cmocka_unit_test(holds_for_every_patch),
	};

	return cmocka_run_group_tests_name("json_merge", tests, NULL, NULL);
}
