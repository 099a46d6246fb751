/* jwks_parse: which keys of a set are used, and which sets are refused. */
#include "common/auth/jwks.h"
#include "tests/unit/auth_forge.h"

static struct {
	struct arena arena;
	EVP_PKEY *good, *other, *weak;
	struct str k1; /* a good member with the kid k1 */
} t;

static int start(void **state)
{
	(void)state;
	t.good = forge_key(2048);
	t.other = forge_key(2048);
	t.weak = forge_key(1024);
	t.k1 = forge_jwk(t.good, "k1", "\"use\":\"sig\",\"alg\":\"RS256\",", &t.arena);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	EVP_PKEY_free(t.good);
	EVP_PKEY_free(t.other);
	EVP_PKEY_free(t.weak);
	arena_free(&t.arena);
	return 0;
}

/* How many keys of the document are used, or minus the error. */
static int parsed(struct str document)
{
	struct jwks *set = NULL;
	enum jwks_error error = jwks_parse(document, &set);
	int count;

	if (error != JWKS_OK) {
		assert_null(set);
		return -(int)error;
	}
	assert_non_null(jwks_find(set, STR("k1")));
	assert_null(jwks_find(set, STR("k")));
	assert_null(jwks_find(set, STR("")));
	count = (int)jwks_count(set);
	jwks_unref(set);
	return count;
}

/* A set of k1 and the member: the first is the control beside whatever the second is. */
static int beside(struct str member)
{
	return parsed(
	    arena_printf(&t.arena, "{\"keys\":[%.*s,%.*s]}", STR_ARG(t.k1), STR_ARG(member)));
}

static int alone(struct str member)
{
	return parsed(arena_printf(&t.arena, "{\"keys\":[%.*s]}", STR_ARG(member)));
}

static void key_is_the_key(void **state)
{
	struct jwks *set = NULL;
	const struct jwk *key;

	(void)state;
	assert_int_equal(
	    jwks_parse(forge_jwks((EVP_PKEY *[]){t.good, t.other}, 2, 1, &t.arena), &set), JWKS_OK);
	key = jwks_find(set, STR("k2"));
	assert_non_null(key);
	assert_int_equal(EVP_PKEY_eq(key->key, t.other), 1);
	assert_int_not_equal(EVP_PKEY_eq(key->key, t.good), 1);
	jwks_unref(set);
}

static void other_keys_are_passed_over(void **state)
{
	static const char *const members[] = {
	    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"ec\",\"x\":\"AA\",\"y\":\"AA\"}",
	    "{\"kty\":\"oct\",\"kid\":\"oct\",\"k\":\"AAAA\"}",
	    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"ed\",\"x\":\"AAAA\"}",
	    "{\"kty\":\"rsa\",\"kid\":\"k2\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
	    "{\"kty\":\"RSA\",\"kid\":\"k2\"}",
	    "{\"kty\":\"RSA\",\"kid\":\"k2\",\"n\":\"\",\"e\":\"\"}",
	    "{\"kty\":\"RSA\",\"kid\":\"k2\",\"n\":\"AQAB\",\"e\":\"AQAB\"}",
	    "{\"kid\":\"k2\"}",
	    "{}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
		if (beside(str_of(members[i])) != 1)
			fail_msg("beside: %s", members[i]);
		if (alone(str_of(members[i])) != -JWKS_EMPTY)
			fail_msg("alone: %s", members[i]);
	}
}

static void purpose_counts(void **state)
{
	static const struct {
		const char *extra;
		int count;
	} rows[] = {
	    {"", 2},
	    {"\"use\":\"sig\",", 2},
	    {"\"alg\":\"RS256\",", 2},
	    {"\"use\":\"sig\",\"alg\":\"RS256\",\"x5c\":[\"AA\"],\"ext\":true,\"n2\":null,", 2},
	    {"\"use\":\"enc\",", 1},
	    {"\"alg\":\"RS512\",", 1},
	    {"\"alg\":\"PS256\",", 1},
	    {"\"alg\":\"RSA-OAEP\",", 1},
	    {"\"alg\":\"none\",", 1},
	    {"\"use\":1,", -JWKS_MALFORMED},
	    {"\"kid\":\"other\",", -JWKS_MALFORMED}, /* twice */
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (beside(forge_jwk(t.other, "k2", rows[i].extra, &t.arena)) != rows[i].count)
			fail_msg("%s", rows[i].extra);
}

static void kid_is_needed(void **state)
{
	char long_kid[KID_LENGTH_MAX + 2];

	(void)state;
	memset(long_kid, 'k', sizeof long_kid);
	long_kid[KID_LENGTH_MAX + 1] = '\0';
	assert_int_equal(beside(forge_jwk(t.other, "", "", &t.arena)), 1);
	assert_int_equal(beside(forge_jwk(t.other, long_kid, "", &t.arena)), 1);
	assert_int_equal(beside(forge_jwk(t.other, long_kid + 1, "", &t.arena)), 2);
}

/* The numbers as such: modulus and exponent given as bytes. */
static int with_numbers(size_t modulus_bytes, unsigned char first, unsigned char last,
                        struct str exponent)
{
	char *n = malloc(modulus_bytes);
	struct str modulus, e;

	memset(n, 0x5a, modulus_bytes);
	n[0] = (char)first;
	n[modulus_bytes - 1] = (char)last;
	modulus = base64url_encode((struct str){n, modulus_bytes}, &t.arena);
	free(n);
	e = base64url_encode(exponent, &t.arena);
	return beside(arena_printf(&t.arena,
	                           "{\"kty\":\"RSA\",\"kid\":\"k2\",\"n\":\"%.*s\",\"e\":\"%.*s\"}",
	                           STR_ARG(modulus), STR_ARG(e)));
}

static void weak_keys_are_passed_over(void **state)
{
	const struct str f4 = STR("\x01\x00\x01");

	(void)state;
	assert_int_equal(alone(forge_jwk(t.weak, "k1", "", &t.arena)), -JWKS_EMPTY);
	assert_int_equal(beside(forge_jwk(t.weak, "k2", "", &t.arena)), 1);
	assert_int_equal(with_numbers(256, 0x80, 1, f4), 2);
	assert_int_equal(with_numbers(256, 0x7f, 1, f4), 1); /* 2047 bits */
	assert_int_equal(with_numbers(257, 0x00, 1, f4),
	                 1); /* a leading zero does not make it longer */
	assert_int_equal(with_numbers(1024, 0xff, 1, f4), 2); /* 8192 bits */
	assert_int_equal(with_numbers(1025, 0x01, 1, f4), 1);
	assert_int_equal(with_numbers(256, 0x80, 2, f4), 1); /* even */
	assert_int_equal(with_numbers(256, 0x80, 1, STR("\x03")), 2);
	assert_int_equal(with_numbers(256, 0x80, 1, STR("\x01")), 1);
	assert_int_equal(with_numbers(256, 0x80, 1, (struct str){"\0", 1}), 1);
	assert_int_equal(with_numbers(256, 0x80, 1, (struct str){"\x01\x00\x00", 3}), 1);
	assert_int_equal(with_numbers(256, 0x80, 1, STR("\x01\x02\x03\x04\x05\x06\x07\x09")), 2);
	assert_int_equal(with_numbers(256, 0x80, 1, STR("\x01\x02\x03\x04\x05\x06\x07\x08\x09")),
	                 1);
	/* The other base64 alphabet, and padding. */
	assert_int_equal(
	    beside(STR("{\"kty\":\"RSA\",\"kid\":\"k2\",\"n\":\"AQ==\",\"e\":\"AQAB\"}")), 1);
}

static void same_kid_twice_is_refused(void **state)
{
	(void)state;
	assert_int_equal(beside(forge_jwk(t.other, "k2", "", &t.arena)), 2);
	assert_int_equal(beside(forge_jwk(t.other, "k1", "", &t.arena)), -JWKS_DUPLICATE);
	assert_int_equal(beside(t.k1), -JWKS_DUPLICATE);
	/* Of two with one kid only one is for us: no doubt which is meant. */
	assert_int_equal(beside(forge_jwk(t.other, "k1", "\"use\":\"enc\",", &t.arena)), 1);
}

static void broken_documents_are_refused(void **state)
{
	static const char *const documents[] = {
	    "",
	    " ",
	    "null",
	    "[]",
	    "{}",
	    "{\"keys\":null}",
	    "{\"keys\":{}}",
	    "{\"keys\":\"\"}",
	    "{\"keys\":[1]}",
	    "{\"keys\":[null]}",
	    "{\"keys\":[[]]}",
	    "{\"keys\":[],\"keys\":[]}",
	    "{\"keys\":[{\"kty\":1}]}",
	    "{\"keys\":[{\"kty\":\"RSA\",\"kty\":\"RSA\"}]}",
	    "{\"keys\":[]",
	    "{\"keys\":[]}x",
	    "{'keys':[]}",
	    "<html>",
	    "\xff\xfe",
	};

	(void)state;
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
		if (parsed(str_of(documents[i])) != -JWKS_MALFORMED)
			fail_msg("%s", documents[i]);
	assert_int_equal(parsed(STR("{\"keys\":[]}")), -JWKS_EMPTY);
	assert_int_equal(alone(t.k1), 1);
}

/* Fills up with blanks to the limit and beyond. */
static void size_is_bounded(void **state)
{
	struct str document = arena_printf(&t.arena, "{\"keys\":[%.*s]}", STR_ARG(t.k1));
	char *room = malloc(JWKS_BYTES_MAX + 1);

	(void)state;
	memset(room, ' ', JWKS_BYTES_MAX + 1);
	memcpy(room, document.p, document.n);
	assert_int_equal(parsed((struct str){room, JWKS_BYTES_MAX}), 1);
	assert_int_equal(parsed((struct str){room, JWKS_BYTES_MAX + 1}), -JWKS_TOO_LARGE);
	free(room);
}

static int with_many(size_t count)
{
	struct buf b = BUF(&t.arena);

	BUF_LIT(&b, "{\"keys\":[");
	buf_put(&b, t.k1);
	for (size_t i = 1; i < count; i++)
		BUF_LIT(&b, ",{\"kty\":\"EC\"}");
	BUF_LIT(&b, "]}");
	return parsed(buf_str(&b));
}

static void number_is_bounded(void **state)
{
	(void)state;
	assert_int_equal(with_many(JWKS_KEYS_MAX), 1);
	assert_int_equal(with_many(JWKS_KEYS_MAX + 1), -JWKS_MALFORMED);
}

static void order_does_not_matter(void **state)
{
	struct jwks *a = NULL, *b = NULL, *c = NULL;
	struct str k2 = forge_jwk(t.other, "k2", "", &t.arena);

	(void)state;
	assert_int_equal(
	    jwks_parse(arena_printf(&t.arena, "{\"keys\":[%.*s,%.*s]}", STR_ARG(t.k1), STR_ARG(k2)),
	               &a),
	    JWKS_OK);
	assert_int_equal(
	    jwks_parse(arena_printf(&t.arena, "{\"keys\":[%.*s,%.*s]}", STR_ARG(k2), STR_ARG(t.k1)),
	               &b),
	    JWKS_OK);
	assert_int_equal(
	    jwks_parse(forge_jwks((EVP_PKEY *[]){t.other, t.good}, 2, 1, &t.arena), &c), JWKS_OK);
	assert_true(jwks_same(a, b));
	assert_false(jwks_same(a, c)); /* the same kids for other keys */
	jwks_unref(a);
	jwks_unref(b);
	jwks_unref(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(key_is_the_key),
	    cmocka_unit_test(other_keys_are_passed_over),
	    cmocka_unit_test(purpose_counts),
	    cmocka_unit_test(kid_is_needed),
	    cmocka_unit_test(weak_keys_are_passed_over),
	    cmocka_unit_test(same_kid_twice_is_refused),
	    cmocka_unit_test(broken_documents_are_refused),
	    cmocka_unit_test(size_is_bounded),
	    cmocka_unit_test(number_is_bounded),
	    cmocka_unit_test(order_does_not_matter),
	};

	return cmocka_run_group_tests_name("auth_jwks", tests, start, stop);
}
