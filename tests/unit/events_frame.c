/* Frames: the bytes of a stream, and that no data can break out of its event. */
#include "tests/unit/cm.h"

#include "cgi/events/frame.h"

#include "common/base/poison.h"

static void check(struct frame *f, const char *expected)
{
	struct str want = str_of(expected);

	if (!str_eq((struct str){f->bytes, f->n}, want))
		fail_msg("got:\n%.*swanted:\n%s", (int)f->n, f->bytes, expected);
	frame_unref(f);
}

static void writes_events(void **state)
{
	(void)state;
	check(frame_event(STR("1-2"), STR("turn.advanced"), STR("{\"a\":1}")),
	      "id: 1-2\nevent: turn.advanced\ndata: {\"a\":1}\n\n");
	check(frame_event(STR("x"), STR("a.b"), STR("")), "id: x\nevent: a.b\ndata: \n\n");
	check(frame_sync(STR("0"), STR("{\"name\":\"x\"}")),
	      "id: 0\nevent: sync\ndata: {\"table\":{\"name\":\"x\"}}\n\n");
}

static void cuts_lines(void **state)
{
	(void)state;
	check(frame_event(STR("x"), STR("a.b"), STR("1\n2\r\n3\r4")),
	      "id: x\nevent: a.b\ndata: 1\ndata: 2\ndata: 3\ndata: 4\n\n");
	check(frame_event(STR("x"), STR("a.b"), STR("1\n\nid: forged\n\r\r2")),
	      "id: x\nevent: a.b\ndata: 1\ndata: \ndata: id: forged\ndata: \ndata: \ndata: 2\n\n");
	check(frame_event(STR("x"), STR("a.b"), STR("\r")), "id: x\nevent: a.b\ndata: \n\n");
}

static void counts_references(void **state)
{
	struct frame *f = frame_event(STR("x"), STR("a.b"), STR("1"));

	(void)state;
	assert_ptr_equal(frame_ref(f), f);
	frame_unref(f);
	assert_int_equal(f->refs, 1);
	frame_unref(f);
	frame_unref(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(writes_events),
	    cmocka_unit_test(cuts_lines),
	    cmocka_unit_test(counts_references),
	};

	return cmocka_run_group_tests_name("events frame", tests, NULL, NULL);
}
