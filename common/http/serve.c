#include <fcgiapp.h>

#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "common/base/log.h"
#include "common/http/http.h"

#include "common/base/poison.h"

/* A handler's own frames are small; what is large lives in the arena. Sanitized builds need more. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { STACK_BYTES = 1024 * 1024 };
#else
enum { STACK_BYTES = 128 * 1024 };
#endif
enum { DRAIN_MS = 5000, DRAIN_STEP_MS = 20, BACKLOG = 4096 };

struct server {
	int listener;
	http_handler *handler;
	void *context;
	atomic_bool stopping;
};

/* One thread. While `busy` is false it waits in accept(2) or for the next request of a kept connection,
 * and a signal may wake it; while true nothing may interrupt its system calls. */
struct worker {
	struct server *server;
	pthread_t thread;
	atomic_bool busy, done;
};

static const struct {
	const char *name;
	enum http_method method;
} methods[] = {
    {"GET", HTTP_GET},     {"HEAD", HTTP_GET},      {"POST", HTTP_POST},       {"PUT", HTTP_PUT},
    {"PATCH", HTTP_PATCH}, {"DELETE", HTTP_DELETE}, {"OPTIONS", HTTP_OPTIONS},
};

struct str http_header(const struct http_request *rq, const char *name)
{
	FCGX_Request *fcgi = rq->connection;

	if (!fcgi)
		return strcmp(name, "CONTENT_TYPE") == 0 ? STR("application/json") : STR("");
	return str_of(FCGX_GetParam(name, fcgi->envp));
}

static enum http_method method_of(struct str name)
{
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (str_eq(name, str_of(methods[i].name)))
			return methods[i].method;
	return HTTP_OTHER;
}

const char *http_method_name(enum http_method method)
{
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (methods[i].method == method)
			return methods[i].name;
	return "";
}

/* nginx has the whole body before it calls us, so the length is always there. */
static enum http_body body_length(const struct http_request *rq, size_t limit, int64_t *length)
{
	struct str text = http_header(rq, "CONTENT_LENGTH");

	*length = 0;
	if (text.n && !str_to_int(text, 0, INT32_MAX, length))
		return HTTP_BODY_CUT;
	return (size_t)*length > limit ? HTTP_BODY_TOO_LARGE : HTTP_BODY_READ;
}

enum http_body http_read_body(const struct http_request *rq, size_t limit, struct str *out)
{
	FCGX_Request *fcgi = rq->connection;
	int64_t length;
	enum http_body state = body_length(rq, limit, &length);
	char *bytes;

	if (!fcgi)
		*out = rq->body;
	if (!fcgi || state)
		return rq->body.n > limit ? HTTP_BODY_TOO_LARGE : state;
	bytes = arena_alloc(rq->arena, (size_t)length + 1, 1);
	for (int64_t got = 0; got < length;) {
		int n = FCGX_GetStr(bytes + got, (int)(length - got), fcgi->in);

		if (n <= 0)
			return HTTP_BODY_CUT;
		got += n;
	}
	*out = (struct str){bytes, (size_t)length};
	return HTTP_BODY_READ;
}

static bool write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t wrote = write(fd, p, n);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return false;
		p += wrote;
		n -= (size_t)wrote;
	}
	return true;
}

enum http_body http_save_body(const struct http_request *rq, size_t limit, int fd)
{
	FCGX_Request *fcgi = rq->connection;
	char bytes[8192]; /* as much as libfcgi holds itself */
	int64_t length;
	enum http_body state = body_length(rq, limit, &length);

	while (!state && length) {
		int n = FCGX_GetStr(
		    bytes, length < (int64_t)sizeof bytes ? (int)length : (int)sizeof bytes,
		    fcgi->in);

		if (n <= 0)
			state = HTTP_BODY_CUT;
		else if (!write_all(fd, bytes, (size_t)n))
			state = HTTP_BODY_NO_ROOM;
		length -= n > 0 ? n : 0;
	}
	return state;
}

void http_add_header(struct http_answer *answer, struct str header)
{
	if (answer->header_count == HTTP_HEADERS_MAX)
		log_fatal("too_many_headers", "max=%d", HTTP_HEADERS_MAX);
	answer->headers[answer->header_count++] = header;
}

/* Up to the line behind which the type of the body and its length stand, if there is one. */
static void write_head(struct buf *b, const struct http_answer *answer)
{
	buf_printf(b, "Status: %d\r\n", answer->status);
	for (size_t i = 0; i < answer->header_count; i++) {
		buf_put(b, answer->headers[i]);
		BUF_LIT(b, "\r\n");
	}
	if (answer->body.n || answer->begun)
		buf_printf(b, "Content-Type: %.*s\r\n",
		           STR_ARG(answer->type.n ? answer->type : STR("application/json")));
}

static void send_answer(FCGX_Request *fcgi, struct arena *arena, const struct http_answer *answer,
                        bool head_only)
{
	struct buf b = BUF(arena);

	if (answer->begun)
		return;
	write_head(&b, answer);
	if (answer->body.n)
		buf_printf(&b, "Content-Length: %zu\r\n", answer->body.n);
	BUF_LIT(&b, "\r\n");
	FCGX_PutStr(b.p, (int)b.n, fcgi->out);
	if (!head_only && answer->body.n)
		FCGX_PutStr(answer->body.p, (int)answer->body.n, fcgi->out);
}

void http_begin(const struct http_request *rq, struct http_answer *answer)
{
	FCGX_Request *fcgi = rq->connection;
	struct buf b = BUF(rq->arena);

	answer->begun = true;
	write_head(&b, answer);
	BUF_LIT(&b, "\r\n");
	FCGX_PutStr(b.p, (int)b.n, fcgi->out);
}

void http_write(const struct http_request *rq, struct str piece)
{
	FCGX_Request *fcgi = rq->connection;

	if (!rq->head)
		FCGX_PutStr(piece.p, (int)piece.n, fcgi->out);
}

void http_flush(const struct http_request *rq)
{
	FCGX_Request *fcgi = rq->connection;

	FCGX_FFlush(fcgi->out);
}

/* Records left unread would be taken for the next request of a kept connection. */
static void discard_body(FCGX_Request *fcgi)
{
	char bytes[4096];

	while (FCGX_GetStr(bytes, sizeof bytes, fcgi->in) > 0)
		;
}

static void serve_one(struct server *s, FCGX_Request *fcgi, struct arena *arena)
{
	struct http_request rq = {.arena = arena, .connection = fcgi};
	struct http_answer answer = {0};
	struct str uri = http_header(&rq, "REQUEST_URI");
	struct str method = http_header(&rq, "REQUEST_METHOD");

	rq.path = str_cut(&uri, '?');
	rq.query = uri;
	rq.method = method_of(method);
	rq.head = str_eq(method, STR("HEAD"));
	s->handler(s->context, &rq, &answer);
	discard_body(fcgi);
	send_answer(fcgi, arena, &answer, rq.head);
}

static void *work(void *argument)
{
	struct worker *w = argument;
	const struct timespec rest = {.tv_nsec = 100000000};
	struct arena arena = {0};
	FCGX_Request fcgi;

	FCGX_InitRequest(&fcgi, w->server->listener, FCGI_FAIL_ACCEPT_ON_INTR);
	while (!w->server->stopping) {
		if (FCGX_Accept_r(&fcgi) < 0) {
			if (errno != EINTR)
				nanosleep(&rest,
				          NULL); /* most likely out of descriptors: do not spin */
			continue;
		}
		w->busy = true;
		serve_one(w->server, &fcgi, &arena);
		FCGX_Finish_r(&fcgi);
		arena_free(&arena); /* a hundred threads that wait would hold a hundred of them */
		w->busy = false;
	}
	FCGX_Free(&fcgi, 1);
	w->done = true;
	return NULL;
}

static void wake(int number)
{
	(void)number;
}

/* A thread that checked `stopping` just before it was set still walks into accept(2): hence the
 * repetition. Threads in the middle of a request are left alone until the time is up. */
static bool drain(struct worker *workers, size_t count)
{
	const struct timespec step = {.tv_nsec = DRAIN_STEP_MS * 1000000L};

	for (int waited = 0; waited < DRAIN_MS; waited += DRAIN_STEP_MS) {
		size_t left = 0;

		for (size_t i = 0; i < count; i++) {
			if (workers[i].done)
				continue;
			left++;
			if (!workers[i].busy)
				pthread_kill(workers[i].thread, SIGUSR2);
		}
		if (!left)
			return true;
		nanosleep(&step, NULL);
	}
	return false;
}

static void start_workers(struct server *s, struct worker *workers, size_t count)
{
	pthread_attr_t attributes;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	for (size_t i = 0; i < count; i++) {
		workers[i].server = s;
		if (pthread_create(&workers[i].thread, &attributes, work, &workers[i]))
			log_fatal("no_thread", "started=%zu wanted=%zu", i, count);
	}
	pthread_attr_destroy(&attributes);
}

void http_serve(int listener, size_t threads, http_handler *handler, void *context)
{
	struct server server = {.listener = listener, .handler = handler, .context = context};
	struct worker *workers = calloc(threads, sizeof *workers);
	struct sigaction waking = {.sa_handler = wake}, ignoring = {.sa_handler = SIG_IGN};
	const struct timespec minute = {.tv_sec = 60};
	sigset_t ends;

	if (!workers || FCGX_Init())
		log_fatal("out_of_memory", "call=http_serve");
	sigaction(SIGUSR2, &waking, NULL); /* no SA_RESTART: it is there to interrupt */
	sigaction(SIGPIPE, &ignoring, NULL);
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	pthread_sigmask(SIG_BLOCK, &ends, NULL);
	start_workers(&server, workers, threads);

	/* What a busy hour leaves behind in glibc's heaps goes back to the machine. */
	while (sigtimedwait(&ends, NULL, &minute) < 0)
		malloc_trim(0);
	/* The listener is left as it is: under systemd it outlives this process. */
	server.stopping = true;
	if (!drain(workers, threads)) {
		log_line(LOG_WARNING, "drain_gave_up", "after_ms=%d", DRAIN_MS);
		_exit(0);
	}
	for (size_t i = 0; i < threads; i++)
		pthread_join(workers[i].thread, NULL);
	free(workers);
}

int http_listen(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct stat st;
	int listener;

	if (fstat(0, &st) == 0 && S_ISSOCK(st.st_mode))
		return 0;
	if (strlen(path) >= sizeof address.sun_path) {
		log_line(LOG_ERROR, "socket_path_too_long", "path=%s max=%zu", path,
		         sizeof address.sun_path - 1);
		return -1;
	}
	memcpy(address.sun_path, path, strlen(path));
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listener < 0 || (unlink(path) && errno != ENOENT) ||
	    bind(listener, (const struct sockaddr *)&address, sizeof address) ||
	    chmod(path, 0660) || listen(listener, BACKLOG)) {
		log_line(LOG_ERROR, "cannot_listen", "path=%s errno=%d", path, errno);
		if (listener >= 0)
			close(listener);
		return -1;
	}
	return listener;
}
