#include "cgi/events/signals.h"

#include "common/base/log.h"

#include "common/base/poison.h"

static void drop(struct signals *s, size_t i)
{
	frame_unref(s->kept[i].frame);
	s->count--;
	memmove(&s->kept[i], &s->kept[i + 1], (s->count - i) * sizeof *s->kept);
}

void signals_put(struct signals *s, uint64_t slot, enum audience to, struct frame *frame,
                 uint64_t second)
{
	if (!s->kept && !(s->kept = calloc(SIGNALS_KEPT, sizeof *s->kept)))
		log_fatal("out_of_memory", "call=signals_put");
	for (size_t i = 0; slot && i < s->count; i++)
		if (s->kept[i].slot == slot) {
			drop(s, i);
			break;
		}
	if (s->count == SIGNALS_KEPT)
		drop(s, 0);
	s->kept[s->count++] = (struct signal){++s->last, slot, second, to, frame};
}

/* Numbers come round again after years. */
static bool later(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) > 0;
}

size_t signals_after(const struct signals *s, uint32_t number, enum audience audience,
                     struct frame **out)
{
	size_t n = 0;

	for (size_t i = 0; i < s->count; i++) {
		const struct signal *one = &s->kept[i];

		if (later(one->number, number) && (one->to == audience || audience == AUDIENCE_DM))
			out[n++] = one->frame;
	}
	return n;
}

void signals_expire(struct signals *s, uint64_t second)
{
	while (s->count && s->kept[0].second + SIGNAL_SECONDS < second)
		drop(s, 0);
	if (!s->count)
		signals_clear(s);
}

void signals_clear(struct signals *s)
{
	while (s->count)
		drop(s, s->count - 1);
	free(s->kept);
	s->kept = NULL;
}
