/* The map library. */
#include "cgi/api/maps/maps.h"

#include "cgi/api/fields.h"
#include "cgi/api/maps/change.h"
#include "common/formats/uvtt.h"
#include "common/table/tie.h"
#include "queries.h"

#include "common/base/poison.h"

struct map_write {
	struct str name, image;
	int32_t grid_size, width, height, darkness;
	struct list walls, doors, lights; /* as struct uvtt has them */
	struct fields_seen seen;
};

#define WRITE_FIELDS(flags_)                                                                       \
	FIELD(struct map_write, name, FIELD_STR, (flags_), .min = 1, .max = MAP_NAME_MAX,          \
	      .doc = "What it is called."),                                                        \
	    FIELD(struct map_write, image, FIELD_STR, FIELD_NULLABLE, .min = 1,                    \
	          .max = IMAGE_URL_MAX,                                                            \
	          .doc = "Its picture, an upload of this campaign: /api/v1/uploads/{id}."),        \
	    FIELD(struct map_write, grid_size, FIELD_INT, 0, .min = MAP_GRID_MIN,                  \
	          .max = MAP_GRID_MAX, .doc = "Pixels of the picture to a square; 70 at first."),  \
	    FIELD(struct map_write, width, FIELD_INT, (flags_), .min = 1, .max = MAP_SIDE_MAX,     \
	          .doc = "Squares across."),                                                       \
	    FIELD(struct map_write, height, FIELD_INT, (flags_), .min = 1, .max = MAP_SIDE_MAX,    \
	          .doc = "Squares down."),                                                         \
	    FIELD(struct map_write, darkness, FIELD_DECIMAL, 0, .min = 0, .max = 1000,             \
	          .doc = "From 0, as bright as day, to 1."),                                       \
	    MAP_PARTS(struct map_write, 0)

static const struct field create_fields[] = {WRITE_FIELDS(FIELD_REQUIRED)};
const struct shape map_create_shape = SHAPE_SEEN("MapCreate", struct map_write, create_fields);
static const struct field patch_fields[] = {WRITE_FIELDS(0)};
const struct shape map_patch_shape = SHAPE_SEEN("MapPatch", struct map_write, patch_fields);

static const struct field map_fields[] = {
    ROW_ID("id", "The map."),
    ROW_ID("campaign_id", "Its campaign."),
    ROW_STR("name", MAP_NAME_MAX, "What it is called."),
    ROW("image", FIELD_STR, 0, .max = IMAGE_URL_MAX, .doc = "Where its picture is, if it has one."),
    ROW_INT("grid_size", MAP_GRID_MIN, MAP_GRID_MAX, "Pixels of the picture to a square."),
    ROW_INT("width", 1, MAP_SIDE_MAX, "Squares across."),
    ROW_INT("height", 1, MAP_SIDE_MAX, "Squares down."),
    ROW("darkness", FIELD_DECIMAL, FIELD_REQUIRED, .max = 1000, .doc = "From 0 to 1."),
    ROW_BOOL("active", "Whether it is on the table."),
    ROW("version", FIELD_INT, 0, .min = 1, .max = INT32_MAX,
        .doc = "Raised by every change of it and of what lies on it; what If-Match compares. For "
               "DMs."),
    ROW_TIME("created_at", "When it was made."),
};
const struct shape map_shape = SHAPE_ROW("Map", map_fields);
enum { GRID_SIZE = 70 };

int maps_get(struct request *rq)
{
	return answer_guarded_list(rq, &q_maps_list, ERR_CAMPAIGN_NOT_FOUND);
}

int map_get(struct request *rq)
{
	enum db_error error =
	    db_query(rq->db, &q_maps_get, rq_uuid(rq, rq->ids[0]), rq_uuid(rq, rq->user_id));

	if (error)
		return fail_db(rq, error, ERR_INTERNAL);
	if (guard(rq, db_result(rq->db, 0), ERR_MAP_NOT_FOUND))
		return rq->answer->status;
	return change_answer(rq, 200, db_result(rq->db, 0), 1);
}

/* Whether the picture asked about, if any, is one of the campaign's. */
static int check_image(struct request *rq, size_t result, struct uuid image)
{
	if (uuid_is_nil(image) || db_bool(db_result(rq->db, result), 0, 0))
		return 0;
	return fail_field(rq, "/image", "NOT_ALLOWED", STR("must be a picture of this campaign"));
}

static void queue_image(struct request *rq, struct uuid thing, struct uuid image)
{
	db_queue(rq->db, &q_maps_image, rq_uuid(rq, thing), rq_uuid(rq, rq->user_id),
	         arg_uuid_or_null(rq->arena, image));
}

/* Each door has a number of its own; those that come without one get the lowest that are free. */
static int number_doors(struct request *rq, const struct list *doors)
{
	struct door *door = doors->items;
	bool taken[UVTT_DOORS_MAX] = {false};
	int64_t number, next = 0;

	for (size_t i = 0; i < doors->count; i++) {
		if (!door[i].id.n)
			continue;
		if (!str_to_int(door[i].id, 0, UVTT_DOORS_MAX - 1, &number) || taken[number]) {
			problem_add(&rq->problems, arena_printf(rq->arena, "/doors/%zu/id", i),
			            "NOT_ALLOWED",
			            STR("must be a number from 0 to 1999 that no other door has; "
			                "without one a door gets the lowest that is free"));
			continue;
		}
		taken[number] = true;
		door[i].id = arena_printf(rq->arena, "%lld", (long long)number);
	}
	for (size_t i = 0; i < doors->count; i++) {
		if (door[i].id.n)
			continue;
		while (taken[next])
			next++;
		door[i].id = arena_printf(rq->arena, "%lld", (long long)next++);
	}
	return rq->problems.count ? fail_problems(rq) : 0;
}

/* One of what lies on it, as it is stored, where the body has it. */
static const char *part(struct request *rq, size_t which)
{
	const struct map_write *body = rq->body;
	const struct field *f = &uvtt_parts_shape.fields[which];
	const struct uvtt parts = {
	    .walls = body->walls, .doors = body->doors, .lights = body->lights};

	return shape_seen(rq->route->body, body, f->name) ? change_json(rq, f, &parts) : NULL;
}

int maps_post(struct request *rq)
{
	const struct map_write *body = rq->body;
	struct uuid id = uuid_v7(), image;
	struct map_change c = {0};
	size_t own;

	if (change_image(rq, "/image", body->image, &image) || number_doors(rq, &body->doors))
		return rq->answer->status;
	own = change_queue(rq, rq->ids[0]);
	queue_image(rq, rq->ids[0], image);
	if (change_begin(rq, &c, ERR_CAMPAIGN_NOT_FOUND) || check_image(rq, own, image))
		return rq->answer->status;
	if (c.maps >= MAPS_MAX)
		return fail(rq, ERR_MAPS_FULL);
	db_queue(rq->db, &q_maps_create, rq_uuid(rq, id), rq_uuid(rq, c.campaign_id),
	         rq_str(rq, body->name), arg_uuid_or_null(rq->arena, image),
	         rq_int(rq, body->grid_size ? body->grid_size : GRID_SIZE), rq_int(rq, body->width),
	         rq_int(rq, body->height), rq_int(rq, body->darkness), part(rq, PART_WALLS),
	         part(rq, PART_DOORS), part(rq, PART_LIGHTS));
	if (change_commit(rq, &c, "map.added"))
		return rq->answer->status;
	answer_location(rq, "maps", id);
	return change_answer(rq, 201, db_result(rq->db, 0), 0);
}

static size_t queue_map(struct request *rq)
{
	const char *id = rq_uuid(rq, rq->ids[0]);
	size_t own = change_queue(rq, rq->ids[0]);

	db_queue(rq->db, &q_maps_map, id, id);
	db_queue(rq->db, &q_maps_tokens, id);
	return own;
}

static const char *number(struct request *rq, const char *field, int32_t value)
{
	return shape_seen(&map_patch_shape, rq->body, field) ? rq_int(rq, value) : NULL;
}

int map_patch(struct request *rq)
{
	const struct map_write *body = rq->body;
	bool reimaged = shape_seen(&map_patch_shape, body, "image");
	struct map_change c = {0};
	struct table_map *map;
	struct uuid image;
	size_t own;

	if (change_image(rq, "/image", body->image, &image) || number_doors(rq, &body->doors))
		return rq->answer->status;
	own = queue_map(rq);
	queue_image(rq, rq->ids[0], image);
	map = change_open(rq, &c, own);
	if (!map || check_image(rq, own + 2, image))
		return rq->answer->status;
	if (body->name.n)
		map->name = body->name;
	if (reimaged)
		map->image = image;
	if (shape_seen(&map_patch_shape, body, "darkness"))
		map->darkness = body->darkness;
	map->grid_size = body->grid_size ? body->grid_size : map->grid_size;
	map->width = body->width ? body->width : map->width;
	map->height = body->height ? body->height : map->height;
	map->version++;
	change_show(&c, map);
	db_queue(rq->db, &q_maps_update, rq_uuid(rq, map->id),
	         body->name.n ? rq_str(rq, body->name) : NULL, arg_bool(reimaged),
	         arg_uuid_or_null(rq->arena, image), number(rq, "grid_size", body->grid_size),
	         number(rq, "width", body->width), number(rq, "height", body->height),
	         number(rq, "darkness", body->darkness), part(rq, PART_WALLS), part(rq, PART_DOORS),
	         part(rq, PART_LIGHTS));
	return change_finish(rq, &c, "map.updated", 0);
}

int map_delete(struct request *rq)
{
	size_t own = queue_map(rq);
	struct map_change c = {0};
	struct table_map *map = change_open(rq, &c, own);

	if (!map)
		return rq->answer->status;
	map->active = false;
	change_show(&c, map);
	db_queue(rq->db, &q_maps_delete, rq_uuid(rq, map->id));
	return change_finish(rq, &c, "map.removed", 0);
}

static int set_active(struct request *rq, bool active)
{
	size_t own = queue_map(rq);
	struct map_change c = {0};
	struct table_map *map = change_open(rq, &c, own);

	if (!map)
		return rq->answer->status;
	map->active = active;
	change_show(&c, map);
	if (active)
		db_queue(rq->db, &q_maps_clear, rq_uuid(rq, c.campaign_id));
	db_queue(rq->db, &q_maps_activate, rq_uuid(rq, map->id), arg_bool(active));
	if (active && c.before.encounter)
		tie_newcomers(rq->db, &map->tokens, fog_lay(&map->fog, rq->arena), NULL,
		              change_encounter(rq, &c), rq->arena);
	return change_finish(rq, &c, "map.set", active);
}

int activate_post(struct request *rq)
{
	return set_active(rq, true);
}

int deactivate_post(struct request *rq)
{
	return set_active(rq, false);
}

int fog_put(struct request *rq)
{
	const struct zones *body = rq->body;
	size_t own = queue_map(rq);
	struct map_change c = {0};
	struct table_map *map = change_open(rq, &c, own);

	if (!map)
		return rq->answer->status;
	if (fog_patches(fog_lay(&body->zones, rq->arena), rq->arena).count > MAP_PATCHES_MAX)
		return fail_field(rq, "/zones", "TOO_INTRICATE",
		                  STR("cut each other into too many pieces: use fewer zones"));
	map->fog = body->zones;
	map->version++;
	change_show(&c, map);
	db_queue(rq->db, &q_maps_fog, rq_uuid(rq, map->id),
	         change_json(rq, &zones_shape.fields[0], body));
	return change_finish(rq, &c, "fog.updated", 0);
}
