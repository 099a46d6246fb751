/* A token already verified: its signature is checked once, and no longer than its key and its time
 * last. */
#include "tests/unit/auth_forge.h"

static struct {
	struct arena arena;
	EVP_PKEY *keys[2];
	char dir[64], path[96], url[128];
	struct auth *auth;
} t;

static int start(void **state)
{
	(void)state;
	t.keys[0] = forge_key(2048);
	t.keys[1] = forge_key(2048);
	snprintf(t.dir, sizeof t.dir, "/tmp/tabard-auth-XXXXXX");
	assert_non_null(mkdtemp(t.dir));
	snprintf(t.path, sizeof t.path, "%s/jwks.json", t.dir);
	snprintf(t.url, sizeof t.url, "file://%s", t.path);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	EVP_PKEY_free(t.keys[0]);
	EVP_PKEY_free(t.keys[1]);
	rmdir(t.dir);
	arena_free(&t.arena);
	return 0;
}

static int open_auth(void **state)
{
	(void)state;
	forge_publish(t.path, forge_jwks(t.keys, 1, 1, &t.arena));
	t.auth = forge_start(t.url, &eager);
	WAIT_FOR(auth_ready(t.auth));
	return 0;
}

static int close_auth(void **state)
{
	(void)state;
	auth_stop(t.auth);
	unlink(t.path);
	return 0;
}

static uint64_t checks(void)
{
	return atomic_load(&t.auth->signature_checks);
}

static void await_fetches(void)
{
	uint64_t now = keyset_fetches(t.auth->keys);

	WAIT_FOR(keyset_fetches(t.auth->keys) >= now + 2);
}

static void signature_is_checked_once(void **state)
{
	struct str token = forge_good(t.keys[0], &t.arena);

	(void)state;
	for (int i = 0; i < 100; i++)
		assert_int_equal(verify(t.auth, token, NOW + i % 60), AUTH_OK);
	assert_int_equal(checks(), 1);
	assert_int_equal(verify(t.auth, forge_good(t.keys[0], &t.arena), NOW), AUTH_OK);
	assert_int_equal(checks(), 2);
}

static void claims_are_the_same(void **state)
{
	struct str token = forge_good(t.keys[0], &t.arena);
	struct arena arena = {0};
	struct claims first, second;

	(void)state;
	assert_int_equal(auth_verify(t.auth, token, NOW, &t.arena, &first), AUTH_OK);
	assert_int_equal(auth_verify(t.auth, token, NOW, &arena, &second), AUTH_OK);
	assert_int_equal(checks(), 1);
	assert_true(str_eq(first.subject, second.subject));
	assert_true(str_eq(first.name, second.name));
	assert_int_equal(first.expires, second.expires);
	arena_free(&arena);
}

static void time_still_counts(void **state)
{
	struct str token = forge_good(t.keys[0], &t.arena);

	(void)state;
	assert_int_equal(verify(t.auth, token, NOW), AUTH_OK);
	assert_int_equal(verify(t.auth, token, NOW + 64), AUTH_OK);
	assert_int_equal(checks(), 1);
	assert_int_equal(verify(t.auth, token, NOW - 6), AUTH_NOT_YET); /* the clock was put back */
	assert_int_equal(verify(t.auth, token, NOW + 65), AUTH_EXPIRED);
	assert_int_equal(verify(t.auth, token, NOW + 65), AUTH_EXPIRED);
}

static void rotation_drops(void **state)
{
	struct str token = forge_good(t.keys[0], &t.arena);
	struct str other = forge_token(t.keys[1], RS256, "{\"alg\":\"RS256\",\"kid\":\"k2\"}",
	                               GOOD_PAYLOAD, &t.arena);

	(void)state;
	assert_int_equal(verify(t.auth, token, NOW), AUTH_OK);
	assert_int_equal(verify(t.auth, token, NOW), AUTH_OK);
	assert_int_equal(checks(), 1);
	forge_publish(t.path, forge_jwks(t.keys + 1, 1, 2, &t.arena));
	await_fetches();
	assert_int_equal(verify(t.auth, token, NOW), AUTH_UNKNOWN_KEY);
	assert_int_equal(verify(t.auth, other, NOW), AUTH_OK);
}

/* The same kid for another key is a rotation too. */
static void changed_key_drops(void **state)
{
	struct str token = forge_good(t.keys[0], &t.arena);

	(void)state;
	assert_int_equal(verify(t.auth, token, NOW), AUTH_OK);
	forge_publish(t.path, forge_jwks(t.keys + 1, 1, 1, &t.arena));
	await_fetches();
	assert_int_equal(verify(t.auth, token, NOW), AUTH_SIGNATURE);
	assert_int_equal(verify(t.auth, forge_good(t.keys[1], &t.arena), NOW), AUTH_OK);
}

static void same_keys_again_drop_nothing(void **state)
{
	struct str token = forge_good(t.keys[0], &t.arena);

	(void)state;
	assert_int_equal(verify(t.auth, token, NOW), AUTH_OK);
	await_fetches();
	await_fetches();
	assert_int_equal(verify(t.auth, token, NOW), AUTH_OK);
	assert_int_equal(checks(), 1);
}

static void refusals_are_not_remembered(void **state)
{
	struct str early = forge_good(t.keys[0], &t.arena);

	(void)state;
	assert_int_equal(verify(t.auth, early, NOW - 60), AUTH_NOT_YET);
	assert_int_equal(verify(t.auth, early, NOW), AUTH_OK);
	assert_int_equal(checks(), 2);
}

static struct claims claims_of(struct str subject, struct str name, int64_t expires)
{
	return (struct claims){
	    .subject = subject, .name = name, .expires = expires, .not_before = NOW};
}

static struct token_key key_of(const struct token_cache *cache, int i)
{
	struct token_key key;

	assert_true(token_cache_key(cache, (struct str){(char *)&i, sizeof i}, &key));
	return key;
}

static void cache_is_bounded(void **state)
{
	struct token_cache *cache = token_cache_new();
	struct claims claims = claims_of(STR("user_1"), STR("Ada"), NOW + 60), out;
	struct arena arena = {0};
	int found = 0, many = TOKEN_CACHE_ENTRIES * 3;

	(void)state;
	for (int i = 0; i < many; i++) {
		struct token_key key = key_of(cache, i);

		claims.expires = NOW + 60 + i; /* later ones last longer, as in life */
		token_cache_put(cache, &key, 1, &claims);
		assert_true(token_cache_get(cache, &key, 1, NOW, &arena, &out));
	}
	for (int i = 0; i < many; i++) {
		struct token_key key = key_of(cache, i);

		found += token_cache_get(cache, &key, 1, NOW, &arena, &out);
	}
	assert_in_range(found, TOKEN_CACHE_ENTRIES / 2, TOKEN_CACHE_ENTRIES);
	arena_free(&arena);
	token_cache_free(cache);
}

static void entry_belongs_to_its_generation(void **state)
{
	struct token_cache *cache = token_cache_new();
	struct token_key key = key_of(cache, 1);
	struct claims claims = claims_of(STR("u"), STR(""), NOW + 60), out;
	struct arena arena = {0};

	(void)state;
	token_cache_put(cache, &key, 7, &claims);
	assert_true(token_cache_get(cache, &key, 7, NOW, &arena, &out));
	assert_false(token_cache_get(cache, &key, 8, NOW, &arena, &out));
	assert_false(token_cache_get(cache, &key, 7, NOW, &arena, &out)); /* and it is gone */
	token_cache_put(cache, &key, 8, &claims);
	token_cache_put(cache, &key, 8, &claims); /* again: in the same place */
	assert_true(token_cache_get(cache, &key, 8, NOW, &arena, &out));
	assert_false(token_cache_get(cache, &key, 8, NOW + 65, &arena, &out));
	arena_free(&arena);
	token_cache_free(cache);
}

static void long_names_are_not_remembered(void **state)
{
	struct token_cache *cache = token_cache_new();
	struct token_key key = key_of(cache, 1);
	struct arena arena = {0};
	char text[CACHED_NAME_BYTES_MAX + 1];
	struct claims claims, out;

	(void)state;
	memset(text, 'x', sizeof text);
	claims =
	    claims_of((struct str){text, SUBJECT_BYTES_MAX}, (struct str){text, sizeof text}, NOW);
	token_cache_put(cache, &key, 1, &claims);
	assert_false(token_cache_get(cache, &key, 1, NOW, &arena, &out));
	claims.name.n--;
	token_cache_put(cache, &key, 1, &claims);
	assert_true(token_cache_get(cache, &key, 1, NOW, &arena, &out));
	assert_true(str_eq(out.subject, claims.subject) && str_eq(out.name, claims.name));
	arena_free(&arena);
	token_cache_free(cache);
}

#define STARTED(test) cmocka_unit_test_setup_teardown(test, open_auth, close_auth)

int main(void)
{
	const struct CMUnitTest tests[] = {
	    STARTED(signature_is_checked_once),
	    STARTED(claims_are_the_same),
	    STARTED(time_still_counts),
	    STARTED(rotation_drops),
	    STARTED(changed_key_drops),
	    STARTED(same_keys_again_drop_nothing),
	    STARTED(refusals_are_not_remembered),
	    cmocka_unit_test(cache_is_bounded),
	    cmocka_unit_test(entry_belongs_to_its_generation),
	    cmocka_unit_test(long_names_are_not_remembered),
	};

	return cmocka_run_group_tests_name("auth_cache", tests, start, stop);
}
