/* systemd hears what it is told, on a path and on a name that is in no file system. */
#include "tests/unit/cm.h"

#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "common/base/supervisor.h"

static int listen_at(const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t n = strlen(name);
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);

	memcpy(address.sun_path, name, n);
	if (name[0] == '@')
		address.sun_path[0] = '\0';
	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (const struct sockaddr *)&address,
	                      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n)),
	                 0);
	setenv("NOTIFY_SOCKET", name, 1);
	return fd;
}

static void hears(const char *name)
{
	int fd = listen_at(name);
	char got[64] = "";

	supervisor_tell("READY=1");
	supervisor_tell("WATCHDOG=1");
	assert_int_equal(recv(fd, got, sizeof got, MSG_DONTWAIT), 7);
	assert_memory_equal(got, "READY=1", 7);
	assert_int_equal(recv(fd, got, sizeof got, MSG_DONTWAIT), 10);
	assert_memory_equal(got, "WATCHDOG=1", 10);
	close(fd);
	/* Nobody there any more. */
	supervisor_tell("WATCHDOG=1");
}

static void is_heard(void **state)
{
	char name[64];

	(void)state;
	snprintf(name, sizeof name, "/tmp/tabard-supervisor-%d", (int)getpid());
	hears(name);
	unlink(name);
	snprintf(name, sizeof name, "@tabard-supervisor-%d", (int)getpid());
	hears(name);
}

static void says_nothing_to_nobody(void **state)
{
	char much[300];

	(void)state;
	memset(much, 'x', sizeof much - 1);
	much[sizeof much - 1] = '\0';
	setenv("NOTIFY_SOCKET", much, 1);
	supervisor_tell("READY=1");
	setenv("NOTIFY_SOCKET", "", 1);
	supervisor_tell("READY=1");
	unsetenv("NOTIFY_SOCKET");
	supervisor_tell("READY=1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(is_heard),
	    cmocka_unit_test(says_nothing_to_nobody),
	};

	return cmocka_run_group_tests_name("supervisor", tests, NULL, NULL);
}
