/* The table document as front ends read it: schemas for the OpenAPI document. view.c makes it; the API
 * suite holds the two together by validating every answer. */
#ifndef TABARD_TABLE_SHAPES_H
#define TABARD_TABLE_SHAPES_H

#include "common/base/shape.h"

/* A token as it is answered alone, with its ids. */
extern const struct shape token_shape;
extern const struct shape table_shape, encounter_view_shape, hit_points_seen_shape;

#endif
