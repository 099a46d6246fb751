/* A JSON document as a tree in an arena, members in byte order of their keys: what views are made of,
 * compared and written. It never holds null, which in a merge patch means "remove" (RFC 7396). */
#ifndef TABARD_TABLE_DOC_H
#define TABARD_TABLE_DOC_H

#include "common/base/buf.h"
#include "common/base/shape.h"

enum doc_kind { DOC_OBJECT, DOC_ARRAY, DOC_TEXT, DOC_NUMBER, DOC_DECIMAL, DOC_TRUTH, DOC_REMOVED };

struct doc {
	enum doc_kind kind;
	struct str key; /* empty in an array and at the root */
	struct str text;
	int64_t number; /* also the truth of DOC_TRUTH, the thousandths of DOC_DECIMAL */
	struct doc *first, *last, *next;
};

struct doc *doc_root(struct arena *a);
/* Each adds a member to an object, or an item to an array with an empty key, and returns it. Keys and
 * text are borrowed; a key must not be added twice. */
struct doc *doc_object(struct arena *a, struct doc *in, struct str key);
struct doc *doc_array(struct arena *a, struct doc *in, struct str key);
void doc_text(struct arena *a, struct doc *in, struct str key, struct str text);
void doc_uuid(struct arena *a, struct doc *in, struct str key, struct uuid id);
void doc_number(struct arena *a, struct doc *in, struct str key, int64_t number);
void doc_decimal(struct arena *a, struct doc *in, struct str key, int64_t thousandths);
void doc_truth(struct arena *a, struct doc *in, struct str key, bool truth);
/* The lower-case text of an id, in the arena. */
struct str doc_id(struct arena *a, struct uuid id);
/* The scalar fields of a shape's struct, as members. */
void doc_fields(struct arena *a, struct doc *in, const struct shape *shape, const void *object);

/* Adds a copy of the node alone, which shares the members of `d`. */
void doc_share(struct arena *a, struct doc *in, const struct doc *d);

/* The member of an object, or NULL. */
struct doc *doc_find(const struct doc *in, struct str key);
void doc_write(struct buf *b, const struct doc *d);
bool doc_equal(const struct doc *a, const struct doc *b);
/* The merge patch that turns `before` into `after`, both objects; NULL when there is nothing to do.
 * What both trees share is borrowed. Cost: linear in the members of the objects that differ. */
struct doc *doc_patch(struct arena *a, const struct doc *before, const struct doc *after);

#endif
