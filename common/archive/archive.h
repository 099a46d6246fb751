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

/* Queues the making of a campaign from a document, inside a transaction that the caller began. All ids
 * become others, in the order in which they were; the owner becomes `owner`. False with problems when
 * it is no such document. *campaign is the new id. */
bool archive_put(struct db *db, struct str document, struct uuid owner, struct arena *arena,
                 struct uuid *campaign, struct problems *ps);
/* Behind the run of that, in which its results begin with number `first`, and in the same transaction:
 * whether every row belongs to the campaign, and all of it holds together as games do. *why says what
 * does not. */
enum db_error archive_check(struct db *db, size_t first, struct uuid campaign, struct uuid owner,
                            struct arena *arena, const char **why);

#endif
