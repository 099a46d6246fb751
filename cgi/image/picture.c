#include "cgi/image/picture.h"

#include <errno.h>
#include <unistd.h>

#include "common/base/poison.h"

bool write_all(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;

	while (n) {
		ssize_t wrote = write(fd, p, n);

		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote <= 0)
			return false;
		p += wrote;
		n -= (size_t)wrote;
	}
	return true;
}

bool size_is_taken(int64_t width, int64_t height)
{
	return width >= 1 && height >= 1 && width <= IMAGE_SIDE_MAX && height <= IMAGE_SIDE_MAX &&
	       width * height <= IMAGE_PIXELS_MAX;
}

static unsigned char *pixel(const struct picture *p, int x, int y)
{
	return p->pixels + ((size_t)y * (size_t)p->width + (size_t)x) * (size_t)p->channels;
}

static bool make_room(struct picture *p, int width, int height, int channels)
{
	p->width = width;
	p->height = height;
	p->channels = channels;
	p->pixels = malloc((size_t)width * (size_t)height * (size_t)channels);
	return p->pixels != NULL;
}

bool picture_upright(struct picture *p, int orientation)
{
	bool swapped = orientation >= 5; /* rows are columns */
	bool from_right = orientation == 2 || orientation == 3 || orientation >= 7;
	bool from_below =
	    orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
	struct picture out = *p;

	out.packed = (struct str){0};
	if (orientation <= 1 || orientation > 8)
		return true;
	if (!make_room(&out, swapped ? p->height : p->width, swapped ? p->width : p->height,
	               p->channels))
		return false;
	for (int y = 0; y < out.height; y++) {
		for (int x = 0; x < out.width; x++) {
			int from_x = swapped ? y : x, from_y = swapped ? x : y;

			memcpy(pixel(&out, x, y),
			       pixel(p, from_right ? p->width - 1 - from_x : from_x,
			             from_below ? p->height - 1 - from_y : from_y),
			       (size_t)p->channels);
		}
	}
	free(p->pixels);
	*p = out;
	return true;
}

/* The mean of the pixels from (left, top) to before (right, bottom). Colour counts as much as it is
 * opaque. */
static void mean(const struct picture *p, int left, int top, int right, int bottom,
                 unsigned char *out)
{
	uint64_t sum[3] = {0}, opacity = 0;
	uint64_t count = (uint64_t)(right - left) * (uint64_t)(bottom - top);

	for (int y = top; y < bottom; y++) {
		for (int x = left; x < right; x++) {
			const unsigned char *from = pixel(p, x, y);
			uint64_t weight = p->channels == 4 ? from[3] : 255;

			for (size_t c = 0; c < 3; c++)
				sum[c] += from[c] * weight;
			opacity += weight;
		}
	}
	for (size_t c = 0; c < 3; c++)
		out[c] = (unsigned char)(opacity ? sum[c] / opacity : 0);
	if (p->channels == 4)
		out[3] = (unsigned char)(count ? opacity / count : 0);
}

bool picture_thumb(const struct picture *p, int side, struct picture *out)
{
	int longer = p->width > p->height ? p->width : p->height;
	int width = p->width, height = p->height;

	if (longer > side) {
		width = (int)((int64_t)p->width * side / longer);
		height = (int)((int64_t)p->height * side / longer);
	}
	if (!make_room(out, width ? width : 1, height ? height : 1, p->channels))
		return false;
	out->detail = 0;
	for (int y = 0; y < out->height; y++)
		for (int x = 0; x < out->width; x++)
			mean(p, (int)((int64_t)x * p->width / out->width),
			     (int)((int64_t)y * p->height / out->height),
			     (int)((int64_t)(x + 1) * p->width / out->width),
			     (int)((int64_t)(y + 1) * p->height / out->height), pixel(out, x, y));
	return true;
}
