/* Many threads verify while the keys rotate: for ThreadSanitizer, and for the small stacks of a
 * worker. */
#include <pthread.h>
#include <stdatomic.h>

#include "tests/unit/auth_forge.h"

enum { THREADS = 16, TOKENS = 8, ROTATIONS = 60, WORKER_STACK = 128 * 1024 };

#ifndef __has_feature
#define __has_feature(name) 0
#endif
/* Sanitizers need more stack than the programs do. */
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__ ||                                 \
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
enum { STACK = 1024 * 1024 };
#else
enum { STACK = WORKER_STACK };
#endif

static struct {
	struct arena arena;
	EVP_PKEY *keys[3];
	char dir[64], path[96], url[128];
	struct str of_k1[TOKENS], of_k2[TOKENS], forged, broken, largest;
	struct auth *auth;
	atomic_bool stopping;
	atomic_int passed, refused, wrong;
} t;

static struct str numbered(int key, int serial, size_t name_bytes)
{
	char *name = arena_alloc(&t.arena, name_bytes + 1, 1);
	struct str header, payload;

	memset(name, 'x', name_bytes);
	header = arena_printf(&t.arena, "{\"alg\":\"RS256\",\"kid\":\"k%d\"}", key + 1);
	payload = arena_printf(&t.arena,
	                       "{" ISS AZP SUB NBF EXP "\"sid\":\"s\",\"jti\":%d,\"name\":\"%s\"}",
	                       serial, name);
	return forge_token(t.keys[key], RS256, arena_cstr(&t.arena, header),
	                   arena_cstr(&t.arena, payload), &t.arena);
}

static int start(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++)
		t.keys[i] = forge_key(2048);
	for (int i = 0; i < TOKENS; i++) {
		t.of_k1[i] = numbered(0, i, 3);
		t.of_k2[i] = numbered(1, i, 3);
	}
	t.largest = numbered(0, 99, 5600);
	assert_in_range(t.largest.n, TOKEN_BYTES_MAX - 200, TOKEN_BYTES_MAX);
	t.forged = forge_token(t.keys[2], RS256, GOOD_HEADER, GOOD_PAYLOAD, &t.arena);
	t.broken = forge_token(t.keys[0], RS256, GOOD_HEADER, "[", &t.arena);
	snprintf(t.dir, sizeof t.dir, "/tmp/tabard-auth-XXXXXX");
	assert_non_null(mkdtemp(t.dir));
	snprintf(t.path, sizeof t.path, "%s/jwks.json", t.dir);
	snprintf(t.url, sizeof t.url, "file://%s", t.path);
	forge_publish(t.path, forge_jwks(t.keys, 2, 1, &t.arena));
	t.auth = forge_start(t.url, &(struct keyset_timing){
	                                .retry = 1, .retry_max = 5, .refresh = 3, .cooldown = 2});
	WAIT_FOR(auth_ready(t.auth));
	return 0;
}

static int stop(void **state)
{
	(void)state;
	auth_stop(t.auth);
	for (size_t i = 0; i < 3; i++)
		EVP_PKEY_free(t.keys[i]);
	unlink(t.path);
	rmdir(t.dir);
	arena_free(&t.arena);
	return 0;
}

/* cmocka's asserts belong to its own thread: the others count. */
static void *hammer(void *argument)
{
	unsigned turn = (unsigned)(uintptr_t)argument;
	struct arena arena = {0};
	struct claims claims;

	while (!atomic_load(&t.stopping)) {
		struct str token = ++turn % 3 == 0  ? t.of_k2[turn % TOKENS]
		                   : turn % 31 == 0 ? t.largest
		                                    : t.of_k1[turn % TOKENS];
		enum auth_error error = auth_verify(t.auth, token, NOW, &arena, &claims);

		if (error == AUTH_OK && str_eq(claims.subject, STR("user_1")))
			atomic_fetch_add(&t.passed, 1);
		else if (error == AUTH_UNKNOWN_KEY)
			atomic_fetch_add(&t.refused, 1);
		else
			atomic_fetch_add(&t.wrong, 1);
		if (auth_verify(t.auth, t.forged, NOW, &arena, &claims) == AUTH_OK ||
		    auth_verify(t.auth, t.broken, NOW, &arena, &claims) == AUTH_OK)
			atomic_fetch_add(&t.wrong, 1);
		arena_reset(&arena);
	}
	arena_free(&arena);
	return NULL;
}

static void keys_rotate_under_load(void **state)
{
	struct str sets[] = {
	    forge_jwks(t.keys, 1, 1, &t.arena),
	    forge_jwks(t.keys + 1, 1, 2, &t.arena),
	    forge_jwks(t.keys, 2, 1, &t.arena),
	};
	pthread_t threads[THREADS];
	pthread_attr_t attributes;

	(void)state;
	pthread_attr_init(&attributes);
	assert_int_equal(pthread_attr_setstacksize(&attributes, STACK), 0);
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(
		    pthread_create(&threads[i], &attributes, hammer, (void *)(uintptr_t)(i * 7)),
		    0);
	pthread_attr_destroy(&attributes);
	for (size_t i = 0; i < ROTATIONS; i++) {
		forge_publish(t.path, sets[i % 3]);
		pause_ms(10);
	}
	WAIT_FOR(verify(t.auth, t.of_k1[0], NOW) == AUTH_OK &&
	         verify(t.auth, t.of_k2[0], NOW) == AUTH_OK);
	atomic_store(&t.stopping, true);
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(atomic_load(&t.wrong), 0);
	assert_true(atomic_load(&t.passed) > 100);
	assert_true(atomic_load(&t.refused) > 0);
	assert_true(keyset_generation(t.auth->keys) >= 3);
	assert_int_equal(verify(t.auth, t.forged, NOW), AUTH_SIGNATURE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(keys_rotate_under_load),
	};

	return cmocka_run_group_tests_name("auth_threads", tests, start, stop);
}
