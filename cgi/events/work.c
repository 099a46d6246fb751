#include "cgi/events/work.h"

#include "cgi/events/payload.h"
#include "common/base/buf.h"
#include "common/base/log.h"
#include "common/table/presence.h"
#include "queries.h"

#include "common/base/poison.h"

static struct parcel *add_parcel(struct job *job, int64_t seq, struct uuid id)
{
	struct parcel *p;

	if (!job->parcels && !(job->parcels = calloc(PAGE_EVENTS, sizeof *job->parcels)))
		log_fatal("out_of_memory", "call=page");
	if (job->parcel_count == PAGE_EVENTS)
		log_fatal("page_too_long", "events=%zu", job->parcel_count);
	p = &job->parcels[job->parcel_count++];
	p->seq = seq;
	p->id = id;
	return p;
}

/* When the page ends: with the log, or where it became too big. */
static void end_page(struct job *job, size_t rows, int64_t log_end)
{
	int64_t last = job->parcel_count ? job->parcels[job->parcel_count - 1].seq : log_end;

	job->complete = last == log_end || (job->parcel_count == rows && rows < PAGE_EVENTS);
	job->through = job->complete ? log_end : last;
	job->answer = JOB_DONE;
}

static void add_person(struct job *job, struct uuid campaign, const struct table_presence *p)
{
	job->people[job->people_count++] =
	    (struct person){.campaign = campaign, .user = p->user_id, .since = p->since};
}

static void note_presence(struct job *job, const struct list *members)
{
	const struct table_presence *m = members->items;

	job_room(job, members->count);
	for (size_t i = 0; i < members->count; i++)
		add_person(job, job->campaign, &m[i]);
}

static void note_marks(struct job *job, const struct list *readers)
{
	const struct table_reader *r = readers->items;

	job->marks = calloc(readers->count + 1, sizeof *job->marks);
	if (!job->marks)
		log_fatal("out_of_memory", "call=snapshot");
	for (size_t i = 0; i < readers->count; i++) {
		struct mark *m = &job->marks[job->mark_count++];

		m->user = r[i].user_id;
		uuid_parse(r[i].event_id, &m->event);
	}
}

static enum db_error snapshot(struct job *job, struct db *db, struct arena *arena)
{
	struct table *table = NULL;
	struct table_mark mark = {0};
	enum db_error error = table_load(db, job->campaign, job->audience, arena, &table, &mark);

	if (error)
		return error;
	job->answer = JOB_GONE;
	if (!table)
		return DB_OK;
	job->sync = frame_sync(mark.event_id, table_view(table, job->audience, arena));
	note_presence(job, &table->presence);
	note_marks(job, &mark.readers);
	job->through = mark.seq;
	job->complete = true;
	job->answer = JOB_DONE;
	return DB_OK;
}

enum replay_column {
	REPLAY_AFTER,
	REPLAY_LAST_SEQ,
	REPLAY_FOLLOWS,
	REPLAY_BEHIND,
	REPLAY_SIZE,
	REPLAY_SEQ,
	REPLAY_ID,
	REPLAY_TYPE,
	REPLAY_DATA,
};

/* Whether the replay may begin: the event is known, the log reaches back to it, the rest is not too
 * much. */
static bool can_replay(const struct db_rows *rows)
{
	int64_t after = db_int(rows, 0, REPLAY_AFTER), last = db_int(rows, 0, REPLAY_LAST_SEQ);

	if (db_null(rows, 0, REPLAY_AFTER) || after > last)
		return false;
	if (after < last && db_int(rows, 0, REPLAY_FOLLOWS) != after + 1)
		return false;
	return db_int(rows, 0, REPLAY_BEHIND) <= REPLAY_EVENTS &&
	       db_int(rows, 0, REPLAY_SIZE) <= REPLAY_BYTES;
}

static enum db_error replay(struct job *job, struct db *db, struct arena *arena)
{
	const char *after = job->after < 0 ? NULL : arg_int(arena, job->after);
	const char *event = arg_uuid(arena, job->event);
	enum db_error error =
	    db_query(db, &q_broadcast_replay, arg_uuid(arena, job->campaign), after, event,
	             arg_uuid(arena, job->user), job->audience == AUDIENCE_DM ? "dm" : "party");
	const struct db_rows *rows;
	size_t bytes = 0, events;

	if (error)
		return error;
	rows = db_result(db, 0);
	job->answer = db_count(rows) ? JOB_LOST : JOB_GONE;
	if (!db_count(rows) || !can_replay(rows))
		return DB_OK;
	events = db_null(rows, 0, REPLAY_SEQ) ? 0 : db_count(rows);
	for (size_t i = 0; i < events && bytes < PAGE_BYTES; i++) {
		struct parcel *p =
		    add_parcel(job, db_int(rows, i, REPLAY_SEQ), db_uuid(rows, i, REPLAY_ID));
		struct frame *f =
		    frame_event(db_str(rows, i, REPLAY_ID), db_str(rows, i, REPLAY_TYPE),
		                db_str(rows, i, REPLAY_DATA));

		p->frames[job->audience] = f;
		bytes += f->n;
	}
	end_page(job, events, db_int(rows, 0, REPLAY_LAST_SEQ));
	return DB_OK;
}

enum fill_column {
	FILL_LAST_SEQ,
	FILL_SEQ,
	FILL_ID,
	FILL_TYPE,
	FILL_DM,
	FILL_PARTY,
	FILL_PARTY_TYPE,
	FILL_ENDS,
	FILL_NAMED,
	FILL_NAMED_TYPE,
	FILL_READERS
};

/* Where each share's bytes and type stand. */
static const struct {
	int data, type;
} fill_shares[SHARES] = {
    [AUDIENCE_DM] = {FILL_DM, FILL_TYPE},
    [AUDIENCE_PARTY] = {FILL_PARTY, FILL_PARTY_TYPE},
    [SHARE_NAMED] = {FILL_NAMED, FILL_NAMED_TYPE},
};

static bool same_share(const struct db_rows *rows, size_t i, int a, int b)
{
	return str_eq(db_str(rows, i, fill_shares[a].data), db_str(rows, i, fill_shares[b].data)) &&
	       str_eq(db_str(rows, i, fill_shares[a].type), db_str(rows, i, fill_shares[b].type));
}

/* Shares of the same bytes have one frame. */
static struct frame *fill_frame(const struct db_rows *rows, size_t i, const struct parcel *p,
                                int share)
{
	for (int other = 0; other < share; other++)
		if (p->frames[other] && same_share(rows, i, other, share))
			return frame_ref(p->frames[other]);
	return frame_event(db_str(rows, i, FILL_ID), db_str(rows, i, fill_shares[share].type),
	                   db_str(rows, i, fill_shares[share].data));
}

static void fill_readers(const struct db_rows *rows, size_t i, struct parcel *p)
{
	p->reader_count = db_uuids(rows, i, FILL_READERS, NULL, 0);
	p->readers = calloc(p->reader_count + 1, sizeof *p->readers);
	if (!p->readers)
		log_fatal("out_of_memory", "call=fill");
	db_uuids(rows, i, FILL_READERS, p->readers, p->reader_count);
}

/* What the page grows by. */
static size_t fill_parcel(const struct db_rows *rows, size_t i, struct parcel *p)
{
	size_t bytes = 0;

	p->ends = db_uuid(rows, i, FILL_ENDS);
	p->rewrites = payload_rewrites(db_str(rows, i, FILL_TYPE));
	for (int share = 0; share < SHARES; share++)
		if (!db_null(rows, i, fill_shares[share].data)) {
			p->frames[share] = fill_frame(rows, i, p, share);
			bytes += p->frames[share]->n;
		}
	if (p->frames[SHARE_NAMED])
		fill_readers(rows, i, p);
	return bytes;
}

static enum db_error fill(struct job *job, struct db *db, struct arena *arena)
{
	enum db_error error = db_query(db, &q_broadcast_fill, arg_uuid(arena, job->campaign),
	                               arg_int(arena, job->after));
	const struct db_rows *rows;
	size_t bytes = 0, events;
	int64_t last;

	if (error)
		return error;
	rows = db_result(db, 0);
	job->answer = db_count(rows) ? JOB_LOST : JOB_GONE;
	if (!db_count(rows))
		return DB_OK;
	events = db_null(rows, 0, FILL_SEQ) ? 0 : db_count(rows);
	last = db_int(rows, 0, FILL_LAST_SEQ);
	if (last < job->after || (last > job->after && !events))
		return DB_OK;
	for (size_t i = 0; i < events && bytes < PAGE_BYTES; i++) {
		int64_t seq = db_int(rows, i, FILL_SEQ);

		if (seq != job->after + 1 + (int64_t)i)
			return DB_OK;
		bytes += fill_parcel(rows, i, add_parcel(job, seq, db_uuid(rows, i, FILL_ID)));
	}
	end_page(job, events, last);
	return DB_OK;
}

static int watched_cmp(const void *a, const void *b)
{
	return uuid_cmp(((const struct watched *)a)->campaign,
	                ((const struct watched *)b)->campaign);
}

static void take_shut_out(struct job *job, const struct db_rows *rows)
{
	job->shut_out_count = db_count(rows);
	job->shut_out = calloc(job->shut_out_count + 1, sizeof *job->shut_out);
	if (!job->shut_out)
		log_fatal("out_of_memory", "call=sweep");
	for (size_t i = 0; i < job->shut_out_count; i++)
		job->shut_out[i] = db_uuid(rows, i, 0);
}

static enum db_error sweep(struct job *job, struct db *db, struct arena *arena)
{
	struct buf ids = BUF(arena);
	const struct db_rows *rows;
	enum db_error error;

	for (size_t i = 0; i < job->watched_count; i++) {
		char text[UUID_TEXT + 1];

		uuid_format(job->watched[i].campaign, text);
		buf_putc(&ids, i ? ',' : '{');
		buf_put(&ids, (struct str){text, UUID_TEXT});
		job->watched[i].theirs = -1;
	}
	buf_putc(&ids, '}');
	db_queue(db, &q_broadcast_sweep, arena_cstr(arena, buf_str(&ids)));
	db_queue(db, &q_broadcast_shut_out);
	error = db_run(db);
	if (error)
		return error;
	rows = db_result(db, 0);
	qsort(job->watched, job->watched_count, sizeof *job->watched, watched_cmp);
	for (size_t i = 0; i < db_count(rows); i++) {
		struct watched key = {.campaign = db_uuid(rows, i, 0)}, *hit;

		hit = bsearch(&key, job->watched, job->watched_count, sizeof key, watched_cmp);
		if (hit)
			hit->theirs = db_int(rows, i, 1);
	}
	take_shut_out(job, db_result(db, 1));
	job->answer = JOB_DONE;
	return DB_OK;
}

static enum db_error beat(struct job *job, struct db *db, struct arena *arena)
{
	enum db_error error;

	db_queue(db, &q_broadcast_beat, arg_int(arena, job->streams), arg_int(arena, job->behind));
	db_queue(db, &q_broadcast_introduce, arg_uuid(arena, job->broadcaster));
	error = db_run(db);
	if (error)
		return error;
	job->unknown = db_bool(db_result(db, 1), 0, 0);
	job->answer = JOB_DONE;
	return DB_OK;
}

/* "{a,b}" of those who are here, or who are not. */
struct columns {
	struct buf campaigns, users, gone_ms;
	size_t count;
};

static struct columns columns_of(const struct job *job, bool here, struct arena *arena)
{
	struct columns c = {BUF(arena), BUF(arena), BUF(arena), 0};

	for (size_t i = 0; i < job->people_count; i++) {
		const struct person *p = &job->people[i];
		char comma = c.count ? ',' : '{';

		if (p->here != here)
			continue;
		buf_printf(&c.campaigns, "%c%s", comma, arg_uuid(arena, p->campaign));
		buf_printf(&c.users, "%c%s", comma, arg_uuid(arena, p->user));
		buf_printf(&c.gone_ms, "%c%lld", comma, (long long)p->gone_ms);
		c.count++;
	}
	BUF_LIT(&c.campaigns, "}");
	BUF_LIT(&c.users, "}");
	BUF_LIT(&c.gone_ms, "}");
	return c;
}

/* Both in one transaction, with the doorbells for whoever watches. */
static enum db_error attend(struct job *job, struct db *db, struct arena *arena)
{
	struct columns come = columns_of(job, true, arena), gone = columns_of(job, false, arena);
	struct uuid *campaigns = ARENA_ARRAY(arena, struct uuid, job->people_count + 1);
	const char *id = arg_uuid(arena, job->broadcaster);
	enum db_error error;

	for (size_t i = 0; i < job->people_count; i++)
		campaigns[i] = job->people[i].campaign;
	if (come.count)
		db_queue(db, &q_broadcast_enter, id, arg_str(arena, buf_str(&come.campaigns)),
		         arg_str(arena, buf_str(&come.users)));
	if (gone.count)
		db_queue(db, &q_broadcast_leave, id, arg_str(arena, buf_str(&gone.campaigns)),
		         arg_str(arena, buf_str(&gone.users)),
		         arg_str(arena, buf_str(&gone.gone_ms)));
	presence_ring(db, campaigns, job->people_count, arena);
	error = db_run(db);
	if (error)
		return error;
	job->unknown = come.count && !db_count(db_result(db, 0));
	job->answer = JOB_DONE;
	return DB_OK;
}

static enum db_error presence(struct job *job, struct db *db, struct arena *arena)
{
	struct uuid *campaigns = ARENA_ARRAY(arena, struct uuid, job->watched_count + 1);
	const struct db_rows *rows;
	struct list members;
	enum db_error error;

	for (size_t i = 0; i < job->watched_count; i++)
		campaigns[i] = job->watched[i].campaign;
	presence_queue(db, campaigns, job->watched_count, arena);
	error = db_run(db);
	if (error)
		return error;
	rows = db_result(db, 0);
	members = presence_list(rows, 0, db_count(rows), arena);
	job_room(job, members.count);
	for (size_t i = 0; i < members.count; i++)
		add_person(job, db_uuid(rows, i, 0), (struct table_presence *)members.items + i);
	job->answer = JOB_DONE;
	return DB_OK;
}

enum db_error work_do(struct job *job, struct db *db, struct arena *arena)
{
	static enum db_error (*const works[])(struct job *, struct db *, struct arena *) = {
	    [JOB_SNAPSHOT] = snapshot, [JOB_REPLAY] = replay, [JOB_FILL] = fill,
	    [JOB_SWEEP] = sweep,       [JOB_BEAT] = beat,     [JOB_ATTEND] = attend,
	    [JOB_PRESENCE] = presence,
	};

	return works[job->kind](job, db, arena);
}
