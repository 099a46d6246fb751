/* Maps out of files of Universal VTT (.dd2vtt, .uvtt, .df2vtt): JSON with the picture inside as base64. */
#ifndef TABARD_FORMATS_UVTT_H
#define TABARD_FORMATS_UVTT_H

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

extern const struct shape point_shape, door_shape, light_shape;
/* A list of walls as a field of a struct whose offset is 0. */
extern const struct field walls_field;
/* {"walls","doors","lights"} of struct uvtt. */
extern const struct shape uvtt_parts_shape;

/* Reads the file, which may lie in a mapping: of its picture nothing is copied. `image` is then the base64 in it,
 * empty when it has none. False with problems that name the fields that are wrong. */
bool uvtt_read(struct str file, struct arena *arena, struct uvtt *out, struct str *image,
               struct problems *ps);

/* Decodes the picture piece by piece. */
struct base64 {
	struct str rest;
	uint32_t bits;
	int held; /* bits of these that are waiting */
	bool ended;
};
struct base64 uvtt_image(struct str image);
/* The next bytes, at most `room`; 0 at the end, -1 when it is not base64. */
int uvtt_image_next(struct base64 *b, unsigned char *out, size_t room);

#endif
