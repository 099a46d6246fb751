/* Characters as files, out and in. */
#include "cgi/api/characters/change.h"
#include "cgi/api/fields.h"
#include "common/formats/formats.h"
#include "common/table/load.h"
#include "queries.h"

#include "common/base/poison.h"

enum file_format { FILE_JSON, FILE_XML };
static const char *const file_formats[] = {"json", "xml", NULL};

struct export_query {
	enum file_format format;
};

static const struct field query_fields[] = {
    FIELD(struct export_query, format, FIELD_ENUM, 0, .names = file_formats,
          .doc = "json when not given; xml answers application/xml, without an envelope."),
};
const struct shape character_export_query_shape =
    SHAPE("CharacterExportQuery", struct export_query, query_fields);

static const struct field note_fields[] = {
    {.name = "from",
     .kind = FIELD_STR,
     .offset = offsetof(struct import_note, from),
     .max = 300,
     .doc = "Where in the file; nothing for the sheet as a whole."},
    {.name = "fate",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct import_note, fate),
     .names = fate_names,
     .doc = "What became of it."},
    {.name = "to",
     .kind = FIELD_STR,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct import_note, to),
     .max = 300,
     .doc = "Where it is in the character now."},
    {.name = "why",
     .kind = FIELD_STR,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct import_note, why),
     .max = 300,
     .doc = "Why it was not taken as it stood."},
};
static const struct shape note_shape = SHAPE("ImportNote", struct import_note, note_fields);
static const struct field note_item = {.kind = FIELD_OBJECT, .shape = &note_shape};

static const struct field imported_fields[] = {
    ROW_ID("id", "The new character."),
    ROW_STR("name", CHARACTER_NAME_MAX, "Its name."),
    ROW_ENUM("ruleset", ruleset_choice, "The ruleset that knows most of what its sheet names."),
    ROW_OBJECT("sheet", &sheet_shape, "Its sheet."),
    ROW("report", FIELD_LIST, FIELD_REQUIRED, .max = IMPORT_NOTES_MAX, .item = &note_item,
        .doc = "What became of each field of the file."),
};
static const struct shape imported_shape = SHAPE_ROW("ImportedCharacter", imported_fields);
static const struct field imported_item = {.kind = FIELD_OBJECT, .shape = &imported_shape};

static const struct field answer_fields[] = {
    ROW_ENUM("format", format_names, "What the file was."),
    ROW("characters", FIELD_LIST, FIELD_REQUIRED, .max = IMPORT_CHARACTERS_MAX,
        .item = &imported_item, .doc = "The characters that were made."),
};
const struct shape characters_imported_shape = SHAPE_ROW("CharactersImported", answer_fields);

int character_export_get(struct request *rq)
{
	const struct export_query *query = rq->query;
	const struct db_rows *rows;
	struct str json;
	enum db_error error =
	    db_query(rq->db, &q_characters_get, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, 0);
	if (guard(rq, rows, ERR_CHARACTER_NOT_FOUND))
		return rq->answer->status;
	json = export_json(db_str(rows, 0, COLUMN_NAME),
	                   catalog_named(db_str(rows, 0, COLUMN_RULESET))->ruleset,
	                   db_str(rows, 0, COLUMN_SHEET), rq->arena);
	http_add_header(rq->answer,
	                arena_printf(rq->arena,
	                             "Content-Disposition: attachment; filename=\"character.%s\"",
	                             file_formats[query->format]));
	if (query->format == FILE_JSON)
		return answer_json(rq, 200, json);
	http_add_header(rq->answer, STR("Cache-Control: private, no-cache"));
	rq->answer->type = STR("application/xml");
	rq->answer->body = export_xml(json, rq->arena);
	return rq->answer->status = 200;
}

/* What a format read is held against the same shape and the same rules as a sheet that a front end
 * sends. */
static int check_one(struct request *rq, struct imported *one, struct str *sheet)
{
	const struct catalog *c = catalog_srd(one->ruleset);
	struct buf text = BUF(rq->arena);
	struct sheet again = {0};

	if (check_sheet(rq, &one->sheet, NULL, true, c))
		return rq->answer->status;
	sheet_settle(&one->sheet, c, rq->arena);
	json_encode(&text, &sheet_shape, &one->sheet);
	*sheet = buf_str(&text);
	if (!json_decode(*sheet, &sheet_shape, rq->arena, &again, &rq->problems))
		return fail_problems(rq);
	return 0;
}

/* Queues one, and writes its part of the answer. */
static void make_one(struct request *rq, const struct imported *one, struct str sheet,
                     struct buf *answer)
{
	const struct import_note *notes = one->notes.items;
	const char *id = rq_uuid(rq, uuid_v7()), *ruleset = ruleset_names[one->ruleset];

	db_queue(rq->db, &q_characters_create, id, rq_uuid(rq, rq->user_id), rq_str(rq, one->name),
	         rq_str(rq, sheet), ruleset);
	buf_printf(answer, "{\"id\":\"%s\",\"name\":", id);
	buf_json_str(answer, one->name);
	buf_printf(answer, ",\"ruleset\":\"%s\",\"sheet\":", ruleset);
	buf_put(answer, sheet);
	BUF_LIT(answer, ",\"report\":[");
	for (size_t i = 0; i < one->notes.count; i++) {
		if (i)
			buf_putc(answer, ',');
		json_encode(answer, &note_shape, &notes[i]);
	}
	BUF_LIT(answer, "]}");
}

int characters_import_post(struct request *rq)
{
	struct str sheets[IMPORT_CHARACTERS_MAX];
	struct list characters;
	struct imported *all;
	struct buf answer = BUF(rq->arena);
	enum format format;
	enum db_error error;

	if (!import_characters(rq->body_text, rq->arena, &format, &characters, &rq->problems))
		return fail_problems(rq);
	all = characters.items;
	for (size_t i = 0; i < characters.count; i++)
		if (check_one(rq, &all[i], &sheets[i]))
			return rq->answer->status;
	db_queue(rq->db, &q_db_begin);
	sign_queue(rq, "imported", STR(""));
	buf_printf(&answer, "{\"format\":\"%s\",\"characters\":[", format_names[format]);
	for (size_t i = 0; i < characters.count; i++) {
		if (i)
			buf_putc(&answer, ',');
		make_one(rq, &all[i], sheets[i], &answer);
	}
	BUF_LIT(&answer, "]}");
	db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	return answer_json(rq, 201, buf_str(&answer));
}
