/* cgi/image: what a file says of itself, and what is done with pixels. */
#include "tests/unit/cm.h"

#include "cgi/image/container.h"
#include "cgi/image/picture.h"

static void finds_the_orientation_in_both_byte_orders(void **state)
{
	(void)state;
	assert_int_equal(exif_orientation(STR("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"
	                                      "\x06\0\0\0")),
	                 6);
	assert_int_equal(exif_orientation(STR("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0"
	                                      "\x01\0\x03\0\0")),
	                 3);
}

static void an_orientation_that_is_not_there_is_upright(void **state)
{
	(void)state;
	assert_int_equal(exif_orientation(STR("")), 1);
	assert_int_equal(exif_orientation(STR("II*\0")), 1);
	assert_int_equal(exif_orientation(STR("II*\0\xff\xff\xff\xff")), 1);
	/* 9 is none, and a number of 32 bits is another kind of entry. */
	assert_int_equal(exif_orientation(STR("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"
	                                      "\x09\0\0\0")),
	                 1);
	assert_int_equal(exif_orientation(STR("II*\0\x08\0\0\0\x01\0\x12\x01\x04\0\x01\0\0\0"
	                                      "\x06\0\0\0")),
	                 1);
	/* Says that it has many entries, and ends in the first. */
	assert_int_equal(exif_orientation(STR("II*\0\x08\0\0\0\xff\xff\x12\x01\x03\0\x01\0\0\0"
	                                      "\x06\0\0")),
	                 1);
}

static void knows_formats_by_their_first_bytes(void **state)
{
	struct container c;

	(void)state;
	assert_int_equal(container_read(STR(""), &c), IMAGE_UNKNOWN);
	assert_int_equal(container_read(STR("GIF89a"), &c), IMAGE_UNKNOWN);
	assert_int_equal(container_read(STR("RIFF\x04\0\0\0WAVE"), &c), IMAGE_UNKNOWN);
	assert_int_equal(container_read(STR("\x89PNG\r\n\x1a\n"), &c), IMAGE_BROKEN);
	assert_int_equal(container_read(STR("\xff\xd8\xff"), &c), IMAGE_BROKEN);
	assert_int_equal(container_read(STR("RIFF\xff\xff\xff\xffWEBP"), &c), IMAGE_BROKEN);
	assert_int_equal(container_read(STR("\xff\xd8\xff\xff\xff\xd9"), &c), IMAGE_MADE);
	assert_int_equal(container_read(STR("\xff\xd8\xff\xd9\xff"), &c), IMAGE_TRAILING);
}

static void pixels_count_as_much_as_they_are_opaque(void **state)
{
	unsigned char pixels[] = {200, 0, 0, 255, 0, 200, 0, 0, /* opaque red, clear green */
	                          0,   0, 0, 0,   0, 0,   0, 0};
	struct picture p = {.width = 2, .height = 2, .channels = 4, .pixels = pixels}, thumb;

	(void)state;
	assert_true(picture_thumb(&p, 1, &thumb));
	assert_int_equal(thumb.width, 1);
	assert_int_equal(thumb.height, 1);
	assert_memory_equal(thumb.pixels, ((unsigned char[]){200, 0, 0, 63}), 4);
	free(thumb.pixels);
}

static void a_line_stays_a_line(void **state)
{
	struct picture p = {.width = 16384, .height = 1, .channels = 3}, thumb;

	(void)state;
	p.pixels = calloc(16384, 3);
	assert_non_null(p.pixels);
	assert_true(picture_thumb(&p, 256, &thumb));
	assert_int_equal(thumb.width, 256);
	assert_int_equal(thumb.height, 1);
	free(thumb.pixels);
	free(p.pixels);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(finds_the_orientation_in_both_byte_orders),
	    cmocka_unit_test(an_orientation_that_is_not_there_is_upright),
	    cmocka_unit_test(knows_formats_by_their_first_bytes),
	    cmocka_unit_test(pixels_count_as_much_as_they_are_opaque),
	    cmocka_unit_test(a_line_stays_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
