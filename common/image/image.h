/* Pictures from people, made safe. Bytes that somebody sent are decoded by a program of its own,
 * tabard-image, which may read them and write what it made of them, and nothing else: see
 * cgi/image. Nobody else touches them. */
#ifndef TABARD_IMAGE_IMAGE_H
#define TABARD_IMAGE_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

enum image_format { IMAGE_PNG, IMAGE_JPEG, IMAGE_WEBP, IMAGE_FORMATS };
/* "image/png" …, with a NULL behind them. */
extern const char *const image_media_types[];

enum image_verdict {
	IMAGE_MADE,
	IMAGE_UNKNOWN,   /* no PNG, JPEG or WebP */
	IMAGE_BROKEN,    /* not whole, damaged, animated, or of a kind that no browser shows */
	IMAGE_TRAILING,  /* something else is hidden behind it */
	IMAGE_TOO_LARGE, /* more pixels than are taken */
	IMAGE_GREW,      /* it became more than IMAGE_STORED_MAX bytes */
	IMAGE_FAILED,    /* out of memory or time, or the program died of it */
	IMAGE_VERDICTS,
};

enum {
	IMAGE_BYTES_MAX = 10 * 1024 * 1024, /* as people send it */
	IMAGE_STORED_MAX =
	    20 * 1024 * 1024, /* as kept, and as it comes back: what was packed better grows */
	IMAGE_SIDE_MAX = 16384,
	IMAGE_PIXELS_MAX = 40 * 1000 * 1000,
	IMAGE_THUMB_SIDE = 256,
};

/* What tabard-image says on its standard output. */
struct image_report {
	int32_t verdict, format, width, height; /* the last three only of one that was made */
};

/* The descriptors that tabard-image finds open. */
enum { IMAGE_FD_FROM = 0, IMAGE_FD_REPORT = 1, IMAGE_FD_PICTURE = 3, IMAGE_FD_THUMB = 4 };

/* Runs tabard-image (which lies beside the calling program) on the file `from`, whatever it is, and waits
 * for it. `picture` and `thumb` are empty files open for writing: they get the picture upright, without
 * metadata, in the format it came in, and a WebP of at most IMAGE_THUMB_SIDE pixels a side. They stay the
 * caller's. `out` has bounds checked. */
enum image_verdict image_make(int from, int picture, int thumb, struct image_report *out);

#endif
