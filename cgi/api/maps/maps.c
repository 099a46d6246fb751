/* The map library. */
#include "cgi/api/maps/maps.h"

#include "cgi/api/fields.h"
#include "cgi/api/maps/change.h"
#include "common/table/tie.h"
#include "queries.h"

#include "common/base/poison.h"

struct map_write {
	struct str name, image;
	int32_t grid_size, width, height, darkness;
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
	          .doc = "From 0, as bright as day, to 1.")

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
        .doc = "Raised by every change of it, its fog and its doors; what If-Match compares. For "
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

int maps_post(struct request *rq)
{
	const struct map_write *body = rq->body;
	struct uuid id = uuid_v7(), image;
	struct map_change c = {0};
	size_t own;

	if (change_image(rq, "/image", body->image, &image))
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
	         rq_int(rq, body->height), rq_int(rq, body->darkness), NULL, NULL, NULL);
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

	if (change_image(rq, "/image", body->image, &image))
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
	         number(rq, "darkness", body->darkness));
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
	struct buf b = BUF(rq->arena);
	const struct zone *z = body->zones.items;

	if (!map)
		return rq->answer->status;
	if (fog_patches(fog_lay(&body->zones, rq->arena), rq->arena).count > MAP_PATCHES_MAX)
		return fail_field(rq, "/zones", "TOO_INTRICATE",
		                  STR("cut each other into too many pieces: use fewer zones"));
	map->fog = body->zones;
	map->version++;
	change_show(&c, map);
	buf_putc(&b, '[');
	for (size_t i = 0; i < body->zones.count; i++) {
		if (i)
			buf_putc(&b, ',');
		json_encode(&b, &zone_shape, &z[i]);
	}
	buf_putc(&b, ']');
	db_queue(rq->db, &q_maps_fog, rq_uuid(rq, map->id), rq_str(rq, buf_str(&b)));
	return change_finish(rq, &c, "fog.updated", 0);
}
