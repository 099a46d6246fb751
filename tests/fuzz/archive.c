/* Bytes as a campaign's archive. Of whatever is read every picture is walked to and decoded to its end, maps and entries
 * are looked at, and what comes out of them is JSON that comes out again. */
#include <stdlib.h>

#include "common/archive/archive.h"
#include "common/json/scan.h"

#include "common/base/poison.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void walk_pictures(struct archive *archive, struct arena *arena, struct problems *ps)
{
	struct archive_walk walk = {0};
	struct archive_upload upload;
	struct buf made = BUF(arena);
	struct base64 text;
	struct uuid last = {{0}};

	while (archive_next_upload(archive, &walk, arena, &upload, &text, ps)) {
		size_t room = text.rest.n, all = 0;
		unsigned char piece[64];
		int n;

		must(room > 0 && uuid_cmp(upload.id, last) > 0);
		last = upload.id;
		while ((n = base64_next(&text, piece, sizeof piece)) > 0)
			all += (size_t)n;
		must(all <= room * 3 / 4);
		archive_made_upload(&made, &upload);
	}
	archive_set_uploads(archive, &made);
	must(!json_scan(archive->sections[archive_section_count - 1]).problem);
}

static void mend_rows(const struct archive *archive, size_t section, struct arena *arena)
{
	archive_mend *mend = archive_sections[section].mend;
	struct str rest = archive->sections[section], row;

	while (mend && json_next_object(&rest, &row)) {
		struct problems ps = {0};
		struct str once, twice;

		if (!mend(row, arena, &once, &ps)) {
			must(ps.count > 0);
			continue;
		}
		must(!json_scan(once).problem && mend(once, arena, &twice, &ps));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = {(const char *)data, size};
	struct arena arena = {0};
	struct problems ps = {0};
	struct archive archive;

	if (archive_read(text, uuid_v4(), &arena, &archive, &ps)) {
		walk_pictures(&archive, &arena, &ps);
		for (size_t i = 0; i < archive_section_count; i++)
			mend_rows(&archive, i, &arena);
	} else {
		must(ps.count > 0);
	}
	arena_free(&arena);
	return 0;
}
