/* The settings table: complete, with defaults that its own bounds allow, and strict about numbers. */
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/config.h"
#include "common/base/str.h"
#include "tests/unit/cm.h"

static void rows_are_complete(void **state)
{
	(void)state;
	for (size_t i = 0; i < SETTINGS; i++) {
		const struct setting_row *row = &settings[i];

		assert_non_null(row->name);
		assert_true(row->value && row->readers && *row->readers);
		assert_true(row->doc && row->doc[strlen(row->doc) - 1] == '.');
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(row->name, settings[k].name);
		unsetenv(row->name);
		assert_string_equal(config_text((enum setting)i), row->value);
		if (row->max)
			assert_in_range(config_number((enum setting)i), row->min, row->max);
	}
	/* An idle kept connection holds a thread. */
	assert_true(config_number(SET_API_THREADS) > config_number(SET_NGINX_CONNECTIONS));
}

static void environment_wins(void **state)
{
	(void)state;
	setenv("API_THREADS", "8", 1);
	setenv("PUBLIC_URL", "https://table.example.com", 1);
	setenv("CLERK_ISSUER", "", 1);
	assert_int_equal(config_number(SET_API_THREADS), 8);
	assert_string_equal(config_text(SET_PUBLIC_URL), "https://table.example.com");
	assert_string_equal(config_text(SET_CLERK_ISSUER), settings[SET_CLERK_ISSUER].value);
	unsetenv("API_THREADS");
	unsetenv("PUBLIC_URL");
	unsetenv("CLERK_ISSUER");
}

/* What a process says and how it ends that reads API_THREADS with this value. */
static int exit_status(const char *value, char *said, size_t room)
{
	int ends[2], status;
	ssize_t n;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		setenv("API_THREADS", value, 1);
		_exit(config_number(SET_API_THREADS) > 0 ? 0 : 2);
	}
	close(ends[1]);
	n = read(ends[0], said, room - 1);
	said[n > 0 ? n : 0] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void bad_numbers_end_the_process(void **state)
{
	static const char *const bad[] = {"1",  "1025", "many", "8 ", " 8",
	                                  "8x", "0x10", "-8",   "8.0"};
	char said[512];

	(void)state;
	assert_int_equal(exit_status("2", said, sizeof said), 0);
	assert_int_equal(exit_status("1024", said, sizeof said), 0);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (exit_status(bad[i], said, sizeof said) != 1)
			fail_msg("API_THREADS=%s is taken", bad[i]);
		assert_non_null(strstr(said, "setting=API_THREADS"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_are_complete),
	    cmocka_unit_test(environment_wins),
	    cmocka_unit_test(bad_numbers_end_the_process),
	};

	return cmocka_run_group_tests_name("base_config", tests, NULL, NULL);
}
