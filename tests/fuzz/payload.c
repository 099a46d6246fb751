/* Doorbells: whatever rings, what is taken of it is there, and no frame made of it says more than it was. */
#include "cgi/events/payload.h"

#include "cgi/events/frame.h"

#include "common/base/poison.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_inside(struct str part, struct str whole)
{
	if (part.n && (part.p < whole.p || part.p + part.n > whole.p + whole.n))
		abort();
}

/* One line that names the type, lines of data, and an empty one, which is the last. */
static void check_frame(struct str type, struct str bytes)
{
	struct frame *f = frame_event(STR(""), type, bytes);
	struct str rest = {f->bytes, f->n}, line = str_cut(&rest, '\n');

	if (!str_starts(line, STR("event: ")) || line.n != type.n + 7)
		abort();
	do {
		line = str_cut(&rest, '\n');
		if (!str_starts(line, STR("data: ")) || str_find(line, '\r') < line.n)
			abort();
	} while (rest.n > 1);
	if (!str_eq(rest, STR("\n")))
		abort();
	frame_unref(f);
}

static void check_parcel(const struct payload *p, struct str text)
{
	for (int a = 0; a < AUDIENCES; a++) {
		check_inside(p->bytes[a], text);
		check_inside(p->type[a], text);
		if (p->bytes[a].p)
			check_frame(p->type[a], p->bytes[a]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct payload p;

	switch (payload_parse(text, &p)) {
	case PAYLOAD_PARCEL:
		check_parcel(&p, text);
		break;
	case PAYLOAD_SIGNAL:
		check_inside(p.signal.bytes, text);
		check_inside(p.signal.slot, text);
		check_frame(p.signal.type, p.signal.bytes);
		break;
	case PAYLOAD_BARE:
		if (p.seq < 1)
			abort();
		break;
	case PAYLOAD_PRESENCE:
	case PAYLOAD_BROKEN:
	case PAYLOAD_NOISE:
		break;
	}
	return 0;
}
