/* The one description of a JSON object: its fields with their C storage, types, bounds and meaning.
 * Decoding, validating, encoding and the OpenAPI schema all come from it; the rules describe their
 * moves and state with it, common/json puts it to work. */
#ifndef TABARD_BASE_SHAPE_H
#define TABARD_BASE_SHAPE_H

#include "common/base/str.h"
#include "common/base/uuid.h"

enum field_kind {
	FIELD_BOOL, /* bool */
	FIELD_INT, /* int32_t in [min, max]; with `names`, names[i] is accepted too and stored as -1-i */
	FIELD_LONG,    /* int64_t in [min, max], which lie within int64_t's own bounds */
	FIELD_DECIMAL, /* int32_t: thousandths, as min and max are; a number in JSON */
	FIELD_STR,     /* struct str of min to max code points */
	FIELD_ENUM,    /* an enum (int32_t): the index into `names` */
	FIELD_SET,     /* uint32_t: an array of `names`, bit i for names[i] */
	FIELD_UUID,    /* struct uuid */
	FIELD_TIME,    /* struct str, RFC 3339 in UTC */
	FIELD_OBJECT, /* a nested struct described by `shape`; with `names`, these words leave it empty */
	FIELD_LIST, /* struct list of `item`, min to max of them */
	FIELD_MAP, /* struct list of structs that begin with `struct str key`; `item` is the value */
	FIELD_RAW, /* struct str: any JSON object, kept as text of at most `max` bytes */
};

enum field_flag {
	FIELD_REQUIRED = 1,  /* must be there when decoding */
	FIELD_NULLABLE = 2,  /* null is accepted, and written where the value is absent */
	FIELD_OMIT_ZERO = 4, /* not written when zero, empty, nil */
};

struct list {
	void *items;
	size_t count;
};

/* Which fields a decoded object had, by their index in the shape. */
struct fields_seen {
	uint64_t present, null;
};

struct shape;

struct field {
	const char *name;
	enum field_kind kind;
	unsigned flags;
	size_t offset; /* in the struct; for a list's item 0, for a map's item that of the value */
	int64_t min, max;
	const char *const
	    *names; /* FIELD_ENUM, FIELD_SET, FIELD_INT, FIELD_OBJECT: NULL-terminated */
	const struct shape *shape; /* FIELD_OBJECT */
	const struct field *item;  /* FIELD_LIST, FIELD_MAP */
	size_t item_size;          /* FIELD_LIST, FIELD_MAP: bytes of one element */
	const char *doc;           /* one sentence for the front-end developer */
};

/* An object with exactly these fields: an unknown one is an error when decoding, unless the shape is
 * open, and then it is skipped. At most 64. */
struct shape {
	const char *name; /* of the OpenAPI schema, "CampaignCreate" */
	bool open;
	size_t size; /* of the C struct */
	size_t seen; /* offset of its struct fields_seen, or SHAPE_NO_SEEN */
	const struct field *fields;
	size_t count;
};

#define SHAPE_NO_SEEN ((size_t)-1)
#define SHAPE(name_, type, table)                                                                  \
	{                                                                                          \
		.name = (name_), .size = sizeof(type), .seen = SHAPE_NO_SEEN, .fields = (table),   \
		.count = sizeof(table) / sizeof *(table)                                           \
	}
/* For a struct with a member `struct fields_seen seen`. */
#define SHAPE_SEEN(name_, type, table)                                                             \
	{                                                                                          \
		.name = (name_), .size = sizeof(type), .seen = offsetof(type, seen),               \
		.fields = (table), .count = sizeof(table) / sizeof *(table)                        \
	}

/* Whether the field of that name was in the decoded object (null counts as present). */
bool shape_seen(const struct shape *shape, const void *object, const char *field);

#endif
