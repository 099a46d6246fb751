#include "cgi/api/characters/change.h"

#include "cgi/api/fields.h"
#include "cgi/api/news.h"
#include "common/base/log.h"
#include "common/compendium/things.h"
#include "common/rules/derived.h"
#include "common/table/load.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field die_item = {.kind = FIELD_INT, .min = 1, .max = 100};
static const struct field told_item = {.kind = FIELD_OBJECT, .shape = &consequence_shape};
static const struct field changed_fields[] = {
    CHARACTER_FIELDS,
    ROW_OBJECT("derived", &derived_shape, "What follows from the sheet now."),
    ROW("dice", FIELD_LIST, FIELD_REQUIRED, .max = 1000, .item = &die_item,
        .doc = "The dice that were rolled, in order."),
    ROW("result", FIELD_LIST, FIELD_REQUIRED, .max = 1000, .item = &told_item,
        .doc = "What happened to its hit points, in order."),
};
const struct shape character_changed_shape = SHAPE_ROW("CharacterChanged", changed_fields);

static int32_t roll(void *context, int32_t faces)
{
	struct buf *rolled = context;
	int32_t value = (int32_t)arc4random_uniform((uint32_t)faces) + 1;

	buf_printf(rolled, "%s%d", rolled->n ? "," : "", value);
	return value;
}

const struct catalog *catalog_named(struct str ruleset)
{
	return catalog_srd((enum ruleset)name_index(ruleset_names, ruleset, RULESET_2014));
}

const struct catalog *catalog_of(struct request *rq, struct str ruleset,
                                 const struct db_rows *homebrew)
{
	return things_over(catalog_named(ruleset),
	                   db_count(homebrew) ? db_str(homebrew, 0, 0) : (struct str){0},
	                   rq->arena);
}

bool stored_sheet(struct request *rq, struct str text, struct sheet *out)
{
	struct problems problems = {0};

	*out = (struct sheet){0};
	if (json_decode(text, &sheet_shape, rq->arena, out, &problems))
		return true;
	log_line(LOG_ERROR, "sheet_broken", "character=%s", rq_uuid(rq, rq->ids[0]));
	return false;
}

int fail_sheet(struct request *rq, enum sheet_error error)
{
	return fail_rule(rq, sheet_errors[error].code, sheet_errors[error].message,
	                 (struct uuid){{0}});
}

int check_sheet(struct request *rq, const struct sheet *s, const struct sheet *had, bool homebrew,
                const struct catalog *c)
{
	const char *field = homebrew ? NULL : sheet_unknown(s, had, c, rq->arena), *other, *broken;

	if (field)
		return fail_field(
		    rq, field, "NOT_ALLOWED",
		    arena_printf(rq->arena,
		                 "must be in the compendium of %s; for something of one's own, "
		                 "send homebrew: true",
		                 ruleset_names[c->ruleset]));
	broken = sheet_broken(s, c, rq->arena, &field);
	if (broken && !(had && sheet_broken(had, c, rq->arena, &other)))
		return fail_field(rq, field, "OUT_OF_RANGE", str_of(broken));
	return 0;
}

static bool same_hp(const struct revision *c)
{
	struct arena *arena = c->rq->arena;

	return c->before.hp.current == c->after.hp.current &&
	       c->before.hp.temp == c->after.hp.temp &&
	       sheet_hp_max(&c->before, c->catalog, arena) ==
	           sheet_hp_max(&c->after, c->catalog, arena);
}

void sign_queue(struct request *rq, const char *kind, struct str dice)
{
	struct str array = arena_printf(rq->arena, "{%.*s}", STR_ARG(dice));

	db_queue(rq->db, &q_characters_sign, rq_uuid(rq, rq->user_id), kind, array.p);
}

static int save(struct revision *c, const char *kind)
{
	struct request *rq = c->rq;
	struct buf sheet = BUF(rq->arena);
	const char *id = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);
	enum db_error error;

	sheet_settle(&c->after, c->catalog, rq->arena);
	json_encode(&sheet, &sheet_shape, &c->after);
	sign_queue(rq, kind, buf_str(&c->rolled));
	db_queue(rq->db, &q_characters_update, id, c->name.n ? rq_str(rq, c->name) : NULL,
	         rq_str(rq, buf_str(&sheet)), user, c->ruleset);
	db_queue(rq->db, &q_characters_current, id, user);
	character_news(rq, "character.updated", &c->place);
	error = db_run(rq->db);
	return error ? fail_db(rq, error, ERR_CONFLICT) : 0;
}

/* The results of that. */
enum { LOCKED_CAMPAIGN = 1, LOCKED_CHARACTER = 3, LOCKED_HOMEBREW };

int character_lock(struct request *rq, struct character_place *place, const struct db_rows **was)
{
	const char *id = rq_uuid(rq, rq->ids[0]), *user = rq_uuid(rq, rq->user_id);
	const struct db_rows *campaign;
	enum db_error error;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_characters_lock_campaign, id, user);
	db_queue(rq->db, &q_characters_lock, id);
	db_queue(rq->db, &q_characters_current, id, user);
	db_queue(rq->db, &q_characters_homebrew, id,
	         rq->body_text.n ? rq_str(rq, rq->body_text) : NULL);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	campaign = db_result(rq->db, LOCKED_CAMPAIGN);
	*was = db_result(rq->db, LOCKED_CHARACTER);
	if (guard(rq, *was, ERR_CHARACTER_NOT_FOUND))
		return rq->answer->status;
	*place = (struct character_place){.version = (int32_t)db_int(*was, 0, COLUMN_VERSION) + 1};
	if (!db_count(campaign))
		return 0;
	place->campaign_id = db_uuid(campaign, 0, 0);
	place->last_seq = db_int(campaign, 0, 1);
	/* It went elsewhere between the two locks. */
	return uuid_eq(place->campaign_id, db_uuid(*was, 0, COLUMN_CAMPAIGN))
	           ? 0
	           : fail(rq, ERR_CONFLICT);
}

void character_news(struct request *rq, const char *type, const struct character_place *place)
{
	if (uuid_is_nil(place->campaign_id))
		db_queue(rq->db, &q_db_commit);
	else
		news_commit(rq, (struct announcement){.campaign_id = place->campaign_id,
		                                      .seq = place->last_seq + 1,
		                                      .type = {type, type},
		                                      .character_id = rq->ids[0],
		                                      .version = {place->version, place->version}});
}

int character_current(struct request *rq, const struct db_rows *was)
{
	if (!if_match_fails(rq, db_str(was, 0, COLUMN_VERSION)))
		return 0;
	return fail_with(rq, ERR_VERSION_MISMATCH, "version",
	                 arena_str(rq->arena, db_str(was, 0, COLUMN_VERSION)));
}

int character_change(struct request *rq, const struct revision_row *row, struct revision *c)
{
	c->rq = rq;
	c->rolled = BUF(rq->arena);
	c->dice = (struct dice){.roll = roll, .context = &c->rolled};
	if (character_lock(rq, &c->place, &c->was) || character_current(rq, c->was))
		return rq->answer->status;
	if (row->at_peace && db_bool(c->was, 0, COLUMN_FIGHTS))
		return fail(rq, ERR_CHARACTER_IN_ENCOUNTER);
	c->catalog =
	    catalog_of(rq, db_str(c->was, 0, COLUMN_RULESET), db_result(rq->db, LOCKED_HOMEBREW));
	if (!stored_sheet(rq, db_str(c->was, 0, COLUMN_SHEET), &c->before))
		return fail(rq, ERR_INTERNAL);
	c->after = c->before;
	if (row->make(c) || check_sheet(rq, &c->after, &c->before, c->homebrew, c->catalog))
		return rq->answer->status;
	if (db_bool(c->was, 0, COLUMN_FIGHTS) && !same_hp(c))
		return fail(rq, ERR_CHARACTER_IN_ENCOUNTER);
	return save(c, row->kind);
}

/* The same shape without the field `hp`. */
static const struct shape *without_hp(struct arena *arena)
{
	struct shape *shape = ARENA_NEW(arena, struct shape);
	struct field *fields = ARENA_ARRAY(arena, struct field, derived_shape.count);

	*shape = derived_shape;
	shape->fields = fields;
	shape->count = 0;
	for (size_t i = 0; i < derived_shape.count; i++)
		if (strcmp(derived_shape.fields[i].name, "hp") != 0)
			fields[shape->count++] = derived_shape.fields[i];
	return shape;
}

void write_derived(struct buf *b, const struct sheet *s, const struct catalog *c, bool hp)
{
	struct derived_sheet derived = sheet_derive(s, c, b->arena);

	json_encode(b, hp ? &derived_shape : without_hp(b->arena), &derived);
}

int change_and_answer(struct request *rq, const struct revision_row *row)
{
	struct revision c = {0};
	const struct consequence *told;
	struct buf b = BUF(rq->arena);

	if (character_change(rq, row, &c))
		return rq->answer->status;
	write_row(&b, &character_shape, db_result(rq->db, CHANGED), 0, 1);
	b.n--;
	BUF_LIT(&b, ",\"derived\":");
	write_derived(&b, &c.after, c.catalog, true);
	buf_printf(&b, ",\"dice\":[%.*s],\"result\":[", STR_ARG(buf_str(&c.rolled)));
	told = c.told.items;
	for (size_t i = 0; i < c.told.count; i++) {
		if (i)
			buf_putc(&b, ',');
		json_encode(&b, &consequence_shape, &told[i]);
	}
	BUF_LIT(&b, "]}");
	answer_etag(rq, db_str(db_result(rq->db, CHANGED), 0, COLUMN_VERSION));
	return answer_json(rq, 200, buf_str(&b));
}
