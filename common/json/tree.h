/* Strictly parsed json-c trees, private to common/json. */
#ifndef TABARD_JSON_TREE_H
#define TABARD_JSON_TREE_H

#include <json-c/json.h>

#include "common/json/json.h"

/* The tree of one JSON object, to be released with json_object_put; NULL when the text is not one,
 * with one problem added. */
struct json_object *json_tree(struct str text, struct arena *arena, struct problems *ps);

/* A walk over the members of an object:
 *	for (struct members m = members_of(object); members_left(&m); members_next(&m)) … */
struct members {
	struct json_object_iterator at, end;
};
struct members members_of(struct json_object *object);
bool members_left(const struct members *m);
void members_next(struct members *m);
const char *member_key(const struct members *m);
struct json_object *member_value(const struct members *m);

#endif
