/* The key set over time: fetched, kept, rotated, asked for. All traffic is to 127.0.0.1. */
#include "tests/unit/auth_server.h"

#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"

static struct {
	struct arena arena;
	EVP_PKEY *keys[2];
	struct str only_k1, only_k2, both;
	struct server server;
} t;

static int start(void **state)
{
	(void)state;
	t.keys[0] = forge_key(2048);
	t.keys[1] = forge_key(2048);
	t.only_k1 = forge_jwks(t.keys, 1, 1, &t.arena);
	t.only_k2 = forge_jwks(t.keys + 1, 1, 2, &t.arena);
	t.both = forge_jwks(t.keys, 2, 1, &t.arena);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	EVP_PKEY_free(t.keys[0]);
	EVP_PKEY_free(t.keys[1]);
	arena_free(&t.arena);
	return 0;
}

static int serve(void **state)
{
	(void)state;
	memset(&t.server, 0, sizeof t.server);
	server_start(&t.server, 0);
	server_answer(&t.server, OK_HEAD, t.only_k1, 1);
	return 0;
}

static int end_serving(void **state)
{
	(void)state;
	server_stop(&t.server);
	return 0;
}

static struct str good(int key)
{
	static int serial;
	struct str payload = arena_printf(
	    &t.arena, "{" ISS AZP SUB NBF EXP "\"sid\":\"s\",\"jti\":\"%d\"}", ++serial);
	struct str header = arena_printf(&t.arena, "{\"alg\":\"RS256\",\"kid\":\"k%d\"}", key + 1);

	return forge_token(t.keys[key], RS256, arena_cstr(&t.arena, header),
	                   arena_cstr(&t.arena, payload), &t.arena);
}

static struct str unknown_kid(void)
{
	static int serial;
	struct str header = arena_printf(&t.arena, "{\"alg\":\"RS256\",\"kid\":\"u%d\"}", ++serial);

	return arena_printf(&t.arena, "%.*s.e30.AAAA", STR_ARG(base64url_encode(header, &t.arena)));
}

/* Two more: one may have been under way already. */
static void await_fetches(struct auth *auth)
{
	uint64_t now = keyset_fetches(auth->keys);

	WAIT_FOR(keyset_fetches(auth->keys) >= now + 2);
}

static void keys_come_over_http(void **state)
{
	struct auth *auth;

	(void)state;
	/* Whatever proxy the environment names is not on the way to this machine. */
	setenv("http_proxy", "http://127.0.0.1:1", 1);
	setenv("all_proxy", "http://127.0.0.1:1", 1);
	auth = forge_start(t.server.url, &quick);
	WAIT_FOR(auth_ready(auth));
	unsetenv("http_proxy");
	unsetenv("all_proxy");
	assert_int_equal(verify(auth, good(0), NOW), AUTH_OK);
	assert_int_equal(verify(auth, good(1), NOW), AUTH_UNKNOWN_KEY);
	auth_stop(auth);
}

static void flood_of_unknown_kids_makes_one_fetch(void **state)
{
	struct auth *auth = forge_start(t.server.url, &quick);

	(void)state;
	WAIT_FOR(auth_ready(auth));
	assert_int_equal(atomic_load(&t.server.requests), 1);
	for (int i = 0; i < 2000; i++)
		assert_int_equal(verify(auth, unknown_kid(), NOW), AUTH_UNKNOWN_KEY);
	WAIT_FOR(keyset_fetches(auth->keys) == 2);
	for (int i = 0; i < 2000; i++)
		assert_int_equal(verify(auth, unknown_kid(), NOW), AUTH_UNKNOWN_KEY);
	pause_ms(100);
	assert_int_equal(atomic_load(&t.server.requests), 2);
	assert_int_equal(verify(auth, good(0), NOW), AUTH_OK);
	auth_stop(auth);
}

static void cooldown_ends(void **state)
{
	const struct keyset_timing timing = {
	    .retry = 5, .retry_max = 20, .refresh = 3600 * 1000, .cooldown = 150};
	struct auth *auth = forge_start(t.server.url, &timing);

	(void)state;
	WAIT_FOR(auth_ready(auth));
	verify(auth, unknown_kid(), NOW);
	WAIT_FOR(keyset_fetches(auth->keys) == 2);
	pause_ms(200);
	verify(auth, unknown_kid(), NOW);
	WAIT_FOR(keyset_fetches(auth->keys) == 3);
	auth_stop(auth);
}

/* The usual way a new key is met: it signs a token before the next scheduled fetch. */
static void unknown_kid_brings_the_new_key(void **state)
{
	struct auth *auth = forge_start(t.server.url, &quick);
	struct str fresh = good(1);

	(void)state;
	WAIT_FOR(auth_ready(auth));
	server_answer(&t.server, OK_HEAD, t.both, 1);
	assert_int_equal(verify(auth, fresh, NOW), AUTH_UNKNOWN_KEY);
	WAIT_FOR(verify(auth, fresh, NOW) == AUTH_OK);
	assert_int_equal(verify(auth, good(0), NOW), AUTH_OK);
	auth_stop(auth);
}

static void missing_kid_asks_for_nothing(void **state)
{
	struct auth *auth = forge_start(t.server.url, &quick);

	(void)state;
	WAIT_FOR(auth_ready(auth));
	assert_int_equal(
	    verify(auth,
	           forge_token(t.keys[0], RS256, "{\"alg\":\"RS256\"}", GOOD_PAYLOAD, &t.arena),
	           NOW),
	    AUTH_UNKNOWN_KEY);
	pause_ms(50);
	assert_int_equal(atomic_load(&t.server.requests), 1);
	auth_stop(auth);
}

static void rotation_replaces(void **state)
{
	struct auth *auth = forge_start(t.server.url, &eager);

	(void)state;
	WAIT_FOR(auth_ready(auth));
	assert_int_equal(verify(auth, good(0), NOW), AUTH_OK);
	server_answer(&t.server, OK_HEAD, t.only_k2, 1);
	await_fetches(auth);
	assert_int_equal(verify(auth, good(0), NOW), AUTH_UNKNOWN_KEY);
	assert_int_equal(verify(auth, good(1), NOW), AUTH_OK);
	auth_stop(auth);
}

/* Nothing but a good set, sent with 200, replaces the old one. */
static void bad_answers_keep_the_old_keys(void **state)
{
	const struct str doubled = arena_printf(&t.arena, "{\"keys\":[%.*s,%.*s]}",
	                                        STR_ARG(forge_jwk(t.keys[1], "k2", "", &t.arena)),
	                                        STR_ARG(forge_jwk(t.keys[0], "k2", "", &t.arena)));
	const struct {
		const char *name, *head;
		struct str body;
		size_t times;
	} rows[] = {
	    {"500 with a good set", "HTTP/1.1 500 No\r\nConnection: close\r\n", t.only_k2, 1},
	    {"404 with a good set", "HTTP/1.1 404 No\r\nConnection: close\r\n", t.only_k2, 1},
	    {"204", "HTTP/1.1 204 No\r\nConnection: close\r\n", STR(""), 1},
	    {"206 with a good set", "HTTP/1.1 206 Part\r\nConnection: close\r\n", t.only_k2, 1},
	    {"redirect with a good set",
	     "HTTP/1.1 302 No\r\nLocation: /other\r\nConnection: close\r\n", t.only_k2, 1},
	    {"redirect to a file",
	     "HTTP/1.1 301 No\r\nLocation: file:///etc/passwd\r\nConnection: close\r\n", STR(""),
	     1},
	    {"a page", OK_HEAD, STR("<html>"), 1},
	    {"nothing", OK_HEAD, STR(""), 1},
	    {"no keys", OK_HEAD, STR("{\"keys\":[]}"), 1},
	    {"half a set", OK_HEAD, str_sub(t.only_k2, 0, t.only_k2.n / 2), 1},
	    {"a promise not kept", OK_HEAD "Content-Length: 60000\r\n", t.only_k2, 1},
	    {"one kid twice", OK_HEAD, doubled, 1},
	    {"two sets", OK_HEAD, t.only_k2, 2},
	    {"a set without end", OK_HEAD, STR("                                "), 1 << 20},
	    {"a set that says it is huge", OK_HEAD "Content-Length: 99999999999\r\n", t.only_k2, 1},
	    {"not HTTP", "SSH-2.0-OpenSSH_9.2\r\n", t.only_k2, 1},
	};
	struct auth *auth = forge_start(t.server.url, &eager);

	(void)state;
	WAIT_FOR(auth_ready(auth));
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int before;

		server_answer(&t.server, rows[i].head, rows[i].body, rows[i].times);
		await_fetches(auth);
		before = atomic_load(&t.server.requests);
		await_fetches(auth);
		if (atomic_load(&t.server.requests) == before)
			fail_msg("%s: not asked again", rows[i].name);
		if (verify(auth, good(0), NOW) != AUTH_OK)
			fail_msg("%s: the old key is gone", rows[i].name);
		if (verify(auth, good(1), NOW) != AUTH_UNKNOWN_KEY)
			fail_msg("%s: the new key is there", rows[i].name);
	}
	server_answer(&t.server, OK_HEAD, t.only_k2, 1);
	await_fetches(auth);
	assert_int_equal(verify(auth, good(1), NOW), AUTH_OK);
	auth_stop(auth);
}

/* Not even to where a good set is. */
static void redirects_are_not_followed(void **state)
{
	struct server other = {0};
	struct str head;
	struct auth *auth;

	(void)state;
	server_start(&other, 0);
	server_answer(&other, OK_HEAD, t.both, 1);
	head = arena_printf(&t.arena, "HTTP/1.1 302 Go\r\nLocation: %s\r\nConnection: close\r\n",
	                    other.url);
	auth = forge_start(t.server.url, &eager);
	WAIT_FOR(auth_ready(auth));
	server_answer(&t.server, arena_cstr(&t.arena, head), STR(""), 1);
	await_fetches(auth);
	await_fetches(auth);
	assert_int_equal(atomic_load(&other.requests), 0);
	assert_int_equal(verify(auth, good(1), NOW), AUTH_UNKNOWN_KEY);
	auth_stop(auth);
	auth = forge_start(other.url, &eager); /* it is good indeed */
	WAIT_FOR(auth_ready(auth));
	assert_int_equal(verify(auth, good(1), NOW), AUTH_OK);
	auth_stop(auth);
	server_stop(&other);
}

/* Cut off at the limit, not read to the end and then refused. */
static void endless_answer_is_cut_off(void **state)
{
	static char blanks[64 * 1024];
	struct auth *auth;

	(void)state;
	memset(blanks, ' ', sizeof blanks);
	server_answer(&t.server, OK_HEAD, (struct str){blanks, sizeof blanks}, 1024);
	auth = forge_start(t.server.url, &(struct keyset_timing){.retry = 60000,
	                                                         .retry_max = 60000,
	                                                         .refresh = 60000,
	                                                         .cooldown = 60000});
	WAIT_FOR(keyset_fetches(auth->keys) == 1);
	assert_false(auth_ready(auth));
	auth_stop(auth);
	/* What the kernel holds on the way is more than we took. */
	assert_true(atomic_load(&t.server.sent) < 32 * sizeof blanks * 8);
}

static void unreachable_keeps_the_old_keys(void **state)
{
	struct auth *auth = forge_start(t.server.url, &eager);
	in_port_t port = t.server.port;

	(void)state;
	WAIT_FOR(auth_ready(auth));
	server_stop(&t.server);
	await_fetches(auth);
	await_fetches(auth);
	assert_true(auth_ready(auth));
	assert_int_equal(verify(auth, good(0), NOW), AUTH_OK);
	server_start(&t.server, port);
	server_answer(&t.server, OK_HEAD, t.both, 1);
	await_fetches(auth);
	assert_int_equal(verify(auth, good(1), NOW), AUTH_OK);
	auth_stop(auth);
}

/* At a cold start the provider may come up after us. */
static void keys_come_late(void **state)
{
	struct auth *auth;

	(void)state;
	server_answer(&t.server, "HTTP/1.1 503 Wait\r\nConnection: close\r\n", t.only_k1, 1);
	auth = forge_start(t.server.url, &quick);
	await_fetches(auth);
	assert_false(auth_ready(auth));
	assert_int_equal(verify(auth, good(0), NOW), AUTH_NO_KEYS);
	assert_int_equal(verify(auth, STR("x"), NOW), AUTH_MALFORMED);
	server_answer(&t.server, OK_HEAD, t.only_k1, 1);
	WAIT_FOR(auth_ready(auth));
	assert_int_equal(verify(auth, good(0), NOW), AUTH_OK);
	auth_stop(auth);
}

static void stop_does_not_wait_for_the_provider(void **state)
{
	struct timespec from, to;
	struct auth *auth;

	(void)state;
	server_answer(&t.server, NULL, STR(""), 0);
	auth = forge_start(t.server.url, &quick);
	WAIT_FOR(atomic_load(&t.server.requests) == 1);
	clock_gettime(CLOCK_MONOTONIC, &from);
	auth_stop(auth);
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_true(to.tv_sec - from.tv_sec <= 2);
}

/* The lines that one keyset writes while the provider is away for many fetches. */
static void failures_are_logged_once(void **state)
{
	char path[] = "/tmp/tabard-auth-log-XXXXXX", text[4096];
	int log = mkstemp(path), standard_error = dup(STDERR_FILENO);
	struct auth *auth;
	ssize_t n;
	char *line;

	(void)state;
	assert_true(log >= 0 && standard_error >= 0);
	dup2(log, STDERR_FILENO);
	auth = forge_start(t.server.url, &eager);
	WAIT_FOR(auth_ready(auth));
	await_fetches(auth);
	server_answer(&t.server, "HTTP/1.1 500 No\r\nConnection: close\r\n", STR(""), 1);
	await_fetches(auth);
	await_fetches(auth);
	server_answer(&t.server, OK_HEAD, t.only_k1, 1);
	await_fetches(auth);
	await_fetches(auth);
	auth_stop(auth);
	dup2(standard_error, STDERR_FILENO);
	close(standard_error);
	n = pread(log, text, sizeof text - 1, 0);
	assert_true(n > 0);
	text[n] = '\0';
	line = strstr(text, "event=keys_refreshed keys=1 changed=yes\n");
	assert_non_null(line);
	line = strstr(line, "event=keys_not_refreshed kept=yes");
	assert_non_null(line);
	assert_null(strstr(strchr(line, '\n'), "keys_not_refreshed"));
	line = strstr(line, "event=keys_refreshed keys=1 changed=no\n");
	assert_non_null(line);
	assert_null(strstr(strchr(line, '\n'), "keys_refreshed"));
	close(log);
	unlink(path);
}

#define SERVED(test) cmocka_unit_test_setup_teardown(test, serve, end_serving)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    SERVED(keys_come_over_http),
	    SERVED(flood_of_unknown_kids_makes_one_fetch),
	    SERVED(cooldown_ends),
	    SERVED(unknown_kid_brings_the_new_key),
	    SERVED(missing_kid_asks_for_nothing),
	    SERVED(rotation_replaces),
	    SERVED(bad_answers_keep_the_old_keys),
	    SERVED(redirects_are_not_followed),
	    SERVED(endless_answer_is_cut_off),
	    SERVED(unreachable_keeps_the_old_keys),
	    SERVED(keys_come_late),
	    SERVED(stop_does_not_wait_for_the_provider),
	    SERVED(failures_are_logged_once),
	};

	return cmocka_run_group_tests_name("auth_keyset", tests, start, stop);
}
