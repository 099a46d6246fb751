/* A document back into a campaign. */
#include "common/archive/archive.h"
#include "common/compendium/entry.h"
#include "common/formats/uvtt.h"
#include "common/json/any.h"
#include "common/json/scan.h"
#include "common/rules/sheet.h"
#include "common/table/roll.h"
#include "common/table/load.h"
#include "common/table/map.h"
#include "queries.h"

#include "common/base/poison.h"

/* All ids in a text. An id in a spelling that is not found here, but by the database, names nothing of somebody
 * else's either: see put_campaign.sql. */
static void renew_ids(char *text, size_t n, const struct archive *archive)
{
	for (size_t i = 0; i + UUID_TEXT <= n; i++) {
		char fresh[UUID_TEXT + 1];
		struct uuid id;

		if (text[i + 8] != '-' || text[i + 13] != '-' ||
		    !uuid_parse((struct str){text + i, UUID_TEXT}, &id))
			continue;
		uuid_format(archive_id(archive, id), fresh);
		memcpy(text + i, fresh, UUID_TEXT);
		i += UUID_TEXT - 1;
	}
}

struct putting {
	struct db *db;
	const struct archive *archive;
	struct arena *arena; /* of the problems */
	struct problems *ps;
	const char **why;
};

/* Puts the rows of one piece, a JSON array that is changed on the way. */
static enum db_error put_piece(const struct putting *p, const struct archive_section *section,
                               struct buf *rows)
{
	struct arena *arena = rows->arena;
	const char *arguments[3] = {NULL, arg_uuid(arena, p->archive->owner),
	                            arg_uuid(arena, p->archive->campaign)};
	bool homebrew = section->put == &q_compendium_put;
	enum db_error error;

	buf_putc(rows, ']');
	renew_ids(rows->p, rows->n, p->archive);
	buf_putc(rows, '\0');
	arguments[0] = rows->p;
	if (homebrew)
		db_queue(p->db, section->put, arguments[2], rows->p,
		         arg_str(arena, entry_fields_json(arena)), arguments[1], arg_bool(false),
		         NULL);
	else
		db_queue_args(p->db, section->put, arguments);
	error = db_run(p->db);
	if (error == DB_REFUSED || error == DB_CONFLICT ||
	    (!error && !homebrew && !db_bool(db_result(p->db, 0), 0, 0)))
		*p->why = section->name;
	return error;
}

/* The row as it is put; false with problems, whose pointers then begin at the document. They outlive the piece. */
static bool mend_row(const struct putting *p, const struct archive_section *section, size_t at,
                     struct arena *arena, struct str *row)
{
	struct problems found = {0};

	if (json_scan(*row).values > ARCHIVE_VALUES_MAX) {
		problem_add(p->ps, arena_printf(p->arena, "/%s/%zu", section->name, at), "TOO_LONG",
		            STR("must have at most 500000 values"));
		return false;
	}
	if (!section->mend || section->mend(*row, arena, row, &found))
		return true;
	for (size_t i = 0; i < found.count; i++) {
		const struct problem *f = &found.items[i];

		problem_add(
		    p->ps,
		    arena_printf(p->arena, "/%s/%zu%.*s", section->name, at, STR_ARG(f->field)),
		    f->code, arena_str(p->arena, f->message));
	}
	return false;
}

enum { PIECE_BYTES = 256 * 1024 };

static enum db_error put_section(const struct putting *p, const struct archive_section *section,
                                 struct str rows)
{
	enum db_error error = DB_OK;
	struct arena arena = {0};
	struct str row = {0};
	size_t at = 0;
	bool more = json_next_object(&rows, &row);

	while (more && !error && !p->ps->count && !*p->why) {
		struct buf piece = BUF(&arena);

		for (; more && piece.n < PIECE_BYTES; more = json_next_object(&rows, &row)) {
			if (!mend_row(p, section, at++, &arena, &row))
				break;
			buf_putc(&piece, piece.n ? ',' : '[');
			buf_put(&piece, row);
		}
		if (!p->ps->count)
			error = put_piece(p, section, &piece);
		arena_free(&arena);
	}
	if (!error && !more && !json_ended(rows) && !p->ps->count)
		*p->why = section->name;
	return error;
}

enum db_error archive_put(struct db *db, const struct archive *archive, struct arena *arena,
                          const char **why, struct problems *ps)
{
	struct putting p = {.db = db, .archive = archive, .arena = arena, .ps = ps, .why = why};
	enum db_error error = DB_OK;

	*why = NULL;
	for (size_t i = 0; i < archive_section_count && !error && !ps->count && !*why; i++)
		error = put_section(&p, &archive_sections[i], archive->sections[i]);
	return error;
}

/* Rows of one column, each of which must be of a shape. */
static bool all_are(const struct db_rows *rows, const struct shape *shape, struct arena *arena)
{
	void *one = arena_alloc(arena, 1, shape->size);

	for (size_t i = 0; i < db_count(rows); i++) {
		struct problems problems = {0};

		memset(one, 0, shape->size);
		if (!json_decode(db_str(rows, i, 0), shape, arena, one, &problems))
			return false;
	}
	return true;
}

/* As many at once as one pipeline bears. */
enum { FIGHTS_AT_ONCE = 30 };

static enum db_error check_fights(struct db *db, const struct uuid *ids, size_t count,
                                  const char *user, enum ruleset ruleset, struct arena *arena,
                                  const char **why)
{
	enum db_error error;

	for (size_t i = 0; i < count; i++) {
		const char *fight = arg_uuid(arena, ids[i]);

		db_queue(db, &q_table_encounter, fight, user);
		db_queue(db, &q_table_combatants, fight);
	}
	error = db_run(db);
	for (size_t i = 0; !error && i < count && !*why; i++)
		if (!db_count(db_result(db, 2 * i)) ||
		    !table_encounter(db_result(db, 2 * i), db_result(db, 2 * i + 1), ruleset,
		                     arena))
			*why = "an encounter does not hold together";
	return error;
}

enum { RESULT_CHECK, RESULT_SHEETS, RESULT_FIGHTS, RESULT_DICE, RESULT_RESULTS, RESULT_SETTINGS };

enum db_error archive_check(struct db *db, const struct archive *archive, struct arena *arena,
                            const char **why)
{
	const char *id = arg_uuid(arena, archive->campaign),
	           *user = arg_uuid(arena, archive->owner);
	const struct db_rows *check, *fights, *made_under;
	struct campaign_settings settings;
	enum ruleset ruleset;
	enum db_error error;
	struct uuid *ids;
	size_t count;

	db_queue(db, &q_archive_check, id);
	db_queue(db, &q_archive_sheets, id);
	db_queue(db, &q_archive_fights, id);
	db_queue(db, &q_archive_dice, id);
	db_queue(db, &q_archive_results, id);
	db_queue(db, &q_archive_settings, id);
	error = db_run(db);
	if (error)
		return error;
	check = db_result(db, RESULT_CHECK);
	if (!all_are(db_result(db, RESULT_SHEETS), &sheet_shape, arena))
		*why = "a character's sheet is none";
	if (!all_are(db_result(db, RESULT_DICE), &roll_shape, arena) ||
	    !all_are(db_result(db, RESULT_RESULTS), &dice_result_shape, arena))
		*why = "a roll is none";
	made_under = db_result(db, RESULT_SETTINGS);
	for (size_t i = 0; i < db_count(made_under); i++)
		if (!table_settings(db_str(made_under, i, 0), archive->campaign, arena, &settings))
			*why = "the settings of a move are none";
	if (!table_settings(db_str(check, 0, 0), archive->campaign, arena, &settings))
		*why = "the settings are none";
	if (db_bool(check, 0, 2))
		*why = "a move is taken back by one of another encounter";
	if (db_bool(check, 0, 3))
		*why = "more is known of it than a campaign holds";
	if (db_bool(check, 0, 4))
		*why = "a time is none from 1970 to 2200";
	ruleset = (enum ruleset)name_index(ruleset_names, db_str(check, 0, 1), 0);
	fights = db_result(db, RESULT_FIGHTS);
	count = db_count(fights);
	ids = ARENA_ARRAY(arena, struct uuid, count + 1);
	for (size_t i = 0; i < count; i++)
		ids[i] = db_uuid(fights, i, 0);
	for (size_t i = 0; i < count && !*why && !error; i += FIGHTS_AT_ONCE)
		error = check_fights(db, ids + i,
		                     count - i < FIGHTS_AT_ONCE ? count - i : FIGHTS_AT_ONCE, user,
		                     ruleset, arena, why);
	return error;
}
