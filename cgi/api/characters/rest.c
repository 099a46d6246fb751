#include "cgi/api/characters/change.h"
#include "cgi/api/fields.h"
#include "common/rules/rest.h"

#include "common/base/poison.h"

enum { HIT_DICE_MAX = 20 };

struct rest_body {
	enum rest kind;
	int32_t hit_dice;
	struct list sizes; /* of int32_t */
};

static const struct field size_item = {.kind = FIELD_INT, .min = 4, .max = 20};
static const struct field rest_fields[] = {
    FIELD(struct rest_body, kind, FIELD_ENUM, FIELD_REQUIRED, .names = rest_names,
          .doc = "A short or a long rest; or dawn, when the charges of magic items come back."),
    FIELD(struct rest_body, hit_dice, FIELD_INT, 0, .max = HIT_DICE_MAX,
          .doc = "How many hit dice a short rest spends, the largest first."),
    FIELD(struct rest_body, sizes, FIELD_LIST, 0, .max = HIT_DICE_MAX, .item = &size_item,
          .item_size = sizeof(int32_t),
          .doc = "Instead of hit_dice: the faces of each, as in 10, 8."),
};
const struct shape character_rest_shape = SHAPE("CharacterRest", struct rest_body, rest_fields);

static int take_rest(struct revision *c)
{
	const struct rest_body *body = c->rq->body;
	struct arena *arena = c->rq->arena;
	struct list sizes = body->sizes;
	enum sheet_error error = SHEET_OK;

	if (body->kind != REST_SHORT && (sizes.count || body->hit_dice))
		return fail_field(c->rq, sizes.count ? "/sizes" : "/hit_dice", "NOT_ALLOWED",
		                  STR("hit dice are spent in a short rest"));
	if (sizes.count && body->hit_dice)
		return fail_field(c->rq, "/hit_dice", "NOT_ALLOWED",
		                  STR("give either hit_dice or sizes"));
	if (body->hit_dice)
		sizes = sheet_largest_hit_dice(&c->before, body->hit_dice, c->catalog, arena);
	if ((int32_t)sizes.count < body->hit_dice)
		error = SHEET_NO_HIT_DICE;
	else if (body->kind == REST_LONG)
		error = sheet_long_rest(&c->before, c->catalog, arena, &c->after);
	else if (body->kind == REST_DAWN)
		sheet_dawn(&c->before, c->catalog, &c->dice, arena, &c->after);
	else
		error = sheet_short_rest(&c->before, sizes.items, sizes.count, c->catalog, &c->dice,
		                         arena, &c->after, NULL);
	return error ? fail_sheet(c->rq, error) : 0;
}

int character_rest_post(struct request *rq)
{
	static const struct revision_row row = {"rest", true, take_rest};

	return change_and_answer(rq, &row);
}
