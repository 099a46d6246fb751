/* Files of entries in the formats that people bring, told apart by what is in them: Open5e v2 (its fixtures and
 * its API's answers), 5e-database, Improved Initiative, and entries as we give them. A file is one JSON value
 * after the other: JSON Lines are that, and so are several files in one. */
#ifndef TABARD_COMPENDIUM_IMPORT_H
#define TABARD_COMPENDIUM_IMPORT_H

#include "common/compendium/entry.h"

enum {
	IMPORT_ENTRIES_MAX = 5000,
	IMPORT_BYTES_MAX = 8 * 1024 * 1024,
	IMPORT_VALUES_MAX = 1000000, /* twice as many as files of that size have */
};

struct import_entry {
	enum entry_type type;
	struct any *data;
	struct str place; /* where in the file: "value 3", a key of the file's own */
	struct str ruleset, source, licence; /* ruleset is empty for the campaign's */
	struct list notes;        /* of struct str: what was repaired, what was left as it is */
	struct problems problems; /* any: it is refused */
	bool skipped;             /* nothing that we keep; the notes say what it is */
	struct str text;          /* what is to be stored */
};

struct import {
	struct arena *arena;
	const char *format; /* of the first value that told */
	struct import_entry *entries;
	size_t count, room, refused, skipped;
	void (*told)(const char *what, size_t done, size_t of); /* how far it is, or NULL */
};

/* Reads and checks all of it. False, with the problem added, when the file is not one that can be read. */
bool import_read(struct import *im, struct str text, struct problems *ps);
/* The report: {format, dry_run, imported, refused, skipped, entries: [{place, status, type, slug, name, notes,
 * problems}]}. */
void import_report(const struct import *im, bool dry_run, struct buf *b);
/* The entries from `*from` on for q_compendium_put, a few hundred at a time; false when there are none left. */
bool import_chunk(const struct import *im, size_t *from, struct buf *out);

#endif
