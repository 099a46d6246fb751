#include "common/json/tree.h"

#include <limits.h>

#include "common/base/log.h"
#include "common/json/scan.h"

#include "common/base/poison.h"

void problem_add(struct problems *ps, struct str field, const char *code, struct str message)
{
	if (ps->count < PROBLEMS_MAX)
		ps->items[ps->count++] = (struct problem){field, code, message};
}

struct members members_of(struct json_object *object)
{
	return (struct members){json_object_iter_begin(object), json_object_iter_end(object)};
}

bool members_left(const struct members *m)
{
	return !json_object_iter_equal(&m->at, &m->end);
}

void members_next(struct members *m)
{
	json_object_iter_next(&m->at);
}

const char *member_key(const struct members *m)
{
	return json_object_iter_peek_name(&m->at);
}

struct json_object *member_value(const struct members *m)
{
	return json_object_iter_peek_value(&m->at);
}

static size_t count_members(struct json_object *value)
{
	size_t n = 0;

	if (json_object_is_type(value, json_type_object)) {
		for (struct members m = members_of(value); members_left(&m); members_next(&m))
			n += 1 + count_members(member_value(&m));
	} else if (json_object_is_type(value, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(value); i++)
			n += count_members(json_object_array_get_idx(value, i));
	}
	return n;
}

static struct json_object *parse(struct str text)
{
	struct json_tokener *tokener = json_tokener_new_ex(JSON_DEPTH_MAX + 1);
	struct json_object *tree;

	if (!tokener)
		log_fatal("out_of_memory", "call=json_tokener_new_ex");
	/* json-c wants to see the end of a bare number; objects end by themselves. */
	tree = json_tokener_parse_ex(tokener, text.p, (int)text.n);
	if (json_tokener_get_error(tokener) != json_tokener_success) {
		json_object_put(tree);
		tree = NULL;
	}
	json_tokener_free(tokener);
	return tree;
}

struct json_object *json_tree(struct str text, struct arena *arena, struct problems *ps)
{
	struct scan scan = json_scan(text);
	struct json_object *tree = NULL;

	if (scan.problem || text.n > INT_MAX) {
		problem_add(ps, STR(""), "MALFORMED",
		            arena_printf(arena, "not valid JSON at byte %zu: %s", scan.at,
		                         scan.problem ? scan.problem : "too long"));
		return NULL;
	}
	tree = parse(text);
	if (!json_object_is_type(tree, json_type_object)) {
		problem_add(ps, STR(""), "WRONG_TYPE", STR("must be a JSON object"));
	} else if (count_members(tree) != scan.members) {
		problem_add(ps, STR(""), "DUPLICATE_KEY", STR("an object has the same key twice"));
	} else {
		return tree;
	}
	json_object_put(tree);
	return NULL;
}
