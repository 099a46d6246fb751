/* Short forms for field rows. ROW_… describe an answer whose fields are columns of a query, in order;
 * they have no C storage. The others describe a struct that a body or a query string is parsed into. */
#ifndef TABARD_API_FIELDS_H
#define TABARD_API_FIELDS_H

#include "common/base/shape.h"

#define ROW(name_, kind_, flags_, ...)                                                             \
	{                                                                                          \
		.name = (name_), .kind = (kind_), .flags = (flags_), __VA_ARGS__                   \
	}
#define ROW_ID(name_, doc_) ROW(name_, FIELD_UUID, FIELD_REQUIRED, .doc = (doc_))
#define ROW_STR(name_, max_, doc_)                                                                 \
	ROW(name_, FIELD_STR, FIELD_REQUIRED, .min = 0, .max = (max_), .doc = (doc_))
#define ROW_TIME(name_, doc_) ROW(name_, FIELD_TIME, FIELD_REQUIRED, .doc = (doc_))
#define ROW_INT(name_, min_, max_, doc_)                                                           \
	ROW(name_, FIELD_INT, FIELD_REQUIRED, .min = (min_), .max = (max_), .doc = (doc_))
#define ROW_BOOL(name_, doc_) ROW(name_, FIELD_BOOL, FIELD_REQUIRED, .doc = (doc_))
#define ROW_ENUM(name_, names_, doc_)                                                              \
	ROW(name_, FIELD_ENUM, FIELD_REQUIRED, .names = (names_), .doc = (doc_))
#define ROW_OBJECT(name_, shape_, doc_)                                                            \
	ROW(name_, FIELD_OBJECT, FIELD_REQUIRED, .shape = (shape_), .doc = (doc_))
#define ROW_RAW(name_, doc_) ROW(name_, FIELD_RAW, FIELD_REQUIRED, .doc = (doc_))
#define SHAPE_ROW(name_, table)                                                                    \
	{                                                                                          \
		.name = (name_), .seen = SHAPE_NO_SEEN, .fields = (table),                         \
		.count = sizeof(table) / sizeof *(table)                                           \
	}

#define FIELD(type, member, kind_, flags_, ...)                                                    \
	{                                                                                          \
		.name = #member, .kind = (kind_), .flags = (flags_),                               \
		.offset = offsetof(type, member), __VA_ARGS__                                      \
	}

/* What every list takes. */
struct list_query {
	int32_t limit; /* 0 when not given */
	struct str cursor;
};
enum { LIST_LIMIT_MAX = 100, LIST_LIMIT_DEFAULT = 50 };
#define LIST_FIELDS(type)                                                                          \
	{.name = "limit",                                                                          \
	 .kind = FIELD_INT,                                                                        \
	 .offset = offsetof(type, limit),                                                          \
	 .min = 1,                                                                                 \
	 .max = LIST_LIMIT_MAX,                                                                    \
	 .doc = "At most so many items; 50 when not given."},                                      \
	{                                                                                          \
		.name = "cursor", .kind = FIELD_STR, .offset = offsetof(type, cursor), .min = 1,   \
		.max = 300, .doc = "meta.pagination.next_cursor of the page before."               \
	}
extern const struct shape list_query_shape;

/* "observer", "player", "dm". */
extern const char *const member_role_names[];
/* The two rulesets. */
extern const char *const ruleset_choice[];

#endif
