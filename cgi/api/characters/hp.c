/* Hit points outside fights: damage, healing, temporary ones, death saves. */
#include "cgi/api/characters/change.h"
#include "cgi/api/fields.h"

#include "common/base/poison.h"

struct hp {
	int32_t damage, healing, temp;
	enum damage_type type;
	bool half, critical, revive;
	struct fields_seen seen;
};

struct death_save {
	int32_t roll; /* 0: rolled here */
};

#define POINTS(member, doc_)                                                                       \
	FIELD(struct hp, member, FIELD_INT, 0, .max = HIT_POINTS_MAX, .doc = (doc_))
static const struct field hp_fields[] = {
    POINTS(damage, "Damage as rolled; resistances are taken off here."),
    FIELD(struct hp, type, FIELD_ENUM, 0, .names = damage_type_names,
          .doc = "Its type, untyped when not given."),
    FIELD(struct hp, half, FIELD_BOOL, 0, .doc = "Whether a save halved it."),
    FIELD(struct hp, critical, FIELD_BOOL, 0,
          .doc = "Whether it was a critical hit: it fails two death saves."),
    POINTS(healing, "Hit points regained, up to the maximum; behind the damage."),
    FIELD(struct hp, revive, FIELD_BOOL, 0, .doc = "Whether the healing brings back the dead."),
    POINTS(temp, "Temporary hit points; the higher ones stay, they never add up."),
};
const struct shape character_hp_shape = SHAPE_SEEN("CharacterHitPoints", struct hp, hp_fields);

static const struct field death_save_fields[] = {
    FIELD(struct death_save, roll, FIELD_INT, 0, .min = 1, .max = 20,
          .doc = "What the d20 showed at the table; rolled here when not given."),
};
const struct shape character_death_save_shape =
    SHAPE("CharacterDeathSave", struct death_save, death_save_fields);

/* One move after the other, each on what the last one left. */
static int befall(struct revision *c, struct move move)
{
	struct arena *arena = c->rq->arena;
	struct sheet before = c->after;
	struct list told;
	struct consequence *all;
	enum rule_error error =
	    sheet_befall(&before, move, c->catalog, &c->dice, arena, &c->after, &told);

	if (error)
		return fail_rule(c->rq, rule_errors[error].code, rule_errors[error].message,
		                 (struct uuid){{0}});
	all = ARENA_ARRAY(arena, struct consequence, c->told.count + told.count + 1);
	if (c->told.count)
		memcpy(all, c->told.items, c->told.count * sizeof *all);
	if (told.count)
		memcpy(all + c->told.count, told.items, told.count * sizeof *all);
	c->told = (struct list){all, c->told.count + told.count};
	return 0;
}

static int change_hp(struct revision *c)
{
	const struct hp *body = c->rq->body;
	const struct {
		const char *field;
		struct move move;
	} steps[] = {
	    {"damage",
	     {.type = MOVE_DAMAGE,
	      .amount = body->damage,
	      .damage_type = body->type,
	      .half = body->half,
	      .critical = body->critical}},
	    {"healing", {.type = MOVE_HEAL, .amount = body->healing, .revive = body->revive}},
	    {"temp", {.type = MOVE_SET_TEMP_HP, .amount = body->temp}},
	};
	bool any = false;

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		if (!shape_seen(&character_hp_shape, body, steps[i].field))
			continue;
		any = true;
		if (befall(c, steps[i].move))
			return c->rq->answer->status;
	}
	return any ? 0 : fail_field(c->rq, "", "REQUIRED", STR("give damage, healing or temp"));
}

static int make_death_save(struct revision *c)
{
	const struct death_save *body = c->rq->body;

	return befall(c, (struct move){.type = MOVE_DEATH_SAVE, .roll = body->roll});
}

int character_hp_post(struct request *rq)
{
	static const struct revision_row row = {"hp", true, change_hp};

	return change_and_answer(rq, &row);
}

int character_death_save_post(struct request *rq)
{
	static const struct revision_row row = {"death_save", true, make_death_save};

	return change_and_answer(rq, &row);
}
