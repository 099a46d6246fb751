/* Entries as we give them: an object whose member `entry` names the type. */
#include "common/compendium/import_parts.h"

#include "common/base/poison.h"

bool import_own(struct import *im, const struct any *value, struct str place)
{
	struct str type = any_text(any_get(value, "entry"));
	struct import_entry *e = NULL;

	for (enum entry_type t = 0; t < ENTRY_TYPES && !e; t++) {
		if (!str_eq(type, str_of(entry_type_names[t])))
			continue;
		e = import_add(im, t, place);
		if (!e)
			return true;
	}
	if (!e)
		return false;
	*e->data = *value;
	e->data->next = NULL;
	e->data->key = (struct str){0};
	e->source = any_text(any_get(value, "source"));
	e->licence = any_text(any_get(value, "licence"));
	e->ruleset = any_text(any_get(value, "ruleset"));
	if (e->ruleset.n && !str_eq(e->ruleset, STR("2014")) && !str_eq(e->ruleset, STR("2024")))
		problem_add(&e->problems, STR("/ruleset"), "NOT_ALLOWED",
		            STR("must be one of: 2014, 2024"));
	return true;
}
