/* From the POST of a move to the last of the streams that carry it: at so many moves a second, spread over
 * tables of some viewers each. One thread, so that nothing but the server takes time.
 *
 *   bench-last PORT VIEWERS RATE SECONDS <FILE
 *
 * FILE has a line a table: campaign, encounter, the DM's token, the viewers' token, a move's body, with tabs
 * between them. Prints how many were made, and percentiles in milliseconds. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>

#include "tests/load/load.h"

enum { TABLES_MAX = 512, VIEWERS_MAX = 8, LINE = 65536, SAMPLES_MAX = 1 << 20, EVENTS = 256 };
enum { PAUSE = 5000000 }; /* nanoseconds */

struct reader {
	int fd;
	struct table *table; /* NULL for the DM's connection */
	size_t matched;      /* of what marks an event of a move */
};

struct table {
	char *request; /* the whole POST */
	size_t length;
	struct reader post, streams[VIEWERS_MAX];
	int64_t sent; /* nanoseconds; 0: nothing under way */
	int missing;  /* streams that have not carried it */
};

static struct table tables[TABLES_MAX];
static size_t table_count, viewers;
static float samples[SAMPLES_MAX];
static size_t sample_count, late;
static struct sockaddr_in server = {.sin_family = AF_INET};

static int dial(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	if (fd < 0 || connect(fd, (struct sockaddr *)&server, sizeof server))
		die("connect");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	return fd;
}

static void send_out(int fd, const char *bytes, size_t n)
{
	if (!send_all(fd, bytes, n))
		die("write");
}

static void watch(int poll, struct reader *r)
{
	struct epoll_event e = {.events = EPOLLIN, .data.ptr = r};

	if (epoll_ctl(poll, EPOLL_CTL_ADD, r->fd, &e))
		die("epoll_ctl");
}

static char *field(char **line)
{
	char *found = strsep(line, "\t\n");

	if (!found || !*found)
		die("a table's line is short");
	return found;
}

static void add_table(int poll, char *line)
{
	struct table *t = &tables[table_count++];
	char *campaign = field(&line), *encounter = field(&line), *dm = field(&line);
	char *viewer = field(&line), *body = field(&line), request[LINE];
	int n = snprintf(request, sizeof request,
	                 "POST /api/v1/encounters/%s/moves HTTP/1.1\r\nHost: localhost\r\n"
	                 "Authorization: Bearer %s\r\nContent-Type: application/json\r\n"
	                 "Content-Length: %zu\r\n\r\n%s",
	                 encounter, dm, strlen(body), body);

	t->request = strdup(request);
	t->length = (size_t)n;
	t->post = (struct reader){.fd = dial()};
	watch(poll, &t->post);
	n = snprintf(request, sizeof request,
	             "GET /api/v1/campaigns/%s/events HTTP/1.1\r\nHost: localhost\r\n"
	             "Authorization: Bearer %s\r\n\r\n",
	             campaign, viewer);
	for (size_t i = 0; i < viewers; i++) {
		t->streams[i] = (struct reader){.fd = dial(), .table = t};
		watch(poll, &t->streams[i]);
		send_out(t->streams[i].fd, request, (size_t)n);
	}
}

/* Counts events that a move made: frames whose data names one. */
static void read_stream(struct reader *r, const char *bytes, size_t n)
{
	static const char mark[] = "\"move\":\"";

	for (size_t i = 0; i < n; i++) {
		r->matched = bytes[i] == mark[r->matched] ? r->matched + 1 : bytes[i] == mark[0];
		if (r->matched < sizeof mark - 1)
			continue;
		r->matched = 0;
		if (!r->table->sent || --r->table->missing)
			continue;
		if (sample_count < SAMPLES_MAX)
			samples[sample_count++] = (float)(now() - r->table->sent) / 1e6F;
		r->table->sent = 0;
	}
}

/* What comes within so many nanoseconds. It sleeps meanwhile: the cores are the server's. */
static void listen_for(int poll, int64_t ns)
{
	const struct timespec timeout = {ns / 1000000000, ns % 1000000000};
	struct epoll_event ready[EVENTS];
	int n = epoll_pwait2(poll, ready, EVENTS, &timeout, NULL);
	static char bytes[LINE];

	for (int i = 0; i < n; i++) {
		struct reader *r = ready[i].data.ptr;
		ssize_t got = read(r->fd, bytes, sizeof bytes);

		if (got <= 0)
			die("a connection was closed");
		if (r->table)
			read_stream(r, bytes, (size_t)got);
		else if (memcmp(bytes, "HTTP/1.1 201", 12) != 0 &&
		         memcmp(bytes, "HTTP/1.1", 8) == 0)
			die("a move was refused");
	}
}

static void run(int poll, double rate, double seconds)
{
	int64_t begin = now(), end = begin + (int64_t)(seconds * 1e9), made = 0;

	while (now() < end) {
		int64_t wait = begin + (int64_t)((double)made * 1e9 / rate) - now();
		struct table *t = &tables[(size_t)made % table_count];

		if (wait > 0) {
			listen_for(poll, wait);
			continue;
		}
		made++;
		if (t->sent) {
			late++;
			continue;
		}
		t->missing = (int)viewers;
		t->sent = now();
		send_out(t->post.fd, t->request, t->length);
	}
	for (int i = 0; i < 200; i++)
		listen_for(poll, PAUSE);
}

int main(int argc, char **argv)
{
	int poll = epoll_create1(0);
	static char line[LINE];

	if (argc != 5 || poll < 0) {
		fputs("usage: bench-last PORT VIEWERS RATE SECONDS <FILE\n", stderr);
		return 2;
	}
	server.sin_port = htons((uint16_t)atoi(argv[1]));
	server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	viewers = (size_t)atoi(argv[2]) < VIEWERS_MAX ? (size_t)atoi(argv[2]) : VIEWERS_MAX;
	while (table_count < TABLES_MAX && fgets(line, sizeof line, stdin))
		add_table(poll, line);
	for (int i = 0; i < 400; i++) /* until every stream has its sync */
		listen_for(poll, PAUSE);
	run(poll, atof(argv[3]), atof(argv[4]));
	qsort(samples, sample_count, sizeof *samples, ascending);
	printf("RESULT %zu %.3f %.3f %.3f %zu\n", sample_count,
	       percentile(samples, sample_count, 0.5), percentile(samples, sample_count, 0.99),
	       percentile(samples, sample_count, 1), late);
	return 0;
}
