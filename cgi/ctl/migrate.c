#include "cgi/ctl/ctl.h"
#include "common/base/config.h"
#include "common/db/db.h"
#include "queries.h"

#include "common/base/poison.h"

/* Held by the session, so that two machines that start at once migrate one after the other. The number
 * is "tabard" in hexadecimal; a statement may take its time here. */
static const char prepare[] =
    "set statement_timeout = 0; set lock_timeout = 0;"
    "set idle_in_transaction_session_timeout = 0;"
    "select pg_advisory_lock(x'746162617264'::bigint);"
    "create table if not exists schema_migrations (name text primary key, checksum text not null, "
    "applied_at timestamptz not null default now())";

static int complain(const char *file, const char *why)
{
	fprintf(stderr, "tabardctl: migrate: %s: %s\n", file, why);
	return 1;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* "0001_schema.sql" and the like; what else lies about is an error rather than skipped. */
static bool is_numbered(const char *name)
{
	for (int i = 0; i < 4; i++)
		if (name[i] < '0' || name[i] > '9')
			return false;
	return name[4] == '_';
}

static int apply(struct db *db, const char *path, struct arena *arena)
{
	const char *name = base_name(path), *why;
	struct str text, checksum;

	if (!is_numbered(name))
		return complain(name, "a migration is named like 0002_what_it_does.sql");
	if (!ctl_read_file(path, arena, &text))
		return 1;
	if (db_query(db, &q_ctl_migration, name, text.p))
		return complain(name, "the database did not answer; its log says why");
	checksum = arena_str(arena, db_str(db_result(db, 0), 0, 0));
	if (db_bool(db_result(db, 0), 0, 1))
		return 0;
	if (!db_null(db_result(db, 0), 0, 2))
		return complain(name,
		                "was changed after it was applied; add a new migration instead");
	why = db_script(db,
	                arena_printf(arena,
	                             "begin; %.*s; insert into schema_migrations (name, checksum) "
	                             "values ('%s', '%.*s'); commit",
	                             STR_ARG(text), name, STR_ARG(checksum))
	                    .p);
	if (why)
		return complain(name, why);
	fprintf(stderr, "tabardctl: applied %s\n", name);
	return 0;
}

int ctl_migrate(int argc, char **argv)
{
	struct arena arena = {0};
	struct list files;
	struct db *db = NULL;
	const char *why;
	int status = 1;

	(void)argc;
	if (!ctl_list_folder(argv[0], ".sql", &arena, &files))
		goto out;
	db = db_open(config_text(SET_DATABASE_URL), "tabardctl");
	if (!db)
		goto out;
	why = db_script(db, prepare);
	status = why ? complain("schema_migrations", why) : 0;
	for (size_t i = 0; !status && i < files.count; i++)
		status = apply(db, ((const char **)files.items)[i], &arena);
out:
	db_close(db);
	arena_free(&arena);
	return status;
}
