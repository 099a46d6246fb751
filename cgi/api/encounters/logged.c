#include "cgi/api/encounters/logged.h"

#include "common/base/log.h"
#include "common/compendium/things.h"
#include "common/json/json.h"
#include "common/rules/sheet.h"
#include "common/table/load.h"

#include "common/base/poison.h"

enum { ASKED_MAX = 64 * 1024, HOMEBREW_MAX = 16 * 1024 * 1024 };

/* What is stored of a move: what was asked, and what it was resolved to. */
struct stored {
	struct fields_seen seen;
	struct str asked, homebrew;
	struct sheet sheet;
	struct list stats, party; /* of struct stat_block */
	struct list new_ids;      /* of struct uuid */
};

static const struct field stats_item = {.kind = FIELD_OBJECT, .shape = &stat_block_shape};
static const struct field id_item = {.kind = FIELD_UUID};
#define STORED_LIST(member, max_, item_, type)                                                     \
	{                                                                                          \
		.name = #member, .kind = FIELD_LIST, .offset = offsetof(struct stored, member),    \
		.max = (max_), .item = (item_), .item_size = sizeof(type)                          \
	}
static const struct field stored_fields[] = {
    {.name = "asked",
     .kind = FIELD_RAW,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct stored, asked),
     .max = ASKED_MAX},
    STORED_LIST(stats, 1, &stats_item, struct stat_block),
    STORED_LIST(new_ids, ADD_COUNT_MAX, &id_item, struct uuid),
    STORED_LIST(party, ENCOUNTER_COMBATANTS_MAX, &stats_item, struct stat_block),
    {.name = "sheet",
     .kind = FIELD_OBJECT,
     .offset = offsetof(struct stored, sheet),
     .shape = &sheet_shape},
    {.name = "homebrew", /* JSON as text: it is an array */
     .kind = FIELD_STR,
     .offset = offsetof(struct stored, homebrew),
     .max = HOMEBREW_MAX},
};
static const struct shape stored_shape = SHAPE_SEEN("LoggedMove", struct stored, stored_fields);

/* What an edit took the place of. */
struct was {
	struct str name, notes;
};
#define WAS_FIELD(member, max_)                                                                    \
	{                                                                                          \
		.name = #member, .kind = FIELD_STR, .flags = FIELD_REQUIRED,                       \
		.offset = offsetof(struct was, member), .max = (max_)                              \
	}
static const struct field was_fields[] = {WAS_FIELD(name, 120), WAS_FIELD(notes, 20000)};
static const struct shape was_shape = SHAPE("LoggedWas", struct was, was_fields);
static const struct field edit_fields[] = {
    {.name = "was", .kind = FIELD_OBJECT, .flags = FIELD_REQUIRED, .shape = &was_shape},
};
static const struct shape edit_shape = {.name = "LoggedEdit",
                                        .open = true,
                                        .size = sizeof(struct was),
                                        .seen = SHAPE_NO_SEEN,
                                        .fields = edit_fields,
                                        .count = 1};

static const struct field result_item = {.kind = FIELD_OBJECT, .shape = &consequence_shape};
static const struct field told_fields[] = {
    {.name = "type", .kind = FIELD_STR, .offset = offsetof(struct logged_told, type), .max = 40},
    {.name = "result",
     .kind = FIELD_LIST,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct logged_told, result),
     .max = 10000,
     .item = &result_item,
     .item_size = sizeof(struct consequence)},
};
static const struct shape told_shape = SHAPE("LoggedTold", struct logged_told, told_fields);

static bool broken(struct str id, const struct problems *problems)
{
	log_line(LOG_ERROR, "stored_move_broken", "move=%.*s field=\"%.*s\"", STR_ARG(id),
	         STR_ARG(problems->items[0].field));
	return false;
}

static bool read_move(struct str id, struct str json, enum move_type type, enum ruleset ruleset,
                      struct arena *arena, struct move *out)
{
	struct stored stored = {0};
	struct problems problems = {0};

	*out = (struct move){.count = 1, .hp = HP_AVERAGE};
	if (!json_decode(json, &stored_shape, arena, &stored, &problems) ||
	    !json_decode(stored.asked, move_rows[type].shape, arena, out, &problems))
		return broken(id, &problems);
	if (type == MOVE_ADD_COMBATANT && !stored.stats.count) {
		problem_add(&problems, STR("/stats"), "REQUIRED", STR("must be given"));
		return broken(id, &problems);
	}
	if (stored.stats.count)
		out->stats = stored.stats.items;
	out->new_ids = stored.new_ids;
	out->party = stored.party;
	if (shape_seen(&stored_shape, &stored, "sheet")) {
		struct sheet *sheet = ARENA_NEW(arena, struct sheet);

		*sheet = stored.sheet;
		out->sheet = sheet;
		out->catalog = things_over(catalog_srd(ruleset), stored.homebrew, arena);
	}
	return true;
}

/* "{4,17}", or nothing. */
static const int32_t *read_dice(struct str array, struct arena *arena, size_t *count)
{
	int32_t *dice = ARENA_ARRAY(arena, int32_t, array.n / 2 + 1);
	struct str rest = str_sub(array, 1, array.n > 2 ? array.n - 2 : 0);
	int64_t die = 0;

	while (rest.n && str_to_int(str_cut(&rest, ','), 1, INT32_MAX, &die))
		dice[(*count)++] = (int32_t)die;
	return dice;
}

struct logged_move *logged_moves(const struct db_rows *rows, enum ruleset ruleset,
                                 struct arena *arena)
{
	size_t count = db_count(rows);
	struct logged_move *log = ARENA_ARRAY(arena, struct logged_move, count + 1);
	struct move *moves = ARENA_ARRAY(arena, struct move, count + 1);

	for (size_t i = 0; i < count; i++) {
		int32_t type =
		    name_index(move_type_names, db_str(rows, i, LOGGED_TYPE), MOVE_TYPES);

		log[i].taken_back = true;
		if (type == MOVE_TYPES || type == MOVE_PREVIOUS_TURN)
			continue;
		if (!read_move(db_str(rows, i, LOGGED_ID), db_str(rows, i, LOGGED_MOVE),
		               (enum move_type)type, ruleset, arena, &moves[i]))
			return NULL;
		log[i].dice = read_dice(db_str(rows, i, LOGGED_DICE), arena, &log[i].dice_count);
		log[i].later =
		    read_dice(db_str(rows, i, LOGGED_LATER_DICE), arena, &log[i].later_count);
		log[i].move = &moves[i];
		log[i].taken_back = !db_null(rows, i, LOGGED_UNDONE_BY);
	}
	return log;
}

bool logged_told(const struct db_rows *rows, size_t i, struct str json, struct arena *arena,
                 struct logged_told *out)
{
	struct problems problems = {0};

	return json_decode(json, &told_shape, arena, out, &problems) ||
	       broken(db_str(rows, i, LOGGED_ID), &problems);
}

/* Whether a fight has room for all of them, each there once. */
static bool fits(const struct encounter *state, const struct list *put_back)
{
	const struct combatant *c = put_back->items;

	for (size_t i = 0; i < put_back->count; i++)
		for (size_t k = 0; k < i; k++)
			if (uuid_eq(c[k].id, c[i].id))
				return false;
	return state->count <= ENCOUNTER_COMBATANTS_MAX;
}

/* The change is read into one arena, and the combatants of the state are put into another. */
static bool back(const struct db_rows *rows, size_t i, struct arena *arena, struct arena *into,
                 struct encounter *state)
{
	struct change change = {0};
	struct problems problems = {0};

	if (!json_decode(db_str(rows, i, LOGGED_CHANGE), &change_shape, arena, &change, &problems))
		return broken(db_str(rows, i, LOGGED_ID), &problems);
	*state = rules_undo(state, &change, into);
	if (fits(state, &change.before))
		return true;
	problem_add(&problems, STR("/before"), "NOT_ALLOWED", STR("must have each of them once"));
	return broken(db_str(rows, i, LOGGED_ID), &problems);
}

bool logged_back(const struct db_rows *rows, size_t i, struct arena *arena, struct encounter *state)
{
	return back(rows, i, arena, arena, state);
}

static bool unedit(const struct db_rows *rows, size_t i, struct arena *arena,
                   struct table_encounter *e)
{
	struct was was = {0};
	struct problems problems = {0};

	if (!str_eq(db_str(rows, i, LOGGED_TYPE), STR("edit")))
		return true;
	if (!json_decode(db_str(rows, i, LOGGED_MOVE), &edit_shape, arena, &was, &problems))
		return broken(db_str(rows, i, LOGGED_ID), &problems);
	e->name = was.name;
	e->notes = was.notes;
	return true;
}

bool logged_step(struct logged_walk *walk, size_t i)
{
	const struct db_rows *rows = walk->rows;
	struct table_encounter *e = &walk->e;
	struct arena *into = &walk->scratch[i % 2];

	arena_reset(into);
	e->deadline = 0;
	e->paused_for = PAUSED_NOT;
	e->seen = (struct turn_seen){db_uuid(rows, i, LOGGED_SEEN_TURN),
	                             (int32_t)db_int(rows, i, LOGGED_SEEN_ROUND), 0};
	e->version[AUDIENCE_DM] = (int32_t)db_int(rows, i, LOGGED_VERSION) - 1;
	e->version[AUDIENCE_PARTY] = i ? (int32_t)db_int(rows, i - 1, LOGGED_PARTY_VERSION) : 0;
	return unedit(rows, i, walk->arena, e) && back(rows, i, walk->arena, into, &e->state);
}

void logged_walked(struct logged_walk *walk)
{
	arena_free(&walk->scratch[0]);
	arena_free(&walk->scratch[1]);
}
