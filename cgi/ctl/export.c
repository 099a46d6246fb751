/* A campaign as an SQLite file: a table for each section of its archive, a column for each member of the
 * section's rows; what is an object or an array there is its JSON here. Pictures are BLOBs. */
#include <sqlite3.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgi/ctl/ctl.h"
#include "common/archive/archive.h"
#include "common/base/config.h"
#include "common/json/any.h"
#include "queries.h"

#include "common/base/poison.h"

struct writing {
	sqlite3 *file;
	sqlite3_stmt
	    *insert; /* made for the first row: all rows of a section have the same members */
	const struct archive_section *section;
	const char *folder; /* with the pictures */
	size_t rows, missing;
	bool failed;
};

static void complain(struct writing *w)
{
	if (!w->failed)
		fprintf(stderr, "tabardctl: export: %s\n", sqlite3_errmsg(w->file));
	w->failed = true;
}

static void run(struct writing *w, const char *sql)
{
	if (sqlite3_exec(w->file, sql, NULL, NULL, NULL) != SQLITE_OK)
		complain(w);
}

/* Names are ours: columns of the database and members of its objects. */
static void make_table(struct writing *w, const struct any *row, struct arena *arena)
{
	struct buf columns = BUF(arena), places = BUF(arena);
	struct str sql;

	for (const struct any *at = row->first; at; at = at->next) {
		buf_printf(&columns, "%s\"%.*s\"", at == row->first ? "" : ",", STR_ARG(at->key));
		buf_put(&places, at == row->first ? STR("?") : STR(",?"));
	}
	if (w->section->pictures) {
		BUF_LIT(&columns, ",\"picture\" blob");
		BUF_LIT(&places, ",?");
	}
	run(w, arena_printf(arena, "create table \"%s\" (%.*s)", w->section->name,
	                    STR_ARG(buf_str(&columns)))
	           .p);
	sql = arena_printf(arena, "insert into \"%s\" values (%.*s)", w->section->name,
	                   STR_ARG(buf_str(&places)));
	if (!w->failed && sqlite3_prepare_v2(w->file, sql.p, (int)sql.n, &w->insert, NULL))
		complain(w);
}

static int bind(struct writing *w, int place, const struct any *value, struct arena *arena)
{
	struct buf json = BUF(arena);
	struct str text = value->text;
	int64_t number;

	if (value->kind == ANY_NULL)
		return sqlite3_bind_null(w->insert, place);
	if (value->kind == ANY_BOOL)
		return sqlite3_bind_int(w->insert, place, value->truth);
	if (value->kind == ANY_NUMBER && str_to_int(text, INT64_MIN, INT64_MAX, &number))
		return sqlite3_bind_int64(w->insert, place, number);
	if (value->kind != ANY_TEXT) {
		any_write(&json, value);
		text = buf_str(&json);
	}
	return sqlite3_bind_text(w->insert, place, text.n ? text.p : "", (int)text.n,
	                         SQLITE_TRANSIENT);
}

/* The bytes of the picture, or NULL when its file is not there. */
static int bind_picture(struct writing *w, int place, struct str id, struct arena *arena)
{
	int fd = open(arena_printf(arena, "%s/%.*s", w->folder, STR_ARG(id)).p,
	              O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	void *bytes = MAP_FAILED;
	int result = SQLITE_OK;
	struct stat st;

	if (fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0)
		bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (fd >= 0)
		close(fd);
	if (bytes == MAP_FAILED) {
		w->missing++;
		return sqlite3_bind_null(w->insert, place);
	}
	result = sqlite3_bind_blob64(w->insert, place, bytes, (sqlite3_uint64)st.st_size,
	                             SQLITE_TRANSIENT);
	munmap(bytes, (size_t)st.st_size);
	return result;
}

static void take_row(void *context, struct str piece, struct str key)
{
	struct writing *w = context;
	struct arena arena = {0};
	struct problems problems = {0};
	const struct any *row = any_parse(piece, &arena, &problems);
	int place = 1;

	if (!row)
		w->failed = true;
	else if (!w->insert)
		make_table(w, row, &arena);
	for (const struct any *at = row ? row->first : NULL; at && !w->failed; at = at->next)
		if (bind(w, place++, at, &arena) != SQLITE_OK)
			complain(w);
	if (!w->failed && w->section->pictures && bind_picture(w, place, key, &arena))
		complain(w);
	if (!w->failed && sqlite3_step(w->insert) != SQLITE_DONE)
		complain(w);
	if (!w->failed)
		sqlite3_reset(w->insert);
	w->rows++;
	arena_free(&arena);
}

/* The rows of pictures are taken up when all of them are here: their files may take longer than the database waits. */
static void write_section(struct writing *w, struct db *db, struct uuid campaign,
                          struct arena *arena)
{
	struct archive_kept kept = {.lines = BUF(arena)};
	bool later = w->section->pictures;
	struct str rest, row;
	struct uuid id;

	if (archive_rows(db, w->section, campaign, (struct uuid){{0}}, arena,
	                 later ? archive_keep : take_row, later ? (void *)&kept : (void *)w))
		w->failed = true;
	rest = buf_str(&kept.lines);
	while (!w->failed && archive_next_kept(&rest, &id, &row))
		take_row(w, row, str_of(arg_uuid(arena, id)));
	sqlite3_finalize(w->insert);
	w->insert = NULL;
}

/* The sections into a new file, all as of one moment. */
static int write_file(struct db *db, struct uuid campaign, sqlite3 *file, struct arena *arena)
{
	struct writing w = {.file = file,
	                    .folder = arena_printf(arena, "%s/uploads", config_text(SET_VAR)).p};
	size_t campaigns = 0;

	if (db_query(db, &q_table_snapshot))
		return 1;
	run(&w, "begin");
	for (size_t i = 0; i < archive_section_count && !w.failed; i++) {
		w.section = &archive_sections[i];
		w.rows = 0;
		write_section(&w, db, campaign, arena);
		if (str_eq(str_of(w.section->name), STR("campaign")))
			campaigns = w.rows;
	}
	run(&w, w.failed ? "rollback" : "commit");
	if (!w.failed && !campaigns)
		fputs("tabardctl: export: there is no such campaign\n", stderr);
	if (w.missing)
		fprintf(stderr,
		        "tabardctl: export: %zu of the pictures could not be read from %s; their "
		        "column is NULL\n",
		        w.missing, w.folder);
	return w.failed || !campaigns;
}

/* Makes it anew and empty, which SQLite takes for a new file. Asked by making it, since access() asks for
 * another user than who writes it. */
static bool make_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0) {
		fprintf(stderr, "tabardctl: export: %s %s\n", path,
		        errno == EEXIST ? "is there already" : strerror(errno));
		return false;
	}
	close(fd);
	return true;
}

int ctl_export(int argc, char **argv)
{
	struct arena arena = {0};
	struct uuid campaign;
	struct db *db = NULL;
	sqlite3 *file = NULL;
	bool made = false;
	int status = 1;

	(void)argc;
	if (!uuid_parse(str_of(argv[0]), &campaign)) {
		fputs("tabardctl: export: the campaign is named by its id\n", stderr);
		return 2;
	}
	db = db_open(config_text(SET_DATABASE_URL), "tabardctl");
	if (!db)
		goto out;
	if (!make_file(argv[1]))
		goto out;
	made = true;
	if (sqlite3_open(argv[1], &file) != SQLITE_OK) {
		fprintf(stderr, "tabardctl: export: %s: %s\n", argv[1], sqlite3_errmsg(file));
		goto out;
	}
	status = write_file(db, campaign, file, &arena);
out:
	sqlite3_close(file);
	if (status && made)
		unlink(argv[1]);
	db_close(db);
	arena_free(&arena);
	return status;
}
