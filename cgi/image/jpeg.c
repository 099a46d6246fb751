/* The only door to TurboJPEG. */
#include <turbojpeg.h>

#include "cgi/image/picture.h"

#include "common/base/poison.h"

/* Of one that had to be turned: high enough that one more generation is not seen. */
enum { QUALITY = 90 };

enum image_verdict jpeg_read(struct str bytes, struct picture *out)
{
	enum image_verdict verdict = IMAGE_BROKEN;
	const unsigned char *from = (const unsigned char *)bytes.p;
	int width, height, subsampling, colors;
	tjhandle tj = tjInitDecompress();

	if (!tj)
		return IMAGE_FAILED;
	if (tjDecompressHeader3(tj, from, bytes.n, &width, &height, &subsampling, &colors))
		goto out;
	if (!size_is_taken(width, height)) {
		verdict = IMAGE_TOO_LARGE;
		goto out;
	}
	/* Inks are for printers, and mean nothing without a profile. */
	if (colors == TJCS_CMYK || colors == TJCS_YCCK)
		goto out;
	*out = (struct picture){.width = width,
	                        .height = height,
	                        .channels = 3,
	                        .detail = subsampling,
	                        .packed = bytes};
	out->pixels = malloc((size_t)width * (size_t)height * 3);
	if (!out->pixels)
		verdict = IMAGE_FAILED;
	/* A file that was cut or damaged gives a warning and grey rows; hundreds of scans are a bomb. */
	else if (tjDecompress2(tj, from, bytes.n, out->pixels, width, 0, height, TJPF_RGB,
	                       TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS) == 0)
		verdict = IMAGE_MADE;
out:
	tjDestroy(tj);
	return verdict;
}

/* What was decoded without a complaint: the same coefficients in scans of our own, and none of its markers. So
 * nothing is lost, and a picture of ours that comes back is the same to the byte. */
static bool repack(struct str packed, int fd)
{
	tjtransform as_it_is = {.op = TJXOP_NONE, .options = TJXOPT_COPYNONE};
	unsigned char *bytes = NULL;
	unsigned long n = 0;
	tjhandle tj = tjInitTransform();
	bool done = tj &&
	            tjTransform(tj, (const unsigned char *)packed.p, packed.n, 1, &bytes, &n,
	                        &as_it_is, TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS) == 0 &&
	            n <= IMAGE_STORED_MAX && write_all(fd, bytes, n);

	tjFree(bytes);
	tjDestroy(tj);
	return done;
}

static bool pack(const struct picture *p, int fd)
{
	unsigned char *bytes = NULL;
	unsigned long n = 0;
	tjhandle tj = tjInitCompress();
	int subsampling = p->detail >= 0 && p->detail < TJ_NUMSAMP ? p->detail : TJSAMP_420;
	bool done = tj &&
	            tjCompress2(tj, p->pixels, p->width, 0, p->height, TJPF_RGB, &bytes, &n,
	                        subsampling, QUALITY, 0) == 0 &&
	            n <= IMAGE_STORED_MAX && write_all(fd, bytes, n);

	tjFree(bytes);
	tjDestroy(tj);
	return done;
}

bool jpeg_write(const struct picture *p, int fd)
{
	return p->packed.n ? repack(p->packed, fd) : pack(p, fd);
}
