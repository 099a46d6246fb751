/* Doorbells: what the API writes is understood, and nothing else is believed. */
#include "tests/unit/cm.h"

#include "cgi/events/payload.h"

#include "common/base/poison.h"

#define CAMPAIGN "0190c3f1-5b1e-7cc2-9f3a-0123456789ab"
#define ID "8c5d1f0e-6d8f-4b7a-a1b2-c3d4e5f60718"

static enum payload_kind parse(const char *text, struct payload *out)
{
	return payload_parse(str_of(text), out);
}

static void takes_a_parcel(void **state)
{
	struct payload p;
	char text[UUID_TEXT + 1];

	(void)state;
	assert_int_equal(
	    parse(CAMPAIGN " 42 " ID " turn.advanced/turn.advanced 5 3\n{\"a\"}{b}", &p),
	    PAYLOAD_PARCEL);
	uuid_format(p.campaign, text);
	assert_string_equal(text, CAMPAIGN);
	uuid_format(p.id, text);
	assert_string_equal(text, ID);
	assert_true(p.seq == 42);
	assert_true(str_eq(p.type[AUDIENCE_DM], STR("turn.advanced")));
	assert_true(str_eq(p.type[AUDIENCE_PARTY], STR("turn.advanced")));
	assert_true(str_eq(p.bytes[AUDIENCE_DM], STR("{\"a\"}")));
	assert_true(str_eq(p.bytes[AUDIENCE_PARTY], STR("{b}")));

	assert_int_equal(parse(CAMPAIGN " 1 " ID " a.b/a.b 2 -\n{}", &p), PAYLOAD_PARCEL);
	assert_true(str_eq(p.bytes[AUDIENCE_DM], STR("{}")));
	assert_null(p.bytes[AUDIENCE_PARTY].p);
	assert_int_equal(parse(CAMPAIGN " 1 " ID " a_x.b_c/a.b - 2\n{}", &p), PAYLOAD_PARCEL);
	assert_null(p.bytes[AUDIENCE_DM].p);
	assert_true(str_eq(p.bytes[AUDIENCE_PARTY], STR("{}")));
	assert_int_equal(parse(CAMPAIGN " 1 " ID " a.b/a.b 0 0\n", &p), PAYLOAD_PARCEL);
	assert_non_null(p.bytes[AUDIENCE_DM].p);
}

static void takes_a_bare_doorbell(void **state)
{
	struct payload p;

	(void)state;
	assert_int_equal(parse(CAMPAIGN " 9007199254740993", &p), PAYLOAD_BARE);
	assert_true(p.seq == 9007199254740993);
}

static void takes_news_of_presence(void **state)
{
	struct payload p;
	char text[UUID_TEXT + 1];

	(void)state;
	assert_int_equal(parse(CAMPAIGN " presence", &p), PAYLOAD_PRESENCE);
	uuid_format(p.campaign, text);
	assert_string_equal(text, CAMPAIGN);
	assert_int_equal(parse(CAMPAIGN " presences", &p), PAYLOAD_BROKEN);
	assert_int_equal(parse(CAMPAIGN " presence 1", &p), PAYLOAD_BROKEN);
	assert_int_equal(parse(CAMPAIGN " presence\n", &p), PAYLOAD_BROKEN);
	assert_int_equal(parse("presence", &p), PAYLOAD_NOISE);
}

static void takes_signals(void **state)
{
	static const char *const noise[] = {
	    " signal",
	    " signal \n{}",
	    " signal dm signal.ping -",
	    " signal dm signal.ping -\n",
	    " signal all signal.ping -\n{}",
	    " signal dm ping -\n{}",
	    " signal dm signal.ping\n{}",
	    " signal dm signal.ping \n{}",
	};
	struct payload p, q;

	(void)state;
	assert_int_equal(parse(CAMPAIGN " signal party signal.ping -\n{\n}", &p), PAYLOAD_SIGNAL);
	assert_int_equal(p.signal.to, AUDIENCE_PARTY);
	assert_true(str_eq(p.signal.type, STR("signal.ping")));
	assert_true(str_eq(p.signal.bytes, STR("{\n}")));
	assert_int_equal(p.signal.slot.n, 0);
	/* The same person's cursor, and their typing: one does not replace the other. */
	assert_int_equal(parse(CAMPAIGN " signal dm signal.cursor " ID "\n{}", &p), PAYLOAD_SIGNAL);
	assert_int_equal(p.signal.to, AUDIENCE_DM);
	assert_int_equal(parse(CAMPAIGN " signal dm signal.typing " ID "\n{}", &q), PAYLOAD_SIGNAL);
	assert_false(str_eq(p.signal.slot, q.signal.slot));
	for (size_t i = 0; i < sizeof noise / sizeof *noise; i++) {
		char text[256];

		snprintf(text, sizeof text, "%s%s", CAMPAIGN, noise[i]);
		assert_int_not_equal(parse(text, &p), PAYLOAD_SIGNAL);
	}
}

/* The campaign can be read, so its log will be. */
static void doubts_the_rest(void **state)
{
	static const char *const broken[] = {
	    CAMPAIGN,
	    CAMPAIGN " ",
	    CAMPAIGN " x",
	    CAMPAIGN " 0",
	    CAMPAIGN " -1",
	    CAMPAIGN " 9223372036854775807",
	    CAMPAIGN " 99999999999999999999",
	    CAMPAIGN " 1 ",
	    CAMPAIGN " 1\n",
	    CAMPAIGN " 1\n{}",
	    CAMPAIGN " 1 " ID,
	    CAMPAIGN " 1 " ID " a.b/a.b 2 -",
	    CAMPAIGN " 1 " ID " a.b/a.b - -\n",
	    CAMPAIGN " 1 " ID " a.b/a.b 2 -\n{",
	    CAMPAIGN " 1 " ID " a.b/a.b 2 -\n{}x",
	    CAMPAIGN " 1 " ID " a.b/a.b 1 1\n{}x",
	    CAMPAIGN " 1 " ID " a.b/a.b +2 -\n{}",
	    CAMPAIGN " 1 " ID " a.b/a.b -2 -\n{}",
	    CAMPAIGN " 1 " ID " a.b/a.b 2 \n{}",
	    CAMPAIGN " 1 " ID " a.b/a.b 2 - \n{}",
	    CAMPAIGN " 1 " ID " a.b/a.b 2 - 3\n{}",
	    CAMPAIGN " 1 " ID " ab/a.b 2 -\n{}",
	    CAMPAIGN " 1 " ID " a.b.c/a.b 2 -\n{}",
	    CAMPAIGN " 1 " ID " A.b/a.b 2 -\n{}",
	    CAMPAIGN " 1 " ID " .b/a.b 2 -\n{}",
	    CAMPAIGN " 1 " ID " a./a.b 2 -\n{}",
	    CAMPAIGN " 1 " ID "  2 -\n{}",
	    CAMPAIGN " 1 " ID " a.b 2 -\n{}",
	    CAMPAIGN " 1 " ID " a.b/ 2 -\n{}",
	    CAMPAIGN " 1 " ID " a.b/ab 2 -\n{}",
	    CAMPAIGN " 1 " ID " a.b/a.b/a.b 2 -\n{}",
	    CAMPAIGN " 1 nonsense a.b/a.b 2 -\n{}",
	    CAMPAIGN "  1 " ID " a.b/a.b 2 -\n{}",
	};
	struct payload p;

	(void)state;
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
		if (parse(broken[i], &p) != PAYLOAD_BROKEN)
			fail_msg("case %zu: %s", i, broken[i]);
	assert_int_equal(parse("", &p), PAYLOAD_NOISE);
	assert_int_equal(parse("hello", &p), PAYLOAD_NOISE);
	assert_int_equal(parse(" " CAMPAIGN " 1", &p), PAYLOAD_NOISE);
	assert_int_equal(parse("\n" CAMPAIGN " 1", &p), PAYLOAD_NOISE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(takes_a_parcel),         cmocka_unit_test(takes_a_bare_doorbell),
	    cmocka_unit_test(takes_news_of_presence), cmocka_unit_test(takes_signals),
	    cmocka_unit_test(doubts_the_rest),
	};

	return cmocka_run_group_tests_name("events payload", tests, NULL, NULL);
}
