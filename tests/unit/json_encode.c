/* json_encode, and the law that binds it to json_decode: what is written reads back as the same. */
#include "tests/unit/cm.h"

#include "common/json/scan.h"
#include "tests/unit/json_sample.h"

static struct str encode(struct arena *arena, const struct sample *s)
{
	struct buf b = BUF(arena);

	json_encode(&b, &sample_shape, s);
	return buf_str(&b);
}

static void leaves_out_nulls_or_shows_zero_as_the_flags_say(void **state)
{
	struct arena arena = {0};
	struct sample s = {.name = STR("a")};

	(void)state;
	assert_str(encode(&arena, &s),
	           "{\"name\":\"a\",\"count\":0,\"color\":\"red\",\"flag\":false,\"inners\":[],"
	           "\"scores\":{},\"sheet\":{},\"note\":null,\"limit\":null,\"parent\":null,"
	           "\"maybe\":null}");
	arena_free(&arena);
}

static void writes_every_kind_of_field(void **state)
{
	int32_t numbers[] = {-9, 0, 9};
	struct sample_inner inners[] = {{STR("x"), INT32_MIN}, {STR(""), INT32_MAX}};
	struct sample_entry scores[] = {{STR("\"quoted\""), 1}, {STR(""), 0}};
	struct sample s = {
	    .name = STR("\x01\"\\/\b\f\n\r\t\x1f\x7f\xc3\xb6"),
	    .count = -5,
	    .hp = -2,
	    .color = SAMPLE_BLUE,
	    .colors = 5,
	    .flag = true,
	    .at = STR("2024-01-01T00:00:00Z"),
	    .inner = {STR("i"), 3},
	    .numbers = {numbers, 3},
	    .inners = {inners, 2},
	    .scores = {scores, 2},
	    .sheet = STR("{\"a\":1}"),
	    .note = STR("n"),
	    .limit = 9,
	};
	struct arena arena = {0};

	(void)state;
	memset(s.id.b, 0xAB, sizeof s.id.b);
	assert_str(
	    encode(&arena, &s),
	    "{\"name\":\"\\u0001\\\"\\\\/\\b\\f\\n\\r\\t\\u001f\x7f\xc3\xb6\",\"count\":-5,"
	    "\"hp\":\"roll\",\"color\":\"blue\",\"colors\":[\"red\",\"blue\"],\"flag\":true,"
	    "\"id\":\"abababab-abab-abab-abab-abababababab\",\"at\":\"2024-01-01T00:00:00Z\","
	    "\"inner\":{\"label\":\"i\",\"score\":3},\"numbers\":[-9,0,9],"
	    "\"inners\":[{\"label\":\"x\",\"score\":-2147483648},"
	    "{\"label\":\"\",\"score\":2147483647}],"
	    "\"scores\":{\"\\\"quoted\\\"\":1,\"\":0},\"sheet\":{\"a\":1},\"note\":\"n\","
	    "\"limit\":9,\"parent\":null,\"maybe\":null}");
	arena_free(&arena);
}

/* Random structs within bounds ---------------------------------------------------------------- */

/* Text of `min` to `max` characters, from all over Unicode and with everything that needs escaping. */
static struct str random_text(uint64_t *seed, struct arena *arena, size_t min, size_t max)
{
	static const char *const letters[] = {"a",
	                                      "\"",
	                                      "\\",
	                                      "/",
	                                      "\n",
	                                      "~",
	                                      "\t",
	                                      "\x01",
	                                      "\xc3\xb6",
	                                      "\x7f",
	                                      "\b",
	                                      "'",
	                                      "\xe2\x80\xa8",
	                                      "\xf4\x8f\xbf\xbf",
	                                      "\xef\xbf\xbf"};
	size_t n = min + random_below(seed, max - min + 1);
	struct buf b = BUF(arena);

	while (n--)
		buf_put(&b, str_of(letters[random_below(seed, sizeof letters / sizeof *letters)]));
	return buf_str(&b);
}

static struct uuid random_id(uint64_t *seed)
{
	struct uuid id;

	for (size_t i = 0; i < sizeof id.b; i++)
		id.b[i] = (uint8_t)next_random(seed);
	return id;
}

static struct sample_inner random_inner(uint64_t *seed, struct arena *arena)
{
	return (struct sample_inner){random_text(seed, arena, 0, 10), (int32_t)next_random(seed)};
}

/* Keys of one map differ by their first letter. */
static struct str random_key(uint64_t *seed, struct arena *arena, size_t i)
{
	struct str tail = random_text(seed, arena, 0, 5);

	return arena_printf(arena, "%c%.*s", (int)('p' + i), STR_ARG(tail));
}

static struct sample random_sample(uint64_t *seed, struct arena *arena)
{
	struct sample s = {
	    .name = random_text(seed, arena, 1, 8),
	    .count = (int32_t)random_below(seed, 26) - 5,
	    .hp = (int32_t)random_below(seed, 103) - 2,
	    .color = (enum sample_color)random_below(seed, 3),
	    .colors = (uint32_t)random_below(seed, 8),
	    .flag = random_below(seed, 2),
	    .numbers = {ARENA_ARRAY(arena, int32_t, 4), random_below(seed, 5)},
	    .inners = {ARENA_ARRAY(arena, struct sample_inner, 3), random_below(seed, 4)},
	    .scores = {ARENA_ARRAY(arena, struct sample_entry, 3), random_below(seed, 4)},
	    .rooms = {ARENA_ARRAY(arena, struct sample_room, 3), random_below(seed, 4)},
	    .note = random_text(seed, arena, 0, 8),
	    .limit = (int32_t)random_below(seed, 10),
	};

	for (size_t i = 0; i < s.numbers.count; i++)
		((int32_t *)s.numbers.items)[i] = (int32_t)random_below(seed, 19) - 9;
	for (size_t i = 0; i < s.inners.count; i++)
		((struct sample_inner *)s.inners.items)[i] = random_inner(seed, arena);
	for (size_t i = 0; i < s.scores.count; i++)
		((struct sample_entry *)s.scores.items)[i] = (struct sample_entry){
		    random_key(seed, arena, i), (int32_t)random_below(seed, 101)};
	for (size_t i = 0; i < s.rooms.count; i++)
		((struct sample_room *)s.rooms.items)[i] =
		    (struct sample_room){random_key(seed, arena, i), random_inner(seed, arena)};
	if (random_below(seed, 2))
		s.id = random_id(seed);
	if (random_below(seed, 2))
		s.at = STR("2024-02-29T01:02:03.004Z");
	if (random_below(seed, 2))
		s.inner = random_inner(seed, arena);
	if (random_below(seed, 2))
		s.sheet = STR("{\"a\":[1,-2.50,null,true,{\"\":\"\xc3\xb6\"}]}");
	if (random_below(seed, 2))
		s.parent = random_id(seed);
	if (random_below(seed, 2))
		s.maybe = random_inner(seed, arena);
	return s;
}

static void what_is_written_reads_back_as_the_same(void **state)
{
	uint64_t seed = 2024;
	struct arena arena = {0};

	(void)state;
	for (int round = 0; round < 5000; round++) {
		struct sample s = random_sample(&seed, &arena), back = {0};
		struct str text = encode(&arena, &s), again;
		struct problems ps = {0};

		if (!json_decode(text, &sample_shape, &arena, &back, &ps))
			fail_msg("round %d: %.*s %s: %.*s", round, STR_ARG(ps.items[0].field),
			         ps.items[0].code, STR_ARG(text));
		again = encode(&arena, &back);
		if (!str_eq(text, again))
			fail_msg("round %d: %.*s became %.*s", round, STR_ARG(text),
			         STR_ARG(again));
		arena_reset(&arena);
	}
	arena_free(&arena);
}

/* One to four bytes of a good document changed: it is refused with a reason, or what was read is
 * written and read the same way again. Never both, never neither. */
static void damaged_documents_are_refused_or_read_consistently(void **state)
{
	uint64_t seed = 7;
	struct arena arena = {0};
	int taken = 0, refused = 0;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct sample s = random_sample(&seed, &arena), back = {0}, twice = {0};
		struct str text = encode(&arena, &s);
		struct problems ps = {0};
		char *bytes = arena_alloc(&arena, text.n, 1);

		memcpy(bytes, text.p, text.n);
		for (size_t k = random_below(&seed, 4) + 1; k; k--)
			bytes[random_below(&seed, text.n)] =
			    "\"\\{}[]:,0129-.eEunlabc\x80\xc3 \t"[random_below(&seed, 27)];
		text.p = bytes;
		if (json_decode(text, &sample_shape, &arena, &back, &ps)) {
			struct str once = encode(&arena, &back);

			taken++;
			assert_int_equal(ps.count, 0);
			assert_null(json_scan(once).problem);
			assert_true(json_decode(once, &sample_shape, &arena, &twice, &ps));
			assert_true(str_eq(once, encode(&arena, &twice)));
		} else {
			refused++;
			assert_true(ps.count > 0);
		}
		arena_reset(&arena);
	}
	/* Both branches were really there. */
	assert_true(taken > 100);
	assert_true(refused > 100);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(leaves_out_nulls_or_shows_zero_as_the_flags_say),
	    cmocka_unit_test(writes_every_kind_of_field),
	    cmocka_unit_test(what_is_written_reads_back_as_the_same),
	    cmocka_unit_test(damaged_documents_are_refused_or_read_consistently),
	};

	return cmocka_run_group_tests_name("json_encode", tests, NULL, NULL);
}
