/* Bytes at all that tabard-image does with them before it writes: what is taken has the bounds that are
 * promised, and a thumbnail. */
#include <stdlib.h>

#include "cgi/image/container.h"
#include "cgi/image/picture.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum image_verdict (*const readers[])(struct str, struct picture *) = {png_read, jpeg_read,
	                                                                       webp_read};
	struct str bytes = {(const char *)data, size};
	struct container container;
	struct picture picture = {0}, thumb = {0};

	if (container_read(bytes, &container) == IMAGE_MADE) {
		must(container.orientation >= 1 && container.orientation <= 8);
		if (readers[container.format](bytes, &picture) == IMAGE_MADE) {
			must(size_is_taken(picture.width, picture.height));
			must(picture_upright(&picture, container.orientation));
			must(picture_thumb(&picture, IMAGE_THUMB_SIDE, &thumb));
			must(thumb.width <= IMAGE_THUMB_SIDE && thumb.height <= IMAGE_THUMB_SIDE);
		}
	}
	free(thumb.pixels);
	free(picture.pixels);
	return 0;
}
