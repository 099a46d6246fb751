/* tabardctl import: what POST /campaigns/{id}/compendium/import does, for an operator and several files. */
#include <unistd.h>

#include "common/compendium/import.h"

#include "cgi/ctl/ctl.h"
#include "common/base/config.h"
#include "common/db/db.h"
#include "queries.h"

#include "common/base/poison.h"

static void print_entry(const struct import_entry *e)
{
	const struct str *notes = e->notes.items;
	struct str slug = any_text(any_get(e->data, "slug"));

	if (!e->skipped && !e->problems.count && !e->notes.count)
		return;
	printf("%.*s: %s%.*s\n", STR_ARG(e->place),
	       e->skipped          ? "skipped"
	       : e->problems.count ? "refused "
	                           : "",
	       STR_ARG(slug));
	for (size_t i = 0; i < e->problems.count; i++)
		printf("  %.*s %.*s\n", STR_ARG(e->problems.items[i].field),
		       STR_ARG(e->problems.items[i].message));
	for (size_t i = 0; i < e->notes.count; i++)
		printf("  %.*s\n", STR_ARG(notes[i]));
}

/* Somebody who waits at a terminal sees that it goes on, on a line that is written over. */
static void tell(const char *what, size_t done, size_t of)
{
	enum { EVERY = 50 };

	if ((done % EVERY == 0 || done == of) && isatty(STDERR_FILENO))
		fprintf(stderr, "\r%s %zu of %zu%s", what, done, of, done == of ? "\n" : "");
}

static int fail_store(struct db *db)
{
	const char *why = db_constraint(db);

	if (strcmp(why, "compendium_entries_limit") == 0)
		fputs("tabardctl: import: nothing was stored: a campaign has at most 10000 entries "
		      "of its own\n",
		      stderr);
	else
		fprintf(stderr,
		        "tabardctl: import: nothing was stored (%s); is that the campaign's id?\n",
		        *why ? why : "the database refused");
	return 1;
}

/* All in one transaction, however often it is said how far it is. */
static int store(struct db *db, const struct import *im, const char *campaign)
{
	const char *fields = arena_cstr(im->arena, entry_fields_json(im->arena));
	size_t from = 0;

	if (db_query(db, &q_db_begin))
		return fail_store(db);
	for (;;) {
		struct buf chunk = BUF(im->arena);

		if (!import_chunk(im, &from, &chunk))
			break;
		if (db_query(db, &q_compendium_put, campaign,
		             arena_cstr(im->arena, buf_str(&chunk)), fields, NULL, "true", NULL))
			return fail_store(db);
		if (from < im->count)
			tell("stored", from, im->count);
	}
	tell("stored", im->count, im->count);
	return db_query(db, &q_db_commit) ? fail_store(db) : 0;
}

static int finish(const struct import *im, const char *campaign, bool dry_run)
{
	size_t good = im->count - im->skipped - im->refused;
	struct db *db;
	int status = im->refused > 0;

	for (size_t i = 0; i < im->count; i++)
		print_entry(&im->entries[i]);
	printf("%s: %zu good, %zu refused, %zu skipped\n", im->format ? im->format : "unknown",
	       good, im->refused, im->skipped);
	if (dry_run || im->refused) {
		puts("nothing was stored");
		return status;
	}
	db = db_open(config_text(SET_DATABASE_URL), "tabardctl");
	status = db ? store(db, im, campaign) : 1;
	db_close(db);
	if (!status)
		printf("%zu stored\n", good);
	return status;
}

int ctl_import(int argc, char **argv)
{
	struct arena arena = {0};
	struct import im = {.arena = &arena, .told = tell};
	struct buf all = BUF(&arena);
	struct problems problems = {0};
	bool dry_run = false;
	struct uuid id;
	int status = 1;

	if (!uuid_parse(str_of(argv[0]), &id)) {
		fputs("tabardctl: import: the campaign is named by its id\n", stderr);
		return 2;
	}
	for (int i = 1; i < argc; i++) {
		struct str text;

		if (strcmp(argv[i], "--dry-run") == 0) {
			dry_run = true;
			continue;
		}
		if (!ctl_read_file(argv[i], &arena, &text))
			goto out;
		buf_put(&all, text);
		buf_putc(&all, '\n');
	}
	if (!import_read(&im, buf_str(&all), &problems)) {
		for (size_t i = 0; i < problems.count; i++)
			fprintf(stderr, "tabardctl: import: %.*s\n",
			        STR_ARG(problems.items[i].message));
		goto out;
	}
	status = finish(&im, argv[0], dry_run);
out:
	arena_free(&arena);
	return status;
}
