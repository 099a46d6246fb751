/* Files without a row: of an upload that a crash cut short, of a deletion that a crash cut short, or of a
 * campaign that is gone. */
#include "cgi/api/store.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/base/log.h"
#include "queries.h"

#include "common/base/poison.h"

/* Younger ones may be of an upload that is about to get its row. */
enum { AGE_SECONDS = 3600, BATCH = 500 };

static bool is_old(int folder, const char *name)
{
	struct stat st;

	return fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
	       time(NULL) - st.st_mtime > AGE_SECONDS;
}

/* Asks about the ids in `list` ("{a,b,…") and removes the files of those that are of no upload. */
static bool ask(const struct uploads *u, struct db *db, struct buf *list)
{
	const struct db_rows *rows;

	if (!list->n)
		return true;
	BUF_LIT(list, "}");
	buf_putc(list, '\0');
	if (db_query(db, &q_uploads_leftovers, list->p))
		return false;
	rows = db_result(db, 0);
	for (size_t i = 0; i < db_count(rows); i++)
		uploads_remove(u, db_uuid(rows, i, 0));
	if (db_count(rows))
		log_line(LOG_INFO, "uploads_swept", "count=%zu", db_count(rows));
	return true;
}

bool uploads_sweep(const struct uploads *u, struct db *db)
{
	int copy = openat(uploads_folder(u), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = copy < 0 ? NULL : fdopendir(copy);
	struct arena arena = {0};
	struct buf list = BUF(&arena);
	size_t count = 0;
	bool good = folder != NULL;

	for (struct dirent *entry; good && (entry = readdir(folder));) {
		struct str name = str_of(entry->d_name);
		struct uuid id;

		if (!uuid_parse(str_sub(name, 0, UUID_TEXT), &id) || !is_old(copy, entry->d_name))
			continue;
		if (name.n == UUID_TEXT + 1) { /* received by a process that is no more */
			unlinkat(copy, entry->d_name, 0);
			continue;
		}
		buf_putc(&list, count ? ',' : '{');
		buf_put(&list, str_sub(name, 0, UUID_TEXT));
		if (++count == BATCH) {
			good = ask(u, db, &list);
			list.n = count = 0;
		}
	}
	good = good && ask(u, db, &list);
	if (folder)
		closedir(folder);
	arena_free(&arena);
	return good;
}
