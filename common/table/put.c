#include "common/table/put.h"

#include "common/json/json.h"
#include "queries.h"

#include "common/base/poison.h"

void combatants_put(struct db *db, struct uuid encounter, const struct combatant *combatants,
                    size_t count, struct arena *arena)
{
	struct buf rows = BUF(arena);

	for (size_t i = 0; i < count; i++) {
		const struct combatant *c = &combatants[i];

		buf_printf(&rows, "%c{\"id\":\"%s\",\"ordinal\":%d", i ? ',' : '[',
		           arg_uuid(arena, c->id), c->ordinal);
		if (!uuid_is_nil(c->character_id))
			buf_printf(&rows, ",\"character_id\":\"%s\"",
			           arg_uuid(arena, c->character_id));
		BUF_LIT(&rows, ",\"state\":");
		json_encode(&rows, &combatant_shape, c);
		buf_putc(&rows, '}');
	}
	BUF_LIT(&rows, "]");
	if (count)
		db_queue(db, &q_table_put, arg_uuid(arena, encounter),
		         arg_str(arena, buf_str(&rows)));
}
