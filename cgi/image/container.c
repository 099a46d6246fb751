#include "cgi/image/container.h"

#include "common/base/poison.h"

/* `n` (up to 4) bytes from `at` as a number; 0 behind the end. */
static uint32_t number(struct str s, size_t at, size_t n, bool little)
{
	uint32_t value = 0;

	if (at > s.n || s.n - at < n)
		return 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t byte = (unsigned char)s.p[at + (little ? n - 1 - i : i)];

		value = value << 8 | byte;
	}
	return value;
}

static bool has_at(struct str s, size_t at, struct str what)
{
	return at <= s.n && str_starts(str_sub(s, at, s.n), what);
}

int exif_orientation(struct str tiff)
{
	enum { ENTRY = 12, ORIENTATION = 0x0112, SHORT = 3 };
	struct str mark = STR("Exif\0\0");
	bool little;
	size_t at;
	uint32_t count;

	if (str_starts(tiff, mark))
		tiff = str_sub(tiff, mark.n, tiff.n);
	little = has_at(tiff, 0, STR("II*\0"));
	if (!little && !has_at(tiff, 0, STR("MM\0*")))
		return 1;
	at = number(tiff, 4, 4, little);
	count = number(tiff, at, 2, little);
	for (at += 2; count-- && at <= tiff.n && tiff.n - at >= ENTRY; at += ENTRY) {
		uint32_t value = number(tiff, at + 8, 2, little);

		if (number(tiff, at, 2, little) == ORIENTATION &&
		    number(tiff, at + 2, 2, little) == SHORT && value >= 1 && value <= 8)
			return (int)value;
	}
	return 1;
}

/* Each of the walkers gives the offset behind the file's end, or 0 when it has none. */

/* ISO/IEC 15948, 5: length, type, data, checksum. */
static size_t png_end(struct str s, struct str *exif)
{
	enum { FRAME = 12 };

	for (size_t at = 8; s.n - at >= FRAME;) {
		size_t length = number(s, at, 4, false);
		bool last = has_at(s, at + 4, STR("IEND"));

		if (length > s.n - at - FRAME)
			return 0;
		if (has_at(s, at + 4, STR("eXIf")))
			*exif = str_sub(s, at + 8, length);
		at += length + FRAME;
		if (last)
			return at;
	}
	return 0;
}

/* ITU-T T.81, B.1.1: behind a scan's header come bytes in which FF is followed by 00 or a restart. */
static size_t scan_end(struct str s, size_t at)
{
	for (; s.n - at >= 2; at++) {
		unsigned char next = (unsigned char)s.p[at + 1];

		if ((unsigned char)s.p[at] == 0xff && next && next != 0xff &&
		    (next < 0xd0 || next > 0xd7))
			return at;
	}
	return s.n;
}

static size_t jpeg_end(struct str s, size_t at, struct str *exif)
{
	enum { END = 0xffd9, SCAN = 0xffda, APP1 = 0xffe1 };

	for (at += 2; s.n - at >= 2;) {
		uint32_t marker = number(s, at, 2, false);
		size_t length = number(s, at + 2, 2, false);

		if (marker == END)
			return at + 2;
		if (marker == 0xffff) { /* B.1.1.2: any number of FF may stand before a marker */
			at++;
			continue;
		}
		if (marker < 0xff00 || length < 2 || length > s.n - at - 2)
			return 0;
		if (marker == APP1 && has_at(s, at + 4, STR("Exif")) && !exif->n)
			*exif = str_sub(s, at + 4, length - 2);
		at += length + 2;
		if (marker == SCAN)
			at = scan_end(s, at);
	}
	return 0;
}

/* RIFF: four letters, the length, the data, a byte where that is odd. */
static size_t webp_end(struct str s, struct str *exif)
{
	size_t end = number(s, 4, 4, true);

	if (end > s.n - 8)
		return 0;
	end += 8;
	for (size_t at = 12; at < end && end - at >= 8;) {
		size_t length = number(s, at + 4, 4, true);

		if (length > end - at - 8)
			return 0;
		if (has_at(s, at, STR("EXIF")))
			*exif = str_sub(s, at + 8, length);
		at += 8 + length + (length & 1);
	}
	return end;
}

static bool is_padding(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i])
			return false;
	return true;
}

/* What stands behind a JPEG's end without being another's file. */
static bool cameras_own(struct str rest)
{
	struct str other = {0};

	while (has_at(rest, 0, STR("\xff\xd8\xff"))) {
		size_t end = jpeg_end(rest, 0, &other);

		if (!end)
			return false;
		rest = str_sub(rest, end, rest.n);
	}
	return is_padding(rest) || has_at(rest, 4, STR("ftyp")) ||
	       (rest.n > 4 && has_at(rest, rest.n - 4, STR("SEFT")));
}

enum image_verdict container_read(struct str bytes, struct container *out)
{
	struct str exif = {0};
	size_t end;

	if (has_at(bytes, 0, STR("\x89PNG\r\n\x1a\n"))) {
		out->format = IMAGE_PNG;
		end = png_end(bytes, &exif);
	} else if (has_at(bytes, 0, STR("\xff\xd8\xff"))) {
		out->format = IMAGE_JPEG;
		end = jpeg_end(bytes, 0, &exif);
	} else if (has_at(bytes, 0, STR("RIFF")) && has_at(bytes, 8, STR("WEBP"))) {
		out->format = IMAGE_WEBP;
		end = webp_end(bytes, &exif);
	} else {
		return IMAGE_UNKNOWN;
	}
	if (!end)
		return IMAGE_BROKEN;
	out->orientation = exif_orientation(exif);
	bytes = str_sub(bytes, end, bytes.n);
	if (is_padding(bytes) || (out->format == IMAGE_JPEG && cameras_own(bytes)))
		return IMAGE_MADE;
	return IMAGE_TRAILING;
}
