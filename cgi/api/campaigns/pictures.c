#include "cgi/api/campaigns/pictures.h"

#include <unistd.h>

#include "cgi/api/pictures.h"
#include "cgi/api/store.h"
#include "common/base/log.h"

#include "common/base/poison.h"

/* As much as becomes whole characters, and nginx takes at once. */
enum { PIECE_BYTES = 6144 };

static void send_bytes(struct request *rq, int file, struct uuid id)
{
	unsigned char bytes[PIECE_BYTES];
	char text[BASE64_ROOM(PIECE_BYTES)];
	size_t held = 0;
	ssize_t n;

	http_write(rq->http, STR("\""));
	while ((n = read(file, bytes + held, sizeof bytes - held)) > 0) {
		held += (size_t)n;
		if (held < sizeof bytes)
			continue;
		http_write(rq->http, (struct str){text, base64_encode(bytes, held, text)});
		held = 0;
	}
	http_write(rq->http, (struct str){text, base64_encode(bytes, held, text)});
	http_write(rq->http, STR("\""));
	if (n < 0)
		log_line(LOG_ERROR, "picture_unreadable", "upload=%s", rq_uuid(rq, id));
}

void pictures_send(void *context, struct uuid id)
{
	struct request *rq = *(struct request **)context;
	int file = uploads_open_picture(rq->app->uploads, id);

	if (file < 0) {
		log_line(LOG_WARNING, "picture_missing", "upload=%s", rq_uuid(rq, id));
		http_write(rq->http, STR("null"));
		return;
	}
	send_bytes(rq, file, id);
	close(file);
}

/* A picture of the document that is being brought. */
struct bringing {
	struct request *rq;
	struct archive_upload upload;
	struct base64 text;
	const char *field;
	int64_t taken; /* of the quota, by those before it */
};

/* `limit` is in bytes; 0 when it is none of that. */
static int refuse(const struct bringing *b, enum api_error error, int64_t limit)
{
	struct buf details = BUF(b->rq->arena);

	buf_printf(&details, "{\"field\":\"%s\",\"name\":", b->field);
	buf_json_str(&details, b->upload.name);
	if (limit)
		buf_printf(&details, ",\"limit_bytes\":%lld", (long long)limit);
	buf_putc(&details, '}');
	return fail_details(b->rq, error, buf_str(&details));
}

static int refuse_verdict(const struct bringing *b, enum image_verdict verdict)
{
	switch (verdict) {
	case IMAGE_TRAILING:
		return refuse(b, ERR_IMAGE_TRAILING, 0);
	case IMAGE_TOO_LARGE:
		return refuse(b, ERR_IMAGE_DIMENSIONS, 0);
	case IMAGE_GREW:
		return refuse(b, ERR_TOO_LARGE, IMAGE_STORED_MAX);
	case IMAGE_MADE:
	case IMAGE_UNKNOWN:
	case IMAGE_BROKEN:
	case IMAGE_FAILED:
	case IMAGE_VERDICTS:
		break;
	}
	return refuse(b, ERR_IMAGE_UNREADABLE, 0);
}

/* Others send pictures meanwhile: whoever waits too long for them tries again. */
enum { TRIES = 20 };

/* 0 with the files of `id`, or the answer's status. */
static int make(struct bringing *b, int scratch, struct uuid id)
{
	struct uploads *uploads = b->rq->app->uploads;
	struct image_report report;
	enum image_verdict verdict = IMAGE_FAILED;
	int64_t bytes = 0;
	bool busy = true;

	if (picture_decode(b->rq, b->text, IMAGE_STORED_MAX, b->field, scratch))
		return b->rq->answer->status;
	for (int i = 0; busy && i < TRIES; i++)
		verdict = uploads_keep(uploads, scratch, id, &report, &bytes, &busy);
	if (busy)
		return fail(b->rq, ERR_UNAVAILABLE);
	if (verdict)
		return refuse_verdict(b, verdict);
	b->upload.media_type = str_of(image_media_types[report.format]);
	b->upload.bytes = (int32_t)bytes;
	b->upload.width = report.width;
	b->upload.height = report.height;
	return 0;
}

/* Keeps one whose text and room are good. */
static int bring(struct bringing *b, const struct archive *archive, struct pictures *out)
{
	struct uploads *uploads = b->rq->app->uploads;
	struct uuid id = archive_id(archive, b->upload.id);
	int scratch = uploads_scratch(uploads), status;

	if (scratch < 0)
		return fail(b->rq, ERR_UNAVAILABLE);
	status = make(b, scratch, id);
	close(scratch);
	if (status)
		return status;
	buf_put(&out->ids, (struct str){(const char *)id.b, sizeof id.b});
	if (b->taken + b->upload.bytes > uploads_quota(uploads))
		return refuse(b, ERR_UPLOAD_QUOTA, uploads_quota(uploads));
	b->taken += uploads_room(b->upload.bytes);
	return 0;
}

int pictures_bring(struct request *rq, struct archive *archive, struct pictures *out)
{
	struct bringing b = {.rq = rq};
	struct archive_walk walk = {0};
	struct buf made = BUF(rq->arena);
	struct arena arena = {0};
	int status = 0;

	*out = (struct pictures){.ids = BUF(rq->arena)};
	uploads_hold(rq->app->uploads, true);
	while (!status &&
	       archive_next_upload(archive, &walk, &arena, &b.upload, &b.text, &rq->problems)) {
		b.field = arena_printf(rq->arena, "/uploads/%zu/picture", walk.count - 1).p;
		status = bring(&b, archive, out);
		if (!status)
			archive_made_upload(&made, &b.upload);
		arena_reset(&arena);
	}
	if (!status && rq->problems.count)
		status = fail_problems(rq);
	arena_free(&arena);
	if (status)
		pictures_settle(rq, out, false);
	else
		archive_set_uploads(archive, &made);
	return status;
}

void pictures_settle(struct request *rq, struct pictures *pictures, bool rows)
{
	struct str ids = buf_str(&pictures->ids);

	for (size_t i = 0; !rows && i + sizeof(struct uuid) <= ids.n; i += sizeof(struct uuid)) {
		struct uuid id;

		memcpy(id.b, ids.p + i, sizeof(struct uuid));
		uploads_remove(rq->app->uploads, id);
	}
	uploads_hold(rq->app->uploads, false);
}
