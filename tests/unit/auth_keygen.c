/* Keys and tokens of one's own: what auth_keygen and auth_sign make, auth_verify takes. */
#include <fcntl.h>
#include <sys/stat.h>

#include "common/auth/rsa.h"
#include "tests/unit/auth_forge.h"

static struct {
	struct arena arena;
	char dir[64], keys[96], pem[128], jwks[128], url[160];
} t;

static int start(void **state)
{
	(void)state;
	snprintf(t.dir, sizeof t.dir, "/tmp/tabard-auth-XXXXXX");
	assert_non_null(mkdtemp(t.dir));
	snprintf(t.keys, sizeof t.keys, "%s/keys", t.dir);
	snprintf(t.pem, sizeof t.pem, "%s/signing.pem", t.keys);
	snprintf(t.jwks, sizeof t.jwks, "%s/jwks.json", t.keys);
	snprintf(t.url, sizeof t.url, "file://%s", t.jwks);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	unlink(t.pem);
	unlink(t.jwks);
	assert_int_equal(rmdir(t.keys), 0); /* nothing else was left there */
	rmdir(t.dir);
	arena_free(&t.arena);
	return 0;
}

static struct str contents(const char *path)
{
	char bytes[16 * 1024];
	FILE *file = fopen(path, "r");
	size_t n;

	assert_non_null(file);
	n = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	return arena_str(&t.arena, (struct str){bytes, n});
}

static mode_t mode_of(const char *path)
{
	struct stat s;

	assert_int_equal(stat(path, &s), 0);
	return s.st_mode & 07777;
}

static struct str sign(const char *subject, const char *name, int64_t now, int64_t lifetime)
{
	return auth_sign(t.pem, ISSUER, ORIGIN, str_of(subject), str_of(name), now, lifetime,
	                 &t.arena);
}

static void files_are_made_once(void **state)
{
	struct str pem, jwks;
	mode_t before = umask(0);

	(void)state;
	assert_true(auth_keygen(t.keys));
	assert_int_equal(mode_of(t.pem), 0600);
	assert_int_equal(mode_of(t.jwks), 0644);
	umask(before);
	pem = contents(t.pem);
	jwks = contents(t.jwks);
	assert_true(str_starts(pem, STR("-----BEGIN PRIVATE KEY-----")));
	assert_true(auth_keygen(t.keys));
	assert_true(str_eq(contents(t.pem), pem));
	assert_true(str_eq(contents(t.jwks), jwks));
}

/* Only what the public may know. */
static void jwks_is_public(void **state)
{
	struct str jwks = contents(t.jwks);
	const char *text = arena_cstr(&t.arena, jwks);

	(void)state;
	assert_null(strstr(text, "\"d\""));
	assert_null(strstr(text, "\"p\""));
	assert_non_null(strstr(text, "\"use\":\"sig\""));
	assert_non_null(strstr(text, "\"alg\":\"RS256\""));
}

static void missing_jwks_is_made_again(void **state)
{
	struct str pem = contents(t.pem), jwks = contents(t.jwks);
	mode_t before = umask(077);

	(void)state;
	assert_int_equal(unlink(t.jwks), 0);
	assert_true(auth_keygen(t.keys));
	umask(before);
	assert_true(str_eq(contents(t.pem), pem));
	assert_true(str_eq(contents(t.jwks), jwks));
	assert_int_equal(mode_of(t.jwks), 0644);
}

static void missing_key_makes_both_anew(void **state)
{
	struct str pem = contents(t.pem), jwks = contents(t.jwks);

	(void)state;
	assert_int_equal(unlink(t.pem), 0);
	assert_true(auth_keygen(t.keys));
	assert_false(str_eq(contents(t.pem), pem));
	assert_false(str_eq(contents(t.jwks), jwks));
}

static void signed_token_is_valid(void **state)
{
	struct auth *auth = forge_start(t.url, &quick);
	struct arena arena = {0};
	struct claims claims;
	struct str token = sign("user_ada", "Ada \"the\" Lovelace \xc3\xa9", NOW, 60);

	(void)state;
	WAIT_FOR(auth_ready(auth));
	assert_int_equal(auth_verify(auth, token, NOW, &arena, &claims), AUTH_OK);
	assert_true(str_eq(claims.subject, STR("user_ada")));
	assert_true(str_eq(claims.name, STR("Ada \"the\" Lovelace \xc3\xa9")));
	assert_int_equal(claims.expires, NOW + 60);
	assert_int_equal(verify(auth, token, NOW + 65), AUTH_EXPIRED);
	assert_int_equal(verify(auth, token, NOW - 6), AUTH_NOT_YET);
	assert_int_equal(auth_verify(auth, sign("user_bo", "", NOW, 60), NOW, &arena, &claims),
	                 AUTH_OK);
	assert_int_equal(claims.name.n, 0);
	/* Beyond 2038. */
	assert_int_equal(verify(auth, sign("user_ada", "", NOW, INT64_C(10000000000)), NOW),
	                 AUTH_OK);
	assert_int_equal(verify(auth,
	                        auth_sign(t.pem, ISSUER, "http://evil.test", STR("u"), STR(""), NOW,
	                                  60, &t.arena),
	                        NOW),
	                 AUTH_ORIGIN);
	arena_free(&arena);
	auth_stop(auth);
}

static void payload_has_the_claims(void **state)
{
	static const char *const wanted[] = {
	    "\"iss\":\"" ISSUER "\"", "\"azp\":\"" ORIGIN "\"", "\"sub\":\"user_ada\"",
	    "\"name\":\"Ada\"",       "\"sid\":\"sess_",        "\"iat\":1800000000",
	    "\"nbf\":1800000000",     "\"exp\":1800000060",
	};
	struct str token = sign("user_ada", "Ada", NOW, 60),
	           other = sign("user_ada", "Ada", NOW, 60);
	struct str header, payload;

	(void)state;
	assert_false(str_eq(token, other)); /* a session of its own */
	assert_true(base64url_decode(str_cut(&token, '.'), &t.arena, &header));
	assert_true(base64url_decode(str_cut(&token, '.'), &t.arena, &payload));
	assert_non_null(strstr(arena_cstr(&t.arena, header), "\"kid\":\""));
	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
		if (!strstr(arena_cstr(&t.arena, payload), wanted[i]))
			fail_msg("no %s in %.*s", wanted[i], STR_ARG(payload));
}

static void bad_requests_are_refused(void **state)
{
	(void)state;
	assert_int_equal(sign("", "", NOW, 60).n, 0);
	assert_int_equal(sign("two words", "", NOW, 60).n, 0);
	assert_int_equal(sign("user", "\xff", NOW, 60).n, 0);
	assert_int_equal(sign("user", "", NOW, INT64_MAX).n, 0);
	assert_int_equal(
	    auth_sign("/nonexistent", ISSUER, ORIGIN, STR("u"), STR(""), NOW, 60, &t.arena).n, 0);
	assert_int_equal(auth_sign(t.jwks, ISSUER, ORIGIN, STR("u"), STR(""), NOW, 60, &t.arena).n,
	                 0);
	assert_true(sign("user", "", NOW, 60).n > 0);
}

static void write_pem(const char *path, EVP_PKEY *key, const char *passphrase)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(PEM_write_PKCS8PrivateKey(file, key, passphrase ? EVP_aes_128_cbc() : NULL,
	                                           NULL, 0, NULL, (void *)(uintptr_t)passphrase),
	                 1);
	fclose(file);
}

static EVP_PKEY *pss_key(void)
{
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "RSA-PSS", NULL);
	EVP_PKEY *key = NULL;

	assert_int_equal(EVP_PKEY_keygen_init(context), 1);
	assert_int_equal(EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048), 1);
	assert_int_equal(EVP_PKEY_keygen(context, &key), 1);
	EVP_PKEY_CTX_free(context);
	return key;
}

/* A locked key must not make the program ask on the terminal; short and foreign keys sign
 * nothing. */
static void other_keys_are_refused(void **state)
{
	struct arena arena = {0};
	struct rsa_private read;
	EVP_PKEY *good = forge_key(2048), *weak = forge_key(1024), *ec = EVP_EC_gen("P-256");
	EVP_PKEY *pss = pss_key();
	char path[128];

	(void)state;
	snprintf(path, sizeof path, "%s/other.pem", t.dir);
	write_pem(path, good, NULL);
	assert_true(rsa_read(path, &arena, &read));
	rsa_forget(&read);
	write_pem(path, good, "secret");
	assert_false(rsa_read(path, &arena, &read));
	write_pem(path, weak, NULL);
	assert_false(rsa_read(path, &arena, &read));
	write_pem(path, ec, NULL);
	assert_false(rsa_read(path, &arena, &read));
	write_pem(path, pss, NULL);
	assert_false(rsa_read(path, &arena, &read));
	unlink(path);
	EVP_PKEY_free(pss);
	EVP_PKEY_free(good);
	EVP_PKEY_free(weak);
	EVP_PKEY_free(ec);
	arena_free(&arena);
}

static void unwritable_directory_is_reported(void **state)
{
	(void)state;
	assert_false(auth_keygen("/proc/tabard"));
	assert_false(auth_keygen(t.pem)); /* a file */
}

/* The example of RFC 7638 section 3.1. */
static void thumbprint_is_the_rfcs(void **state)
{
	const struct str n =
	    STR("0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6"
	        "tSoc_"
	        "BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-"
	        "65YGjQR0_"
	        "FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-"
	        "bFTWhAI4"
	        "vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw");
	struct str kid;

	(void)state;
	assert_true(rsa_thumbprint(n, STR("AQAB"), &t.arena, &kid));
	assert_true(str_eq(kid, STR("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(files_are_made_once),
	    cmocka_unit_test(jwks_is_public),
	    cmocka_unit_test(missing_jwks_is_made_again),
	    cmocka_unit_test(missing_key_makes_both_anew),
	    cmocka_unit_test(signed_token_is_valid),
	    cmocka_unit_test(payload_has_the_claims),
	    cmocka_unit_test(bad_requests_are_refused),
	    cmocka_unit_test(other_keys_are_refused),
	    cmocka_unit_test(unwritable_directory_is_reported),
	    cmocka_unit_test(thumbprint_is_the_rfcs),
	};

	return cmocka_run_group_tests_name("auth_keygen", tests, start, stop);
}
