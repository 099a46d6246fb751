#include "cgi/api/characters/characters.h"

#include "cgi/api/fields.h"
#include "common/rules/sheet.h"
#include "common/table/load.h"
#include "queries.h"

#include "common/base/poison.h"

struct character_create {
	struct str name;
	struct sheet sheet;
};

struct character_patch {
	struct str name, sheet;
};

enum { NAME_MAX_POINTS = 80, PATCH_MAX = 65536 };

static const struct field create_fields[] = {
    FIELD(struct character_create, name, FIELD_STR, FIELD_REQUIRED, .min = 1,
          .max = NAME_MAX_POINTS, .doc = "The character's name."),
    FIELD(struct character_create, sheet, FIELD_OBJECT, FIELD_REQUIRED, .shape = &sheet_shape,
          .doc = "The sheet; abilities at least."),
};
const struct shape character_create_shape =
    SHAPE("CharacterCreate", struct character_create, create_fields);

static const struct field patch_fields[] = {
    FIELD(struct character_patch, name, FIELD_STR, 0, .min = 1, .max = NAME_MAX_POINTS,
          .doc = "A new name."),
    FIELD(struct character_patch, sheet, FIELD_RAW, 0, .max = PATCH_MAX,
          .doc = "A merge patch to the sheet: what is named changes, null removes."),
};
const struct shape character_patch_shape =
    SHAPE("CharacterPatch", struct character_patch, patch_fields);

static const struct field character_fields[] = {
    ROW_ID("id", "The character."),
    ROW_STR("name", NAME_MAX_POINTS, "Its name."),
    ROW_ID("owner_id", "Whose it is."),
    ROW("campaign_id", FIELD_UUID, FIELD_REQUIRED | FIELD_NULLABLE,
        .doc = "The campaign it is in, or null."),
    ROW_INT("version", 1, INT32_MAX, "Raised by every change; what If-Match compares."),
    ROW_OBJECT("sheet", &sheet_shape, "The sheet."),
    ROW_TIME("created_at", "When it was made."),
    ROW_TIME("updated_at", "When it last changed."),
};
const struct shape character_shape = SHAPE_ROW("Character", character_fields);

/* Column of the version in a row that begins with the caller's role. */
enum { COLUMN_VERSION = 5, COLUMN_SHEET = 6, COLUMN_IN_ENCOUNTER = 9, COLUMN_RULESET };

/* One character, with its version as the validator. */
static int answer_character(struct request *rq, int status, const struct db_rows *rows)
{
	answer_etag(rq, db_str(rows, 0, COLUMN_VERSION));
	return answer_row(rq, status, rows, 0, 1);
}

/* By the ruleset of the character's campaign; without one, whichever it is made for. */
static int check_sheet(struct request *rq, const struct sheet *sheet, struct str ruleset)
{
	int32_t only = name_index(ruleset_names, ruleset, -1);
	const char *field, *other, *broken;

	broken =
	    sheet_broken(sheet, catalog_srd(only == RULESET_2024 ? RULESET_2024 : RULESET_2014),
	                 rq->arena, &field);
	if (broken && only < 0 &&
	    !sheet_broken(sheet, catalog_srd(RULESET_2024), rq->arena, &other))
		return 0;
	return broken ? fail_field(rq, field, "OUT_OF_RANGE", str_of(broken)) : 0;
}

/* Hit points that are given without what is left of them are all left. */
static void settle(struct request *rq, struct sheet *sheet, struct str ruleset)
{
	enum ruleset by = (enum ruleset)name_index(ruleset_names, ruleset, RULESET_2014);

	if (sheet->hp.seen.present && !sheet_has_hp(sheet))
		sheet_set_hp(sheet, sheet_hp_max(sheet, catalog_srd(by), rq->arena));
}

int characters_get(struct request *rq)
{
	return answer_own_list(rq, &q_characters_list);
}

int characters_post(struct request *rq)
{
	const struct character_create *body = rq->body;
	struct sheet settled = body->sheet;
	struct uuid id = uuid_v7();
	struct buf sheet = BUF(rq->arena);
	enum db_error error;

	if (check_sheet(rq, &body->sheet, (struct str){0}))
		return rq->answer->status;
	settle(rq, &settled, (struct str){0});
	json_encode(&sheet, &sheet_shape, &settled);
	error = db_query(rq->db, &q_characters_create, rq_uuid(rq, id), rq_uuid(rq, rq->user_id),
	                 rq_str(rq, body->name), rq_str(rq, buf_str(&sheet)));
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	answer_location(rq, "characters", id);
	return answer_character(rq, 201, db_result(rq->db, 0));
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
static int merge_sheet(struct request *rq, const struct db_rows *rows, struct str patch,
                       struct character_create *old, struct character_create *new)
{
	static const struct field sheet_only[] = {
	    FIELD(struct character_create, sheet, FIELD_OBJECT, FIELD_REQUIRED,
	          .shape = &sheet_shape),
	};
	static const struct shape wrapped = SHAPE("SheetOnly", struct character_create, sheet_only);
	struct str target =
	    arena_printf(rq->arena, "{\"sheet\":%.*s}", STR_ARG(db_str(rows, 0, COLUMN_SHEET)));
	struct str change = arena_printf(rq->arena, "{\"sheet\":%.*s}", STR_ARG(patch));
	struct str merged;

	if (!json_decode(target, &wrapped, rq->arena, old, &rq->problems))
		return fail(rq, ERR_INTERNAL);
	if (!json_merge_patch(target, change, rq->arena, &merged, &rq->problems) ||
	    !json_decode(merged, &wrapped, rq->arena, new, &rq->problems))
		return fail_problems(rq);
	return check_sheet(rq, &new->sheet, db_str(rows, 0, COLUMN_RULESET));
}

static bool same_hp(struct request *rq, const struct sheet *a, const struct sheet *b,
                    struct str ruleset)
{
	const struct catalog *c =
	    catalog_srd((enum ruleset)name_index(ruleset_names, ruleset, RULESET_2014));

	return a->hp.current == b->hp.current && a->hp.temp == b->hp.temp &&
	       sheet_hp_max(a, c, rq->arena) == sheet_hp_max(b, c, rq->arena);
}

/* In the transaction that locked the row: `rows` is what it was. */
static int apply_patch(struct request *rq, const struct db_rows *rows)
{
	const struct character_patch *patch = rq->body;
	struct character_create old = {0}, new = {0};
	struct buf sheet = BUF(rq->arena);
	const char *sheet_text = NULL;
	enum db_error error;

	if (guard(rq, rows, ERR_CHARACTER_NOT_FOUND))
		return rq->answer->status;
	if (if_match_fails(rq, db_str(rows, 0, COLUMN_VERSION)))
		return fail_with(rq, ERR_VERSION_MISMATCH, "version",
		                 arena_str(rq->arena, db_str(rows, 0, COLUMN_VERSION)));
	if (patch->sheet.n) {
		if (merge_sheet(rq, rows, patch->sheet, &old, &new))
			return rq->answer->status;
		if (db_bool(rows, 0, COLUMN_IN_ENCOUNTER) &&
		    !same_hp(rq, &old.sheet, &new.sheet, db_str(rows, 0, COLUMN_RULESET)))
			return fail(rq, ERR_CHARACTER_IN_ENCOUNTER);
		settle(rq, &new.sheet, db_str(rows, 0, COLUMN_RULESET));
		json_encode(&sheet, &sheet_shape, &new.sheet);
		sheet_text = rq_str(rq, buf_str(&sheet));
	}
	db_queue(rq->db, &q_characters_update, rq_uuid(rq, rq->ids[0]),
	         patch->name.n ? rq_str(rq, patch->name) : NULL, sheet_text,
	         rq_uuid(rq, rq->user_id));
	db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_CONFLICT);
	return answer_character(rq, 200, db_result(rq->db, 0));
}

int character_patch(struct request *rq)
{
	enum db_error error;

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_characters_lock, rq_uuid(rq, rq->ids[0]));
	db_queue(rq->db, &q_characters_current, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	return apply_patch(rq, db_result(rq->db, 2));
}
