#include "cgi/events/server.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "cgi/events/subscriber.h"
#include "common/base/log.h"

#include "common/base/poison.h"

enum {
	ACCEPT_AT_ONCE = 64,   /* then the clients that are there get their turn */
	DESCRIPTORS_KEPT = 64, /* for the database, the workers, the loop */
	BACKLOG = 4096,
	GONE_MS = 60000, /* nginx waits for a silent broadcaster as long */
};

static bool is_listening(int fd)
{
	int listening = 0;
	socklen_t size = sizeof listening;

	return !getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) && listening;
}

static struct sockaddr_un address_of(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t n = strlen(path);

	if (!n || n >= sizeof address.sun_path)
		log_fatal("bad_socket_path", "path=%s max=%zu", path, sizeof address.sun_path - 1);
	memcpy(address.sun_path, path, n);
	return address;
}

static int new_socket(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd < 0)
		log_fatal("no_socket", "errno=%d", errno);
	return fd;
}

/* Only a socket is ever removed, and only one that refuses connections: its owner is gone. */
static void remove_stale(const struct sockaddr_un *address)
{
	struct stat there;
	int fd, error = 0;

	if (lstat(address->sun_path, &there))
		return;
	if (!S_ISSOCK(there.st_mode))
		log_fatal("socket_path_taken", "path=%s by=something_else", address->sun_path);
	fd = new_socket();
	if (connect(fd, (const struct sockaddr *)address, sizeof *address))
		error = errno;
	close(fd);
	if (error != ECONNREFUSED)
		log_fatal("socket_path_taken", "path=%s by=a_running_program", address->sun_path);
	unlink(address->sun_path);
}

static int listen_at(const char *path)
{
	const struct sockaddr_un address = address_of(path);
	mode_t mask;
	int fd;

	remove_stale(&address);
	fd = new_socket();
	mask = umask(0117);
	if (bind(fd, (const struct sockaddr *)&address, sizeof address) || listen(fd, BACKLOG))
		log_fatal("cannot_listen", "path=%s errno=%d", path, errno);
	umask(mask);
	return fd;
}

/* As many descriptors as may be had; a sandbox may insist on those that there are. */
static size_t raise_limit(void)
{
	struct rlimit limit = {0}, raised;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		log_fatal("no_limit", "errno=%d", errno);
	raised = (struct rlimit){limit.rlim_max, limit.rlim_max};
	if (raised.rlim_cur > limit.rlim_cur && !setrlimit(RLIMIT_NOFILE, &raised))
		limit = raised;
	if (limit.rlim_cur <= DESCRIPTORS_KEPT * 2)
		log_fatal("too_few_descriptors", "limit=%ju", (uintmax_t)limit.rlim_cur);
	return (size_t)limit.rlim_cur - DESCRIPTORS_KEPT;
}

/* Without descriptors accept fails at once, every time: better to look away for a second than to
 * spin. nginx's connections wait in the backlog. */
static void rest(struct server *s)
{
	const struct timeval second = {1, 0};

	if (!s->exhausted)
		log_line(LOG_WARNING, "descriptors_exhausted", "clients=%zu max=%zu",
		         s->hub->subscribers, s->max);
	s->exhausted = true;
	event_del(s->accepting);
	event_add(s->resting, &second);
}

static void on_rested(evutil_socket_t fd, short what, void *arg)
{
	const struct server *s = arg;

	(void)fd;
	(void)what;
	event_add(s->accepting, NULL);
}

static bool out_of_descriptors(int error)
{
	return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

/* Over TCP, from an nginx on another machine: a small event waits for no other, and when that machine is gone, which
 * nothing says, its viewers do not count as here until TCP gives up. */
static void expect_another_machine(int fd)
{
	const int yes = 1, ms = GONE_MS;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &ms, sizeof ms);
}

static void on_client(evutil_socket_t fd, short what, void *arg)
{
	struct server *s = arg;

	(void)what;
	for (int i = 0; i < ACCEPT_AT_ONCE; i++) {
		int client;

		if (s->hub->subscribers >= s->max) {
			rest(s);
			return;
		}
		client = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (client < 0 && out_of_descriptors(errno))
			rest(s);
		if (client < 0)
			return;
		if (s->exhausted)
			log_line(LOG_INFO, "descriptors_back", "clients=%zu", s->hub->subscribers);
		s->exhausted = false;
		expect_another_machine(client);
		subscriber_new(s->hub, client);
	}
}

void server_init(struct server *s, struct hub *h, const char *path)
{
	*s = (struct server){.hub = h, .max = raise_limit()};
	s->fd = is_listening(STDIN_FILENO) ? STDIN_FILENO : listen_at(path);
	if (fcntl(s->fd, F_SETFL, O_NONBLOCK))
		log_fatal("no_socket", "errno=%d", errno);
	s->accepting = event_new(h->base, s->fd, EV_READ | EV_PERSIST, on_client, s);
	s->resting = event_new(h->base, -1, 0, on_rested, s);
	if (!s->accepting || !s->resting || event_add(s->accepting, NULL))
		log_fatal("no_event", "call=event_new");
}

void server_free(struct server *s)
{
	event_free(s->accepting);
	event_free(s->resting);
	close(s->fd);
}
