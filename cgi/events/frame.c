#include "cgi/events/frame.h"

#include "common/base/log.h"

#include "common/base/poison.h"

/* Writes when there is a place to write to, and counts in any case: one description of the bytes
 * serves for their size and for themselves. */
struct writer {
	char *p;
	size_t n;
};

static void put(struct writer *w, struct str s)
{
	if (w->p && s.n)
		memcpy(w->p + w->n, s.p, s.n);
	if (__builtin_add_overflow(w->n, s.n, &w->n))
		log_fatal("out_of_memory", "call=frame");
}

/* Up to the next line end, which is CR LF, LF or CR, and past it. */
static struct str cut_line(struct str *rest)
{
	struct str line = *rest;
	size_t end = str_find(line, '\n'), cr = str_find(str_sub(line, 0, end), '\r');
	size_t past = end + 1;

	if (cr < end) {
		past = cr + 1 == end && end < line.n ? end + 1 : cr + 1;
		end = cr;
	}
	*rest = str_sub(line, past, line.n);
	return str_sub(line, 0, end);
}

static void write_event(struct writer *w, struct str id, struct str type, struct str before,
                        struct str data, struct str after)
{
	if (id.n) {
		put(w, STR("id: "));
		put(w, id);
		put(w, STR("\n"));
	}
	put(w, STR("event: "));
	put(w, type);
	put(w, STR("\ndata: "));
	put(w, before);
	put(w, cut_line(&data));
	while (data.n) {
		put(w, STR("\ndata: "));
		put(w, cut_line(&data));
	}
	put(w, after);
	put(w, STR("\n\n"));
}

static struct frame *make(struct str id, struct str type, struct str before, struct str data,
                          struct str after)
{
	struct writer w = {NULL, 0};
	struct frame *f;
	size_t size;

	write_event(&w, id, type, before, data, after);
	if (__builtin_add_overflow(sizeof *f, w.n, &size) || !(f = malloc(size)))
		log_fatal("out_of_memory", "call=frame bytes=%zu", w.n);
	f->refs = 1;
	f->n = w.n;
	w = (struct writer){f->bytes, 0};
	write_event(&w, id, type, before, data, after);
	return f;
}

struct frame *frame_event(struct str id, struct str type, struct str data)
{
	return make(id, type, STR(""), data, STR(""));
}

struct frame *frame_sync(struct str id, struct str document)
{
	return make(id, STR("sync"), STR("{\"table\":"), document, STR("}"));
}

struct frame *frame_ref(struct frame *f)
{
	f->refs++;
	return f;
}

void frame_unref(struct frame *f)
{
	if (f && --f->refs == 0)
		free(f);
}
