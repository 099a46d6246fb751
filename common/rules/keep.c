/* Copies that outlive what they were made of, by the shape of the thing: no member can be forgotten
 * that is stored. */
#include "common/rules/change.h"

#include "common/base/poison.h"

static void own_value(const struct field *f, char *value, struct arena *arena);

static void own_items(const struct field *f, struct list *list, struct arena *arena)
{
	char *items = arena_alloc(arena, list->count, f->item_size);

	if (list->count)
		memcpy(items, list->items, list->count * f->item_size);
	list->items = items;
	for (size_t i = 0; i < list->count; i++, items += f->item_size) {
		if (f->kind == FIELD_MAP)
			*(struct str *)(void *)items =
			    arena_str(arena, *(struct str *)(void *)items);
		own_value(f->item, items + f->item->offset, arena);
	}
}

static void own_value(const struct field *f, char *value, struct arena *arena)
{
	struct str *text = (void *)value;

	switch (f->kind) {
	case FIELD_STR:
	case FIELD_TIME:
	case FIELD_RAW:
		if (text->n)
			*text = arena_str(arena, *text);
		break;
	case FIELD_LIST:
	case FIELD_MAP:
		own_items(f, (void *)value, arena);
		break;
	case FIELD_OBJECT:
		rules_own(f->shape, value, arena);
		break;
	case FIELD_BOOL:
	case FIELD_INT:
	case FIELD_DECIMAL:
	case FIELD_LONG:
	case FIELD_ENUM:
	case FIELD_SET:
	case FIELD_UUID:
		break;
	}
}

void rules_own(const struct shape *shape, void *object, struct arena *arena)
{
	for (size_t i = 0; i < shape->count; i++)
		own_value(&shape->fields[i], (char *)object + shape->fields[i].offset, arena);
}

struct encounter rules_keep(const struct encounter *e, struct arena *arena)
{
	struct encounter copy = *e;

	copy.combatants = ARENA_ARRAY(arena, struct combatant, e->count);
	if (e->count)
		memcpy(copy.combatants, e->combatants, e->count * sizeof *e->combatants);
	for (size_t i = 0; i < e->count; i++)
		rules_own(&whole_combatant_shape, &copy.combatants[i], arena);
	return copy;
}
