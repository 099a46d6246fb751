#include "common/rules/step.h"

#include "common/base/poison.h"

bool step_seen(const struct step *s, const char *field)
{
	return shape_seen(move_rows[s->move->type].shape, s->move, field);
}

enum rule_error step_refuse(struct step *s, enum rule_error error, struct uuid about)
{
	s->out->about = about;
	return error;
}

struct consequence *step_tell(struct step *s, enum consequence_kind kind, struct uuid id,
                              int32_t amount)
{
	struct list *told = &s->out->consequences;
	struct consequence *items = told->items;

	if (told->count == s->room) {
		s->room = s->room ? s->room * 2 : 4;
		items = ARENA_ARRAY(s->arena, struct consequence, s->room);
		if (told->count)
			memcpy(items, told->items, told->count * sizeof *items);
		told->items = items;
	}
	items += told->count++;
	*items = (struct consequence){.kind = kind, .combatant_id = id, .amount = amount};
	return items;
}

size_t step_find(const struct step *s, struct uuid id)
{
	const struct combatant *found = encounter_find(&s->now, id);

	return found ? (size_t)(found - s->now.combatants) : s->now.count;
}

struct combatant *step_combatant(struct step *s, enum rule_error *error)
{
	size_t at = step_find(s, s->move->combatant_id);

	if (at < s->now.count)
		return &s->now.combatants[at];
	*error = step_refuse(s, RULE_UNKNOWN_COMBATANT, s->move->combatant_id);
	return NULL;
}

enum rule_error step_targets(struct step *s, const struct list *ids, size_t *at)
{
	bool named[ENCOUNTER_COMBATANTS_MAX] = {false};
	const struct uuid *id = ids->items;

	for (size_t i = 0; i < ids->count; i++) {
		size_t k = step_find(s, id[i]);

		if (k == s->now.count)
			return step_refuse(s, RULE_UNKNOWN_COMBATANT, id[i]);
		if (named[k])
			return step_refuse(s, RULE_SAME_TARGET_TWICE, id[i]);
		named[k] = true;
		at[i] = k;
	}
	return RULE_OK;
}

bool step_listed(const struct list *ids, struct uuid id)
{
	const struct uuid *listed = ids->items;

	for (size_t i = 0; i < ids->count; i++)
		if (uuid_eq(listed[i], id))
			return true;
	return false;
}

void *step_own_list(struct step *s, struct list *list, size_t item_size)
{
	void *items = arena_alloc(s->arena, list->count + 1, item_size);

	if (list->count)
		memcpy(items, list->items, list->count * item_size);
	list->items = items;
	return items;
}
