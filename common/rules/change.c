/* What a move changed, found by comparing whole combatants by their shape: no move type has an undo
 * of its own that could forget something, and no field can be left out of the comparison that is
 * stored. */
#include "common/rules/change.h"

#include "common/base/poison.h"

static bool same_value(const struct field *f, const char *a, const char *b);

static bool same_items(const struct field *f, const struct list *a, const struct list *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count && a->items != b->items; i++)
		if (!same_value(f->item,
		                (const char *)a->items + i * f->item_size + f->item->offset,
		                (const char *)b->items + i * f->item_size + f->item->offset))
			return false;
	return true;
}

static bool same_value(const struct field *f, const char *a, const char *b)
{
	switch (f->kind) {
	case FIELD_BOOL:
		return *(const bool *)a == *(const bool *)b;
	case FIELD_INT:
	case FIELD_DECIMAL:
	case FIELD_ENUM:
	case FIELD_SET:
		return memcmp(a, b, sizeof(int32_t)) == 0;
	case FIELD_LONG:
		return memcmp(a, b, sizeof(int64_t)) == 0;
	case FIELD_UUID:
		return memcmp(a, b, sizeof(struct uuid)) == 0;
	case FIELD_STR:
	case FIELD_TIME:
	case FIELD_RAW:
		return str_eq(*(const struct str *)(const void *)a,
		              *(const struct str *)(const void *)b);
	case FIELD_LIST:
	case FIELD_MAP:
		return same_items(f, (const void *)a, (const void *)b);
	case FIELD_OBJECT:
		return rules_same(f->shape, a, b);
	}
	return false;
}

bool rules_same(const struct shape *shape, const void *a, const void *b)
{
	for (size_t i = 0; i < shape->count; i++) {
		size_t at = shape->fields[i].offset;

		if (!same_value(&shape->fields[i], (const char *)a + at, (const char *)b + at))
			return false;
	}
	return true;
}

static bool same(const struct combatant *a, const struct combatant *b)
{
	return rules_same(&whole_combatant_shape, a, b);
}

/* Past the end stands an ordinal that nobody has. */
static int32_t ordinal_at(const struct encounter *e, size_t i)
{
	return i < e->count ? e->combatants[i].ordinal : INT32_MAX;
}

struct change rules_change(const struct encounter *before, const struct encounter *after,
                           struct arena *arena)
{
	struct combatant *changed = ARENA_ARRAY(arena, struct combatant, before->count);
	struct uuid *added = ARENA_ARRAY(arena, struct uuid, after->count);
	struct change c = {.header = *before, .before = {changed, 0}, .added = {added, 0}};
	size_t b = 0, a = 0;

	c.header.combatants = NULL;
	c.header.count = 0;
	/* Both ascend by ordinal. Where a move was taken back and another made, an ordinal is another's. */
	while (b < before->count || a < after->count) {
		int32_t was = ordinal_at(before, b), is = ordinal_at(after, a);
		bool both = was == is && uuid_eq(before->combatants[b].id, after->combatants[a].id);

		if (was <= is && (!both || !same(&before->combatants[b], &after->combatants[a])))
			changed[c.before.count++] = before->combatants[b];
		if (is <= was && !both)
			added[c.added.count++] = after->combatants[a].id;
		b += was <= is;
		a += is <= was;
	}
	return c;
}

static bool taken_back(const struct change *change, struct uuid id)
{
	const struct combatant *was = change->before.items;
	const struct uuid *added = change->added.items;

	for (size_t i = 0; i < change->before.count; i++)
		if (uuid_eq(was[i].id, id))
			return true;
	for (size_t i = 0; i < change->added.count; i++)
		if (uuid_eq(added[i], id))
			return true;
	return false;
}

struct encounter rules_undo(const struct encounter *after, const struct change *change,
                            struct arena *arena)
{
	const struct combatant *was = change->before.items;
	struct encounter e = change->header;
	size_t next = 0;

	e.combatants = ARENA_ARRAY(arena, struct combatant, after->count + change->before.count);
	e.count = 0;
	for (size_t i = 0; i < after->count; i++) {
		const struct combatant *is = &after->combatants[i];

		if (taken_back(change, is->id))
			continue;
		while (next < change->before.count && was[next].ordinal < is->ordinal)
			e.combatants[e.count++] = was[next++];
		e.combatants[e.count++] = *is;
	}
	while (next < change->before.count)
		e.combatants[e.count++] = was[next++];
	return e;
}
