/* HTTP over FastCGI: many threads, each accepting and answering one request at a time. The only door to
 * libfcgi. */
#ifndef TABARD_HTTP_HTTP_H
#define TABARD_HTTP_HTTP_H

#include "common/base/buf.h"

enum http_method {
	HTTP_GET = 1,
	HTTP_POST = 2,
	HTTP_PUT = 4,
	HTTP_PATCH = 8,
	HTTP_DELETE = 16,
	HTTP_OPTIONS = 32,
	HTTP_OTHER = 64,
};

/* "GET" …; "" for HTTP_OTHER. */
const char *http_method_name(enum http_method method);

struct http_request {
	struct arena *arena;     /* reset when the answer has been sent */
	enum http_method method; /* HTTP_GET for HEAD too: the body is left out */
	bool head;
	struct str path;  /* without the query, still percent-encoded */
	struct str query; /* behind the ?, still percent-encoded */
	struct str body;  /* of a request that comes from inside: JSON */
	void *connection; /* private to common/http; NULL: from inside, without headers */
};

/* The value of a header by its FastCGI name ("HTTP_IF_MATCH", "CONTENT_TYPE"); empty when absent. */
struct str http_header(const struct http_request *rq, const char *name);

enum http_body { HTTP_BODY_READ, HTTP_BODY_TOO_LARGE, HTTP_BODY_CUT, HTTP_BODY_NO_ROOM };
/* Reads the whole body, at most `limit` bytes, into the request's arena. */
enum http_body http_read_body(const struct http_request *rq, size_t limit, struct str *out);

/* Writes the whole body, at most `limit` bytes, to `fd`, through a few kilobytes of memory. */
enum http_body http_save_body(const struct http_request *rq, size_t limit, int fd);

/* Percent-decodes (RFC 3986, + is a space when `form`); false on a bad escape, NUL, or bytes that are not
 * UTF-8. */
bool http_decode(struct str text, bool form, struct arena *arena, struct str *out);
/* The next name=value pair of a query; false when there is none left. The parts are still encoded. */
bool http_next_pair(struct str *query, struct str *name, struct str *value);

enum { HTTP_HEADERS_MAX = 12 };
struct http_answer {
	int status;
	struct str headers[HTTP_HEADERS_MAX]; /* "Location: …", without line ends */
	size_t header_count;
	struct str body; /* none when empty */
	struct str type; /* of the body; application/json when empty */
	bool begun;      /* http_begin has sent the head: the body follows by http_write */
};
/* `header` is borrowed until the answer is sent. */
void http_add_header(struct http_answer *answer, struct str header);

/* For an answer that is too large to be held: sends its head now, and then the body piece by piece. */
void http_begin(const struct http_request *rq, struct http_answer *answer);
void http_write(const struct http_request *rq, struct str piece);
/* What is written so far goes out now, to somebody who watches. */
void http_flush(const struct http_request *rq);

/* Fills in `answer` (zeroed) from the request's arena. */
typedef void http_handler(void *context, const struct http_request *rq, struct http_answer *answer);

/* Opens the listening socket: descriptor 0 when that is one (systemd), else a new unix socket at `path`
 * in place of a stale one, mode 0660. -1 with the reason logged when that fails. */
int http_listen(const char *path);

/* Serves with `threads` threads until SIGTERM or SIGINT, then lets the requests in progress finish (at
 * most five seconds). Call it from the main thread before any other thread is started, or with both
 * signals blocked in those. */
void http_serve(int listener, size_t threads, http_handler *handler, void *context);

#endif
