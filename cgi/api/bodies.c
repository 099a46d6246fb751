#include "cgi/api/bodies.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgi/api/store.h"

#include "common/base/poison.h"

static int answer(struct request *rq, enum http_body state)
{
	switch (state) {
	case HTTP_BODY_TOO_LARGE:
		return fail_with(rq, ERR_TOO_LARGE, "limit_bytes",
		                 arena_printf(rq->arena, "%zu", rq->route->body_max));
	case HTTP_BODY_CUT:
		return fail_field(rq, "", "MALFORMED", STR("the body ended too early"));
	case HTTP_BODY_NO_ROOM:
		return fail(rq, ERR_UNAVAILABLE);
	case HTTP_BODY_READ:
		break;
	}
	return 0;
}

struct str body_file(struct str bytes)
{
	struct str mark = STR("\xef\xbb\xbf");

	return str_starts(bytes, mark) ? str_sub(bytes, mark.n, bytes.n) : bytes;
}

int body_read(struct request *rq)
{
	const struct route *route = rq->route;

	if (route->comes == BODY_MAPPED) {
		if (body_map(rq, &rq->mapped))
			return rq->answer->status;
		rq->body_text = rq->mapped;
	} else if (answer(rq, http_read_body(rq->http, route->body_max, &rq->body_text))) {
		return rq->answer->status;
	}
	if (route->takes)
		rq->body_text = body_file(rq->body_text);
	return 0;
}

int body_receive(struct request *rq)
{
	int file = uploads_scratch(rq->app->uploads);

	if (file < 0) {
		fail(rq, ERR_UNAVAILABLE);
	} else if (answer(rq, http_save_body(rq->http, rq->route->body_max, file))) {
		close(file);
		return -1;
	}
	return file;
}

int body_map(struct request *rq, struct str *out)
{
	int file = body_receive(rq);
	void *bytes = NULL;
	struct stat st;

	*out = (struct str){0};
	if (file < 0)
		return rq->answer->status;
	if (fstat(file, &st))
		bytes = MAP_FAILED;
	else if (st.st_size)
		bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, file, 0);
	close(file);
	if (bytes == MAP_FAILED)
		return fail(rq, ERR_UNAVAILABLE);
	if (bytes)
		*out = (struct str){bytes, (size_t)st.st_size};
	return 0;
}

void body_unmap(struct str mapped)
{
	union {
		const char *given;
		void *taken;
	} bytes = {mapped.p};

	if (mapped.n)
		munmap(bytes.taken, mapped.n);
}
