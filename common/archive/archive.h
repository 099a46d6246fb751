/* A campaign as one document: sections, each a list of rows as JSON. Export and import go by the same
 * table; a section that is not in it is not in the document. */
#ifndef TABARD_ARCHIVE_ARCHIVE_H
#define TABARD_ARCHIVE_ARCHIVE_H

#include "common/db/db.h"
#include "common/json/json.h"

struct archive_section {
	const char *name;
	const struct db_query *get; /* $1 the campaign, $2 the cursor, $3 how many, $4 the reader */
	/* $1 the rows as a JSON array, $2 the new owner, $3 the new campaign; says whether all of them
	 * belong there. Or q_compendium_put. */
	const struct db_query *put;
};
extern const struct archive_section archive_sections[];
extern const size_t archive_section_count;

/* Takes a piece of a section, or of what stands around the sections. */
typedef void archive_take(void *context, struct str piece);

/* All rows of a section, one call each, in pages of as many as memory bears. With a reader, only what
 * that person may read. */
enum db_error archive_rows(struct db *db, const struct archive_section *section,
                           struct uuid campaign, struct uuid reader, struct arena *arena,
                           archive_take *take, void *context);
/* The whole document, piece by piece. What was given stays given when an error comes midway. */
enum db_error archive_write(struct db *db, struct uuid campaign, struct uuid reader,
                            struct arena *arena, archive_take *take, void *context);

/* Makes a campaign from a document, inside a transaction that the caller began, in pieces of a few hundred
 * kilobytes. All ids become others, in the order in which they were; the owner becomes `owner`. With problems
 * it is no such document; *why says which part of it does not belong to it, or is NULL. *campaign is the new
 * id. */
enum db_error archive_put(struct db *db, struct str document, struct uuid owner,
                          struct arena *arena, struct uuid *campaign, const char **why,
                          struct problems *ps);
/* Behind that, in the same transaction: whether what was put holds together as games do. *why says what
 * does not. */
enum db_error archive_check(struct db *db, struct uuid campaign, struct uuid owner,
                            struct arena *arena, const char **why);

#endif
