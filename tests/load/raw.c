/* The least that delivering can cost: one thread that writes an event to each of its sockets in turn. Viewers say
 * their table's number; orders are pairs of table and number on standard input, a line of them at a time.
 *
 *   bench-raw PORT
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

enum { TABLES_MAX = 8192, LINE = 1 << 20, READY = 256, EVENT_BYTES = 400, MARK = 10, EVENT = 1024 };

static struct {
	int *fds;
	size_t count, room;
} tables[TABLES_MAX];

static void join(size_t table, int fd)
{
	if (tables[table].count == tables[table].room) {
		tables[table].room = tables[table].room ? tables[table].room * 2 : 8;
		tables[table].fds =
		    realloc(tables[table].fds, tables[table].room * sizeof *tables[table].fds);
		if (!tables[table].fds)
			exit(1);
	}
	tables[table].fds[tables[table].count++] = fd;
}

static void deliver(size_t table, unsigned number)
{
	char event[EVENT];
	int n = snprintf(
	    event, sizeof event,
	    "id: %08zx-0000-4000-8000-0000%08x\nevent: a.b\ndata: {\"x\":\"@%08x@%0*d\"}\n\n",
	    table, number, number, EVENT_BYTES - 8 - MARK, 0);

	for (size_t i = 0; i < tables[table].count; i++)
		if (write(tables[table].fds[i], event, (size_t)n) != n)
			tables[table].fds[i--] = tables[table].fds[--tables[table].count];
}

/* What has come of the orders; the last line may be half there. */
static void take_orders(void)
{
	static char bytes[LINE + 1];
	static size_t n;
	ssize_t got = read(STDIN_FILENO, bytes + n, LINE - n);
	char *line = bytes, *end;

	if (got <= 0)
		exit(0);
	n += (size_t)got;
	bytes[n] = '\0';
	while ((end = memchr(line, '\n', n - (size_t)(line - bytes)))) {
		unsigned table, number;
		int length;

		for (; sscanf(line, "%u:%u %n", &table, &number, &length) == 2 && line < end;
		     line += length)
			if (table < TABLES_MAX)
				deliver(table, number);
		line = end + 1;
	}
	n -= (size_t)(line - bytes);
	memmove(bytes, line, n);
}

static void watch(int poll, int fd)
{
	struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};

	if (epoll_ctl(poll, EPOLL_CTL_ADD, fd, &e))
		exit(1);
}

int main(int argc, char **argv)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	int poll = epoll_create1(0), server = socket(AF_INET, SOCK_STREAM, 0), on = 1;
	struct epoll_event ready[READY];
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	address.sin_port = htons((uint16_t)atoi(argc > 1 ? argv[1] : "0"));
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(server, (struct sockaddr *)&address, sizeof address) || listen(server, 4096))
		return 1;
	watch(poll, server);
	watch(poll, STDIN_FILENO);
	for (;;) {
		int n = epoll_wait(poll, ready, READY, -1);

		for (int i = 0; i < n; i++) {
			int fd = ready[i].data.fd;
			char request[16] = "";

			if (fd == STDIN_FILENO) {
				take_orders();
			} else if (fd == server) {
				fd = accept(server, NULL, NULL);
				setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
				watch(poll, fd);
			} else if (read(fd, request, sizeof request - 1) > 0) {
				join((size_t)atoi(request) % TABLES_MAX, fd);
			} else {
				epoll_ctl(poll, EPOLL_CTL_DEL, fd, NULL);
			}
		}
	}
}
