/* What a file says of itself before anything is decoded: its format, where it ends, how it is turned. */
#ifndef TABARD_CGI_IMAGE_CONTAINER_H
#define TABARD_CGI_IMAGE_CONTAINER_H

#include "common/base/str.h"
#include "common/image/image.h"

struct container {
	enum image_format format;
	int orientation; /* of its Exif data, 1 to 8; 1 without any */
};

/* Walks through a whole file's segments or chunks. IMAGE_MADE; IMAGE_UNKNOWN; IMAGE_BROKEN when it ends
 * too early; IMAGE_TRAILING when something else is behind its end. What cameras put behind a JPEG is
 * no such thing: further JPEGs, a short film, Samsung's own block, zeros. */
enum image_verdict container_read(struct str bytes, struct container *out);

/* The orientation in a TIFF structure (Exif), 1 when there is none that can be read. */
int exif_orientation(struct str tiff);

#endif
