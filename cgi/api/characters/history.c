#include "cgi/api/characters/characters.h"
#include "cgi/api/fields.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field die_item = {.kind = FIELD_INT, .min = 1, .max = 100};
static const struct field change_fields[] = {
    ROW_INT("version", 1, INT32_MAX, "The character's version after it."),
    ROW_STR("kind", 40,
            "What was done: created, edited, rest, level_up, item_added, …; played for what a "
            "move of an encounter did."),
    ROW("by", FIELD_UUID, FIELD_REQUIRED | FIELD_NULLABLE, .doc = "Who did it, or null."),
    ROW("by_name", FIELD_STR, FIELD_REQUIRED | FIELD_NULLABLE, .max = 80, .doc = "Their name."),
    ROW_TIME("at", "When."),
    ROW_RAW("changes",
            "By field of the sheet (and name, campaign_id, ruleset): from and to, each absent "
            "where there was or is nothing."),
    ROW("dice", FIELD_LIST, FIELD_REQUIRED, .max = 1000, .item = &die_item,
        .doc = "The dice that were rolled for it."),
};
const struct shape character_change_shape = SHAPE_ROW("CharacterChange", change_fields);

int character_history_get(struct request *rq)
{
	return answer_guarded_list(rq, &q_characters_history, ERR_CHARACTER_NOT_FOUND);
}
