#include "cgi/events/output.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <event2/buffer.h>

#include "common/base/log.h"

#include "common/base/poison.h"

enum { IOVECS = 16 };

/* How much the kernel took, or -1 when the client has gone. */
static ssize_t send_some(int fd, struct iovec *iov, size_t n)
{
	struct msghdr message = {.msg_iov = iov, .msg_iovlen = n};
	ssize_t sent;

	do
		sent = sendmsg(fd, &message, MSG_NOSIGNAL);
	while (sent < 0 && errno == EINTR);
	return sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK) ? 0 : sent;
}

static struct evbuffer *queue_of(struct output *o)
{
	if (!o->queue && !(o->queue = evbuffer_new()))
		log_fatal("out_of_memory", "call=evbuffer_new");
	return o->queue;
}

static void frame_let_go(const void *bytes, size_t n, void *frame)
{
	(void)bytes;
	(void)n;
	frame_unref(frame);
}

static void queue_frame(struct output *o, struct frame *f, size_t from, bool opening)
{
	if (evbuffer_add_reference(queue_of(o), f->bytes + from, f->n - from, frame_let_go,
	                           frame_ref(f)))
		log_fatal("out_of_memory", "call=evbuffer_add_reference");
	if (opening)
		o->opening += f->n - from;
}

static enum output_result result(const struct output *o)
{
	size_t pending = output_pending(o);

	if (pending > o->opening && pending - o->opening > OUTPUT_MAX)
		return OUTPUT_CUT;
	return pending ? OUTPUT_WAITS : OUTPUT_DRAINED;
}

/* As many of the frames as one call takes; *taken and *part say how far it went. */
static bool send_frames(struct output *o, struct frame *const *frames, size_t n, size_t *taken,
                        size_t *part)
{
	struct iovec iov[IOVECS];
	size_t count = n < IOVECS ? n : IOVECS, left;
	ssize_t sent;

	for (size_t i = 0; i < count; i++)
		iov[i] = (struct iovec){frames[i]->bytes, frames[i]->n};
	sent = send_some(o->fd, iov, count);
	if (sent < 0)
		return false;
	left = (size_t)sent;
	for (*taken = 0; *taken < count && left >= frames[*taken]->n; (*taken)++)
		left -= frames[*taken]->n;
	*part = left;
	return true;
}

enum output_result output_frames(struct output *o, struct frame *const *frames, size_t n,
                                 bool opening)
{
	size_t i = 0, part = 0;

	while (!o->queue && i < n) {
		size_t offered = n - i < IOVECS ? n - i : IOVECS, taken;

		if (!send_frames(o, frames + i, n - i, &taken, &part))
			return OUTPUT_CUT;
		i += taken;
		if (taken < offered)
			break;
	}
	for (; i < n; i++, part = 0)
		queue_frame(o, frames[i], part, opening);
	return result(o);
}

enum output_result output_text(struct output *o, struct str text)
{
	if (!o->queue) {
		struct iovec iov = {.iov_len = text.n};
		ssize_t sent;

		memcpy(&iov.iov_base, &text.p, sizeof text.p); /* sendmsg only reads it */
		sent = send_some(o->fd, &iov, 1);
		if (sent < 0)
			return OUTPUT_CUT;
		text = str_sub(text, (size_t)sent, text.n);
	}
	if (text.n && evbuffer_add(queue_of(o), text.p, text.n))
		log_fatal("out_of_memory", "call=evbuffer_add");
	return result(o);
}

enum output_result output_flush(struct output *o)
{
	while (o->queue && evbuffer_get_length(o->queue)) {
		int sent = evbuffer_write(o->queue, o->fd);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return OUTPUT_WAITS;
		if (sent <= 0)
			return OUTPUT_CUT;
		o->opening -= o->opening < (size_t)sent ? o->opening : (size_t)sent;
	}
	if (o->queue)
		evbuffer_free(o->queue);
	o->queue = NULL;
	o->opening = 0;
	return OUTPUT_DRAINED;
}

size_t output_pending(const struct output *o)
{
	return o->queue ? evbuffer_get_length(o->queue) : 0;
}

bool output_idle(const struct output *o)
{
	int untaken = 0;

	return !o->queue && !ioctl(o->fd, TIOCOUTQ, &untaken) && untaken <= OUTPUT_IDLE;
}

void output_close(struct output *o)
{
	if (o->queue)
		evbuffer_free(o->queue);
	o->queue = NULL;
	o->opening = 0;
	if (o->fd >= 0)
		close(o->fd);
	o->fd = -1;
}
