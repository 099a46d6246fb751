#include "cgi/api/maps/change.h"

#include "common/base/clock.h"
#include "common/table/announce.h"
#include "common/table/load.h"
#include "common/table/view.h"
#include "queries.h"

#include "common/base/poison.h"

enum {
	RESULT_LOCK = 1,
	RESULT_ROLE,
	RESULT_ENCOUNTER,
	RESULT_COMBATANTS,
	RESULT_MAP,
	RESULT_TOKENS,
	RESULTS
};
enum { ROW_VERSION = 9 }; /* of map_shape */

size_t change_queue(struct request *rq, struct uuid thing)
{
	const char *id = rq_uuid(rq, thing), *user = rq_uuid(rq, rq->user_id);

	db_queue(rq->db, &q_db_begin);
	db_queue(rq->db, &q_maps_lock, id);
	db_queue(rq->db, &q_maps_role, id, user);
	db_queue(rq->db, &q_table_encounter_live, id);
	db_queue(rq->db, &q_table_combatants_live, id);
	db_queue(rq->db, &q_table_map, id);
	db_queue(rq->db, &q_table_tokens, id);
	return RESULTS;
}

static bool load(struct request *rq, struct map_change *c, enum ruleset ruleset)
{
	const struct db_rows *encounter = db_result(rq->db, RESULT_ENCOUNTER);
	struct table *t = &c->before;
	bool broken;

	*t = (struct table){.campaign_id = c->campaign_id};
	if (!table_settings(c->settings_json, c->campaign_id, rq->arena, &t->settings))
		return false;
	if (db_count(encounter)) {
		t->encounter = table_encounter(encounter, db_result(rq->db, RESULT_COMBATANTS),
		                               ruleset, rq->arena);
		if (!t->encounter)
			return false;
	}
	t->map = table_map(db_result(rq->db, RESULT_MAP), db_result(rq->db, RESULT_TOKENS),
	                   rq->arena, &broken);
	return !broken;
}

int change_begin(struct request *rq, struct map_change *c, enum api_error missing)
{
	enum db_error error = db_run(rq->db);
	const struct db_rows *lock, *role;

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	lock = db_result(rq->db, RESULT_LOCK);
	role = db_result(rq->db, RESULT_ROLE);
	if (!db_count(lock))
		return fail(rq, missing);
	if (guard(rq, role, missing))
		return rq->answer->status;
	c->campaign_id = db_uuid(lock, 0, 0);
	/* Of a map or a token, in the place of a campaign. */
	if (missing == ERR_CAMPAIGN_NOT_FOUND && !uuid_eq(c->campaign_id, rq->ids[0]))
		return fail(rq, missing);
	c->settings_json = arena_str(rq->arena, db_str(lock, 0, 2));
	c->seq = db_int(lock, 0, 3) + 1;
	c->role =
	    (enum campaign_role)name_index(campaign_role_names, db_str(role, 0, 0), MEMBER_NONE);
	c->audience = table_audience(c->role);
	c->maps = db_int(role, 0, 2);
	c->characters = table_ids(db_str(role, 0, 1), rq->arena);
	if (!load(rq, c, (enum ruleset)name_index(ruleset_names, db_str(lock, 0, 1), 0)))
		return fail(rq, ERR_INTERNAL);
	c->after = c->before;
	return 0;
}

int change_commit(struct request *rq, const struct map_change *c, const char *type)
{
	struct announcement news = {
	    .campaign_id = c->campaign_id,
	    .seq = c->seq,
	    .at = clock_rfc3339(clock_ms(), rq->arena),
	    .by = rq->user_id,
	};
	enum db_error error;

	for (enum audience a = AUDIENCE_DM; a < AUDIENCES; a++) {
		struct doc *was = doc_root(rq->arena), *is = doc_root(rq->arena);

		view_table(&c->before, a, was, rq->arena);
		view_table(&c->after, a, is, rq->arena);
		news.patch[a] = doc_patch(rq->arena, was, is);
		news.type[a] = strncmp(type, "token.", 6) == 0 && a == AUDIENCE_PARTY
		                   ? token_event(was, news.patch[a], type)
		                   : type;
	}
	if (!news.patch[AUDIENCE_DM]) /* other DMs' screens learn that their library changed */
		news.patch[AUDIENCE_DM] = doc_root(rq->arena);
	announce_commit(rq->db, announce_queue(rq->db, &news, rq->arena));
	error = db_run(rq->db);
	return error ? fail_db(rq, error, ERR_CONFLICT) : 0;
}

struct table_map *change_map(struct request *rq, const struct map_change *c,
                             const struct db_rows *map, const struct db_rows *tokens)
{
	bool broken;
	struct table_map *m = table_map(map, tokens, rq->arena, &broken);

	if (broken)
		fail(rq, ERR_INTERNAL);
	else if (!m || (!m->active && c->audience != AUDIENCE_DM))
		fail(rq, ERR_MAP_NOT_FOUND);
	return rq->answer->status ? NULL : m;
}

void change_show(struct map_change *c, struct table_map *map)
{
	if (map->active)
		c->after.map = map;
	else if (c->after.map && uuid_eq(c->after.map->id, map->id))
		c->after.map = NULL;
}

struct table_encounter *change_encounter(struct request *rq, struct map_change *c)
{
	struct table_encounter *own;

	if (c->after.encounter == c->before.encounter) {
		own = ARENA_NEW(rq->arena, struct table_encounter);
		*own = *c->before.encounter;
		c->after.encounter = own;
	}
	return c->after.encounter;
}

const char *change_json(struct request *rq, const struct field *f, const void *object)
{
	struct buf b = BUF(rq->arena);

	json_encode_field(&b, f, object);
	return rq_str(rq, buf_str(&b));
}

int change_image(struct request *rq, const char *field, struct str text, struct uuid *image)
{
	struct str own = rq->app->own_origin;

	*image = (struct uuid){{0}};
	if (!text.n)
		return 0;
	if (str_starts(text, own))
		text = str_sub(text, own.n, text.n);
	if (str_starts(text, STR(IMAGE_URL_PREFIX)) &&
	    uuid_parse(str_sub(text, sizeof IMAGE_URL_PREFIX - 1, text.n), image))
		return 0;
	return fail_field(rq, field, "NOT_ALLOWED",
	                  STR("must be a picture of this campaign: " IMAGE_URL_PREFIX
	                      "{id}, as POST /campaigns/{id}/uploads answers"));
}

int change_answer(struct request *rq, int status, const struct db_rows *rows, int first)
{
	if (!db_null(rows, 0, first + ROW_VERSION))
		answer_etag(rq, db_str(rows, 0, first + ROW_VERSION));
	return answer_row(rq, status, rows, 0, first);
}

struct table_map *change_open(struct request *rq, struct map_change *c, size_t own)
{
	struct table_map *map;
	struct str version;

	if (change_begin(rq, c, ERR_MAP_NOT_FOUND))
		return NULL;
	map = change_map(rq, c, db_result(rq->db, own), db_result(rq->db, own + 1));
	if (!map)
		return NULL;
	version = arena_printf(rq->arena, "%d", map->version);
	if (!if_match_fails(rq, version))
		return map;
	fail_with(rq, ERR_VERSION_MISMATCH, "version", version);
	return NULL;
}

int change_finish(struct request *rq, const struct map_change *c, const char *type, size_t changed)
{
	if (change_commit(rq, c, type))
		return rq->answer->status;
	return change_answer(rq, 200, db_result(rq->db, changed), 0);
}
