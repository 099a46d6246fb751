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

/* Every id becomes another one: the same salt for all of them keeps equal ones equal and different
 * ones different, and since it leaves the time in them alone, lists keep their order. An id in a spelling
 * that is not found here, but by the database, names nothing of somebody else's either: see put_campaign.sql. */
static struct uuid salted(struct uuid id, const struct uuid *salt)
{
	/* The last eight bytes but for the two bits that say what an id is (RFC 9562, 4.1). */
	id.b[8] ^= salt->b[8] & 0x3f;
	for (size_t k = 9; k < sizeof id.b; k++)
		id.b[k] ^= salt->b[k];
	return id;
}

/* All ids in a text; the one that is `old` becomes `new`. */
static void renew_ids(char *text, size_t n, const struct uuid *salt, struct uuid old,
                      struct uuid new)
{
	for (size_t i = 0; i + UUID_TEXT <= n; i++) {
		char fresh[UUID_TEXT + 1];
		struct uuid id;

		if (text[i + 8] != '-' || text[i + 13] != '-' ||
		    !uuid_parse((struct str){text + i, UUID_TEXT}, &id))
			continue;
		uuid_format(uuid_eq(id, old) ? new : salted(id, salt), fresh);
		memcpy(text + i, fresh, UUID_TEXT);
		i += UUID_TEXT - 1;
	}
}

/* A campaign's own row, as far as the rest needs it. */
struct own {
	struct uuid id, owner_id;
};
static const struct field own_fields[] = {
    {.name = "id",
     .kind = FIELD_UUID,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct own, id),
     .doc = "The campaign."},
    {.name = "owner_id",
     .kind = FIELD_UUID,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct own, owner_id),
     .doc = "Its owner."},
};
static const struct shape own_shape = {
    .name = "ArchivedCampaign",
    .open = true,
    .size = sizeof(struct own),
    .seen = SHAPE_NO_SEEN,
    .fields = own_fields,
    .count = sizeof own_fields / sizeof *own_fields,
};

static bool refuse(struct problems *ps, const char *pointer, const char *message)
{
	problem_add(ps, str_of(pointer), "NOT_ALLOWED", str_of(message));
	return false;
}

/* The sections' texts, in the order of the table; the document may stand in an answer's envelope. */
static bool find_sections(struct str document, struct str *sections, struct arena *arena,
                          struct problems *ps)
{
	struct str rest = document, key, value;

	while (json_next_member(&rest, &key, &value)) {
		if (str_eq(key, STR("data")) && value.p[0] == '{')
			return find_sections(value, sections, arena, ps);
		for (size_t i = 0; i < archive_section_count; i++)
			if (str_eq(key, str_of(archive_sections[i].name)))
				sections[i] = value;
	}
	for (size_t i = 0; i < archive_section_count; i++)
		if (!sections[i].n || sections[i].p[0] != '[')
			return refuse(ps, arena_printf(arena, "/%s", archive_sections[i].name).p,
			              "must be a list, as the export has it");
	return true;
}

static bool find_own(const struct str *sections, struct own *own, struct arena *arena,
                     struct problems *ps)
{
	struct problems ignored = {0};
	struct str list = {0};

	for (size_t i = 0; i < archive_section_count; i++)
		if (strcmp(archive_sections[i].name, "campaign") == 0)
			list = str_sub(sections[i], 1, sections[i].n - 2);
	return json_decode(list, &own_shape, arena, own, &ignored) ||
	       refuse(ps, "/campaign", "must be one campaign with its id and its owner's");
}

/* Entries of a campaign's own are what the campaign could have written itself. */
static bool good_homebrew(struct str rows, struct arena *arena, struct problems *ps)
{
	struct problems found = {0};
	const struct any *list = any_parse(rows, arena, &found);
	struct str text;

	for (const struct any *at = any_first(list); at; at = at->next) {
		int32_t type = name_index(entry_type_names, any_text(any_get(at, "type")), -1);
		const struct any *data = any_get(at, "data");

		if (type < 0 || !any_is(data, ANY_MAP) ||
		    !entry_check((enum entry_type)type, data, arena, &text, &found))
			return refuse(ps, "/homebrew", "must be entries as a campaign has them");
	}
	return list != NULL;
}

/* Where the rows go, and what becomes of the ids in them. */
struct putting {
	struct db *db;
	struct uuid salt, old_owner, owner, campaign;
	struct problems *ps;
	const char **why;
};

/* Puts the rows of one piece, a JSON array that is changed on the way. */
static enum db_error put_piece(const struct putting *p, const struct archive_section *section,
                               struct buf *rows)
{
	struct arena *arena = rows->arena;
	const char *arguments[3] = {rows->p, arg_uuid(arena, p->owner),
	                            arg_uuid(arena, p->campaign)};
	bool homebrew = section->put == &q_compendium_put;
	enum db_error error;

	buf_putc(rows, ']');
	renew_ids(rows->p, rows->n, &p->salt, p->old_owner, p->owner);
	buf_putc(rows, '\0');
	arguments[0] = rows->p;
	if (homebrew && !good_homebrew(str_of(rows->p), arena, p->ps))
		return DB_OK;
	if (homebrew)
		db_queue(p->db, section->put, arguments[2], rows->p,
		         arg_str(arena, entry_fields_json(arena)), arguments[1], arg_bool(false),
		         NULL);
	else
		db_queue_args(p->db, section->put, arguments);
	error = db_run(p->db);
	if (!error && !homebrew && !db_bool(db_result(p->db, 0), 0, 0))
		*p->why = section->name;
	return error;
}

enum { PIECE_BYTES = 256 * 1024 };

static enum db_error put_section(const struct putting *p, const struct archive_section *section,
                                 struct str rows)
{
	enum db_error error = DB_OK;
	struct arena arena = {0};
	struct str row = {0};
	bool more = json_next_object(&rows, &row);

	while (more && !error && !p->ps->count && !*p->why) {
		struct buf piece = BUF(&arena);

		for (; more && piece.n < PIECE_BYTES; more = json_next_object(&rows, &row)) {
			buf_putc(&piece, piece.n ? ',' : '[');
			buf_put(&piece, row);
		}
		error = put_piece(p, section, &piece);
		arena_free(&arena);
	}
	if (!error && !str_eq(str_trim(rows), STR("]")) && !str_eq(str_trim(rows), STR("[]")) &&
	    !more && !p->ps->count)
		*p->why = section->name;
	return error;
}

enum db_error archive_put(struct db *db, struct str document, struct uuid owner,
                          struct arena *arena, struct uuid *campaign, const char **why,
                          struct problems *ps)
{
	struct str *sections = ARENA_ARRAY(arena, struct str, archive_section_count);
	struct putting p = {.db = db, .salt = uuid_v4(), .owner = owner, .ps = ps, .why = why};
	struct scan scan = json_scan(document);
	enum db_error error = DB_OK;
	struct own own = {0};

	*why = NULL;
	if (scan.problem)
		problem_add(
		    ps, STR(""), "MALFORMED",
		    arena_printf(arena, "not valid JSON at byte %zu: %s", scan.at, scan.problem));
	if (scan.problem || !find_sections(document, sections, arena, ps) ||
	    !find_own(sections, &own, arena, ps))
		return DB_OK;
	p.old_owner = own.owner_id;
	p.campaign = *campaign = salted(own.id, &p.salt);
	for (size_t i = 0; i < archive_section_count && !error && !ps->count && !*why; i++)
		error = put_section(&p, &archive_sections[i], sections[i]);
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

enum {
	RESULT_CHECK,
	RESULT_SHEETS,
	RESULT_FIGHTS,
	RESULT_DICE,
	RESULT_RESULTS,
	RESULT_FOGS,
	RESULT_SCENES
};

enum db_error archive_check(struct db *db, struct uuid campaign, struct uuid owner,
                            struct arena *arena, const char **why)
{

	const char *id = arg_uuid(arena, campaign), *user = arg_uuid(arena, owner);
	const struct db_rows *check, *fights;
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
	db_queue(db, &q_archive_fogs, id);
	db_queue(db, &q_archive_scenes, id);
	error = db_run(db);
	if (error)
		return error;
	check = db_result(db, RESULT_CHECK);
	if (!all_are(db_result(db, RESULT_SHEETS), &sheet_shape, arena))
		*why = "a character's sheet is none";
	if (!all_are(db_result(db, RESULT_DICE), &roll_shape, arena) ||
	    !all_are(db_result(db, RESULT_RESULTS), &dice_result_shape, arena))
		*why = "a roll is none";
	if (!all_are(db_result(db, RESULT_FOGS), &zones_shape, arena))
		*why = "the fog of a map is none";
	if (!all_are(db_result(db, RESULT_SCENES), &uvtt_parts_shape, arena))
		*why = "the walls, doors or lights of a map are none";
	if (!table_settings(db_str(check, 0, 0), campaign, arena, &settings))
		*why = "the settings are none";
	if (db_bool(check, 0, 2))
		*why = "a move is taken back by one of another encounter";
	if (db_bool(check, 0, 3))
		*why = "more is known of it than a campaign holds";
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
