/* JSON in and out through shapes: RFC 8259 to the letter, no duplicate keys (RFC 7493), no NUL characters, no
 * number that does not fit. */
#ifndef TABARD_JSON_JSON_H
#define TABARD_JSON_JSON_H

#include "common/base/buf.h"
#include "common/base/shape.h"

enum { JSON_DEPTH_MAX = 32, PROBLEMS_MAX = 16 };

/* One wrong field, as `details.fields` of an answer carries it. */
struct problem {
	struct str field; /* a JSON pointer (RFC 6901), or the name of a query parameter */
	const char *code; /* REQUIRED, UNKNOWN_FIELD, WRONG_TYPE, OUT_OF_RANGE, TOO_LONG, … */
	struct str message;
};

struct problems {
	struct problem items[PROBLEMS_MAX];
	size_t count;
};

/* Adds one; past PROBLEMS_MAX they are dropped. `field` and `message` are borrowed. */
void problem_add(struct problems *ps, struct str field, const char *code, struct str message);

/* Parses `text` (one JSON object) and fills `out`, a zeroed struct of the shape; strings and lists are
 * in `arena`. False when anything is wrong: `ps` then names every field that is, or has a single
 * entry with an empty pointer and code MALFORMED when the text is not JSON at all. */
bool json_decode(struct str text, const struct shape *shape, struct arena *arena, void *out,
                 struct problems *ps);

/* For bodies whose fields depend on one of them: decodes only the string member `name` of the object.
 * False, with the problems of a required FIELD_STR, when it is not there. */
bool json_peek(struct str text, const char *name, struct arena *arena, struct str *out,
               struct problems *ps);

/* One value from the text of a query parameter, by the same field rows. */
bool field_parse(const struct field *f, struct str text, struct arena *arena, void *out,
                 struct problems *ps);

/* Writes the struct as a JSON object, fields in the order of the shape; struct fields_seen plays no
 * part. */
void json_encode(struct buf *b, const struct shape *shape, const void *object);
/* The value of one of its fields alone. */
void json_encode_field(struct buf *b, const struct field *f, const void *object);

/* RFC 7396. `target` and `patch` are JSON objects; false when one of them is not (problems as
 * json_decode has them). The result is in `arena`. */
bool json_merge_patch(struct str target, struct str patch, struct arena *arena, struct str *out,
                      struct problems *ps);

/* The JSON Schema (2020-12) of a shape; nested shapes are written as references to
 * #/components/schemas/<name>. */
void json_schema(struct buf *b, const struct shape *shape);
/* The schema of one field alone. */
void json_schema_field(struct buf *b, const struct field *f);

#endif
