/* A JSON document as it is, for what has no shape of ours: other programs' files. */
#ifndef TABARD_JSON_NODE_H
#define TABARD_JSON_NODE_H

#include "common/json/json.h"

enum node_kind { NODE_NULL, NODE_TRUTH, NODE_NUMBER, NODE_TEXT, NODE_OBJECT, NODE_ARRAY };

struct json_node {
	enum node_kind kind;
	struct str key;  /* in an object; empty elsewhere */
	struct str text; /* of a number as it was written, of a text; "true" or "false" */
	struct json_node *first, *next;
};

/* As strict as json_decode, over one object, or an array, which becomes the member "items" of one.
 * NULL with a problem added when it is neither. Everything is in `arena`. */
struct json_node *json_parse(struct str text, struct arena *arena, struct problems *ps);
/* What a path of keys leads to ("system/attributes/hp"), an object's members only; NULL when it leads
 * nowhere. */
const struct json_node *json_find(const struct json_node *in, const char *path);
/* Writes it as JSON. */
void json_write(struct buf *b, const struct json_node *node);
/* The text of a NODE_TEXT, else nothing. */
struct str json_text(const struct json_node *node);
/* A new last child. */
struct json_node *json_append(struct arena *arena, struct json_node *in, struct json_node *last,
                              enum node_kind kind, struct str key, struct str text);

#endif
