/* Maps out of files of Universal VTT (.dd2vtt, .uvtt, .df2vtt): JSON with the picture inside as base64. */
#ifndef TABARD_FORMATS_UVTT_H
#define TABARD_FORMATS_UVTT_H

#include "common/base/base64.h"
#include "common/json/json.h"

enum {
	UVTT_TEXT_MAX = 2 * 1024 * 1024, /* bytes of everything but the picture */
	UVTT_SQUARES_MAX = 1000,
	UVTT_WALLS_MAX = 10000,
	UVTT_POINTS_MAX = 10000, /* of one wall */
	UVTT_DOORS_MAX = 2000,
	UVTT_LIGHTS_MAX = 2000,
	DOOR_ID_MAX = 8,
};

/* In thousandths of a square, from the map's upper left corner. */
struct point {
	int32_t x, y;
};

struct door {
	struct str id; /* its number in the file, from "0" */
	struct point position;
	struct list bounds; /* of struct point */
	int32_t rotation;   /* thousandths of a radian */
	bool closed, freestanding;
};

struct light {
	struct point position;
	int32_t range, intensity; /* thousandths, of squares and of 1 */
	struct str color;         /* hexadecimal, with or without alpha */
	bool shadows;
};

struct uvtt {
	int32_t grid_size, width, height; /* pixels; squares */
	struct list walls;                /* of struct list of struct point */
	struct list doors;                /* of struct door */
	struct list lights;               /* of struct light */
};

/* What lies on a map as fields of any struct with such lists as struct uvtt has, or of an answer. */
extern const struct field wall_item, door_item, light_item;
#define MAP_PART(type, member, flags_, max_, item_type, item_, doc_)                               \
	{                                                                                          \
		.name = #member, .kind = FIELD_LIST, .flags = (flags_),                            \
		.offset = offsetof(type, member), .max = (max_), .item = &(item_),                 \
		.item_size = sizeof(item_type), .doc = (doc_)                                      \
	}
#define MAP_PARTS(type, flags)                                                                     \
	MAP_PART(type, walls, flags, UVTT_WALLS_MAX, struct list, wall_item,                       \
	         "What stops sight: lines from point to point."),                                  \
	    MAP_PART(type, doors, flags, UVTT_DOORS_MAX, struct door, door_item,                   \
	             "Doors and windows."),                                                        \
	    MAP_PART(type, lights, flags, UVTT_LIGHTS_MAX, struct light, light_item,               \
	             "What gives light.")
enum { PART_WALLS, PART_DOORS, PART_LIGHTS, PARTS };
/* Those of struct uvtt alone. */
extern const struct shape uvtt_parts_shape;

/* Parts the file, which may lie in a mapping, into the base64 of its picture, empty when it has none, and all the rest,
 * which is copied. False with a problem when that is too much. */
bool uvtt_part(struct str file, struct arena *arena, struct str *rest, struct str *image,
               struct problems *ps);
/* Reads what is not the picture. False with problems that name the fields that are wrong. */
bool uvtt_read(struct str rest, struct arena *arena, struct uvtt *out, struct problems *ps);

/* The picture, to be decoded piece by piece. */
struct base64 uvtt_image(struct str image);

#endif
