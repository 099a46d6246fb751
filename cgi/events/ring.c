#include "cgi/events/ring.h"

#include "common/base/log.h"

#include "common/base/poison.h"

enum { ROOM_AT_FIRST = 8 };

static size_t parcel_bytes(const struct parcel *p)
{
	size_t n = 0;

	for (int share = 0; share < SHARES; share++)
		n += p->frames[share] ? p->frames[share]->n : 0;
	return n;
}

void parcel_drop(struct parcel *p)
{
	for (int share = 0; share < SHARES; share++)
		frame_unref(p->frames[share]);
	free(p->readers);
	*p = (struct parcel){0};
}

struct frame *parcel_frame(const struct parcel *p, enum audience audience, struct uuid user)
{
	for (size_t i = 0; i < p->reader_count; i++)
		if (uuid_eq(p->readers[i], user))
			return p->frames[SHARE_NAMED];
	return p->frames[audience];
}

static struct parcel *slot(const struct ring *r, size_t i)
{
	return &r->kept[(r->first + i) % r->room];
}

static void drop_oldest(struct ring *r)
{
	r->bytes -= parcel_bytes(slot(r, 0));
	parcel_drop(slot(r, 0));
	r->first = (r->first + 1) % r->room;
	r->count--;
}

/* Most tables are quiet, so the circle starts small and doubles. */
static void grow(struct ring *r)
{
	size_t room = r->room ? r->room * 2 : ROOM_AT_FIRST;
	struct parcel *kept = calloc(room, sizeof *kept);

	if (!kept)
		log_fatal("out_of_memory", "call=ring");
	for (size_t i = 0; i < r->count; i++)
		kept[i] = *slot(r, i);
	free(r->kept);
	r->kept = kept;
	r->room = room;
	r->first = 0;
}

/* The newest stays however big it is. */
static void keep(struct ring *r, struct parcel *p)
{
	if (r->count == RING_EVENTS)
		drop_oldest(r);
	if (r->count == r->room)
		grow(r);
	r->bytes += parcel_bytes(p);
	r->count++;
	if (p->rewrites)
		r->rewritten = p->seq;
	*slot(r, r->count - 1) = *p;
	while (r->bytes > RING_BYTES && r->count > 1)
		drop_oldest(r);
	r->next++;
	if (r->known < r->next - 1)
		r->known = r->next - 1;
}

static void remove_waiting(struct ring *r, size_t i)
{
	r->waiting_count--;
	memmove(&r->waiting[i], &r->waiting[i + 1], (r->waiting_count - i) * sizeof *r->waiting);
	r->waiting[r->waiting_count] = (struct parcel){0};
}

/* Whatever of the waiting ones continues the sequence now. */
static void absorb(struct ring *r)
{
	while (r->waiting_count && r->waiting[0].seq <= r->next) {
		struct parcel p = r->waiting[0];

		remove_waiting(r, 0);
		if (p.seq == r->next)
			keep(r, &p);
		else
			parcel_drop(&p);
	}
}

/* When there is no room the latest goes: it is the last that will be needed, and the log has it. */
static void wait_for_turn(struct ring *r, struct parcel *p)
{
	size_t i = r->waiting_count;

	while (i && r->waiting[i - 1].seq > p->seq)
		i--;
	if ((i && r->waiting[i - 1].seq == p->seq) || i == RING_WAITING) {
		parcel_drop(p);
		return;
	}
	if (!r->waiting && !(r->waiting = calloc(RING_WAITING, sizeof *r->waiting)))
		log_fatal("out_of_memory", "call=ring");
	if (r->waiting_count == RING_WAITING)
		parcel_drop(&r->waiting[--r->waiting_count]);
	memmove(&r->waiting[i + 1], &r->waiting[i], (r->waiting_count - i) * sizeof *r->waiting);
	r->waiting[i] = *p;
	r->waiting_count++;
}

void ring_put(struct ring *r, struct parcel *p)
{
	ring_hear(r, p->seq);
	if (r->next && p->seq == r->next) {
		keep(r, p);
		absorb(r);
	} else if (p->seq >= r->next) {
		wait_for_turn(r, p);
	} else {
		parcel_drop(p);
	}
	*p = (struct parcel){0};
}

void ring_forget(struct ring *r)
{
	while (r->count && slot(r, 0)->seq < r->rewritten)
		drop_oldest(r);
}

void ring_prime(struct ring *r, int64_t next)
{
	if (r->next)
		return;
	r->next = next;
	ring_hear(r, next - 1);
	absorb(r);
	ring_forget(r);
}

void ring_hear(struct ring *r, int64_t seq)
{
	if (r->known < seq)
		r->known = seq;
}

bool ring_missing(const struct ring *r)
{
	return r->next && r->known >= r->next;
}

void ring_settle(struct ring *r, int64_t last)
{
	if (last < r->next - 1)
		last = r->next - 1;
	r->known = last;
	while (r->waiting_count && r->waiting[r->waiting_count - 1].seq > last)
		parcel_drop(&r->waiting[--r->waiting_count]);
}

int64_t ring_last(const struct ring *r)
{
	return r->next - 1;
}

bool ring_covers(const struct ring *r, int64_t seq)
{
	return r->next && seq >= r->next - 1 - (int64_t)r->count;
}

const struct parcel *ring_get(const struct ring *r, int64_t seq)
{
	if (!r->next || seq >= r->next || seq < r->next - (int64_t)r->count)
		return NULL;
	return slot(r, (size_t)(seq - (r->next - (int64_t)r->count)));
}

const struct parcel *ring_find(const struct ring *r, struct uuid id)
{
	for (size_t i = r->count; i-- > 0;)
		if (uuid_eq(slot(r, i)->id, id))
			return slot(r, i);
	return NULL;
}

bool ring_lets_stay(const struct ring *r, struct uuid user, int64_t seq)
{
	for (int64_t next = seq + 1; next <= ring_last(r); next++) {
		const struct parcel *p = ring_get(r, next);

		if (!p || uuid_eq(p->ends, user))
			return false;
	}
	return true;
}

void ring_clear(struct ring *r)
{
	while (r->count)
		drop_oldest(r);
	while (r->waiting_count)
		parcel_drop(&r->waiting[--r->waiting_count]);
	free(r->waiting);
	free(r->kept);
	*r = (struct ring){0};
}
