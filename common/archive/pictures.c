/* The pictures of a document: each row's base64 stays where it lies, and the little that stands beside it is read. */
#include "common/archive/archive.h"
#include "common/json/scan.h"

#include "common/base/poison.h"

enum { ROW_BYTES_MAX = 4096, NAME_MAX_POINTS = 120 };

#define FIELD(member, kind_, ...)                                                                  \
	{                                                                                          \
		.name = #member, .kind = (kind_),                                                  \
		.offset = offsetof(struct archive_upload, member), __VA_ARGS__                     \
	}
static const struct field upload_fields[] = {
    FIELD(id, FIELD_UUID, .flags = FIELD_REQUIRED),
    FIELD(campaign_id, FIELD_UUID, .flags = FIELD_REQUIRED),
    FIELD(owner_id, FIELD_UUID, .flags = FIELD_REQUIRED),
    FIELD(name, FIELD_STR, .flags = FIELD_REQUIRED, .max = NAME_MAX_POINTS),
    FIELD(created_at, FIELD_STR, .flags = FIELD_REQUIRED, .max = 40),
    FIELD(media_type, FIELD_STR, .flags = FIELD_REQUIRED, .max = 40),
    FIELD(bytes, FIELD_INT, .flags = FIELD_REQUIRED, .min = INT32_MIN, .max = INT32_MAX),
    FIELD(width, FIELD_INT, .flags = FIELD_REQUIRED, .min = INT32_MIN, .max = INT32_MAX),
    FIELD(height, FIELD_INT, .flags = FIELD_REQUIRED, .min = INT32_MIN, .max = INT32_MAX),
};
static const struct shape upload_shape = {
    .name = "ArchivedUpload",
    .open = true,
    .size = sizeof(struct archive_upload),
    .seen = SHAPE_NO_SEEN,
    .fields = upload_fields,
    .count = sizeof upload_fields / sizeof *upload_fields,
};

/* The picture of a row as it stands between its quotes; empty when it has none. */
static struct str find_picture(struct str object)
{
	struct str key, value, found = {0};

	while (json_next_member(&object, &key, &value))
		if (str_eq(key, STR("picture")))
			found =
			    value.p[0] == '"' ? str_sub(value, 1, value.n - 2) : (struct str){0};
	return found;
}

/* The row without its picture, copied; empty when it is too long. */
static struct str without_picture(struct str object, struct arena *arena)
{
	struct buf b = BUF(arena);
	struct str key, value;

	while (json_next_member(&object, &key, &value)) {
		if (str_eq(key, STR("picture")))
			continue;
		if (b.n + key.n + value.n > ROW_BYTES_MAX)
			return (struct str){0};
		buf_put(&b, b.n ? STR(",\"") : STR("{\""));
		buf_put(&b, key);
		BUF_LIT(&b, "\":");
		buf_put(&b, value);
	}
	buf_put(&b, b.n ? STR("}") : STR("{}"));
	return buf_str(&b);
}

static bool refuse(const struct archive_walk *walk, const char *member, const char *message,
                   struct arena *arena, struct problems *ps)
{
	problem_add(ps, arena_printf(arena, "/uploads/%zu%s", walk->count - 1, member),
	            "NOT_ALLOWED", str_of(message));
	return false;
}

static bool read_row(struct archive_walk *walk, struct str row, struct arena *arena,
                     struct archive_upload *out, struct problems *ps)
{
	struct problems found = {0};

	*out = (struct archive_upload){0};
	if (!row.n)
		return refuse(walk, "", "must have at most 4 KiB besides its picture", arena, ps);
	if (!json_decode(row, &upload_shape, arena, out, &found)) {
		for (size_t i = 0; i < found.count; i++)
			problem_add(ps,
			            arena_printf(arena, "/uploads/%zu%.*s", walk->count - 1,
			                         STR_ARG(found.items[i].field)),
			            found.items[i].code, found.items[i].message);
		return false;
	}
	/* So that none comes twice, without remembering them all. */
	if (memcmp(out->id.b, walk->last.b, sizeof out->id.b) <= 0)
		return refuse(walk, "/id",
		              "must be above the one before: pictures stand in the "
		              "order of their ids, each once",
		              arena, ps);
	walk->last = out->id;
	return true;
}

bool archive_next_upload(const struct archive *archive, struct archive_walk *walk,
                         struct arena *arena, struct archive_upload *out, struct base64 *picture,
                         struct problems *ps)
{
	struct str object, text;

	if (!walk->rest.p)
		walk->rest = archive->sections[archive_section_count - 1];
	while (json_next_object(&walk->rest, &object)) {
		walk->count++;
		text = find_picture(object);
		if (!text.n) /* its file was not there, or was left out: nor is it here */
			continue;
		*picture = (struct base64){.rest = text};
		return read_row(walk, without_picture(object, arena), arena, out, ps);
	}
	walk->count++;
	if (!json_ended(walk->rest))
		refuse(walk, "", "must be an object", arena, ps);
	return false;
}

void archive_made_upload(struct buf *made, const struct archive_upload *upload)
{
	buf_putc(made, made->n ? ',' : '[');
	json_encode(made, &upload_shape, upload);
}

void archive_set_uploads(struct archive *archive, struct buf *made)
{
	buf_put(made, made->n ? STR("]") : STR("[]"));
	archive->sections[archive_section_count - 1] = buf_str(made);
}
