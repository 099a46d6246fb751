#include "common/json/node.h"

#include "common/json/tree.h"

#include "common/base/poison.h"

struct json_node *json_append(struct arena *arena, struct json_node *in, struct json_node *last,
                              enum node_kind kind, struct str key, struct str text)
{
	struct json_node *node = ARENA_NEW(arena, struct json_node);

	*node = (struct json_node){.kind = kind, .key = key, .text = text};
	if (last)
		last->next = node;
	else
		in->first = node;
	return node;
}

static void fill(struct arena *arena, struct json_node *node, struct json_object *value);

static struct json_node *child(struct arena *arena, struct json_node *in, struct json_node *last,
                               struct str key, struct json_object *value)
{
	struct json_node *node =
	    json_append(arena, in, last, NODE_NULL, arena_str(arena, key), (struct str){0});

	fill(arena, node, value);
	return node;
}

/* As deep as json_tree lets a document be. */
static void fill(struct arena *arena, struct json_node *node, struct json_object *value)
{
	struct json_node *last = NULL;

	switch (json_object_get_type(value)) {
	case json_type_null:
		return;
	case json_type_boolean:
		node->kind = NODE_TRUTH;
		node->text = json_object_get_boolean(value) ? STR("true") : STR("false");
		return;
	case json_type_int:
	case json_type_double:
		node->kind = NODE_NUMBER;
		node->text = arena_str(
		    arena, str_of(json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN)));
		return;
	case json_type_string:
		node->kind = NODE_TEXT;
		node->text =
		    arena_str(arena, (struct str){json_object_get_string(value),
		                                  (size_t)json_object_get_string_len(value)});
		return;
	case json_type_object:
		node->kind = NODE_OBJECT;
		for (struct members m = members_of(value); members_left(&m); members_next(&m))
			last = child(arena, node, last, str_of(member_key(&m)), member_value(&m));
		return;
	case json_type_array:
		node->kind = NODE_ARRAY;
		for (size_t i = 0; i < json_object_array_length(value); i++)
			last = child(arena, node, last, (struct str){0},
			             json_object_array_get_idx(value, i));
		return;
	}
}

/* Behind the blanks that JSON has. */
static char first_byte(struct str text)
{
	size_t i = 0;

	while (i < text.n &&
	       (text.p[i] == ' ' || text.p[i] == '\t' || text.p[i] == '\r' || text.p[i] == '\n'))
		i++;
	return i < text.n ? text.p[i] : '\0';
}

struct json_node *json_parse(struct str text, struct arena *arena, struct problems *ps)
{
	struct buf wrapped = BUF(arena);
	struct json_object *tree;
	struct json_node *root = NULL;

	if (first_byte(text) == '[') {
		BUF_LIT(&wrapped, "{\"items\":");
		buf_put(&wrapped, text);
		buf_putc(&wrapped, '}');
		text = buf_str(&wrapped);
	}
	tree = json_tree(text, arena, ps);
	if (tree) {
		root = ARENA_NEW(arena, struct json_node);
		fill(arena, root, tree);
	}
	json_object_put(tree);
	return root;
}

const struct json_node *json_find(const struct json_node *in, const char *path)
{
	struct str rest = str_of(path);

	while (in && rest.n) {
		struct str key = str_cut(&rest, '/');
		const struct json_node *at = in->kind == NODE_OBJECT ? in->first : NULL;

		while (at && !str_eq(at->key, key))
			at = at->next;
		in = at;
	}
	return in;
}

struct str json_text(const struct json_node *node)
{
	return node && node->kind == NODE_TEXT ? node->text : (struct str){0};
}

void json_write(struct buf *b, const struct json_node *node)
{
	switch (node->kind) {
	case NODE_NULL:
		BUF_LIT(b, "null");
		return;
	case NODE_TRUTH:
	case NODE_NUMBER:
		buf_put(b, node->text);
		return;
	case NODE_TEXT:
		buf_json_str(b, node->text);
		return;
	case NODE_OBJECT:
	case NODE_ARRAY:
		break;
	}
	buf_putc(b, node->kind == NODE_OBJECT ? '{' : '[');
	for (const struct json_node *at = node->first; at; at = at->next) {
		if (at != node->first)
			buf_putc(b, ',');
		if (node->kind == NODE_OBJECT) {
			buf_json_str(b, at->key);
			buf_putc(b, ':');
		}
		json_write(b, at);
	}
	buf_putc(b, node->kind == NODE_OBJECT ? '}' : ']');
}
