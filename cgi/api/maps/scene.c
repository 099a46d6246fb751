/* What lies on a map: what DMs fetch when its version is another, its doors, and how far it is. */
#include "cgi/api/maps/maps.h"

#include "cgi/api/fields.h"
#include "cgi/api/maps/change.h"
#include "common/formats/uvtt.h"
#include "common/table/load.h"
#include "common/table/shapes.h"
#include "queries.h"

#include "common/base/poison.h"

static const struct field zone_item = {.kind = FIELD_OBJECT, .shape = &zone_shape};
static const struct field token_item = {.kind = FIELD_OBJECT, .shape = &token_shape};

#define ROW_LIST(name_, max_, item_, doc_)                                                         \
	ROW(name_, FIELD_LIST, FIELD_REQUIRED, .max = (max_), .item = &(item_), .doc = (doc_))
static const struct field scene_fields[] = {
    ROW_INT("version", 1, INT32_MAX, "Of the map."),
    ROW_LIST("fog", MAP_ZONES_MAX, zone_item, "Later zones lie over earlier ones."),
    MAP_PARTS(struct uvtt, FIELD_REQUIRED),
    ROW_LIST("tokens", MAP_TOKENS_MAX, token_item, "What stands on it."),
};
const struct shape scene_shape = SHAPE_ROW("MapScene", scene_fields);

struct door_patch {
	bool closed;
};
static const struct field door_patch_fields[] = {
    FIELD(struct door_patch, closed, FIELD_BOOL, FIELD_REQUIRED, .doc = "Whether it is shut."),
};
const struct shape door_patch_shape = SHAPE("DoorPatch", struct door_patch, door_patch_fields);

struct distance_query {
	struct str from, to;
};
static const struct field distance_query_fields[] = {
    FIELD(struct distance_query, from, FIELD_STR, FIELD_REQUIRED, .min = 1, .max = 20,
          .doc = "A square: column,row."),
    FIELD(struct distance_query, to, FIELD_STR, FIELD_REQUIRED, .min = 1, .max = 20,
          .doc = "Another."),
};
const struct shape distance_query_shape =
    SHAPE("DistanceQuery", struct distance_query, distance_query_fields);
static const struct field distance_fields[] = {
    ROW_INT("feet", 0, INT32_MAX, "How far it is."),
    ROW_ENUM("diagonals", diagonals_names, "The campaign's rule for steps across corners."),
};
const struct shape distance_shape = SHAPE_ROW("Distance", distance_fields);

/* The tokens as an array, each as the DM sees it. */
static void put_tokens(struct request *rq, const struct list *tokens, struct uuid map,
                       const struct table_encounter *live, struct buf *b)
{
	const struct table_token *t = tokens->items;

	buf_putc(b, '[');
	for (size_t i = 0; i < tokens->count; i++) {
		struct doc *root = doc_root(rq->arena);

		view_token(&t[i], NULL, live, AUDIENCE_DM, root, rq->arena);
		doc_uuid(rq->arena, root->first, STR("id"), t[i].id);
		doc_uuid(rq->arena, root->first, STR("map_id"), map);
		if (i)
			buf_putc(b, ',');
		doc_write(b, root->first);
	}
	buf_putc(b, ']');
}

/* The running encounter of the rows; false when it is broken. */
static bool live_of(struct request *rq, size_t result, struct table_encounter **live)
{
	*live = NULL;
	if (!db_count(db_result(rq->db, result)))
		return true;
	*live = table_encounter(db_result(rq->db, result), db_result(rq->db, result + 1),
	                        RULESET_2014, rq->arena);
	return *live != NULL;
}

int scene_get(struct request *rq)
{
	const char *id = rq_uuid(rq, rq->ids[0]);
	struct buf b = BUF(rq->arena);
	struct table_encounter *live;
	const struct db_rows *rows;
	struct list tokens;
	enum db_error error;

	db_queue(rq->db, &q_table_snapshot);
	db_queue(rq->db, &q_maps_scene, id, rq_uuid(rq, rq->user_id));
	db_queue(rq->db, &q_maps_tokens, id);
	db_queue(rq->db, &q_table_encounter_live, id);
	db_queue(rq->db, &q_table_combatants_live, id);
	db_queue(rq->db, &q_db_commit);
	error = db_run(rq->db);
	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, 1);
	if (guard(rq, rows, ERR_MAP_NOT_FOUND))
		return rq->answer->status;
	tokens = table_tokens(db_result(rq->db, 2), rq->arena);
	if (!live_of(rq, 3, &live))
		return fail(rq, ERR_INTERNAL);
	buf_printf(&b, "{\"version\":%lld,\"fog\":", (long long)db_int(rows, 0, 1));
	buf_put(&b, db_str(rows, 0, 2));
	BUF_LIT(&b, ",\"walls\":");
	buf_put(&b, db_str(rows, 0, 3));
	BUF_LIT(&b, ",\"doors\":");
	buf_put(&b, db_str(rows, 0, 4));
	BUF_LIT(&b, ",\"lights\":");
	buf_put(&b, db_str(rows, 0, 5));
	BUF_LIT(&b, ",\"tokens\":");
	put_tokens(rq, &tokens, rq->ids[0], live, &b);
	buf_putc(&b, '}');
	return answer_json(rq, 200, buf_str(&b));
}

/* The doors with that one opened or closed; NULL when there is none of that id. */
static const char *with_door(struct request *rq, struct str doors, struct str id, bool closed)
{
	struct uvtt parts = {0};
	struct problems problems = {0};
	struct door *door;
	bool found = false;

	if (!json_decode(arena_printf(rq->arena, "{\"doors\":%.*s}", STR_ARG(doors)),
	                 &uvtt_parts_shape, rq->arena, &parts, &problems))
		return NULL;
	door = parts.doors.items;
	for (size_t i = 0; i < parts.doors.count; i++) {
		if (!str_eq(door[i].id, id))
			continue;
		door[i].closed = closed;
		found = true;
	}
	return found ? change_json(rq, &uvtt_parts_shape.fields[PART_DOORS], &parts) : NULL;
}

int door_patch(struct request *rq)
{
	const struct door_patch *body = rq->body;
	const char *id = rq_uuid(rq, rq->ids[0]);
	struct map_change c = {0};
	struct table_map *map;
	const char *doors;
	size_t own = change_queue(rq, rq->ids[0]);

	db_queue(rq->db, &q_maps_map, id, id);
	db_queue(rq->db, &q_maps_tokens, id);
	db_queue(rq->db, &q_maps_scene, id, rq_uuid(rq, rq->user_id));
	map = change_open(rq, &c, own);
	if (!map)
		return rq->answer->status;
	doors = with_door(rq, db_str(db_result(rq->db, own + 2), 0, 4), rq->texts[0], body->closed);
	if (!doors)
		return fail(rq, ERR_DOOR_NOT_FOUND);
	map->version++;
	change_show(&c, map);
	db_queue(rq->db, &q_maps_doors, id, doors);
	return change_finish(rq, &c, "map.updated", 0);
}

/* "column,row" on a map of that size. */
static int parse_square(struct request *rq, const char *field, struct str text,
                        const int64_t size[2], int64_t square[2])
{
	struct str column = str_cut(&text, ',');

	if (str_to_int(column, 0, size[0] - 1, &square[0]) &&
	    str_to_int(text, 0, size[1] - 1, &square[1]))
		return 0;
	return fail_field(rq, field, "NOT_ALLOWED",
	                  STR("must be column,row of a square of the map"));
}

int distance_get(struct request *rq)
{
	const struct distance_query *query = rq->query;
	struct campaign_settings settings;
	int64_t size[2], from[2], to[2];
	const struct db_rows *rows;
	enum db_error error =
	    db_query(rq->db, &q_maps_measure, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	rows = db_result(rq->db, 0);
	if (guard(rq, rows, ERR_MAP_NOT_FOUND))
		return rq->answer->status;
	size[0] = db_int(rows, 0, 3);
	size[1] = db_int(rows, 0, 4);
	if (!table_settings(db_str(rows, 0, 1), db_uuid(rows, 0, 2), rq->arena, &settings))
		return fail(rq, ERR_INTERNAL);
	if (parse_square(rq, "from", query->from, size, from) ||
	    parse_square(rq, "to", query->to, size, to))
		return rq->answer->status;
	return answer_json(
	    rq, 200,
	    arena_printf(rq->arena, "{\"feet\":%d,\"diagonals\":\"%s\"}",
	                 distance_feet((int32_t)(to[0] - from[0]), (int32_t)(to[1] - from[1]),
	                               settings.diagonals),
	                 diagonals_names[settings.diagonals]));
}
