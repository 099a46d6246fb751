#include "common/table/presence.h"

#include "common/base/clock.h"
#include "common/table/announce.h"
#include "queries.h"

#include "common/base/poison.h"

static void add(struct doc *out, struct uuid user, struct str since, struct arena *arena)
{
	doc_text(arena, doc_object(arena, out, doc_id(arena, user)), STR("since"), since);
}

void view_presence(const struct list *members, struct doc *out, struct arena *arena)
{
	const struct table_presence *m = members->items;

	for (size_t i = 0; i < members->count; i++)
		if (m[i].since)
			add(out, m[i].user_id, clock_rfc3339(m[i].since, arena), arena);
}

void view_nobody(struct doc *patch, struct uuid user, struct arena *arena)
{
	struct doc *in = doc_object(arena, patch, STR("presence"));

	doc_object(arena, in, doc_id(arena, user))->kind = DOC_REMOVED;
}

static struct doc *document(const struct list *members, struct arena *arena)
{
	struct doc *root = doc_root(arena);

	view_presence(members, doc_object(arena, root, STR("presence")), arena);
	return root;
}

/* As if each of them were here since another time: whatever is so, the patch from there says it. */
static struct doc *anything(const struct list *members, struct arena *arena)
{
	const struct table_presence *m = members->items;
	struct doc *root = doc_root(arena), *in = doc_object(arena, root, STR("presence"));

	for (size_t i = 0; i < members->count; i++)
		add(in, m[i].user_id, STR(""), arena);
	return root;
}

struct str presence_event(const struct list *before, const struct list *after, struct arena *arena)
{
	struct announcement news = {.at = clock_rfc3339(clock_ms(), arena)};
	const char *bytes;

	news.type[AUDIENCE_PARTY] = "presence.changed";
	news.patch[AUDIENCE_PARTY] =
	    doc_patch(arena, before ? document(before, arena) : anything(after, arena),
	              document(after, arena));
	bytes = announce_bytes(&news, AUDIENCE_PARTY, arena);
	return bytes ? str_of(bytes) : STR("");
}

/* "{id,id}" */
static const char *array(const struct uuid *ids, size_t count, struct arena *arena)
{
	struct buf b = BUF(arena);
	char text[UUID_TEXT + 1];

	buf_putc(&b, '{');
	for (size_t i = 0; i < count; i++) {
		uuid_format(ids[i], text);
		buf_printf(&b, "%s%s", i ? "," : "", text);
	}
	buf_putc(&b, '}');
	return arena_cstr(arena, buf_str(&b));
}

void presence_queue(struct db *db, const struct uuid *campaigns, size_t count, struct arena *arena)
{
	db_queue(db, &q_table_presence, array(campaigns, count, arena));
}

struct list presence_list(const struct db_rows *rows, size_t first, size_t count,
                          struct arena *arena)
{
	struct list members = {ARENA_ARRAY(arena, struct table_presence, count + 1), count};
	struct table_presence *m = members.items;

	for (size_t i = 0; i < count; i++)
		m[i] = (struct table_presence){db_uuid(rows, first + i, 1),
		                               db_int(rows, first + i, 2)};
	return members;
}

static int compare(const void *a, const void *b)
{
	return uuid_cmp(*(const struct uuid *)a, *(const struct uuid *)b);
}

void presence_ring(struct db *db, const struct uuid *campaigns, size_t count, struct arena *arena)
{
	struct uuid *ids = ARENA_ARRAY(arena, struct uuid, count + 1);
	struct buf channels = BUF(arena), payloads = BUF(arena);
	char text[UUID_TEXT + 1];

	if (count)
		memcpy(ids, campaigns, count * sizeof *ids);
	qsort(ids, count, sizeof *ids, compare);
	for (size_t i = 0; i < count; i++) {
		if (i && uuid_eq(ids[i], ids[i - 1]))
			continue;
		uuid_format(ids[i], text);
		buf_printf(&channels, "%c%s", i ? ',' : '{', announce_channel(ids[i], arena));
		buf_printf(&payloads, "%c\"%s presence\"", i ? ',' : '{', text);
	}
	if (!count)
		return;
	buf_putc(&channels, '}');
	buf_putc(&payloads, '}');
	db_queue(db, &q_table_ring, arena_cstr(arena, buf_str(&channels)),
	         arena_cstr(arena, buf_str(&payloads)));
}
