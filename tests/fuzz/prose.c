/* Bytes as the text of a monster's action or spellcasting, its name before the first line break. What comes of them is JSON, and
 * its dice are dice. */
#include <stdlib.h>

#include "common/compendium/prose.h"
#include "common/json/scan.h"

#include "common/base/poison.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct str text = {(const char *)data, size}, name;
	struct any *action, *actions, *multiattack, *casting;
	struct buf b = BUF(&arena);

	/* The text of a JSON string, which has been read as strictly as all of them. */
	if (str_utf8_length(text) < 0 || str_find(text, '\0') < size)
		return 0;
	action = any_new(&arena, ANY_MAP);
	actions = any_new(&arena, ANY_LIST);
	name = str_cut(&text, '\n');
	any_put(action, STR("name"), any_of_text(&arena, prose_name(action, name, &arena)));
	prose_action(action, text, &arena);
	any_push(actions, action);
	multiattack = prose_multiattack(text, actions, &arena);
	casting = prose_spellcasting(name, text, &arena);
	any_put(action, STR("spellcasting"), casting ? casting : any_new(&arena, ANY_NULL));
	any_write(&b, action);
	if (json_scan(buf_str(&b)).problem)
		abort();
	for (const struct any *d = any_first(any_get(action, "damage")); d; d = d->next) {
		struct str dice = any_text(any_get(d, "dice"));

		if (dice.n && !str_eq(prose_dice(dice, &arena), dice))
			abort();
	}
	if (casting && !any_first(any_get(casting, "spells")))
		abort();
	if (multiattack && !any_first(any_get(multiattack, "options")))
		abort();
	arena_free(&arena);
	return 0;
}
