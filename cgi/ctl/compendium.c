#include "cgi/ctl/ctl.h"
#include "common/base/buf.h"
#include "common/base/config.h"
#include "common/compendium/fields.h"
#include "common/db/db.h"
#include "queries.h"

#include "common/base/poison.h"

/* The documents there are: a folder of JSON Lines files each. */
static const struct edition {
	const char *folder, *ruleset, *source;
} editions[] = {
    {"5.1", "2014", "SRD 5.1"},
    {"5.2", "2024", "SRD 5.2"},
};

struct file {
	const struct edition *edition;
	struct str type;    /* "magic-items" */
	struct str entries; /* of q_compendium_put */
};

enum { FILES_MAX = 48 }; /* a pipeline holds them all */

/* magic_items.jsonl holds the entries of type magic-items. */
static struct str type_of(const char *path, struct arena *arena)
{
	const char *slash = strrchr(path, '/');
	struct str name = str_of(slash ? slash + 1 : path);
	char *type;

	name.n = str_find(name, '.');
	type = arena_alloc(arena, name.n + 1, 1);
	for (size_t i = 0; i < name.n; i++)
		type[i] = name.p[i] == '_' ? '-' : name.p[i];
	return (struct str){type, name.n};
}

static struct str entries_of(const struct edition *edition, struct str type, struct str lines,
                             struct arena *arena)
{
	struct buf b = BUF(arena);
	bool any = false;

	buf_putc(&b, '[');
	while (lines.n) {
		struct str line = str_cut(&lines, '\n');

		if (!line.n)
			continue;
		buf_printf(&b, "%s{\"ruleset\":\"%s\",\"type\":\"%.*s\",\"source\":\"%s\",",
		           any ? "," : "", edition->ruleset, STR_ARG(type), edition->source);
		BUF_LIT(&b, "\"licence\":\"CC-BY-4.0\",\"data\":");
		buf_put(&b, line);
		buf_putc(&b, '}');
		any = true;
	}
	buf_putc(&b, ']');
	return (struct str){arena_cstr(arena, buf_str(&b)), b.n};
}

static bool read_all(const char *dir, struct arena *arena, struct file *files, size_t *count)
{
	for (size_t e = 0; e < sizeof editions / sizeof *editions; e++) {
		const char *folder = arena_printf(arena, "%s/%s", dir, editions[e].folder).p;
		struct list paths;
		struct str text;

		if (!ctl_list_folder(folder, ".jsonl", arena, &paths))
			return false;
		for (size_t i = 0; i < paths.count && *count < FILES_MAX; i++) {
			const char *path = ((const char **)paths.items)[i];

			if (!ctl_read_file(path, arena, &text))
				return false;
			files[*count].edition = &editions[e];
			files[*count].type = type_of(path, arena);
			files[*count].entries =
			    entries_of(&editions[e], files[*count].type, text, arena);
			(*count)++;
		}
	}
	return true;
}

/* All of it or nothing; homebrew, which has a campaign, is left alone. */
static enum db_error load(struct db *db, const struct file *files, size_t count, const char *fields,
                          const char *version)
{
	db_queue(db, &q_db_begin);
	db_queue(db, &q_ctl_clear);
	for (size_t i = 0; i < count; i++)
		db_queue(db, &q_compendium_put, NULL, files[i].entries.p, fields, NULL, "true",
		         NULL);
	db_queue(db, &q_ctl_loaded, version);
	db_queue(db, &q_db_commit);
	return db_run(db);
}

static int load_if_new(struct db *db, const struct file *files, size_t count, struct arena *arena)
{
	const char *fields = arena_cstr(arena, entry_fields_json(arena)), *version;
	struct buf everything = BUF(arena);

	buf_put(&everything, str_of(fields));
	for (size_t i = 0; i < count; i++)
		buf_put(&everything, files[i].entries);
	buf_putc(&everything, '\0');
	if (db_query(db, &q_ctl_version, everything.p))
		return 1;
	if (db_bool(db_result(db, 0), 0, 1))
		return 0;
	version = arena_cstr(arena, db_str(db_result(db, 0), 0, 0));
	if (load(db, files, count, fields, version)) {
		fprintf(stderr,
		        "tabardctl: compendium: an entry was refused (%s); nothing changed\n",
		        db_constraint(db));
		return 1;
	}
	fprintf(stderr, "tabardctl: loaded the compendium, %zu files\n", count);
	return 0;
}

int ctl_compendium(int argc, char **argv)
{
	struct file files[FILES_MAX];
	struct arena arena = {0};
	struct db *db = NULL;
	size_t count = 0;
	int status = 1;

	(void)argc;
	if (read_all(argv[0], &arena, files, &count) &&
	    (db = db_open(config_text(SET_DATABASE_URL), "tabardctl")))
		status = load_if_new(db, files, count, &arena);
	db_close(db);
	arena_free(&arena);
	return status;
}
