/* json_decode and json_peek: every kind of field, within and beyond its bounds; each refusal names the
 * field and the reason, and has a good twin beside it. */
#include "tests/unit/cm.h"

#include "tests/unit/json_sample.h"

struct fixture {
	struct arena arena;
	struct sample out;
	struct problems ps;
};

static int set_up(void **state)
{
	static struct fixture f;

	f = (struct fixture){0};
	*state = &f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	arena_free(&f->arena);
	return 0;
}

static bool decode(struct fixture *f, const char *text)
{
	f->out = (struct sample){0};
	f->ps = (struct problems){0};
	return json_decode(str_of(text), &sample_shape, &f->arena, &f->out, &f->ps);
}

/* The required fields and then one more. */
static bool decode_with(struct fixture *f, const char *member)
{
	return decode(f, arena_printf(&f->arena, "{\"name\":\"a\",\"count\":1,%s}", member).p);
}

/* What is wrong, as "pointer CODE", one problem after the other. */
static const char *wrongs(struct fixture *f)
{
	struct buf b = BUF(&f->arena);

	for (size_t i = 0; i < f->ps.count; i++)
		buf_printf(&b, "%s%.*s %s", i ? ", " : "", STR_ARG(f->ps.items[i].field),
		           f->ps.items[i].code);
	return arena_cstr(&f->arena, buf_str(&b));
}

static void refused(struct fixture *f, const char *member, const char *expected)
{
	if (decode_with(f, member))
		fail_msg("taken: %s", member);
	assert_string_equal(wrongs(f), expected);
}

static void taken(struct fixture *f, const char *member)
{
	if (!decode_with(f, member))
		fail_msg("refused: %s: %s", member, wrongs(f));
	assert_int_equal(f->ps.count, 0);
}

static void fills_every_kind_of_field(void **state)
{
	struct fixture *f = *state;
	const struct sample_inner *inners;
	const struct sample_entry *scores;
	const struct sample_room *rooms;
	char id[UUID_TEXT + 1];

	assert_true(decode(
	    f, "{\"name\":\"Th\\u00f6kk\",\"count\":-5,\"hp\":\"roll\",\"color\":\"blue\","
	       "\"colors\":[\"red\",\"blue\",\"red\"],\"flag\":true,"
	       "\"id\":\"0190A5C4-7d3e-7c52-9c1a-6f0e8c2b4d10\",\"at\":\"2024-02-29T23:59:59.5Z\","
	       "\"inner\":{\"label\":\"\",\"score\":-2147483648},\"numbers\":[-9,0,9],"
	       "\"inners\":[{\"label\":\"x\"},{\"label\":\"y\",\"score\":7}],"
	       "\"scores\":{\"\":0,\"b/c\":100},\"rooms\":{\"cellar\":{\"label\":\"dark\"}},"
	       "\"sheet\":{\"a\":[1.50,null,\"\\u00e9/\"]},\"note\":null,\"limit\":null,"
	       "\"parent\":null,\"maybe\":null}"));
	assert_str(f->out.name, "Th\xc3\xb6kk");
	assert_int_equal(f->out.count, -5);
	assert_int_equal(f->out.hp, -2);
	assert_int_equal(f->out.color, SAMPLE_BLUE);
	assert_int_equal(f->out.colors, 1u << SAMPLE_RED | 1u << SAMPLE_BLUE);
	assert_true(f->out.flag);
	uuid_format(f->out.id, id);
	assert_string_equal(id, "0190a5c4-7d3e-7c52-9c1a-6f0e8c2b4d10");
	assert_str(f->out.at, "2024-02-29T23:59:59.5Z");
	assert_int_equal(f->out.inner.score, INT32_MIN);
	assert_int_equal(f->out.numbers.count, 3);
	assert_int_equal(((const int32_t *)f->out.numbers.items)[2], 9);
	inners = f->out.inners.items;
	assert_int_equal(f->out.inners.count, 2);
	assert_str(inners[1].label, "y");
	assert_int_equal(inners[1].score, 7);
	scores = f->out.scores.items;
	assert_int_equal(f->out.scores.count, 2);
	assert_str(scores[1].key, "b/c");
	assert_int_equal(scores[1].value, 100);
	rooms = f->out.rooms.items;
	assert_str(rooms[0].key, "cellar");
	assert_str(rooms[0].inner.label, "dark");
	assert_str(f->out.sheet, "{\"a\":[1.50,null,\"\xc3\xa9/\"]}");
	assert_true(shape_seen(&sample_shape, &f->out, "note"));
	assert_int_equal(f->out.seen.null, UINT64_C(15) << 14);
}

static void knows_which_fields_were_there(void **state)
{
	struct fixture *f = *state;

	taken(f, "\"flag\":false");
	assert_true(shape_seen(&sample_shape, &f->out, "flag"));
	assert_true(shape_seen(&sample_shape, &f->out, "name"));
	assert_false(shape_seen(&sample_shape, &f->out, "note"));
	assert_false(shape_seen(&sample_shape, &f->out, "no such field"));
	assert_int_equal(f->out.seen.null, 0);
}

static void integers(void **state)
{
	struct fixture *f = *state;

	taken(f, "\"hp\":1");
	taken(f, "\"hp\":100");
	assert_int_equal(f->out.hp, 100);
	taken(f, "\"hp\":\"average\"");
	assert_int_equal(f->out.hp, -1);
	refused(f, "\"hp\":0", "/hp OUT_OF_RANGE");
	refused(f, "\"hp\":-1", "/hp OUT_OF_RANGE"); /* the stored form of a name is no way in */
	refused(f, "\"hp\":101", "/hp OUT_OF_RANGE");
	refused(f, "\"hp\":4294967297", "/hp OUT_OF_RANGE"); /* 1 when cut to 32 bits */
	refused(f, "\"hp\":999999999999999999", "/hp OUT_OF_RANGE");
	refused(f, "\"hp\":\"none\"", "/hp NOT_ALLOWED");
	refused(f, "\"hp\":\"12\"", "/hp NOT_ALLOWED");
	refused(f, "\"hp\":12.0", "/hp WRONG_TYPE");
	refused(f, "\"hp\":1e1", "/hp WRONG_TYPE");
	refused(f, "\"hp\":true", "/hp WRONG_TYPE");
	refused(f, "\"hp\":null", "/hp WRONG_TYPE");
	refused(f, "\"hp\":[1]", "/hp WRONG_TYPE");
	refused(f, "\"numbers\":[1,\"2\"]", "/numbers/1 WRONG_TYPE");
}

static void strings(void **state)
{
	struct fixture *f = *state;

	assert_true(decode(f, "{\"name\":\"12345678\",\"count\":1}"));
	/* Bounds count characters, not bytes. */
	assert_true(decode(f, "{\"name\":\"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80"
	                      "\xf0\x9f\x98\x80\\uD83D\\uDE00\xf0\x9f\x98\x80\xf0\x9f\x98\x80"
	                      "\xf0\x9f\x98\x80\",\"count\":1}"));
	assert_int_equal(f->out.name.n, 32);
	assert_false(decode(f, "{\"name\":\"123456789\",\"count\":1}"));
	assert_string_equal(wrongs(f), "/name TOO_LONG");
	assert_false(decode(f, "{\"name\":\"\",\"count\":1}"));
	assert_string_equal(wrongs(f), "/name TOO_SHORT");
	assert_false(decode(f, "{\"name\":7,\"count\":1}"));
	assert_string_equal(wrongs(f), "/name WRONG_TYPE");
	assert_false(decode(f, "{\"name\":null,\"count\":1}"));
	assert_string_equal(wrongs(f), "/name WRONG_TYPE");
}

static void booleans_enums_and_sets(void **state)
{
	struct fixture *f = *state;

	taken(f, "\"flag\":true");
	refused(f, "\"flag\":1", "/flag WRONG_TYPE");
	refused(f, "\"flag\":\"true\"", "/flag WRONG_TYPE");
	refused(f, "\"flag\":null", "/flag WRONG_TYPE");
	taken(f, "\"color\":\"green\"");
	refused(f, "\"color\":\"Green\"", "/color NOT_ALLOWED");
	refused(f, "\"color\":\"gree\"", "/color NOT_ALLOWED");
	refused(f, "\"color\":1", "/color WRONG_TYPE");
	taken(f, "\"colors\":[]");
	refused(f, "\"colors\":[\"red\",\"black\"]", "/colors/1 NOT_ALLOWED");
	refused(f, "\"colors\":[null]", "/colors/0 NOT_ALLOWED");
	refused(f, "\"colors\":\"red\"", "/colors WRONG_TYPE");
	refused(f, "\"colors\":{\"red\":true}", "/colors WRONG_TYPE");
}

static void ids_and_times(void **state)
{
	static const char *const bad_times[] = {
	    "",
	    "2024-01-01",
	    "2024-01-01T00:00:00",
	    "2024-01-01t00:00:00z",
	    "2024-01-01 00:00:00Z",
	    "2024-01-01T00:00:00+00:00",
	    "2024-00-01T00:00:00Z",
	    "2024-13-01T00:00:00Z",
	    "2024-01-00T00:00:00Z",
	    "2024-04-31T00:00:00Z",
	    "2023-02-29T00:00:00Z",
	    "1900-02-29T00:00:00Z",
	    "2024-01-01T24:00:00Z",
	    "2024-01-01T00:60:00Z",
	    "2024-01-01T00:00:60Z",
	    "2024-01-01T00:00:00.Z",
	    "2024-01-01T00:00:00.1234567890Z",
	    "0000-01-01T00:00:00Z",
	    "+024-01-01T00:00:00Z",
	    "2024-01-01T00:00:00ZZ",
	};
	static const char *const good_times[] = {"2000-02-29T00:00:00Z", "9998-12-31T23:59:59Z",
	                                         "0001-01-01T00:00:00.123456789Z"};
	static const char *const bad_ids[] = {
	    "",
	    "1",
	    "0190a5c4-7d3e-7c52-9c1a-6f0e8c2b4d1",
	    "0190a5c4-7d3e-7c52-9c1a-6f0e8c2b4d100",
	    "0190a5c47d3e-7c52-9c1a-6f0e8c2b4d10-",
	    "0190a5c4-7d3e-7c52-9c1a-6f0e8c2b4d1g",
	    "{190a5c4-7d3e-7c52-9c1a-6f0e8c2b4d1}",
	    "0190a5c4_7d3e_7c52_9c1a_6f0e8c2b4d10",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof good_times / sizeof *good_times; i++)
		taken(f, arena_printf(&f->arena, "\"at\":\"%s\"", good_times[i]).p);
	for (size_t i = 0; i < sizeof bad_times / sizeof *bad_times; i++)
		refused(f, arena_printf(&f->arena, "\"at\":\"%s\"", bad_times[i]).p,
		        "/at NOT_A_TIME");
	for (size_t i = 0; i < sizeof bad_ids / sizeof *bad_ids; i++)
		refused(f, arena_printf(&f->arena, "\"id\":\"%s\"", bad_ids[i]).p,
		        "/id NOT_A_UUID");
	refused(f, "\"id\":1", "/id WRONG_TYPE");
	refused(f, "\"at\":1700000000", "/at WRONG_TYPE");
}

static void objects_lists_and_maps(void **state)
{
	struct fixture *f = *state;

	refused(f, "\"inner\":[]", "/inner WRONG_TYPE");
	refused(f, "\"inner\":{}", "/inner/label REQUIRED");
	refused(f, "\"inner\":{\"label\":\"a\",\"x\":1}", "/inner/x UNKNOWN_FIELD");
	refused(f, "\"inners\":[{\"label\":\"a\"},{\"label\":1},{}]",
	        "/inners/1/label WRONG_TYPE, /inners/2/label REQUIRED");
	refused(f, "\"inners\":[null]", "/inners/0 WRONG_TYPE");
	refused(f, "\"inners\":{}", "/inners WRONG_TYPE");
	refused(f, "\"numbers\":[]", "/numbers OUT_OF_RANGE");
	refused(f, "\"numbers\":[1,2,3,4,5]", "/numbers OUT_OF_RANGE");
	refused(f, "\"numbers\":[0,10]", "/numbers/1 OUT_OF_RANGE");
	taken(f, "\"numbers\":[1,2,3,4]");
	refused(f, "\"scores\":{\"a~b/c\":101}", "/scores/a~0b~1c OUT_OF_RANGE");
	refused(f, "\"scores\":{\"a\":1,\"b\":2,\"c\":3,\"d\":4}", "/scores OUT_OF_RANGE");
	refused(f, "\"scores\":{\"a\":null}", "/scores/a WRONG_TYPE");
	refused(f, "\"scores\":[]", "/scores WRONG_TYPE");
	refused(f, "\"rooms\":{\"a\":{}}", "/rooms/a/label REQUIRED");
	refused(f, "\"sheet\":[]", "/sheet WRONG_TYPE");
	refused(f, "\"sheet\":null", "/sheet WRONG_TYPE");
	taken(f, "\"maybe\":null,\"note\":null");
	taken(f, "\"maybe\":{\"label\":\"\"}");
}

static void raw_objects_are_limited_in_bytes(void **state)
{
	struct fixture *f = *state;
	char text[256];

	memset(text, 'x', sizeof text);
	taken(f, arena_printf(&f->arena, "\"sheet\":{\"a\":\"%.192s\"}", text).p);
	assert_int_equal(f->out.sheet.n, 200);
	refused(f, arena_printf(&f->arena, "\"sheet\":{\"a\":\"%.193s\"}", text).p,
	        "/sheet TOO_LONG");
	/* Blanks do not count: what is kept has none. */
	taken(f, arena_printf(&f->arena, "\"sheet\":{%200s\"a\":\"%.192s\"}", "", text).p);
}

static void unknown_and_missing_fields_are_all_named(void **state)
{
	struct fixture *f = *state;

	assert_false(decode(f, "{\"nam\":1,\"\":2,\"a~b\":{}}"));
	assert_string_equal(wrongs(f), "/nam UNKNOWN_FIELD, / UNKNOWN_FIELD, /a~0b UNKNOWN_FIELD, "
	                               "/name REQUIRED, /count REQUIRED");
}

static void problems_stop_at_their_limit(void **state)
{
	struct fixture *f = *state;
	struct buf b = BUF(&f->arena);

	buf_putc(&b, '{');
	for (int i = 0; i < 2 * PROBLEMS_MAX; i++)
		buf_printf(&b, "%s\"x%d\":1", i ? "," : "", i);
	buf_putc(&b, '}');
	assert_false(decode(f, arena_cstr(&f->arena, buf_str(&b))));
	assert_int_equal(f->ps.count, PROBLEMS_MAX);
}

static void what_is_not_one_json_object_has_one_problem(void **state)
{
	struct fixture *f = *state;

	assert_false(decode(f, "{\"name\":\"a\",\"count\":1"));
	assert_string_equal(wrongs(f), " MALFORMED");
	assert_false(decode(f, ""));
	assert_string_equal(wrongs(f), " MALFORMED");
	assert_false(decode(f, "[]"));
	assert_string_equal(wrongs(f), " WRONG_TYPE");
	assert_false(decode(f, "null"));
	assert_string_equal(wrongs(f), " WRONG_TYPE");
	assert_false(decode(f, "12"));
	assert_string_equal(wrongs(f), " WRONG_TYPE");
	assert_false(decode(f, "\"{}\""));
	assert_string_equal(wrongs(f), " WRONG_TYPE");
}

static void duplicate_keys_are_found_anywhere(void **state)
{
	static const char *const bad[] = {
	    "{\"name\":\"a\",\"count\":1,\"count\":2}",
	    "{\"name\":\"a\",\"count\":1,\"c\\u006funt\":1}",
	    "{\"name\":\"a\",\"count\":1,\"inner\":{\"label\":\"a\",\"label\":\"a\"}}",
	    "{\"name\":\"a\",\"count\":1,\"inners\":[{\"label\":\"a\"},{\"label\":1,\"label\":1}]}",
	    "{\"name\":\"a\",\"count\":1,\"sheet\":{\"x\":[{\"\":1,\"\":2}]}}",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_false(decode(f, bad[i]));
		assert_string_equal(wrongs(f), " DUPLICATE_KEY");
	}
	taken(f, "\"inner\":{\"label\":\"a\"},\"maybe\":{\"label\":\"a\"}");
}

static void open_shapes_skip_what_they_do_not_know(void **state)
{
	struct shape open = sample_inner_shape;
	struct sample_inner out = {0};
	struct fixture *f = *state;

	open.open = true;
	assert_true(json_decode(STR("{\"x\":{\"label\":3},\"label\":\"a\",\"y\":null}"), &open,
	                        &f->arena, &out, &f->ps));
	assert_str(out.label, "a");
	assert_false(json_decode(STR("{\"x\":1}"), &open, &f->arena, &out, &f->ps));
	assert_string_equal(wrongs(f), "/label REQUIRED");
}

static void nesting_to_the_limit_works_through(void **state)
{
	struct fixture *f = *state;
	struct buf b = BUF(&f->arena);

	BUF_LIT(&b, "\"sheet\":");
	for (int i = 0; i < JSON_DEPTH_MAX - 1; i++)
		BUF_LIT(&b, "{\"\":");
	BUF_LIT(&b, "1");
	for (int i = 0; i < JSON_DEPTH_MAX - 1; i++)
		BUF_LIT(&b, "}");
	taken(f, arena_cstr(&f->arena, buf_str(&b)));
}

static void peeks_at_one_member(void **state)
{
	struct fixture *f = *state;
	struct str type = {0};

	assert_true(json_peek(STR("{\"a\":{\"type\":1},\"type\":\"start\"}"), "type", &f->arena,
	                      &type, &f->ps));
	assert_str(type, "start");
	assert_false(json_peek(STR("{\"a\":{\"type\":\"x\"}}"), "type", &f->arena, &type, &f->ps));
	assert_false(json_peek(STR("{\"type\":null}"), "type", &f->arena, &type, &f->ps));
	assert_false(json_peek(STR("{\"type\":\"\"}"), "type", &f->arena, &type, &f->ps));
	assert_false(json_peek(STR("[\"type\"]"), "type", &f->arena, &type, &f->ps));
	assert_string_equal(wrongs(f),
	                    "/type REQUIRED, /type WRONG_TYPE, /type TOO_SHORT,  WRONG_TYPE");
}

static void parses_query_parameters_by_the_same_rows(void **state)
{
	static const struct field limit = {
	    .name = "limit", .kind = FIELD_INT, .min = 1, .max = 100};
	static const struct field q = {.name = "q", .kind = FIELD_STR, .min = 1, .max = 4};
	static const struct field flag = {.name = "flag", .kind = FIELD_BOOL};
	static const struct field color = {
	    .name = "color", .kind = FIELD_ENUM, .names = sample_colors};
	static const struct {
		const struct field *field;
		const char *text;
		const char *expected; /* "" when it is taken */
	} cases[] = {
	    {&limit, "1", ""},
	    {&limit, "100", ""},
	    {&limit, "0", "limit OUT_OF_RANGE"},
	    {&limit, "101", "limit OUT_OF_RANGE"},
	    {&limit, "", "limit WRONG_TYPE"},
	    {&limit, " 1", "limit WRONG_TYPE"},
	    {&limit, "1e1", "limit WRONG_TYPE"},
	    {&limit, "+1", "limit WRONG_TYPE"},
	    {&limit, "0x1", "limit WRONG_TYPE"},
	    {&q, "\xc3\xb6\xc3\xb6\xc3\xb6\xc3\xb6", ""},
	    {&q, "", "q TOO_SHORT"},
	    {&q, "12345", "q TOO_LONG"},
	    {&flag, "true", ""},
	    {&flag, "false", ""},
	    {&flag, "1", "flag WRONG_TYPE"},
	    {&flag, "True", "flag WRONG_TYPE"},
	    {&color, "green", ""},
	    {&color, "GREEN", "color NOT_ALLOWED"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str out = {0}; /* the largest of what these kinds store */
		bool good;

		f->ps = (struct problems){0};
		good = field_parse(cases[i].field, str_of(cases[i].text), &f->arena, &out, &f->ps);
		assert_string_equal(wrongs(f), cases[i].expected);
		assert_int_equal(good, cases[i].expected[0] == '\0');
	}
}

#define TEST(function) cmocka_unit_test_setup_teardown((function), set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(fills_every_kind_of_field),
	    TEST(knows_which_fields_were_there),
	    TEST(integers),
	    TEST(strings),
	    TEST(booleans_enums_and_sets),
	    TEST(ids_and_times),
	    TEST(objects_lists_and_maps),
	    TEST(raw_objects_are_limited_in_bytes),
	    TEST(unknown_and_missing_fields_are_all_named),
	    TEST(problems_stop_at_their_limit),
	    TEST(what_is_not_one_json_object_has_one_problem),
	    TEST(duplicate_keys_are_found_anywhere),
	    TEST(open_shapes_skip_what_they_do_not_know),
	    TEST(nesting_to_the_limit_works_through),
	    TEST(peeks_at_one_member),
	    TEST(parses_query_parameters_by_the_same_rows),
	};

	return cmocka_run_group_tests_name("json_decode", tests, NULL, NULL);
}
