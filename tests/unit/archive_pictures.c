/* The walk over the pictures of a document. */
#include "tests/unit/cm.h"

#include "common/archive/archive.h"

#define ID "0197f3c2-0000-7000-8000-00000000000"
#define ROW(id, rest)                                                                              \
	"{\"id\":\"" ID id "\",\"campaign_id\":\"" ID "0\",\"owner_id\":\"" ID                     \
	"0\",\"name\":\"cave\","                                                                   \
	"\"created_at\":\"2026-01-01\",\"media_type\":\"image/png\",\"bytes\":1,\"width\":1,"      \
	"\"height\":1" rest "}"

static struct archive of(struct str uploads, struct arena *arena)
{
	struct archive archive = {.sections =
	                              ARENA_ARRAY(arena, struct str, archive_section_count)};

	archive.sections[archive_section_count - 1] = uploads;
	return archive;
}

static void test_rows_without_picture(void **state)
{
	struct arena arena = {0}, rows = {0};
	struct buf b = BUF(&arena);
	struct archive_walk walk = {0};
	struct archive_upload upload;
	struct problems problems = {0};
	struct archive archive;
	struct base64 picture;

	(void)state;
	BUF_LIT(&b, "[" ROW("1", ""));
	for (int i = 0; i < 1000; i++)
		BUF_LIT(&b, ",{},{\"picture\":null},{\"picture\":\"\"}");
	BUF_LIT(&b, "]");
	archive = of(buf_str(&b), &arena);
	assert_false(archive_next_upload(&archive, &walk, &rows, &upload, &picture, &problems));
	assert_int_equal(problems.count, 0);
	/* What is passed over takes no memory, however much there is of it. */
	assert_null(rows.blocks);
	arena_free(&arena);
}

static void test_rows_with_picture(void **state)
{
	struct arena arena = {0};
	struct archive archive =
	    of(STR("[" ROW("1", "") "," ROW("2", ",\"picture\":\"Zg==\"") ",{}," ROW(
	           "3", ",\"picture\":\"Zm8=\"") "]"),
	       &arena);
	struct archive_walk walk = {0};
	struct archive_upload upload;
	struct problems problems = {0};
	struct base64 picture;

	(void)state;
	assert_true(archive_next_upload(&archive, &walk, &arena, &upload, &picture, &problems));
	assert_int_equal(upload.id.b[15], 2);
	assert_true(str_eq(picture.rest, STR("Zg==")));
	assert_int_equal(walk.count, 2);
	assert_true(archive_next_upload(&archive, &walk, &arena, &upload, &picture, &problems));
	assert_int_equal(upload.id.b[15], 3);
	assert_true(str_eq(picture.rest, STR("Zm8=")));
	assert_false(archive_next_upload(&archive, &walk, &arena, &upload, &picture, &problems));
	assert_int_equal(problems.count, 0);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows_without_picture),
	    cmocka_unit_test(test_rows_with_picture),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
