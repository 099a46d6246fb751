/* What one field accepts, shared by JSON bodies and query parameters; private to common/json. */
#ifndef TABARD_JSON_VALUE_H
#define TABARD_JSON_VALUE_H

#include "common/base/arena.h"
#include "common/base/shape.h"

/* "a string", "an integer", for "must be …". */
const char *field_kind_words(const struct field *f);
/* "must be between 1 and 20", by the field's kind. */
struct str field_bounds_words(const struct field *f, struct arena *arena);
/* The index of `text` in f->names, or -1. */
int32_t field_name_index(const struct field *f, struct str text);
/* Stores an int32_t when it is within bounds. */
bool field_int_store(const struct field *f, int64_t number, char *out);
/* Stores a FIELD_STR, _ENUM, _UUID or _TIME from its text; NULL, or the problem's code with its message. */
const char *field_text_store(const struct field *f, struct str text, struct arena *arena, char *out,
                             struct str *message);
/* The index of the field of that name, or shape->count. */
size_t shape_index(const struct shape *shape, struct str name);

#endif
