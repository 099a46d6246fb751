#include "common/json/tree.h"

#include "common/base/poison.h"

/* RFC 7396, section 2: MergePatch(Target, Patch), in place. */
static void merge(struct json_object *target, struct json_object *patch)
{
	for (struct members m = members_of(patch); members_left(&m); members_next(&m)) {
		const char *key = member_key(&m);
		struct json_object *value = member_value(&m), *old = NULL;

		if (!value) {
			json_object_object_del(target, key);
		} else if (!json_object_is_type(value, json_type_object)) {
			json_object_object_add(target, key, json_object_get(value));
		} else {
			json_object_object_get_ex(target, key, &old);
			if (!json_object_is_type(old, json_type_object)) {
				old = json_object_new_object();
				json_object_object_add(target, key, old);
			}
			merge(old, value);
		}
	}
}

bool json_merge_patch(struct str target, struct str patch, struct arena *arena, struct str *out,
                      struct problems *ps)
{
	struct json_object *into = json_tree(target, arena, ps);
	struct json_object *from = into ? json_tree(patch, arena, ps) : NULL;

	if (from) {
		merge(into, from);
		*out = arena_str(
		    arena, str_of(json_object_to_json_string_ext(
		               into, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE)));
	}
	json_object_put(from);
	json_object_put(into);
	return from != NULL;
}
