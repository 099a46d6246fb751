/* Signals: the newest of each slot, to whom they may go, and never more than there is room for. */
#include "tests/unit/cm.h"

#include "cgi/events/signals.h"

#include "common/base/poison.h"

static struct frame *frame(const char *data)
{
	return frame_event(STR(""), STR("signal.ping"), str_of(data));
}

/* What the audience gets after `number`, the data alone, one after the other. */
static const char *after(const struct signals *s, uint32_t number, enum audience audience)
{
	static char text[SIGNALS_KEPT * 16];
	struct frame *out[SIGNALS_KEPT];
	size_t n = signals_after(s, number, audience, out), at = 0;

	for (size_t i = 0; i < n; i++) {
		struct str head = STR("event: signal.ping\ndata: ");
		struct str data = {out[i]->bytes + head.n, out[i]->n - head.n - 2};

		at += (size_t)snprintf(text + at, sizeof text - at, "%.*s ", STR_ARG(data));
	}
	text[at] = '\0';
	return text;
}

static void each_viewer_gets_what_it_has_not_had(void **state)
{
	struct signals s = {0};

	(void)state;
	signals_put(&s, 0, AUDIENCE_PARTY, frame("a"), 1);
	signals_put(&s, 0, AUDIENCE_PARTY, frame("b"), 1);
	assert_int_equal(s.last, 2);
	assert_string_equal(after(&s, 0, AUDIENCE_PARTY), "a b ");
	assert_string_equal(after(&s, 1, AUDIENCE_PARTY), "b ");
	assert_string_equal(after(&s, 2, AUDIENCE_PARTY), "");
	signals_clear(&s);
	assert_string_equal(after(&s, 0, AUDIENCE_PARTY), "");
	signals_put(&s, 0, AUDIENCE_PARTY, frame("c"), 1);
	assert_int_equal(s.last, 3);
	signals_clear(&s);
}

static void what_is_for_dms_players_do_not_get(void **state)
{
	struct signals s = {0};

	(void)state;
	signals_put(&s, 0, AUDIENCE_DM, frame("secret"), 1);
	signals_put(&s, 0, AUDIENCE_PARTY, frame("open"), 1);
	assert_string_equal(after(&s, 0, AUDIENCE_DM), "secret open ");
	assert_string_equal(after(&s, 0, AUDIENCE_PARTY), "open ");
	signals_clear(&s);
}

static void a_newer_one_takes_the_place_of_an_older_one(void **state)
{
	struct signals s = {0};

	(void)state;
	signals_put(&s, 7, AUDIENCE_PARTY, frame("here"), 1);
	signals_put(&s, 8, AUDIENCE_PARTY, frame("other"), 1);
	signals_put(&s, 0, AUDIENCE_PARTY, frame("ping"), 1);
	signals_put(&s, 7, AUDIENCE_PARTY, frame("there"), 1);
	assert_string_equal(after(&s, 0, AUDIENCE_PARTY), "other ping there ");
	/* Whoever had the old one gets the new one. */
	assert_string_equal(after(&s, 1, AUDIENCE_PARTY), "other ping there ");
	signals_put(&s, 0, AUDIENCE_PARTY, frame("ping"), 1);
	assert_string_equal(after(&s, 3, AUDIENCE_PARTY), "there ping ");
	signals_clear(&s);
}

static void there_are_only_so_many_and_not_for_long(void **state)
{
	struct signals s = {0};
	struct frame *out[SIGNALS_KEPT];

	(void)state;
	for (int i = 0; i < SIGNALS_KEPT * 3; i++)
		signals_put(&s, 0, AUDIENCE_PARTY, frame("x"), 1 + (i > SIGNALS_KEPT * 3 - 3));
	assert_int_equal(signals_after(&s, 0, AUDIENCE_PARTY, out), SIGNALS_KEPT);
	assert_int_equal(s.count, SIGNALS_KEPT);
	signals_expire(&s, 1 + SIGNAL_SECONDS);
	assert_int_equal(s.count, SIGNALS_KEPT);
	signals_expire(&s, 2 + SIGNAL_SECONDS);
	assert_int_equal(s.count, 2);
	signals_expire(&s, 3 + SIGNAL_SECONDS);
	assert_int_equal(s.count, 0);
	assert_null(s.kept);
}

static void numbers_come_round_again(void **state)
{
	struct signals s = {.last = UINT32_MAX - 1};

	(void)state;
	signals_put(&s, 0, AUDIENCE_PARTY, frame("a"), 1);
	signals_put(&s, 0, AUDIENCE_PARTY, frame("b"), 1);
	signals_put(&s, 0, AUDIENCE_PARTY, frame("c"), 1);
	assert_int_equal(s.last, 1);
	assert_string_equal(after(&s, UINT32_MAX - 1, AUDIENCE_PARTY), "a b c ");
	assert_string_equal(after(&s, UINT32_MAX, AUDIENCE_PARTY), "b c ");
	assert_string_equal(after(&s, 0, AUDIENCE_PARTY), "c ");
	signals_clear(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_viewer_gets_what_it_has_not_had),
	    cmocka_unit_test(what_is_for_dms_players_do_not_get),
	    cmocka_unit_test(a_newer_one_takes_the_place_of_an_older_one),
	    cmocka_unit_test(there_are_only_so_many_and_not_for_long),
	    cmocka_unit_test(numbers_come_round_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
