#include "cgi/api/characters/characters.h"

#include "cgi/api/characters/change.h"
#include "cgi/api/fields.h"
#include "common/rules/derived.h"
#include "common/table/load.h"
#include "queries.h"

#include "common/base/poison.h"

struct characters_query {
	int32_t limit;
	struct str cursor;
	struct uuid campaign_id;
};

struct character_create {
	struct str name;
	int32_t ruleset;
	bool homebrew;
	struct sheet sheet;
	struct fields_seen seen;
};

struct character_patch {
	struct str name, sheet;
	int32_t ruleset;
	bool homebrew;
	struct fields_seen seen;
};

enum { PATCH_MAX = 65536 };

static const struct field query_fields[] = {
    LIST_FIELDS(struct characters_query),
    FIELD(struct characters_query, campaign_id, FIELD_UUID, 0,
          .doc = "Those of this campaign, whoever owns them; the caller's own when not given."),
};
const struct shape characters_query_shape =
    SHAPE("CharactersQuery", struct characters_query, query_fields);

#define RULESET_FIELD(type, doc_)                                                                  \
	FIELD(type, ruleset, FIELD_ENUM, 0, .names = ruleset_choice, .doc = (doc_))
#define HOMEBREW_FIELD(type)                                                                       \
	FIELD(type, homebrew, FIELD_BOOL, 0,                                                       \
	      .doc = "Take species, classes, backgrounds, feats and options that the compendium "  \
	             "does not have; they give no numbers.")

static const struct field create_fields[] = {
    FIELD(struct character_create, name, FIELD_STR, FIELD_REQUIRED, .min = 1,
          .max = CHARACTER_NAME_MAX, .doc = "The character's name."),
    RULESET_FIELD(struct character_create,
                  "What its numbers come from while no campaign says so; when not given, the first "
                  "whose compendium has all that the sheet names."),
    HOMEBREW_FIELD(struct character_create),
    FIELD(struct character_create, sheet, FIELD_OBJECT, FIELD_REQUIRED, .shape = &sheet_shape,
          .doc = "The sheet; abilities at least."),
};
const struct shape character_create_shape =
    SHAPE_SEEN("CharacterCreate", struct character_create, create_fields);

static const struct field patch_fields[] = {
    FIELD(struct character_patch, name, FIELD_STR, 0, .min = 1, .max = CHARACTER_NAME_MAX,
          .doc = "A new name."),
    RULESET_FIELD(struct character_patch, "Another ruleset; a campaign's own goes before it."),
    HOMEBREW_FIELD(struct character_patch),
    FIELD(struct character_patch, sheet, FIELD_RAW, 0, .max = PATCH_MAX,
          .doc = "A merge patch to the sheet: what is named changes, null removes."),
};
const struct shape character_patch_shape =
    SHAPE_SEEN("CharacterPatch", struct character_patch, patch_fields);

static const struct field character_fields[] = {CHARACTER_FIELDS};
const struct shape character_shape = SHAPE_ROW("Character", character_fields);

static const struct field class_item = {.kind = FIELD_STR, .max = 80};
static const struct field summary_fields[] = {
    ROW_ID("id", "The character."),
    ROW_STR("name", CHARACTER_NAME_MAX, "Its name."),
    ROW_ID("owner_id", "Whose it is."),
    ROW("campaign_id", FIELD_UUID, FIELD_REQUIRED | FIELD_NULLABLE,
        .doc = "The campaign it is in, or null."),
    ROW_ENUM("ruleset", ruleset_choice, "What its numbers come from."),
    ROW_INT("version", 1, INT32_MAX, "Raised by every change."),
    ROW_INT("level", 0, LEVEL_MAX, "All class levels."),
    ROW_STR("species", 80, "Its species's slug."),
    ROW("classes", FIELD_LIST, FIELD_REQUIRED, .max = CLASSES_MAX, .item = &class_item,
        .doc = "The slugs of its classes, the first one taken first."),
    ROW_TIME("created_at", "When it was made."),
    ROW_TIME("updated_at", "When it last changed."),
};
const struct shape character_summary_shape = SHAPE_ROW("CharacterSummary", summary_fields);

static const struct field gone_fields[] = {
    ROW_ID("id", "The character that was."),
};
const struct shape character_gone_shape = SHAPE_ROW("CharacterGone", gone_fields);

int answer_character(struct request *rq, int status, const struct db_rows *rows)
{
	answer_etag(rq, db_str(rows, 0, COLUMN_VERSION));
	return answer_row(rq, status, rows, 0, 1);
}

int characters_get(struct request *rq)
{
	const struct characters_query *query = rq->query;

	if (uuid_is_nil(query->campaign_id))
		return answer_own_list(rq, &q_characters_list);
	rq->ids[0] = query->campaign_id;
	return answer_guarded_list(rq, &q_characters_party, ERR_CAMPAIGN_NOT_FOUND);
}

/* The ruleset that a new sheet is for: the one that is said, or the first that knows all of it. */
static enum ruleset ruleset_for(struct request *rq, const struct character_create *body)
{
	const char *field;

	if (shape_seen(&character_create_shape, body, "ruleset"))
		return (enum ruleset)body->ruleset;
	for (enum ruleset r = RULESET_2014; r <= RULESET_2024; r++)
		if (!sheet_broken(&body->sheet, catalog_srd(r), rq->arena, &field) &&
		    !sheet_unknown(&body->sheet, NULL, catalog_srd(r), rq->arena))
			return r;
	return RULESET_2014;
}

int characters_post(struct request *rq)
{
	const struct character_create *body = rq->body;
	enum ruleset ruleset = ruleset_for(rq, body);
	const struct catalog *c = catalog_srd(ruleset);
	struct sheet settled = body->sheet;
	struct uuid id = uuid_v7();
	struct buf sheet = BUF(rq->arena);
	enum db_error error;

	if (check_sheet(rq, &body->sheet, NULL, body->homebrew, c))
		return rq->answer->status;
	sheet_settle(&settled, c, rq->arena);
	json_encode(&sheet, &sheet_shape, &settled);
	db_queue(rq->db, &q_db_begin);
	sign_queue(rq, "created", STR(""));
	db_queue(rq->db, &q_characters_create, rq_uuid(rq, id), rq_uuid(rq, rq->user_id),
	         rq_str(rq, body->name), rq_str(rq, buf_str(&sheet)), ruleset_names[ruleset]);
	db_queue(rq->db, &q_characters_current, rq_uuid(rq, id), rq_uuid(rq, rq->user_id));
	db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	answer_location(rq, "characters", id);
	return answer_character(rq, 201, db_result(rq->db, 3));
}

int character_get(struct request *rq)
{
	enum db_error error =
	    db_query(rq->db, &q_characters_get, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 0), ERR_CHARACTER_NOT_FOUND))
		return rq->answer->status;
	return answer_character(rq, 200, db_result(rq->db, 0));
}

/* The stored sheet with the patch merged in, validated as a whole. Decoded inside {"sheet": …}, so that
 * problems point into the body that was sent. */
static int merge_sheet(struct revision *c, struct str patch)
{
	struct wrapped {
		struct sheet sheet;
	} merged = {0};
	static const struct field sheet_only[] = {
	    FIELD(struct wrapped, sheet, FIELD_OBJECT, FIELD_REQUIRED, .shape = &sheet_shape),
	};
	static const struct shape wrapped = SHAPE("SheetOnly", struct wrapped, sheet_only);
	struct request *rq = c->rq;
	struct str target =
	    arena_printf(rq->arena, "{\"sheet\":%.*s}", STR_ARG(db_str(c->was, 0, COLUMN_SHEET)));
	struct str change = arena_printf(rq->arena, "{\"sheet\":%.*s}", STR_ARG(patch)), text;

	if (!json_merge_patch(target, change, rq->arena, &text, &rq->problems) ||
	    !json_decode(text, &wrapped, rq->arena, &merged, &rq->problems))
		return fail_problems(rq);
	c->after = merged.sheet;
	return 0;
}

static int make_patch(struct revision *c)
{
	const struct character_patch *patch = c->rq->body;

	c->name = patch->name;
	c->homebrew = patch->homebrew;
	if (shape_seen(&character_patch_shape, patch, "ruleset")) {
		c->ruleset = ruleset_names[patch->ruleset];
		if (db_null(c->was, 0, COLUMN_CAMPAIGN))
			c->catalog = catalog_srd((enum ruleset)patch->ruleset);
	}
	return patch->sheet.n ? merge_sheet(c, patch->sheet) : 0;
}

int character_patch(struct request *rq)
{
	static const struct revision_row row = {"edited", false, make_patch};
	struct revision c = {0};

	if (character_change(rq, &row, &c))
		return rq->answer->status;
	return answer_character(rq, 200, db_result(rq->db, CHANGED));
}

int character_delete(struct request *rq)
{
	const char *id = rq_uuid(rq, rq->ids[0]);
	struct character_place place;
	const struct db_rows *was;
	enum db_error error;

	if (character_lock(rq, &place, &was) || character_current(rq, was))
		return rq->answer->status;
	if (db_bool(was, 0, COLUMN_FIGHTS))
		return fail(rq, ERR_CHARACTER_IN_ENCOUNTER);
	db_queue(rq->db, &q_characters_delete, id, rq_uuid(rq, rq->user_id));
	character_news(rq, "character.deleted", &place);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	return answer_json(rq, 200, arena_printf(rq->arena, "{\"id\":\"%s\"}", id));
}
