/* A decoded picture, and what is done with its pixels. */
#ifndef TABARD_CGI_IMAGE_PICTURE_H
#define TABARD_CGI_IMAGE_PICTURE_H

#include "common/base/str.h"
#include "common/image/image.h"

struct picture {
	int width, height;
	int channels; /* 3: RGB, 4: RGBA; 8 bits each */
	unsigned char *pixels;
	int detail;        /* of the format: JPEG its chroma subsampling, WebP 1 for lossless */
	struct str packed; /* JPEG: the file, for as long as the pixels are those in it */
};

/* Each format's pair. Reading: `bytes` are the whole file, of that format by its first bytes; the limits
 * are checked before a pixel is decoded; `out->pixels` are the caller's to free, also on failure. Writing:
 * to the descriptor, false when it does not fit. */
enum image_verdict png_read(struct str bytes, struct picture *out);
enum image_verdict jpeg_read(struct str bytes, struct picture *out);
enum image_verdict webp_read(struct str bytes, struct picture *out);
bool png_write(const struct picture *p, int fd);
bool jpeg_write(const struct picture *p, int fd);
bool webp_write(const struct picture *p, int fd);

/* All of `n` bytes. */
bool write_all(int fd, const void *bytes, size_t n);
/* Whether that many pixels are taken. */
bool size_is_taken(int64_t width, int64_t height);

/* The picture as it should be looked at, by an Exif orientation of 1 to 8 (CIPA DC-008, 4.6.4.A);
 * false without memory. */
bool picture_upright(struct picture *p, int orientation);
/* Shrunk to at most `side` pixels a side, each the mean of those it stands for; a small one is copied.
 * False without memory. */
bool picture_thumb(const struct picture *p, int side, struct picture *out);

#endif
