/* The only door to libpng. */
#include <png.h>

#include "cgi/image/picture.h"

#include "common/base/poison.h"

enum image_verdict png_read(struct str bytes, struct picture *out)
{
	png_image image = {.version = PNG_IMAGE_VERSION};
	enum image_verdict verdict = IMAGE_BROKEN;

	if (!png_image_begin_read_from_memory(&image, bytes.p, bytes.n))
		return IMAGE_BROKEN;
	if (!size_is_taken(image.width, image.height)) {
		verdict = IMAGE_TOO_LARGE;
		goto out;
	}
	/* 8 bits of sRGB, whatever it was. */
	image.format = image.format & PNG_FORMAT_FLAG_ALPHA ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB;
	out->width = (int)image.width;
	out->height = (int)image.height;
	out->channels = (int)PNG_IMAGE_SAMPLE_CHANNELS(image.format);
	out->pixels = malloc(PNG_IMAGE_SIZE(image));
	if (!out->pixels)
		verdict = IMAGE_FAILED;
	else if (png_image_finish_read(&image, NULL, out->pixels, 0, NULL))
		verdict = IMAGE_MADE;
out:
	png_image_free(&image);
	return verdict;
}

static void write_part(png_structp png, png_bytep bytes, size_t n)
{
	const int *fd = png_get_io_ptr(png);

	if (!write_all(*fd, bytes, n))
		png_error(png, "no room");
}

static void write_nothing(png_structp png)
{
	(void)png;
}

/* Every filter, but a low level: a quarter of the time for a few bytes in a hundred. */
enum { LEVEL = 3 };

bool png_write(const struct picture *p, int fd)
{
	int colors = p->channels == 4 ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB;
	size_t stride = (size_t)p->width * (size_t)p->channels;
	png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
	png_infop info = png ? png_create_info_struct(png) : NULL;

	if (!info || setjmp(png_jmpbuf(png))) {
		png_destroy_write_struct(&png, NULL);
		return false;
	}
	png_set_write_fn(png, &fd, write_part, write_nothing);
	png_set_compression_level(png, LEVEL);
	png_set_IHDR(png, info, (png_uint_32)p->width, (png_uint_32)p->height, 8, colors,
	             PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
	png_write_info(png, info);
	for (int y = 0; y < p->height; y++)
		png_write_row(png, p->pixels + (size_t)y * stride);
	png_write_end(png, NULL);
	png_destroy_write_struct(&png, &info);
	return true;
}
