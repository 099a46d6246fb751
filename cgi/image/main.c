/* tabard-image: reads one picture that somebody sent and writes it anew, upright, without metadata, with
 * a thumbnail. It is run by image_make (common/image) for each upload, on descriptors that are open
 * already, and gives up all rights before it looks at the first byte. */
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgi/image/container.h"
#include "cgi/image/picture.h"
#include "cgi/image/sandbox.h"

#include "common/base/poison.h"

static const struct {
	enum image_verdict (*read)(struct str bytes, struct picture *out);
	bool (*write)(const struct picture *p, int fd);
} formats[IMAGE_FORMATS] = {
    [IMAGE_PNG] = {png_read, png_write},
    [IMAGE_JPEG] = {jpeg_read, jpeg_write},
    [IMAGE_WEBP] = {webp_read, webp_write},
};

static enum image_verdict make(struct str bytes, struct image_report *report)
{
	struct container container;
	struct picture picture = {0}, thumb = {0};
	enum image_verdict verdict = container_read(bytes, &container);

	if (!verdict)
		verdict = formats[container.format].read(bytes, &picture);
	if (!verdict && (!picture_upright(&picture, container.orientation) ||
	                 !picture_thumb(&picture, IMAGE_THUMB_SIDE, &thumb)))
		verdict = IMAGE_FAILED;
	if (!verdict && !formats[container.format].write(&picture, IMAGE_FD_PICTURE))
		verdict = IMAGE_GREW;
	if (!verdict && !webp_write(&thumb, IMAGE_FD_THUMB))
		verdict = IMAGE_FAILED;
	if (!verdict)
		*report = (struct image_report){.format = (int32_t)container.format,
		                                .width = picture.width,
		                                .height = picture.height};
	free(thumb.pixels);
	free(picture.pixels);
	return verdict;
}

int main(int argc, char **argv)
{
	struct image_report report = {.verdict = IMAGE_UNKNOWN};
	struct str bytes = {0};
	struct stat st;

	(void)argv;
	if (argc > 1 || fstat(IMAGE_FD_FROM, &st) || st.st_size > IMAGE_STORED_MAX ||
	    !S_ISREG(st.st_mode)) {
		static const char usage[] =
		    "usage: tabard-image <PICTURE 3>NEW 4>THUMBNAIL\nRun by tabard-api.\n";

		return write_all(STDERR_FILENO, usage, sizeof usage - 1) ? 2 : 1;
	}
	bytes.n = (size_t)st.st_size;
	if (bytes.n) {
		bytes.p = mmap(NULL, bytes.n, PROT_READ, MAP_PRIVATE, IMAGE_FD_FROM, 0);
		if (bytes.p == MAP_FAILED)
			return 1;
	}
	if (!sandbox_enter())
		return 1;
	if (bytes.n)
		report.verdict = (int32_t)make(bytes, &report);
	return write_all(IMAGE_FD_REPORT, &report, sizeof report) ? 0 : 1;
}
