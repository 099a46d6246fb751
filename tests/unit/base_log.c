/* common/base/log: whatever is logged is one line, and log_fatal ends the process. */
#include "tests/unit/cm.h"

#include <sys/wait.h>
#include <unistd.h>

#include "common/base/log.h"

/* What `say` writes to standard error in a process of its own; its exit status in *status. */
static size_t heard(void (*say)(void), char *out, size_t size, int *status)
{
	int ends[2];
	size_t n = 0;
	ssize_t got;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		say();
		_exit(0);
	}
	close(ends[1]);
	while (n < size - 1 && (got = read(ends[0], out + n, size - 1 - n)) > 0)
		n += (size_t)got;
	out[n] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(child, status, 0), child);
	*status = WEXITSTATUS(*status);
	return n;
}

static void say_plain(void)
{
	log_line(LOG_WARNING, "slow", "ms=%d", 12);
}

static void say_with_breaks(void)
{
	log_line(LOG_INFO, "odd", "text=%s", "a\nlevel=error\r\nb");
}

static void say_much(void)
{
	log_line(LOG_ERROR, "long", "text=%5000d", 1);
}

static void say_the_end(void)
{
	log_fatal("over", "why=%s", "test");
}

static void lines_have_level_event_and_pairs(void **state)
{
	char out[4096];
	int status;

	(void)state;
	heard(say_plain, out, sizeof out, &status);
	assert_string_equal(out, "level=warning event=slow ms=12\n");
}

static void nothing_logged_can_begin_a_line_of_its_own(void **state)
{
	char out[4096];
	int status;

	(void)state;
	heard(say_with_breaks, out, sizeof out, &status);
	assert_string_equal(out, "level=info event=odd text=a level=error  b\n");
}

static void long_lines_are_cut_and_still_end(void **state)
{
	char out[8192];
	int status;
	size_t n = heard(say_much, out, sizeof out, &status);

	(void)state;
	assert_in_range(n, 100, 2048);
	assert_ptr_equal(strchr(out, '\n'), out + n - 1);
}

static void log_fatal_says_so_and_ends_with_status_1(void **state)
{
	char out[4096];
	int status;

	(void)state;
	heard(say_the_end, out, sizeof out, &status);
	assert_string_equal(out, "level=error event=over why=test\n");
	assert_int_equal(status, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(lines_have_level_event_and_pairs),
	    cmocka_unit_test(nothing_logged_can_begin_a_line_of_its_own),
	    cmocka_unit_test(long_lines_are_cut_and_still_end),
	    cmocka_unit_test(log_fatal_says_so_and_ends_with_status_1),
	};

	return cmocka_run_group_tests_name("base_log", tests, NULL, NULL);
}
