/* Thousands of viewers in one process, of whichever server, and what they are sent: how much a second, how late,
 * and how soon again after all of them were cut off.
 *
 *   bench-streams KIND PORT ORDERS SALT VIEWERS <FILE
 *
 * KIND is tabard, nchan, socketio or raw. FILE has a line a table: what its viewers ask for, the first one's token
 * and the others', with tabs between them. Events are ordered by writing lines to the FIFO ORDERS, see order(); to
 * nchan they are posted. Each carries "@", its number in its table as eight hexadecimal digits, "@". After FILE and
 * an empty line come commands, each answered with a line:
 *
 *   connect                everybody comes, and gets a first event: seconds, and how many were turned away
 *   rate SECONDS           as much as goes through: deliveries a second
 *   latency RATE SECONDS   so many events a second: deliveries, milliseconds at the median, the 99th, the worst
 *   storm                  all are cut, an event happens, all come at once and resume: seconds, and how many tries
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>

#include "tests/load/load.h"

enum {
	TABLES_MAX = 8192,
	LINE = 8192,
	BYTES = 1 << 16,
	READY = 512,
	SAMPLES_MAX = 1 << 22,
	TIMES = 16,        /* orders of a table whose time is remembered */
	AT_FIRST = 256,    /* who come at a time, but in a storm */
	POSTS = 32,        /* connections to nchan's publisher */
	MARK = 10,         /* "@", digits, "@" */
	EVENT_BYTES = 400, /* of the data of an event, as SQL and the others' servers have it */
	AGAIN_MS = 1000,   /* until one who was turned away comes again */
	GIVE_UP_SECONDS = 60,
};

enum kind { TABARD, NCHAN, SOCKETIO, RAW };
static const char *const kinds[] = {"tabard", "nchan", "socketio", "raw"};

struct table {
	char *path, *tokens[2];
	uint32_t number; /* of the last order */
	size_t heard;    /* deliveries of all orders so far, of all viewers */
	int64_t sent[TIMES];
	bool due; /* it is in the orders that are being collected */
};

struct viewer {
	int fd; /* -1: not connected, until `again` */
	uint32_t table;
	int64_t again;
	uint32_t value;  /* of the mark that is being read … */
	uint8_t matched; /* … and how much of it has been */
	bool first;      /* of its table */
	bool greeted;    /* its request was answered well */
	bool served;     /* has got what it waits for */
};

struct post {
	int fd;
	bool busy;
};

static enum kind kind;
static struct table tables[TABLES_MAX];
static struct viewer *viewers;
static size_t table_count, per_table, viewer_count, served, turned_away;
static struct post posts[POSTS];
static uint32_t waiting[TABLES_MAX * 2]; /* tables to be posted for */
static size_t waiting_first, waiting_count;
static struct sockaddr_in server = {.sin_family = AF_INET};
static const char *salt;
static int poll, orders = -1;
static bool resuming, sampling;
static float samples[SAMPLES_MAX];
static size_t sample_count, deliveries;

/* Orders ---------------------------------------------------------------------------------------------- */

static void post_next(struct post *p)
{
	char request[LINE];
	uint32_t t;
	int n;

	if (p->busy || !waiting_count)
		return;
	t = waiting[waiting_first];
	waiting_first = (waiting_first + 1) % (sizeof waiting / sizeof *waiting);
	waiting_count--;
	n = snprintf(request, sizeof request,
	             "POST /pub?id=%u HTTP/1.1\r\nHost: localhost\r\nX-EventSource-Event: a.b\r\n"
	             "Content-Length: %d\r\n\r\n{\"x\":\"@%08x@%0*d\"}",
	             t, EVENT_BYTES, tables[t].number, EVENT_BYTES - 8 - MARK, 0);
	p->busy = true;
	send_all(p->fd, request, (size_t)n);
}

static void post_all(const uint32_t *list, size_t n)
{
	const size_t room = sizeof waiting / sizeof *waiting;

	for (size_t i = 0; i < n && waiting_count < room; i++)
		waiting[(waiting_first + waiting_count++) % room] = list[i];
	for (size_t i = 0; i < POSTS; i++)
		post_next(&posts[i]);
}

/* "{1,2,…}" */
static int put_array(char *to, const uint32_t *list, size_t n, bool numbers)
{
	int length = 0;

	for (size_t i = 0; i < n; i++)
		length += sprintf(to + length, "%c%u", i ? ',' : '{',
		                  numbers ? tables[list[i]].number : list[i]);
	return length + sprintf(to + length, "}");
}

/* The next event of each of these tables, all at once: to Tabard as one transaction that writes them to the log and
 * one that rings, as the API does it; to the others as pairs of table and number. */
static void order(const uint32_t *list, size_t n)
{
	static char line[TABLES_MAX * 64], list_text[TABLES_MAX * 12], numbers[TABLES_MAX * 12];
	int64_t time = now();
	int length = 0;

	for (size_t i = 0; i < n; i++) {
		struct table *t = &tables[list[i]];

		t->due = false;
		t->sent[++t->number % TIMES] = time;
	}
	if (kind == NCHAN) {
		post_all(list, n);
		return;
	}
	if (kind == TABARD) {
		put_array(list_text, list, n, false);
		put_array(numbers, list, n, true);
		for (int i = 0; i < 2; i++)
			length += sprintf(line + length, "select bench_%s('%s','%s','%s');",
			                  i ? "ring" : "log", list_text, numbers, salt);
	} else {
		for (size_t i = 0; i < n; i++)
			length += sprintf(line + length, "%u:%u ", list[i], tables[list[i]].number);
	}
	line[length++] = '\n';
	send_all(orders, line, (size_t)length);
}

/* Viewers --------------------------------------------------------------------------------------------- */

static void watch(int fd, void *what)
{
	struct epoll_event e = {.events = EPOLLIN, .data.ptr = what};

	if (epoll_ctl(poll, EPOLL_CTL_ADD, fd, &e))
		die("epoll_ctl");
}

static int dial(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
	const struct linger gone = {1, 0};

	if (fd < 0)
		die("socket");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &gone, sizeof gone);
	return fd;
}

static void ask(struct viewer *v)
{
	const struct table *t = &tables[v->table];
	char request[LINE], resume[128] = "";
	int n;

	/* The event before the one that it has missed, as bench_log names it. */
	if (resuming && kind == TABARD)
		snprintf(resume, sizeof resume, "Last-Event-ID: %08x-%s-4000-8000-0000%08x\r\n",
		         v->table, salt, t->number - 1);
	n = kind == RAW
	        ? snprintf(request, sizeof request, "%u\n", v->table)
	        : snprintf(request, sizeof request,
	                   "GET %s HTTP/1.1\r\nHost: localhost\r\n%s%s\r\n%s%s\r\n", t->path,
	                   *t->tokens[0] ? "Authorization: Bearer " : "X-None: ",
	                   t->tokens[v->first ? 0 : 1], resume,
	                   kind == SOCKETIO ? "Connection: Upgrade\r\nUpgrade: websocket\r\n"
	                                      "Sec-WebSocket-Version: 13\r\n"
	                                      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
	                                    : "Accept: text/event-stream\r\n");
	send_all(v->fd, request, (size_t)n);
}

/* Connecting does not wait, in a storm; whatever comes first says that it stands. */
static void come(struct viewer *v)
{
	struct epoll_event e = {.events = EPOLLOUT, .data.ptr = v};

	*v = (struct viewer){.fd = dial(), .table = v->table, .first = v->first};
	fcntl(v->fd, F_SETFL, O_NONBLOCK);
	if (connect(v->fd, (struct sockaddr *)&server, sizeof server) && errno != EINPROGRESS)
		die("connect");
	if (epoll_ctl(poll, EPOLL_CTL_ADD, v->fd, &e))
		die("epoll_ctl");
}

static void stands(struct viewer *v)
{
	struct epoll_event e = {.events = EPOLLIN, .data.ptr = v};

	epoll_ctl(poll, EPOLL_CTL_MOD, v->fd, &e);
	ask(v);
	v->greeted = kind == RAW; /* which answers nothing */
}

static void lose(struct viewer *v)
{
	close(v->fd);
	v->fd = -1;
	v->again = now() + (int64_t)AGAIN_MS * 1000000;
	turned_away++;
}

static void delivered(struct viewer *v, uint32_t number, int64_t time)
{
	struct table *t = &tables[v->table];

	deliveries++;
	t->heard++;
	served += !v->served;
	v->served = true;
	if (sampling && sample_count < SAMPLES_MAX)
		samples[sample_count++] = (float)(time - t->sent[number % TIMES]) / 1e6F;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void read_marks(struct viewer *v, const char *p, const char *end, int64_t time)
{
	while (p < end) {
		if (!v->matched && !(p = memchr(p, '@', (size_t)(end - p))))
			return;
		if (v->matched == MARK - 1 && *p == '@') {
			delivered(v, v->value, time);
			v->matched = 0;
		} else if (*p == '@') {
			v->matched = 1;
			v->value = 0;
		} else if (v->matched < MARK - 1 && digit(*p) >= 0) {
			v->value = v->value << 4 | (uint32_t)digit(*p);
			v->matched++;
		} else {
			v->matched = 0;
		}
		p++;
	}
}

/* The head of the answer; and Socket.IO's opening packet is answered with "40", masked with zeros. */
static void greet(struct viewer *v, const char *bytes, size_t n)
{
	if (kind == SOCKETIO && memmem(bytes, n, "0{", 2)) {
		send_all(v->fd,
		         "\x81\x82\0\0\0\0"
		         "40",
		         8);
		v->greeted = true;
	} else if (kind != SOCKETIO) {
		v->greeted = n > 12 && memcmp(bytes, "HTTP/1.1 200", 12) == 0;
		if (!v->greeted)
			lose(v);
	}
}

static void hear(struct viewer *v, int64_t time)
{
	static char bytes[BYTES];
	ssize_t got = read(v->fd, bytes, sizeof bytes);

	if (got < 0 && errno == EAGAIN)
		return;
	if (got <= 0) {
		lose(v);
		return;
	}
	if (!v->greeted)
		greet(v, bytes, (size_t)got);
	if (v->fd >= 0)
		read_marks(v, bytes, bytes + got, time);
}

static bool is_post(const void *what)
{
	return (const char *)what >= (const char *)posts &&
	       (const char *)what < (const char *)(posts + POSTS);
}

static void listen_for(int timeout)
{
	struct epoll_event ready[READY];
	int n = epoll_wait(poll, ready, READY, timeout);
	int64_t time = now();
	char bytes[LINE];

	for (int i = 0; i < n; i++) {
		struct viewer *v = ready[i].data.ptr;

		if (is_post(v)) {
			struct post *p = (void *)v;

			if (read(p->fd, bytes, sizeof bytes) <= 0 ||
			    memcmp(bytes, "HTTP/1.1 2", 10) != 0)
				die("a publication was refused");
			p->busy = false;
			post_next(p);
		} else if (ready[i].events & EPOLLOUT) {
			stands(v);
		} else {
			hear(v, time);
		}
	}
}

/* Commands -------------------------------------------------------------------------------------------- */

/* What has been ordered of a table and not been heard by everybody. */
static size_t missing(const struct table *t)
{
	return t->number * per_table - t->heard;
}

static void order_all(void)
{
	static uint32_t all[TABLES_MAX];

	for (uint32_t i = 0; i < table_count; i++)
		all[i] = i;
	order(all, table_count);
}

static void cut_all(void)
{
	for (size_t i = 0; i < viewer_count; i++) {
		if (viewers[i].fd >= 0)
			close(viewers[i].fd);
		viewers[i].fd = -1;
		viewers[i].again = 0;
		viewers[i].served = false;
	}
	served = 0;
	turned_away = 0;
}

/* Dials until everybody is served, at most so many on the way at a time. Events come each second, unless what was
 * missed is what is waited for. */
static double come_all(size_t at_a_time)
{
	int64_t begin = now(), next = begin + 1000000000;
	size_t scan = 0;

	while (served < viewer_count) {
		int64_t time = now();
		size_t under_way = 0;

		if (time - begin > (int64_t)GIVE_UP_SECONDS * 1000000000)
			break;
		for (scan = 0; scan < viewer_count && under_way < at_a_time; scan++) {
			struct viewer *v = &viewers[scan];

			if (v->fd < 0 && v->again <= time)
				come(v);
			under_way += !v->greeted;
		}
		listen_for(5);
		if (!resuming && under_way == 0 && now() > next) {
			order_all();
			next = now() + 1000000000;
		}
	}
	return (double)(now() - begin) / 1e9;
}

/* Nothing is under way any more. */
static void calm_down(void)
{
	int64_t begin = now(), last = begin;
	size_t before = deliveries;

	while (now() - last < 500000000 && now() - begin < 10000000000) {
		listen_for(5);
		if (deliveries != before)
			last = now();
		before = deliveries;
	}
	for (size_t i = 0; i < table_count; i++)
		tables[i].heard = tables[i].number * per_table;
	deliveries = sample_count = 0;
}

static void run_connect(void)
{
	double seconds = come_all(AT_FIRST);

	calm_down();
	printf("%.3f %zu %zu\n", seconds, turned_away, served);
}

/* Each table has up to eight events under way; a quarter of the tables is ordered for at a time. */
static void run_rate(double seconds)
{
	static uint32_t list[TABLES_MAX];
	const size_t window = 8;
	int64_t begin = now(), end = begin + (int64_t)(seconds * 1e9);
	size_t before = deliveries;

	while (now() < end) {
		size_t n = 0;

		for (uint32_t i = 0; i < table_count; i++)
			if (missing(&tables[i]) <= (window - 1) * per_table)
				list[n++] = i;
		if (n * 4 >= table_count)
			order(list, n);
		listen_for(1);
	}
	printf("%.0f\n", (double)(deliveries - before) / ((double)(now() - begin) / 1e9));
	calm_down();
}

static void run_latency(double rate, double seconds)
{
	int64_t begin = now(), end = begin + (int64_t)(seconds * 1e9), made = 0;

	sampling = true;
	while (now() < end) {
		uint32_t table = (uint32_t)((size_t)made % table_count);

		if (now() < begin + (int64_t)((double)made * 1e9 / rate)) {
			listen_for(1);
			continue;
		}
		made++;
		order(&table, 1);
	}
	for (int i = 0; i < 200; i++)
		listen_for(5);
	sampling = false;
	qsort(samples, sample_count, sizeof *samples, ascending);
	printf("%zu %.3f %.3f %.3f\n", sample_count, percentile(samples, sample_count, 0.5),
	       percentile(samples, sample_count, 0.99), percentile(samples, sample_count, 1));
	calm_down();
}

static void run_storm(void)
{
	double seconds;

	cut_all();
	order_all();
	for (int i = 0; i < 100; i++)
		listen_for(10);
	resuming = true;
	seconds = come_all(SIZE_MAX);
	resuming = false;
	printf("%.3f %zu %zu\n", seconds, turned_away, served);
	calm_down();
}

static char *field(char **line)
{
	char *found = strsep(line, "\t\n");

	return strdup(found ? found : "");
}

static void read_tables(void)
{
	static char line[LINE];

	while (table_count < TABLES_MAX && fgets(line, sizeof line, stdin) && *line != '\n') {
		char *rest = line;

		tables[table_count++] =
		    (struct table){.path = field(&rest), .tokens = {field(&rest), field(&rest)}};
	}
	viewer_count = table_count * per_table;
	viewers = calloc(viewer_count, sizeof *viewers);
	if (!viewers)
		die("calloc");
	for (size_t i = 0; i < viewer_count; i++)
		viewers[i] = (struct viewer){
		    .fd = -1, .table = (uint32_t)(i / per_table), .first = i % per_table == 0};
}

static void open_posts(void)
{
	for (size_t i = 0; i < POSTS; i++) {
		posts[i].fd = dial();
		if (connect(posts[i].fd, (struct sockaddr *)&server, sizeof server))
			die("connect");
		watch(posts[i].fd, &posts[i]);
	}
}

int main(int argc, char **argv)
{
	struct rlimit limit;
	char line[LINE];
	double a, b;

	if (argc != 6) {
		fputs("usage: bench-streams KIND PORT ORDERS SALT VIEWERS <FILE\n", stderr);
		return 2;
	}
	while (strcmp(argv[1], kinds[kind]) != 0)
		if (++kind > RAW)
			return 2;
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	setvbuf(stdout, NULL, _IOLBF, 0);
	server.sin_port = htons((uint16_t)atoi(argv[2]));
	server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	salt = argv[4];
	per_table = (size_t)atoi(argv[5]);
	poll = epoll_create1(EPOLL_CLOEXEC);
	read_tables();
	if (kind == NCHAN)
		open_posts();
	else if ((orders = open(argv[3], O_WRONLY)) < 0)
		die("orders");
	while (fgets(line, sizeof line, stdin)) {
		if (strcmp(line, "connect\n") == 0)
			run_connect();
		else if (sscanf(line, "rate %lf", &a) == 1)
			run_rate(a);
		else if (sscanf(line, "latency %lf %lf", &a, &b) == 2)
			run_latency(a, b);
		else if (strcmp(line, "storm\n") == 0)
			run_storm();
	}
	return 0;
}
