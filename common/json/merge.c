#include "common/json/any.h"

#include "common/base/poison.h"

/* RFC 7396, section 2: MergePatch(Target, Patch), in place; the patch's values move over. */
static void merge(struct any *target, struct any *patch, struct arena *arena)
{
	for (struct any *value = patch->first, *next; value; value = next) {
		const char *key = arena_cstr(arena, value->key);

		next = value->next;
		value->next = NULL;
		if (value->kind == ANY_NULL) {
			any_take(target, key);
		} else if (value->kind != ANY_MAP) {
			any_put(target, value->key, value);
		} else {
			if (!any_is(any_get(target, key), ANY_MAP))
				any_put(target, value->key, any_new(arena, ANY_MAP));
			merge(any_get(target, key), value, arena);
		}
	}
}

bool json_merge_patch(struct str target, struct str patch, struct arena *arena, struct str *out,
                      struct problems *ps)
{
	struct any *into = any_parse_map(target, arena, ps);
	struct any *from = into ? any_parse_map(patch, arena, ps) : NULL;
	struct buf b = BUF(arena);

	if (!from)
		return false;
	merge(into, from, arena);
	any_write(&b, into);
	*out = buf_str(&b);
	return true;
}
