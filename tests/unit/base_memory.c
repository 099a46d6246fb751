/* common/base/arena and buf: alignment, zeroes, growth, reuse, and the end of the process rather than a
 * short block. */
#include "tests/unit/cm.h"

#include <stdalign.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/buf.h"

static void gives_aligned_zeroed_pieces_that_do_not_overlap(void **state)
{
	uint64_t seed = 1;
	struct arena arena = {0};

	(void)state;
	for (int round = 0; round < 20; round++) {
		for (int i = 0; i < 300; i++) {
			size_t n = random_below(&seed, i % 50 ? 200 : 40000);
			unsigned char *p = arena_alloc(&arena, n, 1);

			assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
			/* Dirt from another piece, or from before a reset, would show here. */
			for (size_t k = 0; k < n; k++)
				assert_int_equal(p[k], 0);
			memset(p, 0xEE, n);
		}
		arena_reset(&arena);
	}
	arena_free(&arena);
	assert_null(arena.blocks);
}

static void can_be_used_again_after_being_freed(void **state)
{
	struct arena arena = {0};

	(void)state;
	arena_reset(&arena);
	arena_free(&arena);
	assert_str(arena_str(&arena, STR("again")), "again");
	arena_free(&arena);
	assert_str(arena_str(&arena, STR("and again")), "and again");
	arena_reset(&arena);
	arena_reset(&arena);
	arena_free(&arena);
}

static void copies_text(void **state)
{
	struct arena arena = {0};
	char source[] = "abc";
	struct str copy = arena_str(&arena, (struct str){source, 3});
	const char *c = arena_cstr(&arena, (struct str){source, 2});

	(void)state;
	source[0] = 'x';
	assert_str(copy, "abc");
	assert_string_equal(c, "ab");
	assert_string_equal(arena_cstr(&arena, (struct str){0}), "");
	assert_str(arena_printf(&arena, "%d-%s", 7, "x"), "7-x");
	for (int n = 120; n < 140; n++) /* on both sides of what fits at once */
		assert_int_equal(strlen(arena_printf(&arena, "%*d", n, 1).p), n);
	assert_int_equal(arena_printf(&arena, "%5000d", 1).n, 5000);
	arena_free(&arena);
}

/* An allocation that cannot be: the process must end with status 1 and not return. */
static void ends_the_process(size_t count, size_t size)
{
	pid_t child = fork();
	int status = 0;

	assert_true(child >= 0);
	if (child == 0) {
		struct arena arena = {0};

		close(STDERR_FILENO);
		arena_alloc(&arena, count, size);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1);
}

static void grows_in_place_while_it_is_the_last(void **state)
{
	struct arena arena = {0};
	char *p = arena_grow(&arena, NULL, 0, 10), *q, *r;

	(void)state;
	memcpy(p, "ten bytes", 10);
	assert_ptr_equal(arena_grow(&arena, p, 10, 100), p);
	r = arena_alloc(&arena, 1, 1);
	assert_true(r >= p + 100);
	q = arena_grow(&arena, p, 100, 200); /* something stands behind it now */
	assert_true(q > r);
	assert_string_equal(q, "ten bytes");
	q = arena_grow(&arena, q, 200, 100000); /* more than the block has */
	assert_string_equal(q, "ten bytes");
	memset(q, 'x', 100000);
	assert_int_equal(*r, 0);
	assert_string_equal(p, "ten bytes");
	arena_free(&arena);
}

static void ends_the_process_when_a_size_overflows(void **state)
{
	(void)state;
	ends_the_process(SIZE_MAX, 2);
	ends_the_process(SIZE_MAX / 2 + 1, 2);
	ends_the_process(SIZE_MAX, 1);
	ends_the_process(1, SIZE_MAX - alignof(max_align_t) + 1);
	ends_the_process(1, SIZE_MAX - 64);
}

static void a_buf_grows_over_every_boundary(void **state)
{
	struct arena arena = {0};
	struct buf b = BUF(&arena);
	char expected[3000];
	size_t n = 0;

	(void)state;
	assert_int_equal(buf_str(&b).n, 0);
	assert_non_null(buf_str(&b).p);
	while (n < sizeof expected - 40) {
		buf_putc(&b, 'c');
		buf_put(&b, STR("text"));
		buf_put(&b, (struct str){0});
		buf_int(&b, -12);
		buf_printf(&b, "%03d", 7);
		memcpy(expected + n, "ctext-12007", 11);
		n += 11;
		assert_int_equal(buf_str(&b).n, n);
		assert_memory_equal(buf_str(&b).p, expected, n);
	}
	buf_printf(&b, "%9000s", "");
	assert_int_equal(buf_str(&b).n, n + 9000);
	arena_free(&arena);
}

static void buf_int_writes_the_extremes(void **state)
{
	struct arena arena = {0};
	struct buf b = BUF(&arena);

	(void)state;
	buf_int(&b, INT64_MIN);
	buf_putc(&b, ' ');
	buf_int(&b, INT64_MAX);
	assert_str(buf_str(&b), "-9223372036854775808 9223372036854775807");
	arena_free(&arena);
}

static void buf_json_str_escapes_what_rfc_8259_asks_for(void **state)
{
	struct arena arena = {0};

	(void)state;
	for (int c = 0; c < 0x80; c++) {
		char byte = (char)c;
		struct buf b = BUF(&arena);
		struct str out;

		buf_json_str(&b, (struct str){&byte, 1});
		out = buf_str(&b);
		assert_int_equal(out.p[0], '"');
		assert_int_equal(out.p[out.n - 1], '"');
		if (c < 0x20 || c == '"' || c == '\\')
			assert_int_equal(out.p[1], '\\');
		else
			assert_int_equal(out.n, 3);
		for (size_t i = 0; i < out.n; i++)
			assert_true((unsigned char)out.p[i] >= 0x20);
	}
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(gives_aligned_zeroed_pieces_that_do_not_overlap),
	    cmocka_unit_test(can_be_used_again_after_being_freed),
	    cmocka_unit_test(copies_text),
	    cmocka_unit_test(grows_in_place_while_it_is_the_last),
	    cmocka_unit_test(ends_the_process_when_a_size_overflows),
	    cmocka_unit_test(a_buf_grows_over_every_boundary),
	    cmocka_unit_test(buf_int_writes_the_extremes),
	    cmocka_unit_test(buf_json_str_escapes_what_rfc_8259_asks_for),
	};

	return cmocka_run_group_tests_name("base_memory", tests, NULL, NULL);
}
