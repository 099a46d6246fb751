/* Experience and the levels that it is for. */
#include "cgi/api/characters/change.h"
#include "cgi/api/fields.h"

#include "common/base/poison.h"

struct xp {
	int32_t amount;
};

static const struct field xp_fields[] = {
    FIELD(struct xp, amount, FIELD_INT, FIELD_REQUIRED, .min = -SHEET_XP_MAX, .max = SHEET_XP_MAX,
          .doc = "Experience points gained, or lost when below 0."),
};
const struct shape character_xp_shape = SHAPE("CharacterXp", struct xp, xp_fields);

enum hp_by { HP_BY_AVERAGE, HP_BY_ROLL };
static const char *const hp_by_names[] = {"average", "roll", NULL};

struct raise {
	enum ability ability;
	int32_t by;
};

struct level_up_body {
	struct str class, subclass, feat;
	enum hp_by hp;
	struct list raises; /* of struct raise */
	bool homebrew;
};

static const struct field raise_fields[] = {
    FIELD(struct raise, ability, FIELD_ENUM, FIELD_REQUIRED, .names = ability_names,
          .doc = "The ability."),
    FIELD(struct raise, by, FIELD_INT, FIELD_REQUIRED, .min = 1, .max = 2, .doc = "By how much."),
};
static const struct shape raise_shape = SHAPE("AbilityRaise", struct raise, raise_fields);
static const struct field raise_item = {.kind = FIELD_OBJECT, .shape = &raise_shape};

enum { SLUG_MAX = 80 };
#define SLUG(member, flags_, doc_)                                                                 \
	FIELD(struct level_up_body, member, FIELD_STR, flags_, .min = 1, .max = SLUG_MAX,          \
	      .doc = (doc_))
static const struct field level_up_fields[] = {
    SLUG(class, FIELD_REQUIRED, "The class that gets the level, one had or another one."),
    FIELD(struct level_up_body, hp, FIELD_ENUM, 0, .names = hp_by_names,
          .doc = "Hit points by the fixed figure or by a roll of the hit die; average when not "
                 "given."),
    SLUG(subclass, 0, "The subclass, at the level at which it is due."),
    SLUG(feat, 0, "A feat instead of an ability score improvement, at the levels that have one."),
    FIELD(struct level_up_body, raises, FIELD_LIST, 0, .max = RAISES_MAX, .item = &raise_item,
          .item_size = sizeof(struct raise),
          .doc = "What an improvement or the feat raises: one ability by 2 or two by 1."),
    FIELD(struct level_up_body, homebrew, FIELD_BOOL, 0,
          .doc = "Take a class, a subclass or a feat that the compendium does not have."),
};
const struct shape character_level_up_shape =
    SHAPE("CharacterLevelUp", struct level_up_body, level_up_fields);

static int award(struct revision *c)
{
	const struct xp *body = c->rq->body;

	if (sheet_award(&c->before, body->amount, &c->after))
		return 0;
	return fail_field(
	    c->rq, "/amount", "OUT_OF_RANGE",
	    arena_printf(c->rq->arena, "must leave between 0 and %d points", SHEET_XP_MAX));
}

static int check_known(struct revision *c, const struct level_up_body *body)
{
	const char *field = NULL;

	if (body->homebrew)
		return 0;
	if (!catalog_class(c->catalog, body->class))
		field = "/class";
	else if (body->subclass.n && !catalog_subclass(c->catalog, body->subclass))
		field = "/subclass";
	else if (body->feat.n && !catalog_feat(c->catalog, body->feat))
		field = "/feat";
	return field ? fail_field(c->rq, field, "NOT_ALLOWED",
	                          STR("must be in the compendium; for something of one's own, send "
	                              "homebrew: true"))
	             : 0;
}

static int rise(struct revision *c)
{
	const struct level_up_body *body = c->rq->body;
	const struct raise *raises = body->raises.items;
	struct level_up up = {.class = body->class,
	                      .subclass = body->subclass,
	                      .feat = body->feat,
	                      .raise_count = body->raises.count,
	                      .roll = body->hp == HP_BY_ROLL};
	enum sheet_error error;

	if (check_known(c, body))
		return c->rq->answer->status;
	for (size_t i = 0; i < body->raises.count; i++) {
		up.raises[i].ability = raises[i].ability;
		up.raises[i].by = raises[i].by;
	}
	c->homebrew = true; /* what is not known was asked about here */
	error = sheet_level_up(&c->before, &up, c->catalog, &c->dice, c->rq->arena, &c->after);
	return error ? fail_sheet(c->rq, error) : 0;
}

int character_xp_post(struct request *rq)
{
	static const struct revision_row row = {"xp", false, award};

	return change_and_answer(rq, &row);
}

int character_level_up_post(struct request *rq)
{
	static const struct revision_row row = {"level_up", true, rise};

	return change_and_answer(rq, &row);
}
