/* A campaign as an SQLite file: a table for each section of its archive, a column for each member of the
 * section's rows; what is an object or an array there is its JSON here. */
#include <sqlite3.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "cgi/ctl/ctl.h"
#include "common/archive/archive.h"
#include "common/base/config.h"
#include "common/json/any.h"
#include "queries.h"

#include "common/base/poison.h"

struct writing {
	sqlite3 *file;
	const char *table;
	sqlite3_stmt
	    *insert; /* made for the first row: all rows of a section have the same members */
	size_t rows;
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
	run(w,
	    arena_printf(arena, "create table \"%s\" (%.*s)", w->table, STR_ARG(buf_str(&columns)))
	        .p);
	sql = arena_printf(arena, "insert into \"%s\" values (%.*s)", w->table,
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

static void take_row(void *context, struct str piece)
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
	if (!w->failed && sqlite3_step(w->insert) != SQLITE_DONE)
		complain(w);
	if (!w->failed)
		sqlite3_reset(w->insert);
	w->rows++;
	arena_free(&arena);
}

/* The sections into a new file, all as of one moment. */
static int write_file(struct db *db, struct uuid campaign, sqlite3 *file, struct arena *arena)
{
	struct writing w = {.file = file};
	size_t campaigns = 0;

	if (db_query(db, &q_table_snapshot))
		return 1;
	run(&w, "begin");
	for (size_t i = 0; i < archive_section_count && !w.failed; i++) {
		w.table = archive_sections[i].name;
		w.rows = 0;
		if (archive_rows(db, &archive_sections[i], campaign, (struct uuid){{0}}, arena,
		                 take_row, &w))
			w.failed = true;
		if (str_eq(str_of(w.table), STR("campaign")))
			campaigns = w.rows;
		sqlite3_finalize(w.insert);
		w.insert = NULL;
	}
	run(&w, w.failed ? "rollback" : "commit");
	if (!w.failed && !campaigns)
		fputs("tabardctl: export: there is no such campaign\n", stderr);
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
