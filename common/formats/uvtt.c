#include "common/formats/uvtt.h"

#include "common/base/poison.h"

enum { COORDINATE_MAX = 4000 * 1000, INTENSITY_MAX = 1000 * 1000, ROTATION_MAX = 1000 * 1000 };
enum { GRID_MIN = 8, GRID_MAX = 1000, COLOR_MAX = 20, VERSION_MAX = 100 * 1000 };

#define FIELD(type, member, kind_, flags_, ...)                                                    \
	{                                                                                          \
		.name = #member, .kind = (kind_), .flags = (flags_),                               \
		.offset = offsetof(type, member), __VA_ARGS__                                      \
	}
#define OPEN(name_, type, table)                                                                   \
	{                                                                                          \
		.name = (name_), .open = true, .size = sizeof(type), .seen = SHAPE_NO_SEEN,        \
		.fields = (table), .count = sizeof(table) / sizeof *(table)                        \
	}

#define COORDINATE(member, doc_)                                                                   \
	FIELD(struct point, member, FIELD_DECIMAL, FIELD_REQUIRED, .min = -COORDINATE_MAX,         \
	      .max = COORDINATE_MAX, .doc = (doc_))
static const struct field point_fields[] = {
    COORDINATE(x, "Squares from the left edge."),
    COORDINATE(y, "Squares from the upper edge."),
};
static const struct shape point_shape = SHAPE("Point", struct point, point_fields);
static const struct field point_item = {.kind = FIELD_OBJECT, .shape = &point_shape};
const struct field wall_item = {.kind = FIELD_LIST,
                                .max = UVTT_POINTS_MAX,
                                .item = &point_item,
                                .item_size = sizeof(struct point),
                                .doc = "A line from point to point."};

#define PLACE_FIELD(type)                                                                          \
	FIELD(type, position, FIELD_OBJECT, FIELD_REQUIRED, .shape = &point_shape,                 \
	      .doc = "Where its middle is.")
static const struct field door_fields[] = {
    FIELD(struct door, id, FIELD_STR, 0, .max = DOOR_ID_MAX, .doc = "Its number on the map."),
    PLACE_FIELD(struct door),
    FIELD(struct door, bounds, FIELD_LIST, FIELD_REQUIRED, .max = 10, .item = &point_item,
          .item_size = sizeof(struct point), .doc = "Its two ends."),
    FIELD(struct door, rotation, FIELD_DECIMAL, 0, .min = -ROTATION_MAX, .max = ROTATION_MAX,
          .doc = "In radians."),
    FIELD(struct door, closed, FIELD_BOOL, 0, .doc = "Whether it is shut."),
    FIELD(struct door, freestanding, FIELD_BOOL, 0, .doc = "Whether it stands in no wall."),
};
static const struct shape door_shape = SHAPE("Door", struct door, door_fields);
const struct field door_item = {.kind = FIELD_OBJECT, .shape = &door_shape};

static const struct field light_fields[] = {
    PLACE_FIELD(struct light),
    FIELD(struct light, range, FIELD_DECIMAL, FIELD_REQUIRED, .max = COORDINATE_MAX,
          .doc = "Squares that it reaches."),
    FIELD(struct light, intensity, FIELD_DECIMAL, 0, .max = INTENSITY_MAX, .doc = "How bright."),
    FIELD(struct light, color, FIELD_STR, 0, .max = COLOR_MAX, .doc = "Hexadecimal."),
    FIELD(struct light, shadows, FIELD_BOOL, 0, .doc = "Whether walls stop it."),
};
static const struct shape light_shape = SHAPE("Light", struct light, light_fields);
const struct field light_item = {.kind = FIELD_OBJECT, .shape = &light_shape};

static const struct field parts_fields[PARTS] = {MAP_PARTS(struct uvtt, 0)};
const struct shape uvtt_parts_shape = SHAPE("MapParts", struct uvtt, parts_fields);

/* The file as it is. Programs write more into it than is read. */
static const struct shape portal_shape = OPEN("UvttPortal", struct door, door_fields);
static const struct field portal_item = {.kind = FIELD_OBJECT, .shape = &portal_shape};
static const struct shape lamp_shape = OPEN("UvttLight", struct light, light_fields);
static const struct field lamp_item = {.kind = FIELD_OBJECT, .shape = &lamp_shape};
struct resolution {
	struct point map_origin, map_size;
	int32_t pixels_per_grid;
};
struct file {
	struct resolution resolution;
	struct list line_of_sight, objects_line_of_sight, portals, lights;
};

static const struct field resolution_fields[] = {
    FIELD(struct resolution, map_origin, FIELD_OBJECT, 0, .shape = &point_shape),
    FIELD(struct resolution, map_size, FIELD_OBJECT, FIELD_REQUIRED, .shape = &point_shape),
    FIELD(struct resolution, pixels_per_grid, FIELD_INT, FIELD_REQUIRED, .min = GRID_MIN,
          .max = GRID_MAX),
};
static const struct shape resolution_shape =
    OPEN("UvttResolution", struct resolution, resolution_fields);
static const struct field file_fields[] = {
    FIELD(struct file, resolution, FIELD_OBJECT, FIELD_REQUIRED, .shape = &resolution_shape),
    MAP_PART(struct file, line_of_sight, 0, UVTT_WALLS_MAX, struct list, wall_item, NULL),
    MAP_PART(struct file, objects_line_of_sight, 0, UVTT_WALLS_MAX, struct list, wall_item, NULL),
    MAP_PART(struct file, portals, 0, UVTT_DOORS_MAX, struct door, portal_item, NULL),
    MAP_PART(struct file, lights, 0, UVTT_LIGHTS_MAX, struct light, lamp_item, NULL),
};
static const struct shape file_shape = OPEN("Uvtt", struct file, file_fields);

/* Past the string that begins at `at`, its closing quote included; file.n when it does not end. */
static size_t string_end(struct str file, size_t at)
{
	for (at++; at < file.n && file.p[at] != '"'; at++)
		if (file.p[at] == '\\')
			at++;
	return at < file.n ? at + 1 : file.n;
}

static size_t blanks_end(struct str file, size_t at)
{
	while (at < file.n && (file.p[at] == ' ' || file.p[at] == '\t' || file.p[at] == '\n' ||
	                       file.p[at] == '\r'))
		at++;
	return at;
}

/* Where the text of the outer object's first "image" begins and ends, between its quotes; both file.n when it has
 * none. That the rest is JSON is for the parser to say. */
static void find_image(struct str file, size_t *begin, size_t *end)
{
	size_t depth = 0, at = 0;

	*begin = *end = file.n;
	while (at < file.n) {
		size_t from = at, value;

		if (file.p[at] == '{' || file.p[at] == '[')
			depth++;
		else if ((file.p[at] == '}' || file.p[at] == ']') && depth)
			depth--;
		if (file.p[at] != '"') {
			at++;
			continue;
		}
		at = string_end(file, at);
		value = blanks_end(file, at);
		if (depth != 1 || !str_eq(str_sub(file, from, at - from), STR("\"image\"")) ||
		    value == file.n || file.p[value] != ':')
			continue;
		value = blanks_end(file, value + 1);
		if (value == file.n || file.p[value] != '"')
			continue;
		*begin = value + 1;
		*end = string_end(file, value);
		*end = *end == file.n && file.p[*end - 1] != '"' ? file.n : *end - 1;
		if (*end < *begin) /* the file ends behind the opening quote */
			*end = *begin;
		return;
	}
}

/* What lies far outside the map stays outside of it. */
static int32_t shifted(int32_t at, int32_t origin)
{
	int32_t to = at - origin;

	return to < -COORDINATE_MAX ? -COORDINATE_MAX : to > COORDINATE_MAX ? COORDINATE_MAX : to;
}

static void from_origin(struct list *points, struct point origin)
{
	struct point *p = points->items;

	for (size_t i = 0; i < points->count; i++) {
		p[i].x = shifted(p[i].x, origin.x);
		p[i].y = shifted(p[i].y, origin.y);
	}
}

static void take(struct file *file, struct arena *arena, struct uvtt *out)
{
	struct point origin = file->resolution.map_origin;
	size_t walls = file->line_of_sight.count, more = file->objects_line_of_sight.count;
	struct list *wall = ARENA_ARRAY(arena, struct list, walls + more + 1);
	struct door *doors = file->portals.items;
	struct light *lights = file->lights.items;

	if (walls)
		memcpy(wall, file->line_of_sight.items, walls * sizeof *wall);
	if (more)
		memcpy(wall + walls, file->objects_line_of_sight.items, more * sizeof *wall);
	for (size_t i = 0; i < walls + more; i++)
		from_origin(&wall[i], origin);
	for (size_t i = 0; i < file->portals.count; i++) {
		doors[i].id = arena_printf(arena, "%zu", i);
		from_origin(&(struct list){&doors[i].position, 1}, origin);
		from_origin(&doors[i].bounds, origin);
	}
	for (size_t i = 0; i < file->lights.count; i++)
		from_origin(&(struct list){&lights[i].position, 1}, origin);
	*out = (struct uvtt){
	    .grid_size = file->resolution.pixels_per_grid,
	    .width = (file->resolution.map_size.x + 999) / 1000,
	    .height = (file->resolution.map_size.y + 999) / 1000,
	    .walls = {wall, walls + more},
	    .doors = file->portals,
	    .lights = file->lights,
	};
}

bool uvtt_part(struct str file, struct arena *arena, struct str *rest, struct str *image,
               struct problems *ps)
{
	struct buf b = BUF(arena);
	size_t begin, end;

	find_image(file, &begin, &end);
	if (file.n - (end - begin) > UVTT_TEXT_MAX) {
		problem_add(ps, STR(""), "TOO_LONG",
		            STR("must have at most 2 MiB besides the picture"));
		return false;
	}
	buf_put(&b, str_sub(file, 0, begin));
	buf_put(&b, str_sub(file, end, file.n));
	*rest = buf_str(&b);
	*image = str_sub(file, begin, end - begin);
	return true;
}

bool uvtt_read(struct str rest, struct arena *arena, struct uvtt *out, struct problems *ps)
{
	struct file read = {0};

	if (!json_decode(rest, &file_shape, arena, &read, ps))
		return false;
	take(&read, arena, out);
	if (out->width >= 1 && out->width <= UVTT_SQUARES_MAX && out->height >= 1 &&
	    out->height <= UVTT_SQUARES_MAX && out->walls.count <= UVTT_WALLS_MAX)
		return true;
	problem_add(ps, STR("/resolution/map_size"), "OUT_OF_RANGE",
	            STR("must be 1 to 1000 squares either way, with at most 10000 walls"));
	return false;
}

struct base64 uvtt_image(struct str image)
{
	size_t comma = str_find(image, ',');

	/* Some programs write it as a data URL. */
	if (str_starts(image, STR("data:")) && comma < image.n)
		image = str_sub(image, comma + 1, image.n);
	return (struct base64){.rest = image};
}
