/* A JSON value of no known shape, in an arena: for what people bring in formats that are not ours. */
#ifndef TABARD_JSON_ANY_H
#define TABARD_JSON_ANY_H

#include "common/json/json.h"

enum any_kind { ANY_NULL, ANY_BOOL, ANY_NUMBER, ANY_TEXT, ANY_LIST, ANY_MAP };

/* Values of a list or map hang together by `next`. */
struct any {
	enum any_kind kind;
	bool truth;
	struct str text; /* of ANY_TEXT; the spelling of ANY_NUMBER */
	struct str key;  /* as a member of a map */
	struct any *first, *last, *next;
	size_t count;
};

/* A value takes a hundred bytes, which may be fifty times its text. */
enum { ANY_VALUES_MAX = 2000000 };

/* The one value of the text, as strictly as json_decode reads; NULL with one problem added, also when there are
 * more than ANY_VALUES_MAX in it. What needs no unescaping is borrowed from `text`. */
struct any *any_parse(struct str text, struct arena *arena, struct problems *ps);
/* The same of a text that must be an object. */
struct any *any_parse_map(struct str text, struct arena *arena, struct problems *ps);

/* All of these take NULL for a value that is not there and give NULL, empty or 0 for what is not of that kind. */
struct any *any_get(const struct any *map, const char *key);
/* A walk through maps: "system.abilities.str". */
struct any *any_path(const struct any *map, const char *path);
struct any *any_first(const struct any *value);
bool any_is(const struct any *value, enum any_kind kind);
struct str any_text(const struct any *value);
bool any_truth(const struct any *value);
/* A number, also when a text spells it; `otherwise` for anything else and for what is beyond a billion. */
double any_number(const struct any *value, double otherwise);
int64_t any_int(const struct any *value, int64_t otherwise);

struct any *any_new(struct arena *arena, enum any_kind kind);
struct any *any_of_text(struct arena *arena, struct str text);
struct any *any_of_int(struct arena *arena, int64_t number);
struct any *any_of_bool(struct arena *arena, bool truth);
/* Hangs `value`, which hangs nowhere yet, into the map in the place of what has that key. */
void any_put(struct any *map, struct str key, struct any *value);
void any_push(struct any *list, struct any *value);
/* Takes the member out and gives it, or NULL. */
struct any *any_take(struct any *map, const char *key);

void any_write(struct buf *b, const struct any *value);

#endif
