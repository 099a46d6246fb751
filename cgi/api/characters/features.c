/* Uses of features, and spell slots, spent and restored. */
#include "cgi/api/characters/change.h"
#include "cgi/api/fields.h"

#include "common/base/poison.h"

struct uses {
	int32_t amount; /* 0, not given, means 1 */
};

static const struct field uses_fields[] = {
    FIELD(struct uses, amount, FIELD_INT, 0, .min = 1, .max = 1000,
          .doc = "How many uses, or points of a pool; 1 when not given."),
};
const struct shape character_uses_shape = SHAPE("CharacterUses", struct uses, uses_fields);

static int answered(struct revision *c, enum sheet_error error)
{
	return error ? fail_sheet(c->rq, error) : 0;
}

static int32_t amount_of(const struct revision *c)
{
	const struct uses *body = c->rq->body;

	return body->amount ? body->amount : 1;
}

static int use_feature(struct revision *c)
{
	return answered(c, sheet_use(&c->before, c->rq->texts[0], amount_of(c), c->catalog,
	                             c->rq->arena, &c->after));
}

static int restore_feature(struct revision *c)
{
	return answered(c, sheet_restore(&c->before, c->rq->texts[0], amount_of(c), c->catalog,
	                                 c->rq->arena, &c->after));
}

static int use_slot(struct revision *c)
{
	return answered(
	    c, sheet_spend_slot(&c->before, c->rq->texts[0], c->catalog, c->rq->arena, &c->after));
}

static int restore_slot(struct revision *c)
{
	return answered(c,
	                sheet_restore_slot(&c->before, c->rq->texts[0], c->rq->arena, &c->after));
}

int character_feature_use(struct request *rq)
{
	static const struct revision_row row = {"feature_used", false, use_feature};

	return change_and_answer(rq, &row);
}

int character_feature_restore(struct request *rq)
{
	static const struct revision_row row = {"feature_restored", false, restore_feature};

	return change_and_answer(rq, &row);
}

int character_slot_use(struct request *rq)
{
	static const struct revision_row row = {"slot_used", false, use_slot};

	return change_and_answer(rq, &row);
}

int character_slot_restore(struct request *rq)
{
	static const struct revision_row row = {"slot_restored", false, restore_slot};

	return change_and_answer(rq, &row);
}
