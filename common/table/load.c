#include "common/table/load.h"

#include "common/base/log.h"
#include "common/json/json.h"
#include "common/table/map.h"
#include "common/table/presence.h"
#include "queries.h"

#include "common/base/poison.h"

const char *const paused_for_names[] = {"none", "dm", "dm_away", "idle", NULL};
const char *const campaign_role_names[] = {"none", "observer", "player", "dm", NULL};

int32_t name_index(const char *const *names, struct str text, int32_t fallback)
{
	for (int32_t i = 0; names[i]; i++)
		if (str_eq(text, str_of(names[i])))
			return i;
	return fallback;
}

static void log_broken(const char *what, struct uuid id, struct str why)
{
	char text[UUID_TEXT + 1];

	uuid_format(id, text);
	log_line(LOG_ERROR, "stored_state_broken", "%s=%s reason=\"%.*s\"", what, text,
	         STR_ARG(why));
}

bool table_settings(struct str json, struct uuid campaign, struct arena *arena,
                    struct campaign_settings *out)
{
	struct problems problems = {0};

	*out = campaign_settings_default;
	if (json_decode(json, &campaign_settings_shape, arena, out, &problems))
		return true;
	log_broken("campaign", campaign, problems.items[0].field);
	return false;
}

struct list table_members(const struct db_rows *rows, struct arena *arena)
{
	struct list members = {ARENA_ARRAY(arena, struct table_member, db_count(rows) + 1),
	                       db_count(rows)};
	struct table_member *m = members.items;

	for (size_t i = 0; i < members.count; i++)
		m[i] = (struct table_member){
		    .user_id = db_uuid(rows, i, 0),
		    .display_name = arena_str(arena, db_str(rows, i, 1)),
		    .role =
		        (enum campaign_role)name_index(campaign_role_names, db_str(rows, i, 2), 0),
		};
	return members;
}

static bool load_combatant(const struct db_rows *rows, size_t i, struct arena *arena,
                           struct combatant *c)
{
	struct problems problems = {0};

	c->id = db_uuid(rows, i, 0);
	c->character_id = db_uuid(rows, i, 1);
	c->ordinal = (int32_t)db_int(rows, i, 2);
	if (json_decode(db_str(rows, i, 3), &combatant_shape, arena, c, &problems))
		return true;
	log_broken("combatant", c->id, problems.items[0].field);
	return false;
}

struct list table_ids(struct str array, struct arena *arena)
{
	struct uuid *ids = ARENA_ARRAY(arena, struct uuid, array.n / UUID_TEXT + 1);
	struct list list = {ids, 0};

	for (size_t at = 1; at + UUID_TEXT < array.n + 1; at += UUID_TEXT + 1)
		if (uuid_parse(str_sub(array, at, UUID_TEXT), &ids[list.count]))
			list.count++;
	return list;
}

struct table_encounter *table_encounter(const struct db_rows *encounter,
                                        const struct db_rows *combatants, enum ruleset ruleset,
                                        struct arena *arena)
{
	struct table_encounter *e = ARENA_NEW(arena, struct table_encounter);
	struct encounter *s = &e->state;
	const char *broken;

	e->id = db_uuid(encounter, 0, 0);
	e->name = arena_str(arena, db_str(encounter, 0, 2));
	e->notes = arena_str(arena, db_str(encounter, 0, 3));
	e->version[AUDIENCE_DM] = (int32_t)db_int(encounter, 0, 8);
	e->version[AUDIENCE_PARTY] = (int32_t)db_int(encounter, 0, 9);
	e->seen = (struct turn_seen){db_uuid(encounter, 0, 10), (int32_t)db_int(encounter, 0, 11),
	                             db_int(encounter, 0, 13)};
	e->deadline = db_int(encounter, 0, 12);
	e->paused_for =
	    (enum paused_for)name_index(paused_for_names, db_str(encounter, 0, 14), PAUSED_NOT);
	s->ruleset = ruleset;
	s->status = (enum encounter_status)name_index(encounter_status_names,
	                                              db_str(encounter, 0, 4), ENCOUNTER_DRAFT);
	s->round = (int32_t)db_int(encounter, 0, 5);
	s->turn = db_uuid(encounter, 0, 6);
	s->next_ordinal = (int32_t)db_int(encounter, 0, 7);
	s->each_round = (enum each_round)name_index(each_round_names, db_str(encounter, 0, 15),
	                                            EACH_ROUND_STAYS);
	e->tokened = table_ids(db_str(encounter, 0, 16), arena);
	s->count = db_count(combatants);
	s->combatants = ARENA_ARRAY(arena, struct combatant, s->count + 1);
	for (size_t i = 0; i < s->count; i++)
		if (!load_combatant(combatants, i, arena, &s->combatants[i]))
			return NULL;
	broken = encounter_broken(s);
	if (broken) {
		log_broken("encounter", e->id, str_of(broken));
		return NULL;
	}
	return e;
}

/* From the rows of q_table_mark. */
static struct table_mark table_mark(const struct db_rows *rows, struct arena *arena)
{
	struct table_reader *readers = ARENA_ARRAY(arena, struct table_reader, db_count(rows) + 1);
	struct table_mark mark = {.event_id = STR("0"), .readers = {readers, 0}};

	for (size_t i = 0; i < db_count(rows); i++) {
		struct str id = arena_str(arena, db_str(rows, i, 1));

		if (db_null(rows, i, 0))
			mark.event_id = id;
		else
			readers[mark.readers.count++] =
			    (struct table_reader){db_uuid(rows, i, 0), id};
	}
	return mark;
}

bool table_fog(struct str json, struct uuid map, struct arena *arena, struct list *out)
{
	struct zones zones = {0};
	struct problems problems = {0};

	if (json_decode(arena_printf(arena, "{\"zones\":%.*s}", STR_ARG(json)), &zones_shape, arena,
	                &zones, &problems)) {
		*out = zones.zones;
		return true;
	}
	log_broken("map", map, problems.items[0].field);
	return false;
}

struct list table_tokens(const struct db_rows *rows, struct arena *arena)
{
	struct list list = {ARENA_ARRAY(arena, struct table_token, db_count(rows) + 1),
	                    db_count(rows)};
	struct table_token *t = list.items;

	for (size_t i = 0; i < list.count; i++)
		t[i] = (struct table_token){
		    .id = db_uuid(rows, i, 0),
		    .name = arena_str(arena, db_str(rows, i, 1)),
		    .image = db_uuid(rows, i, 2),
		    .x = (int32_t)db_int(rows, i, 3),
		    .y = (int32_t)db_int(rows, i, 4),
		    .width = (int32_t)db_int(rows, i, 5),
		    .height = (int32_t)db_int(rows, i, 6),
		    .visible = db_bool(rows, i, 7),
		    .hidden = db_bool(rows, i, 8),
		    .party = db_bool(rows, i, 9),
		    .character_id = db_uuid(rows, i, 10),
		    .combatant_id = db_uuid(rows, i, 11),
		    .encounter_id = db_uuid(rows, i, 12),
		};
	return list;
}

struct table_map *table_map(const struct db_rows *map, const struct db_rows *tokens,
                            struct arena *arena, bool *broken)
{
	struct table_map *m;

	*broken = false;
	if (!db_count(map))
		return NULL;
	m = ARENA_NEW(arena, struct table_map);
	m->id = db_uuid(map, 0, 0);
	m->name = arena_str(arena, db_str(map, 0, 1));
	m->image = db_uuid(map, 0, 2);
	m->grid_size = (int32_t)db_int(map, 0, 3);
	m->width = (int32_t)db_int(map, 0, 4);
	m->height = (int32_t)db_int(map, 0, 5);
	m->darkness = (int32_t)db_int(map, 0, 6);
	m->version = (int32_t)db_int(map, 0, 7);
	m->active = db_bool(map, 0, 9);
	m->tokens = table_tokens(tokens, arena);
	*broken = !table_fog(db_str(map, 0, 8), m->id, arena, &m->fog);
	return *broken ? NULL : m;
}

enum {
	RESULT_CAMPAIGN = 1,
	RESULT_MEMBERS,
	RESULT_ENCOUNTER,
	RESULT_COMBATANTS,
	RESULT_MARK,
	RESULT_PRESENCE,
	RESULT_MAP,
	RESULT_TOKENS
};

void table_queue(struct db *db, struct uuid campaign, enum audience audience, struct arena *arena)
{
	const char *id = arg_uuid(arena, campaign);

	db_queue(db, &q_table_snapshot);
	db_queue(db, &q_table_campaign, id);
	db_queue(db, &q_table_members, id);
	db_queue(db, &q_table_encounter_live, id);
	db_queue(db, &q_table_combatants_live, id);
	db_queue(db, &q_table_mark, id, audience == AUDIENCE_DM ? "dm" : "party");
	presence_queue(db, &campaign, 1, arena);
	db_queue(db, &q_table_map, id);
	db_queue(db, &q_table_tokens, id);
}

bool table_read(const struct db *db, struct uuid campaign, struct arena *arena, struct table **out,
                struct table_mark *mark)
{
	const struct db_rows *row = db_result(db, RESULT_CAMPAIGN);
	const struct db_rows *encounter = db_result(db, RESULT_ENCOUNTER);
	const struct db_rows *presence = db_result(db, RESULT_PRESENCE);
	struct table *t = ARENA_NEW(arena, struct table);
	enum ruleset ruleset;
	bool broken;

	*out = NULL;
	if (!db_count(row))
		return true;
	t->campaign_id = campaign;
	t->name = arena_str(arena, db_str(row, 0, 0));
	ruleset = (enum ruleset)name_index(ruleset_names, db_str(row, 0, 1), 0);
	if (!table_settings(db_str(row, 0, 2), campaign, arena, &t->settings))
		return false;
	t->members = table_members(db_result(db, RESULT_MEMBERS), arena);
	t->presence = presence_list(presence, 0, db_count(presence), arena);
	if (db_count(encounter)) {
		t->encounter =
		    table_encounter(encounter, db_result(db, RESULT_COMBATANTS), ruleset, arena);
		if (!t->encounter)
			return false;
	}
	t->map = table_map(db_result(db, RESULT_MAP), db_result(db, RESULT_TOKENS), arena, &broken);
	if (broken)
		return false;
	*mark = table_mark(db_result(db, RESULT_MARK), arena);
	mark->seq = db_int(row, 0, 3);
	*out = t;
	return true;
}

enum db_error table_load(struct db *db, struct uuid campaign, enum audience audience,
                         struct arena *arena, struct table **out, struct table_mark *mark)
{
	enum db_error error;

	*out = NULL;
	table_queue(db, campaign, audience, arena);
	db_queue(db, &q_db_commit);
	error = db_run(db);
	if (error)
		return error;
	return table_read(db, campaign, arena, out, mark) ? DB_OK : DB_BROKEN;
}
