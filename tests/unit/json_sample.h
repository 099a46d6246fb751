/* A shape with a field of every kind, for the tests and the fuzzer of common/json. */
#ifndef TABARD_TESTS_UNIT_JSON_SAMPLE_H
#define TABARD_TESTS_UNIT_JSON_SAMPLE_H

#include "common/json/json.h"

enum sample_color { SAMPLE_RED, SAMPLE_GREEN, SAMPLE_BLUE };
static const char *const sample_colors[] = {"red", "green", "blue", NULL};
static const char *const sample_hp_names[] = {"average", "roll", NULL};

struct sample_inner {
	struct str label;
	int32_t score;
};

struct sample_entry { /* of the map of numbers */
	struct str key;
	int32_t value;
};

struct sample_room { /* of the map of objects */
	struct str key;
	struct sample_inner inner;
};

struct sample {
	struct fields_seen seen;
	struct str name;
	int32_t count, hp;
	enum sample_color color;
	uint32_t colors;
	bool flag;
	struct uuid id;
	struct str at;
	struct sample_inner inner;
	struct list numbers; /* of int32_t */
	struct list inners;  /* of struct sample_inner */
	struct list scores;  /* of struct sample_entry */
	struct list rooms;   /* of struct sample_room */
	struct str sheet;
	struct str note;
	int32_t limit;
	struct uuid parent;
	struct sample_inner maybe;
};

static const struct field sample_inner_fields[] = {
    {.name = "label",
     .kind = FIELD_STR,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct sample_inner, label),
     .max = 10},
    {.name = "score",
     .kind = FIELD_INT,
     .offset = offsetof(struct sample_inner, score),
     .min = INT32_MIN,
     .max = INT32_MAX},
};
static const struct shape sample_inner_shape =
    SHAPE("SampleInner", struct sample_inner, sample_inner_fields);

static const struct field sample_number_item = {.kind = FIELD_INT, .min = -9, .max = 9};
static const struct field sample_inner_item = {.kind = FIELD_OBJECT, .shape = &sample_inner_shape};
static const struct field sample_score_item = {
    .kind = FIELD_INT, .offset = offsetof(struct sample_entry, value), .max = 100};
static const struct field sample_room_item = {.kind = FIELD_OBJECT,
                                              .offset = offsetof(struct sample_room, inner),
                                              .shape = &sample_inner_shape};

static const struct field sample_fields[] = {
    {.name = "name",
     .kind = FIELD_STR,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct sample, name),
     .min = 1,
     .max = 8,
     .doc = "A \"name\"."},
    {.name = "count",
     .kind = FIELD_INT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct sample, count),
     .min = -5,
     .max = 20},
    {.name = "hp",
     .kind = FIELD_INT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sample, hp),
     .min = 1,
     .max = 100,
     .names = sample_hp_names},
    {.name = "color",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct sample, color),
     .names = sample_colors},
    {.name = "colors",
     .kind = FIELD_SET,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sample, colors),
     .max = 3,
     .names = sample_colors},
    {.name = "flag", .kind = FIELD_BOOL, .offset = offsetof(struct sample, flag)},
    {.name = "id",
     .kind = FIELD_UUID,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sample, id)},
    {.name = "at",
     .kind = FIELD_TIME,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sample, at)},
    {.name = "inner",
     .kind = FIELD_OBJECT,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sample, inner),
     .shape = &sample_inner_shape},
    {.name = "numbers",
     .kind = FIELD_LIST,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sample, numbers),
     .min = 1,
     .max = 4,
     .item = &sample_number_item,
     .item_size = sizeof(int32_t)},
    {.name = "inners",
     .kind = FIELD_LIST,
     .offset = offsetof(struct sample, inners),
     .max = 3,
     .item = &sample_inner_item,
     .item_size = sizeof(struct sample_inner)},
    {.name = "scores",
     .kind = FIELD_MAP,
     .offset = offsetof(struct sample, scores),
     .max = 3,
     .item = &sample_score_item,
     .item_size = sizeof(struct sample_entry)},
    {.name = "rooms",
     .kind = FIELD_MAP,
     .flags = FIELD_OMIT_ZERO,
     .offset = offsetof(struct sample, rooms),
     .max = 3,
     .item = &sample_room_item,
     .item_size = sizeof(struct sample_room)},
    {.name = "sheet", .kind = FIELD_RAW, .offset = offsetof(struct sample, sheet), .max = 200},
    {.name = "note",
     .kind = FIELD_STR,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct sample, note),
     .min = 1,
     .max = 8},
    {.name = "limit",
     .kind = FIELD_INT,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct sample, limit),
     .min = 1,
     .max = 9},
    {.name = "parent",
     .kind = FIELD_UUID,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct sample, parent)},
    {.name = "maybe",
     .kind = FIELD_OBJECT,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct sample, maybe),
     .shape = &sample_inner_shape},
};
static const struct shape sample_shape = SHAPE_SEEN("Sample", struct sample, sample_fields);

#endif
