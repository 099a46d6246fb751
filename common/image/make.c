#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/base/log.h"
#include "common/image/image.h"

#include "common/base/poison.h"

const char *const image_media_types[] = {"image/png", "image/jpeg", "image/webp", NULL};

/* Above every number that the child's are set to, so that none overwrites another. */
enum { ABOVE = 10 };

static bool beside_us(char path[PATH_MAX])
{
	static const char name[] = "tabard-image";
	ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - sizeof name - 1);
	char *slash;

	if (n <= 0)
		return false;
	path[n] = '\0';
	slash = strrchr(path, '/');
	memcpy(slash ? slash + 1 : path, name, sizeof name);
	return true;
}

/* Nothing of ours but the four descriptors: no sockets, no environment with a database's password. */
static pid_t start(const char *path, const int fds[4])
{
	static const int places[4] = {IMAGE_FD_FROM, IMAGE_FD_REPORT, IMAGE_FD_PICTURE,
	                              IMAGE_FD_THUMB};
	char name[] = "tabard-image";
	char *argv[] = {name, NULL}, *environment[] = {NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	pid_t pid = -1;
	int error;

	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	for (size_t i = 0; i < 4; i++)
		posix_spawn_file_actions_adddup2(&actions, fds[i], places[i]);
	posix_spawn_file_actions_addclosefrom_np(&actions, IMAGE_FD_THUMB + 1);
	error = posix_spawn(&pid, path, &actions, &attributes, argv, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	if (error)
		log_line(LOG_ERROR, "image_program", "path=%s errno=%d", path, error);
	return error ? -1 : pid;
}

/* Whatever the child says is believed only as far as it can be true. */
static bool plausible(const struct image_report *r)
{
	if (r->verdict < 0 || r->verdict >= IMAGE_VERDICTS)
		return false;
	return r->verdict != IMAGE_MADE ||
	       (r->format >= 0 && r->format < IMAGE_FORMATS && r->width >= 1 && r->height >= 1 &&
	        r->width <= IMAGE_SIDE_MAX && r->height <= IMAGE_SIDE_MAX);
}

static enum image_verdict finish(pid_t pid, int report, struct image_report *out)
{
	ssize_t n;
	int status;

	do
		n = read(report, out, sizeof *out);
	while (n < 0 && errno == EINTR);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return IMAGE_FAILED;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || n != sizeof *out || !plausible(out)) {
		log_line(LOG_WARNING, "image_program_ended", "status=%d", status);
		return IMAGE_FAILED;
	}
	return (enum image_verdict)out->verdict;
}

enum image_verdict image_make(int from, int picture, int thumb, struct image_report *out)
{
	int given[4] = {from, -1, picture, thumb}, fds[4] = {-1, -1, -1, -1}, line[2];
	enum image_verdict verdict = IMAGE_FAILED;
	char path[PATH_MAX];
	bool ready = true;
	pid_t pid = -1;

	if (!beside_us(path) || pipe2(line, O_CLOEXEC))
		return IMAGE_FAILED;
	given[1] = line[1];
	for (size_t i = 0; i < 4; i++) {
		fds[i] = fcntl(given[i], F_DUPFD_CLOEXEC, ABOVE);
		ready = ready && fds[i] >= 0;
	}
	if (ready && lseek(from, 0, SEEK_SET) == 0)
		pid = start(path, fds);
	close(line[1]);
	for (size_t i = 0; i < 4; i++)
		if (fds[i] >= 0)
			close(fds[i]);
	if (pid > 0)
		verdict = finish(pid, line[0], out);
	close(line[0]);
	return verdict;
}
