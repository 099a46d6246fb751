/* The broadcaster's request parser: whatever nginx or an impostor sends, it reads no byte that
 * is not there, and what it accepts is what it says. */
#include "cgi/events/request.h"

#include "common/base/poison.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool inside(struct str part, struct str whole)
{
	return !part.n || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = {(const char *)data, size};
	struct request request;

	switch (request_parse(bytes, &request)) {
	case REQUEST_PARTIAL:
		if (size >= REQUEST_MAX)
			abort();
		break;
	case REQUEST_BAD:
		break;
	case REQUEST_GOOD:
		if (!inside(request.conn, bytes) || !inside(request.last_event_id, bytes) ||
		    !request.conn.n || request.conn.n > CONN_MAX ||
		    request.role < MEMBER_OBSERVER || request.role > MEMBER_DM)
			abort();
		/* The same request a byte short is not there yet. */
		if (request_parse(str_sub(bytes, 0, size - 1), &request) != REQUEST_PARTIAL)
			abort();
		break;
	}
	return 0;
}
