/* A campaign as one document: sections, each a list of rows as JSON. Export and import go by the same
 * table; a section that is not in it is not in the document. The last one is the campaign's pictures. */
#ifndef TABARD_ARCHIVE_ARCHIVE_H
#define TABARD_ARCHIVE_ARCHIVE_H

#include "common/base/base64.h"
#include "common/db/db.h"
#include "common/json/json.h"

/* Makes of a row what can be put in its place, or says with problems why not; pointers begin at the row. */
typedef bool archive_mend(struct str row, struct arena *arena, struct str *out,
                          struct problems *ps);

struct archive_section {
	const char *name;
	const struct db_query *get; /* $1 the campaign, $2 the cursor, $3 how many, $4 the reader */
	/* $1 the rows as a JSON array, $2 the new owner, $3 the new campaign; says whether all of them
	 * belong there. Or q_compendium_put. */
	const struct db_query *put;
	archive_mend *mend; /* NULL: what the database makes sure of is enough */
	bool pictures;      /* each row has a file of its own; may be missing from a document */
};
extern const struct archive_section archive_sections[];
extern const size_t archive_section_count;

/* Takes a row of a section, and what stands behind it as the cursor: for a picture its id. */
typedef void archive_take(void *context, struct str row, struct str key);

/* All rows of a section, one call each, in pages of as many as memory bears. With a reader, only what
 * that person may read. */
enum db_error archive_rows(struct db *db, const struct archive_section *section,
                           struct uuid campaign, struct uuid reader, struct arena *arena,
                           archive_take *take, void *context);

/* Rows that are taken up later, when the database is not waited for: an archive_take and a walk. */
struct archive_kept {
	struct buf lines;
};
void archive_keep(void *context, struct str row, struct str key);
bool archive_next_kept(struct str *rest, struct uuid *id, struct str *row);

/* Takes a piece of the document's text. */
typedef void archive_text(void *context, struct str piece);
/* Writes the picture of that id as a JSON value: a string of base64, or null when its file is not there. */
typedef void archive_picture(void *context, struct uuid id);

/* The document but for its pictures, whose rows are kept. What was given stays given when an error comes
 * midway. */
enum db_error archive_write(struct db *db, struct uuid campaign, struct uuid reader,
                            struct arena *arena, archive_text *text, void *context,
                            struct archive_kept *pictures);
/* The rest of it; without `picture` no row has one. */
void archive_write_pictures(const struct archive_kept *pictures, archive_text *text,
                            archive_picture *picture, void *context);

/* A document that came: where its sections lie in it, and what becomes of its ids. */
struct archive {
	struct str *sections;                         /* in the order of the table */
	struct uuid salt, old_owner, owner, campaign; /* the last two are the new ones */
};

enum {
	ARCHIVE_TEXT_MAX = 64 * 1024 * 1024, /* bytes besides the pictures */
	ARCHIVE_VALUES_MAX =
	    500 * 1000, /* of one row: as a tree it takes a hundred times its text */
};

/* Looks at a document, which may lie in a mapping: nothing of it is copied. False with problems. */
bool archive_read(struct str document, struct uuid owner, struct arena *arena, struct archive *out,
                  struct problems *ps);
/* The id that takes the place of one in the document: another one, in the order in which they were; the owner's
 * becomes that of the new owner. */
struct uuid archive_id(const struct archive *archive, struct uuid old);

/* A picture of a document. The last four say what was made of it. */
struct archive_upload {
	struct uuid id, campaign_id, owner_id;
	struct str name, created_at, media_type;
	int32_t bytes, width, height;
};
/* A walk over them: zeroed at first. */
struct archive_walk {
	struct str rest;
	size_t count; /* of those that were walked past; the last one is that before */
	struct uuid last;
};
/* The next one that has a picture, with its base64, which lies in the document. False at the end, or with problems. */
bool archive_next_upload(const struct archive *archive, struct archive_walk *walk,
                         struct arena *arena, struct archive_upload *out, struct base64 *picture,
                         struct problems *ps);
/* Writes one that was made behind those before it; then all of them, in the place of what the document has. */
void archive_made_upload(struct buf *made, const struct archive_upload *upload);
void archive_set_uploads(struct archive *archive, struct buf *made);

/* Puts what the document has into the campaign's place, inside a transaction that the caller began, in pieces of a
 * few hundred kilobytes. With problems it is no such document; *why says which section does not belong to it, or, with
 * DB_REFUSED or DB_CONFLICT, does not fit; else it is NULL. */
enum db_error archive_put(struct db *db, const struct archive *archive, struct arena *arena,
                          const char **why, struct problems *ps);
/* Behind that, in the same transaction: whether what was put holds together as games do. *why says what
 * does not. */
enum db_error archive_check(struct db *db, const struct archive *archive, struct arena *arena,
                            const char **why);

/* Of the table. */
archive_mend archive_mend_map, archive_mend_homebrew;

#endif
