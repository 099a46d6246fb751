/* The broadcaster's request parser: takes what nginx sends, and nothing else. */
#include "tests/unit/cm.h"

#include "cgi/events/request.h"

#include "common/base/poison.h"

#define CAMPAIGN "0190c3f1-5b1e-7cc2-9f3a-0123456789ab"
#define USER "0190c3f1-0000-7000-8000-00000000000a"
#define ARGS "campaign=" CAMPAIGN "&user=" USER "&role=player&conn=c-1_Z&seq=7"
#define GET(target, headers) "GET " target " HTTP/1.1\r\n" headers "\r\n"
#define GOOD GET("/internal/events?" ARGS "&last_event_id=abc", "Host: x\r\n")

static enum request_result parse(const char *text, struct request *out)
{
	return request_parse(str_of(text), out);
}

static void takes_the_request(void **state)
{
	struct request r;
	char text[UUID_TEXT + 1];

	(void)state;
	assert_int_equal(parse(GOOD, &r), REQUEST_GOOD);
	uuid_format(r.campaign, text);
	assert_string_equal(text, CAMPAIGN);
	uuid_format(r.user, text);
	assert_string_equal(text, USER);
	assert_int_equal(r.role, MEMBER_PLAYER);
	assert_true(str_eq(r.conn, STR("c-1_Z")));
	assert_true(str_eq(r.last_event_id, STR("abc")));

	assert_int_equal(parse("GET /internal/events?role=dm&conn=1&seq=0&user=" USER
	                       "&campaign=" CAMPAIGN " HTTP/1.0\r\n\r\n",
	                       &r),
	                 REQUEST_GOOD);
	assert_int_equal(r.role, MEMBER_DM);
	assert_int_equal(r.last_event_id.n, 0);
	assert_int_equal(parse(GET("/internal/events?campaign=" CAMPAIGN "&user=" USER
	                           "&role=observer&conn=1&seq=0",
	                           ""),
	                       &r),
	                 REQUEST_GOOD);
	assert_int_equal(r.role, MEMBER_OBSERVER);
}

static void the_header_wins(void **state)
{
	struct request r;

	(void)state;
	assert_int_equal(parse(GET("/internal/events?" ARGS "&last_event_id=abc",
	                           "LAST-event-id: \t def \r\nContent-Length: 0\r\n"),
	                       &r),
	                 REQUEST_GOOD);
	assert_true(str_eq(r.last_event_id, STR("def")));
	assert_int_equal(
	    parse(GET("/internal/events?" ARGS "&last_event_id=abc", "Last-Event-ID:\r\n"), &r),
	    REQUEST_GOOD);
	assert_true(str_eq(r.last_event_id, STR("abc")));
}

/* Whatever a client claims to have seen is not the parser's business. */
static void an_odd_id_is_passed_on(void **state)
{
	struct request r;

	(void)state;
	assert_int_equal(parse(GET("/internal/events?" ARGS "&last_event_id=%00'\"=;x", ""), &r),
	                 REQUEST_GOOD);
	assert_true(str_eq(r.last_event_id, STR("%00'\"=;x")));
	assert_int_equal(
	    parse(GET("/internal/events?" ARGS, "Last-Event-ID: \xC3\xA9 \xFF\r\n"), &r),
	    REQUEST_GOOD);
	assert_true(str_eq(r.last_event_id, STR("\xC3\xA9 \xFF")));
}

/* Every beginning of a good request is partial, and one byte more than it is bad. */
static void needs_all_of_it(void **state)
{
	struct request r;
	struct str good = STR(GOOD);

	(void)state;
	for (size_t n = 0; n < good.n; n++)
		assert_int_equal(request_parse(str_sub(good, 0, n), &r), REQUEST_PARTIAL);
	assert_int_equal(request_parse(good, &r), REQUEST_GOOD);
	assert_int_equal(parse(GOOD "x", &r), REQUEST_BAD);
	assert_int_equal(parse(GOOD GOOD, &r), REQUEST_BAD);
}

static void refuses_the_rest(void **state)
{
	static const char *const bad[] = {
	    GET("/internal/event?" ARGS, ""),
	    GET("/internal/events/?" ARGS, ""),
	    GET("/internal/events", ""),
	    GET("/internal/events?", ""),
	    "POST /internal/events?" ARGS " HTTP/1.1\r\n\r\n",
	    "HEAD /internal/events?" ARGS " HTTP/1.1\r\n\r\n",
	    "GET  /internal/events?" ARGS " HTTP/1.1\r\n\r\n",
	    "GET /internal/events?" ARGS " HTTP/1.1 \r\n\r\n",
	    "GET /internal/events?" ARGS " HTTP/2.0\r\n\r\n",
	    "GET /internal/events?" ARGS "\r\n\r\n",
	    "GET /internal/events?" ARGS " HTTP/1.1\nHost: x\r\n\r\n",
	    "\r\n" GOOD,
	    GET("/internal/events?" ARGS "&role=dm", ""),
	    GET("/internal/events?" ARGS "&admin=1", ""),
	    GET("/internal/events?" ARGS "&&", ""),
	    GET("/internal/events?" ARGS "&last_event_id=a\tb", ""),
	    GET("/internal/events?campaign=" CAMPAIGN "&user=" USER "&role=none&conn=1&seq=0", ""),
	    GET("/internal/events?campaign=" CAMPAIGN "&user=" USER "&role=DM&conn=1&seq=0", ""),
	    GET("/internal/events?campaign=" CAMPAIGN "&user=" USER "&role=dm&conn=&seq=0", ""),
	    GET("/internal/events?campaign=" CAMPAIGN "&user=" USER "&role=dm&conn=a.b&seq=0", ""),
	    GET("/internal/events?campaign=" CAMPAIGN "&user=" USER "&role=dm", ""),
	    GET("/internal/events?campaign=" CAMPAIGN "&role=dm&conn=1&seq=0", ""),
	    GET("/internal/events?campaign=1&user=" USER "&role=dm&conn=1&seq=0", ""),
	    GET("/internal/events?" ARGS, "Last-Event-ID: a\r\nlast-event-id: a\r\n"),
	    GET("/internal/events?" ARGS, "Content-Length: 1\r\n"),
	    GET("/internal/events?" ARGS, "Transfer-Encoding: chunked\r\n"),
	    GET("/internal/events?" ARGS, "Host\r\n"),
	    GET("/internal/events?" ARGS, "Ho st: x\r\n"),
	    GET("/internal/events?" ARGS, ": x\r\n"),
	    GET("/internal/events?" ARGS, " folded\r\n"),
	    GET("/internal/events?" ARGS, "A: b\rc\r\n"),
	    GET("/internal/events?" ARGS, "A: b\nC: d\r\n"),
	    GET("/internal/events?" ARGS, "A: \x01\r\n"),
	};
	struct request r;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (parse(bad[i], &r) != REQUEST_BAD)
			fail_msg("case %zu: %s", i, bad[i]);
}

static void has_limits(void **state)
{
	static char text[REQUEST_MAX + 1];
	struct str head = STR("GET /internal/events?" ARGS " HTTP/1.1\r\nX: ");
	struct request r;

	(void)state;
	memset(text, 'a', sizeof text);
	memcpy(text, head.p, head.n);
	assert_int_equal(request_parse((struct str){text, REQUEST_MAX - 1}, &r), REQUEST_PARTIAL);
	assert_int_equal(request_parse((struct str){text, REQUEST_MAX}, &r), REQUEST_BAD);
	for (size_t i = REQUEST_MAX - 4; i < REQUEST_MAX; i += 2) {
		text[i] = '\r';
		text[i + 1] = '\n';
	}
	assert_int_equal(request_parse((struct str){text, REQUEST_MAX}, &r), REQUEST_GOOD);
	memcpy(text, "GET /internal/events?" ARGS " HTTP/1.1\r\nX:\0", head.n);
	assert_int_equal(request_parse((struct str){text, REQUEST_MAX}, &r), REQUEST_BAD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(takes_the_request),      cmocka_unit_test(the_header_wins),
	    cmocka_unit_test(an_odd_id_is_passed_on), cmocka_unit_test(needs_all_of_it),
	    cmocka_unit_test(refuses_the_rest),       cmocka_unit_test(has_limits),
	};

	return cmocka_run_group_tests_name("events request", tests, NULL, NULL);
}
