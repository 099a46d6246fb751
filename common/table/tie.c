#include "common/table/tie.h"

#include "common/table/view.h"
#include "queries.h"

#include "common/base/poison.h"

struct table_token *tie_find(const struct list *tokens, const struct fog *fog,
                             const struct combatant *c, const struct table_encounter *live)
{
	struct table_token *all = tokens->items, *found = NULL;

	for (size_t i = 0; c->kind == KIND_CHARACTER && i < tokens->count; i++) {
		const struct combatant *of = token_combatant(&all[i], live);

		if (token_seen(&all[i], fog, live) == c->hidden)
			continue;
		if (of == c)
			return NULL;
		if (of || !uuid_eq(all[i].character_id, c->character_id))
			continue;
		if (found)
			return NULL;
		found = &all[i];
	}
	return found && (!combatant_placed(c) || (c->x == found->x && c->y == found->y)) ? found
	                                                                                 : NULL;
}

void tie_note(struct table_encounter *live, struct uuid combatant, struct arena *arena)
{
	struct uuid *ids;

	if (view_has_token(live, combatant))
		return;
	ids = ARENA_ARRAY(arena, struct uuid, live->tokened.count + 1);
	if (live->tokened.count)
		memcpy(ids, live->tokened.items, live->tokened.count * sizeof *ids);
	ids[live->tokened.count] = combatant;
	live->tokened = (struct list){ids, live->tokened.count + 1};
}

/* Whether players see `c` as one they did not see, or it is new altogether. */
static bool is_new(const struct combatant *c, const struct table_encounter *was)
{
	const struct combatant *old = was ? encounter_find(&was->state, c->id) : NULL;

	return !old || (old->hidden && !c->hidden);
}

void tie_newcomers(struct db *db, const struct list *tokens, const struct fog *fog,
                   const struct table_encounter *was, struct table_encounter *live,
                   struct arena *arena)
{
	struct buf ids = BUF(arena), combatants = BUF(arena);

	for (size_t i = 0; tokens->count && i < live->state.count; i++) {
		const struct combatant *c = &live->state.combatants[i];
		struct table_token *t = is_new(c, was) ? tie_find(tokens, fog, c, live) : NULL;

		if (!t)
			continue;
		t->combatant_id = c->id;
		t->encounter_id = live->id;
		tie_note(live, c->id, arena);
		buf_printf(&ids, "%c%s", ids.n ? ',' : '{', arg_uuid(arena, t->id));
		buf_printf(&combatants, "%c%s", combatants.n ? ',' : '{', arg_uuid(arena, c->id));
	}
	if (!ids.n)
		return;
	buf_putc(&ids, '}');
	buf_putc(&combatants, '}');
	db_queue(db, &q_table_tie, arg_uuid(arena, live->id), arg_str(arena, buf_str(&ids)),
	         arg_str(arena, buf_str(&combatants)));
}
