/* A map out of a file of Universal VTT. The file goes into a nameless file and is read where it lies; only what is not
 * the picture comes into memory. */
#include "cgi/api/maps/maps.h"

#include <unistd.h>

#include "cgi/api/bodies.h"
#include "cgi/api/dispatch.h"
#include "cgi/api/fields.h"
#include "cgi/api/maps/change.h"
#include "cgi/api/pictures.h"
#include "common/formats/uvtt.h"
#include "queries.h"

#include "common/base/poison.h"

struct import_query {
	struct str name;
};
static const struct field import_query_fields[] = {
    FIELD(struct import_query, name, FIELD_STR, 0, .min = 1, .max = MAP_NAME_MAX,
          .doc = "What to call the map, such as the file's name."),
};
const struct shape map_import_query_shape =
    SHAPE("MapImportQuery", struct import_query, import_query_fields);

static const char *part(struct request *rq, const struct uvtt *map, size_t field)
{
	return change_json(rq, &uvtt_parts_shape.fields[field], map);
}

/* The map, and its picture when it has one, in one transaction. */
static int record(struct request *rq, const struct uvtt *map, const struct picture *picture)
{
	const struct import_query *query = rq->query;
	struct str name = query->name.n ? query->name : STR("Imported map");
	struct map_change c = {0};
	struct uuid id = uuid_v7();
	size_t own = change_queue(rq, rq->ids[0]);

	if (picture)
		picture_queue(rq, picture, STR("map"));
	if (change_begin(rq, &c, ERR_CAMPAIGN_NOT_FOUND) ||
	    (picture && picture_refused(rq, db_result(rq->db, own))))
		return rq->answer->status;
	if (c.maps >= MAPS_MAX)
		return fail(rq, ERR_MAPS_FULL);
	db_queue(rq->db, &q_maps_create, rq_uuid(rq, id), rq_uuid(rq, c.campaign_id),
	         rq_str(rq, name), picture ? rq_uuid(rq, picture->id) : NULL,
	         rq_int(rq, map->grid_size), rq_int(rq, map->width), rq_int(rq, map->height), "0",
	         part(rq, map, PART_WALLS), part(rq, map, PART_DOORS), part(rq, map, PART_LIGHTS));
	if (change_commit(rq, &c, "map.added"))
		return rq->answer->status;
	answer_location(rq, "maps", id);
	return change_answer(rq, 201, db_result(rq->db, 0), 0);
}

static int import_picture(struct request *rq, const struct uvtt *map, struct str image)
{
	int scratch = uploads_scratch(rq->app->uploads);
	struct picture p;

	if (scratch < 0)
		return fail(rq, ERR_UNAVAILABLE);
	if (!picture_decode(rq, uvtt_image(image), IMAGE_BYTES_MAX, "/image", scratch) &&
	    !picture_make(rq, scratch, &p)) {
		record(rq, map, &p);
		picture_settle(rq, &p);
	}
	close(scratch);
	return rq->answer->status;
}

static int import_file(struct request *rq, struct str file)
{
	struct str rest, image;
	struct uvtt map;

	if (!uvtt_part(file, rq->arena, &rest, &image, &rq->problems))
		return fail_problems(rq);
	if (alone_begin(rq, (int64_t)rest.n))
		return rq->answer->status;
	if (!uvtt_read(rest, rq->arena, &map, &rq->problems))
		return fail_problems(rq);
	alone_end(rq);
	if (image.n)
		return import_picture(rq, &map, image);
	rq->db = db_pool_take(rq->app->pool);
	return rq->db ? record(rq, &map, NULL) : fail(rq, ERR_UNAVAILABLE);
}

int map_import_post(struct request *rq)
{
	struct str file;

	if (picture_may_send(rq))
		return rq->answer->status;
	db_pool_give(rq->app->pool, rq->db);
	rq->db = NULL;
	if (body_map(rq, &file))
		return rq->answer->status;
	if (file.n)
		import_file(rq, body_file(file));
	else
		fail_field(rq, "", "MALFORMED", STR("must be a file of Universal VTT"));
	body_unmap(file);
	return rq->answer->status;
}
