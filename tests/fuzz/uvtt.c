/* Bytes as a file of Universal VTT. Whatever is read has a size, can be written and read again as the same, and its
 * picture is decoded to its end. */
#include <stdlib.h>

#include "common/formats/uvtt.h"

#include "common/base/poison.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void read_picture(struct str image)
{
	struct base64 b = uvtt_image(image);
	unsigned char piece[64];
	size_t all = 0;
	int n;

	while ((n = base64_next(&b, piece, sizeof piece)) > 0)
		all += (size_t)n;
	must(all <= image.n * 3 / 4);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct problems problems = {0};
	struct uvtt map = {0}, again = {0};
	struct buf one = BUF(&arena), two = BUF(&arena);
	struct str rest, image;

	if (uvtt_part((struct str){(const char *)data, size}, &arena, &rest, &image, &problems) &&
	    uvtt_read(rest, &arena, &map, &problems)) {
		must(map.width >= 1 && map.width <= UVTT_SQUARES_MAX && map.height >= 1);
		json_encode(&one, &uvtt_parts_shape, &map);
		must(json_decode(buf_str(&one), &uvtt_parts_shape, &arena, &again, &problems));
		json_encode(&two, &uvtt_parts_shape, &again);
		must(str_eq(buf_str(&one), buf_str(&two)));
		read_picture(image);
	} else {
		must(problems.count > 0);
	}
	arena_free(&arena);
	return 0;
}
