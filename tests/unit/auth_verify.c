/* auth_verify: every attack, and a good token beside each, so that refusing everything does not
 * pass. */
#include "tests/unit/auth_forge.h"

static struct {
	struct arena arena;
	EVP_PKEY *keys[3]; /* k1 and k2 are published, the third is nobody's */
	char dir[64], path[96], url[128];
	struct auth *auth;
} t;

static int start(void **state)
{
	(void)state;
	for (size_t i = 0; i < 3; i++)
		t.keys[i] = forge_key(2048);
	snprintf(t.dir, sizeof t.dir, "/tmp/tabard-auth-XXXXXX");
	assert_non_null(mkdtemp(t.dir));
	snprintf(t.path, sizeof t.path, "%s/jwks.json", t.dir);
	snprintf(t.url, sizeof t.url, "file://%s", t.path);
	forge_publish(t.path, forge_jwks(t.keys, 2, 1, &t.arena));
	t.auth = forge_start(t.url, &quick);
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

#define assert_verdict(token, now, wanted)                                                         \
	assert_string_equal(auth_error_messages[verify(t.auth, (token), (now))],                   \
	                    auth_error_messages[(wanted)])

static void good_token_passes(void **state)
{
	struct claims claims;
	struct arena arena = {0};

	(void)state;
	for (int round = 0; round < 2; round++) { /* the second from the cache */
		assert_int_equal(
		    auth_verify(t.auth,
		                forge_token(t.keys[0], RS256, GOOD_HEADER, GOOD_PAYLOAD, &t.arena),
		                NOW, &arena, &claims),
		    AUTH_OK);
		assert_true(str_eq(claims.subject, STR("user_1")));
		assert_true(str_eq(claims.name, STR("Ada")));
		assert_int_equal(claims.expires, NOW + 60);
	}
	arena_free(&arena);
}

/* Each row is signed as it says, with the published key k1 unless it is the key that is wrong. */
static const struct attack {
	const char *name, *header, *payload;
	enum how how;
	int key;
	enum auth_error wanted;
} attacks[] = {
    /* The algorithm is ours to choose (RFC 8725 section 3.1). */
    {"HS256 with the public key as the secret",
     "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}", GOOD_PAYLOAD, HS256_PUBLIC_PEM, 0,
     AUTH_ALGORITHM},
    {"HS256 that says RS256", GOOD_HEADER, GOOD_PAYLOAD, HS256_PUBLIC_PEM, 0, AUTH_SIGNATURE},
    {"RS512 with the right key", "{\"alg\":\"RS512\",\"kid\":\"k1\"}", GOOD_PAYLOAD, RS512, 0,
     AUTH_ALGORITHM},
    {"RS512 that says RS256", GOOD_HEADER, GOOD_PAYLOAD, RS512, 0, AUTH_SIGNATURE},
    {"PS256 with the right key", "{\"alg\":\"PS256\",\"kid\":\"k1\"}", GOOD_PAYLOAD, PS256, 0,
     AUTH_ALGORITHM},
    {"PS256 that says RS256", GOOD_HEADER, GOOD_PAYLOAD, PS256, 0, AUTH_SIGNATURE},
    {"alg in lower case", "{\"alg\":\"rs256\",\"kid\":\"k1\"}", GOOD_PAYLOAD, RS256, 0,
     AUTH_ALGORITHM},
    {"alg with a blank", "{\"alg\":\"RS256 \",\"kid\":\"k1\"}", GOOD_PAYLOAD, RS256, 0,
     AUTH_ALGORITHM},
    {"alg none, but signed", "{\"alg\":\"none\",\"kid\":\"k1\"}", GOOD_PAYLOAD, RS256, 0,
     AUTH_ALGORITHM},
    {"alg None, but signed", "{\"alg\":\"None\",\"kid\":\"k1\"}", GOOD_PAYLOAD, RS256, 0,
     AUTH_ALGORITHM},
    {"alg NONE, but signed", "{\"alg\":\"NONE\",\"kid\":\"k1\"}", GOOD_PAYLOAD, RS256, 0,
     AUTH_ALGORITHM},
    {"alg nOnE, but signed", "{\"alg\":\"nOnE\",\"kid\":\"k1\"}", GOOD_PAYLOAD, RS256, 0,
     AUTH_ALGORITHM},
    {"alg empty", "{\"alg\":\"\",\"kid\":\"k1\"}", GOOD_PAYLOAD, RS256, 0, AUTH_ALGORITHM},
    {"alg missing", "{\"typ\":\"JWT\",\"kid\":\"k1\"}", GOOD_PAYLOAD, RS256, 0, AUTH_ALGORITHM},
    {"alg null", "{\"alg\":null,\"kid\":\"k1\"}", GOOD_PAYLOAD, RS256, 0, AUTH_MALFORMED},
    {"alg an array", "{\"alg\":[\"RS256\"],\"kid\":\"k1\"}", GOOD_PAYLOAD, RS256, 0,
     AUTH_MALFORMED},
    {"alg none, unsigned", "{\"alg\":\"none\",\"kid\":\"k1\"}", GOOD_PAYLOAD, NO_SIGNATURE, 0,
     AUTH_MALFORMED},
    {"RS256, unsigned", GOOD_HEADER, GOOD_PAYLOAD, NO_SIGNATURE, 0, AUTH_MALFORMED},
    /* The header. */
    {"alg twice", "{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"k1\"}", GOOD_PAYLOAD, RS256, 0,
     AUTH_MALFORMED},
    {"alg twice, once in escapes", "{\"\\u0061lg\":\"none\",\"alg\":\"RS256\",\"kid\":\"k1\"}",
     GOOD_PAYLOAD, RS256, 0, AUTH_MALFORMED},
    {"kid twice", "{\"alg\":\"RS256\",\"kid\":\"k1\",\"kid\":\"k2\"}", GOOD_PAYLOAD, RS256, 0,
     AUTH_MALFORMED},
    {"crit", "{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":[\"exp\"],\"exp\":1}", GOOD_PAYLOAD, RS256,
     0, AUTH_ALGORITHM},
    {"crit, empty", "{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":[]}", GOOD_PAYLOAD, RS256, 0,
     AUTH_ALGORITHM},
    {"crit null", "{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":null}", GOOD_PAYLOAD, RS256, 0,
     AUTH_ALGORITHM},
    {"crit a string", "{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":\"b64\"}", GOOD_PAYLOAD, RS256, 0,
     AUTH_MALFORMED},
    {"header an array", "[\"RS256\"]", GOOD_PAYLOAD, RS256, 0, AUTH_MALFORMED},
    {"header with text behind", GOOD_HEADER "x", GOOD_PAYLOAD, RS256, 0, AUTH_MALFORMED},
    {"header in single quotes", "{'alg':'RS256','kid':'k1'}", GOOD_PAYLOAD, RS256, 0,
     AUTH_MALFORMED},
    {"header with a NUL", "{\"alg\":\"RS256\\u0000\",\"kid\":\"k1\"}", GOOD_PAYLOAD, RS256, 0,
     AUTH_MALFORMED},
    /* The key: by exact kid, never out of the token. */
    {"another's key", GOOD_HEADER, GOOD_PAYLOAD, RS256, 2, AUTH_SIGNATURE},
    {"the other published key", GOOD_HEADER, GOOD_PAYLOAD, RS256, 1, AUTH_SIGNATURE},
    {"kid unknown", "{\"alg\":\"RS256\",\"kid\":\"k9\"}", GOOD_PAYLOAD, RS256, 0, AUTH_UNKNOWN_KEY},
    {"kid a prefix", "{\"alg\":\"RS256\",\"kid\":\"k\"}", GOOD_PAYLOAD, RS256, 0, AUTH_UNKNOWN_KEY},
    {"kid in upper case", "{\"alg\":\"RS256\",\"kid\":\"K1\"}", GOOD_PAYLOAD, RS256, 0,
     AUTH_UNKNOWN_KEY},
    {"kid missing", "{\"alg\":\"RS256\"}", GOOD_PAYLOAD, RS256, 0, AUTH_UNKNOWN_KEY},
    {"kid empty", "{\"alg\":\"RS256\",\"kid\":\"\"}", GOOD_PAYLOAD, RS256, 0, AUTH_UNKNOWN_KEY},
    {"kid a number", "{\"alg\":\"RS256\",\"kid\":1}", GOOD_PAYLOAD, RS256, 0, AUTH_MALFORMED},
    {"kid a path", "{\"alg\":\"RS256\",\"kid\":\"../../dev/null\"}", GOOD_PAYLOAD, RS256, 0,
     AUTH_UNKNOWN_KEY},
    {"jku and x5u of the attacker",
     "{\"alg\":\"RS256\",\"kid\":\"k1\",\"jku\":\"http://127.0.0.1:1/\",\"x5u\":\"http://"
     "127.0.0.1:1/\"}",
     GOOD_PAYLOAD, RS256, 2, AUTH_SIGNATURE},
    {"x5c of the attacker", "{\"alg\":\"RS256\",\"kid\":\"k1\",\"x5c\":[\"AAAA\"]}", GOOD_PAYLOAD,
     RS256, 2, AUTH_SIGNATURE},
    /* The claims. */
    {"iss of another", GOOD_HEADER, "{\"iss\":\"http://issuer.test/\"," AZP SUB NBF EXP REST "}",
     RS256, 0, AUTH_ISSUER},
    {"iss missing", GOOD_HEADER, "{" AZP SUB NBF EXP REST "}", RS256, 0, AUTH_ISSUER},
    {"iss an array", GOOD_HEADER, "{\"iss\":[\"" ISSUER "\"]," AZP SUB NBF EXP REST "}", RS256, 0,
     AUTH_MALFORMED},
    {"azp of another", GOOD_HEADER, "{" ISS "\"azp\":\"http://evil.test\"," SUB NBF EXP REST "}",
     RS256, 0, AUTH_ORIGIN},
    {"azp with a path", GOOD_HEADER, "{" ISS "\"azp\":\"http://app.test/\"," SUB NBF EXP REST "}",
     RS256, 0, AUTH_ORIGIN},
    {"azp the whole list", GOOD_HEADER,
     "{" ISS "\"azp\":\"http://localhost:1, http://app.test\"," SUB NBF EXP REST "}", RS256, 0,
     AUTH_ORIGIN},
    {"azp longer than an origin", GOOD_HEADER,
     "{" ISS "\"azp\":\"http://app.test.evil.test\"," SUB NBF EXP REST "}", RS256, 0, AUTH_ORIGIN},
    {"azp missing", GOOD_HEADER, "{" ISS SUB NBF EXP REST "}", RS256, 0, AUTH_ORIGIN},
    {"azp empty", GOOD_HEADER, "{" ISS "\"azp\":\"\"," SUB NBF EXP REST "}", RS256, 0, AUTH_ORIGIN},
    {"azp null", GOOD_HEADER, "{" ISS "\"azp\":null," SUB NBF EXP REST "}", RS256, 0,
     AUTH_MALFORMED},
    {"sub missing", GOOD_HEADER, "{" ISS AZP NBF EXP REST "}", RS256, 0, AUTH_SUBJECT},
    {"sub empty", GOOD_HEADER, "{" ISS AZP "\"sub\":\"\"," NBF EXP REST "}", RS256, 0,
     AUTH_SUBJECT},
    {"sub with a space", GOOD_HEADER, "{" ISS AZP "\"sub\":\"user 1\"," NBF EXP REST "}", RS256, 0,
     AUTH_SUBJECT},
    {"sub with a line end", GOOD_HEADER, "{" ISS AZP "\"sub\":\"user\\n1\"," NBF EXP REST "}",
     RS256, 0, AUTH_SUBJECT},
    {"sub with a DEL", GOOD_HEADER, "{" ISS AZP "\"sub\":\"user\\u007f\"," NBF EXP REST "}", RS256,
     0, AUTH_SUBJECT},
    {"sub beyond ASCII", GOOD_HEADER, "{" ISS AZP "\"sub\":\"us\u00e9r\"," NBF EXP REST "}", RS256,
     0, AUTH_SUBJECT},
    {"sub with a NUL", GOOD_HEADER, "{" ISS AZP "\"sub\":\"user_1\\u0000\"," NBF EXP REST "}",
     RS256, 0, AUTH_MALFORMED},
    {"sub a number", GOOD_HEADER, "{" ISS AZP "\"sub\":1," NBF EXP REST "}", RS256, 0,
     AUTH_MALFORMED},
    {"sub twice", GOOD_HEADER, "{" ISS AZP SUB "\"sub\":\"admin\"," NBF EXP REST "}", RS256, 0,
     AUTH_MALFORMED},
    {"exp twice", GOOD_HEADER, "{" ISS AZP SUB NBF "\"exp\":1," EXP REST "}", RS256, 0,
     AUTH_MALFORMED},
    {"iss twice, once in escapes", GOOD_HEADER,
     "{\"\\u0069ss\":\"x\"," ISS AZP SUB NBF EXP REST "}", RS256, 0, AUTH_MALFORMED},
    {"a twin deep in a claim nobody reads", GOOD_HEADER,
     "{" ISS AZP SUB NBF EXP "\"o\":{\"a\":1,\"a\":2}}", RS256, 0, AUTH_MALFORMED},
    {"sid missing", GOOD_HEADER, "{" ISS AZP SUB NBF EXP "\"v\":2}", RS256, 0, AUTH_SESSION},
    {"sid empty", GOOD_HEADER, "{" ISS AZP SUB NBF EXP "\"sid\":\"\"}", RS256, 0, AUTH_SESSION},
    {"sid null", GOOD_HEADER, "{" ISS AZP SUB NBF EXP "\"sid\":null}", RS256, 0, AUTH_SESSION},
    {"sid a number", GOOD_HEADER, "{" ISS AZP SUB NBF EXP "\"sid\":1}", RS256, 0, AUTH_MALFORMED},
    {"sts pending", GOOD_HEADER, "{" ISS AZP SUB NBF EXP "\"sts\":\"pending\"," REST "}", RS256, 0,
     AUTH_PENDING},
    {"sts unheard of", GOOD_HEADER, "{" ISS AZP SUB NBF EXP "\"sts\":\"Active\"," REST "}", RS256,
     0, AUTH_PENDING},
    {"sts a truth", GOOD_HEADER, "{" ISS AZP SUB NBF EXP "\"sts\":true," REST "}", RS256, 0,
     AUTH_MALFORMED},
    {"name a number", GOOD_HEADER, "{" ISS AZP SUB NBF EXP "\"name\":7}", RS256, 0, AUTH_MALFORMED},
    {"payload an array", GOOD_HEADER, "[1]", RS256, 0, AUTH_MALFORMED},
    {"payload empty object", GOOD_HEADER, "{}", RS256, 0, AUTH_MALFORMED},
    {"payload with text behind", GOOD_HEADER, GOOD_PAYLOAD "{}", RS256, 0, AUTH_MALFORMED},
    /* The times. */
    {"exp missing", GOOD_HEADER, "{" ISS AZP SUB NBF REST "}", RS256, 0, AUTH_MALFORMED},
    {"exp null", GOOD_HEADER, "{" ISS AZP SUB NBF "\"exp\":null," REST "}", RS256, 0,
     AUTH_MALFORMED},
    {"exp a string", GOOD_HEADER, "{" ISS AZP SUB NBF "\"exp\":\"1800000060\"," REST "}", RS256, 0,
     AUTH_MALFORMED},
    {"exp a float", GOOD_HEADER, "{" ISS AZP SUB NBF "\"exp\":1800000060.0," REST "}", RS256, 0,
     AUTH_MALFORMED},
    {"exp with an exponent", GOOD_HEADER, "{" ISS AZP SUB NBF "\"exp\":2e9," REST "}", RS256, 0,
     AUTH_MALFORMED},
    {"exp negative", GOOD_HEADER, "{" ISS AZP SUB NBF "\"exp\":-1800000060," REST "}", RS256, 0,
     AUTH_EXPIRED},
    {"exp zero", GOOD_HEADER, "{" ISS AZP SUB NBF "\"exp\":0," REST "}", RS256, 0, AUTH_EXPIRED},
    {"exp true", GOOD_HEADER, "{" ISS AZP SUB NBF "\"exp\":true," REST "}", RS256, 0,
     AUTH_MALFORMED},
    {"exp beyond 64 bits", GOOD_HEADER,
     "{" ISS AZP SUB NBF "\"exp\":99999999999999999999," REST "}", RS256, 0, AUTH_MALFORMED},
    {"exp long ago", GOOD_HEADER, "{" ISS AZP SUB "\"nbf\":1,\"exp\":1700000000," REST "}", RS256,
     0, AUTH_EXPIRED},
    {"nbf in the future", GOOD_HEADER, "{" ISS AZP SUB "\"nbf\":1800000030," EXP REST "}", RS256, 0,
     AUTH_NOT_YET},
    {"nbf null", GOOD_HEADER, "{" ISS AZP SUB "\"nbf\":null," EXP REST "}", RS256, 0,
     AUTH_MALFORMED},
    {"nbf a string", GOOD_HEADER, "{" ISS AZP SUB "\"nbf\":\"1800000000\"," EXP REST "}", RS256, 0,
     AUTH_MALFORMED},
    {"nbf a float", GOOD_HEADER, "{" ISS AZP SUB "\"nbf\":1800000000.5," EXP REST "}", RS256, 0,
     AUTH_MALFORMED},
};

static void attacks_fail(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
		const struct attack *a = &attacks[i];
		struct str token =
		    forge_token(t.keys[a->key], a->how, a->header, a->payload, &t.arena);
		enum auth_error got = verify(t.auth, token, NOW),
		                again = verify(t.auth, token, NOW);

		if (got != a->wanted || again != a->wanted)
			fail_msg("%s: %s, then %s", a->name, auth_error_messages[got],
			         auth_error_messages[again]);
		if (verify(t.auth, forge_good(t.keys[0], &t.arena), NOW) != AUTH_OK)
			fail_msg("%s: the good token beside it is refused", a->name);
	}
}

/* What a real provider may send and we must take. */
static const struct attack oddities[] = {
    {"nbf missing", GOOD_HEADER, "{" ISS AZP SUB EXP REST "}", RS256, 0, AUTH_OK},
    {"nbf negative", GOOD_HEADER, "{" ISS AZP SUB "\"nbf\":-1," EXP REST "}", RS256, 0, AUTH_OK},
    {"exp beyond 2038", GOOD_HEADER, "{" ISS AZP SUB NBF "\"exp\":4102444800," REST "}", RS256, 0,
     AUTH_OK},
    {"sts active", GOOD_HEADER, "{" ISS AZP SUB NBF EXP "\"sts\":\"active\"," REST "}", RS256, 0,
     AUTH_OK},
    {"name null", GOOD_HEADER, "{" ISS AZP SUB NBF EXP "\"sid\":\"s\",\"name\":null}", RS256, 0,
     AUTH_OK},
    {"name missing", GOOD_HEADER, "{" ISS AZP SUB NBF EXP "\"sid\":\"s\",\"v\":2}", RS256, 0,
     AUTH_OK},
    {"the second key", "{\"alg\":\"RS256\",\"kid\":\"k2\"}", GOOD_PAYLOAD, RS256, 1, AUTH_OK},
    {"Clerk's cat header",
     "{\"alg\":\"RS256\",\"cat\":\"cl_B7d4PD111AAA\",\"kid\":\"k1\",\"typ\":\"JWT\"}", GOOD_PAYLOAD,
     RS256, 0, AUTH_OK},
    {"the first of the origins", GOOD_HEADER,
     "{" ISS "\"azp\":\"http://localhost:1\"," SUB NBF EXP REST "}", RS256, 0, AUTH_OK},
    {"blanks in the JSON", "{ \"alg\" : \"RS256\" ,\n\"kid\" : \"k1\" }", " " GOOD_PAYLOAD "\n",
     RS256, 0, AUTH_OK},
};

static void oddities_pass(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof oddities / sizeof *oddities; i++) {
		const struct attack *o = &oddities[i];
		enum auth_error got = verify(
		    t.auth, forge_token(t.keys[o->key], o->how, o->header, o->payload, &t.arena),
		    NOW);

		if (got != o->wanted)
			fail_msg("%s: %s", o->name, auth_error_messages[got]);
	}
}

/* A key that the token brings along, with everything else right. */
static void embedded_jwk_is_not_used(void **state)
{
	struct str jwk = forge_jwk(t.keys[2], "k1", "", &t.arena);
	struct str header =
	    arena_printf(&t.arena, "{\"alg\":\"RS256\",\"kid\":\"k1\",\"jwk\":%.*s}", STR_ARG(jwk));

	(void)state;
	assert_verdict(
	    forge_token(t.keys[2], RS256, arena_cstr(&t.arena, header), GOOD_PAYLOAD, &t.arena),
	    NOW, AUTH_SIGNATURE);
	assert_verdict(
	    forge_token(t.keys[0], RS256, arena_cstr(&t.arena, header), GOOD_PAYLOAD, &t.arena),
	    NOW, AUTH_OK);
}

static void subject_length_is_bounded(void **state)
{
	char payload[1024], sub[300];

	(void)state;
	memset(sub, 'x', sizeof sub);
	for (int n = 254; n <= 257; n++) {
		snprintf(payload, sizeof payload,
		         "{" ISS AZP NBF EXP "\"sid\":\"s\",\"sub\":\"%.*s\"}", n, sub);
		assert_verdict(forge_token(t.keys[0], RS256, GOOD_HEADER, payload, &t.arena), NOW,
		               n <= SUBJECT_BYTES_MAX ? AUTH_OK : AUTH_SUBJECT);
	}
}

/* The same token is refused elsewhere in this file. */
static void sessionless_tokens_pass_where_that_is_set(void **state)
{
	struct auth_settings settings = {
	    .jwks_url = t.url, .issuer = ISSUER, .allowed_origins = ORIGIN, .sessionless = true};
	struct auth *auth = auth_start_timed(&settings, &quick);

	(void)state;
	assert_non_null(auth);
	WAIT_FOR(auth_ready(auth));
	assert_int_equal(verify(auth,
	                        forge_token(t.keys[0], RS256, GOOD_HEADER,
	                                    "{" ISS AZP SUB NBF EXP "\"v\":2}", &t.arena),
	                        NOW),
	                 AUTH_OK);
	assert_int_equal(
	    verify(auth,
	           forge_token(t.keys[0], RS256, GOOD_HEADER,
	                       "{" ISS AZP SUB NBF EXP "\"sts\":\"pending\"}", &t.arena),
	           NOW),
	    AUTH_PENDING);
	auth_stop(auth);
}

static void leeway_is_five_seconds(void **state)
{
	(void)state;
	/* exp is NOW + 60 and nbf is NOW; a token of its own each time, so that no cache
	 * answers. */
	assert_verdict(forge_good(t.keys[0], &t.arena), NOW + 59, AUTH_OK);
	assert_verdict(forge_good(t.keys[0], &t.arena), NOW + 64, AUTH_OK);
	assert_verdict(forge_good(t.keys[0], &t.arena), NOW + 65, AUTH_EXPIRED);
	assert_verdict(forge_good(t.keys[0], &t.arena), NOW, AUTH_OK);
	assert_verdict(forge_good(t.keys[0], &t.arena), NOW - 5, AUTH_OK);
	assert_verdict(forge_good(t.keys[0], &t.arena), NOW - 6, AUTH_NOT_YET);
}

/* Any single character changed, anywhere in the payload or the signature. */
static void tampering_fails(void **state)
{
	struct str good = forge_good(t.keys[0], &t.arena);
	size_t from = str_find(good, '.') + 1;

	(void)state;
	for (size_t i = from; i < good.n; i += i < good.n - 8 ? 5 : 1) {
		struct str bad = arena_str(&t.arena, good);
		char *at = (char *)(uintptr_t)bad.p + i;

		if (*at == '.')
			continue;
		*at = *at == 'A' ? 'B' : 'A';
		if (verify(t.auth, bad, NOW) == AUTH_OK)
			fail_msg("changed at %zu of %zu", i, good.n);
	}
	assert_verdict(good, NOW, AUTH_OK);
}

static void payload_of_another_token_fails(void **state)
{
	struct str mine = forge_token(t.keys[0], RS256, GOOD_HEADER, GOOD_PAYLOAD, &t.arena);
	struct str other = forge_token(t.keys[0], RS256, GOOD_HEADER,
	                               "{" ISS AZP "\"sub\":\"admin\"," NBF EXP REST "}", &t.arena);
	struct str head = str_cut(&mine, '.'), body, rest = other;

	(void)state;
	str_cut(&mine, '.');
	str_cut(&rest, '.');
	body = str_cut(&rest, '.');
	assert_verdict(
	    arena_printf(&t.arena, "%.*s.%.*s.%.*s", STR_ARG(head), STR_ARG(body), STR_ARG(mine)),
	    NOW, AUTH_SIGNATURE);
	assert_verdict(other, NOW, AUTH_OK);
}

/* The text of a token has one form (RFC 7515 section 7.1). */
static void form_is_strict(void **state)
{
	static const char *const formats[] = {
	    "%.*s.",  "%.*s.AAAA", ".%.*s",    "%.*s=",  "%.*s==", " %.*s",       "%.*s ",
	    "%.*s\n", "%.*s%%3D",  "\"%.*s\"", "%.*s.=", "..%.*s", "Bearer %.*s", "%.*s,",
	};
	struct str good = forge_good(t.keys[0], &t.arena), rest = good, head, body;

	(void)state;
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		struct str bad = arena_printf(&t.arena, formats[i], STR_ARG(good));
#pragma GCC diagnostic pop

		if (verify(t.auth, bad, NOW) != AUTH_MALFORMED)
			fail_msg("%.*s", STR_ARG(bad));
	}
	head = str_cut(&rest, '.');
	body = str_cut(&rest, '.');
	assert_verdict(arena_printf(&t.arena, "%.*s.%.*s", STR_ARG(head), STR_ARG(body)), NOW,
	               AUTH_MALFORMED);
	assert_verdict(arena_printf(&t.arena, "%.*s.%.*s.", STR_ARG(head), STR_ARG(body)), NOW,
	               AUTH_MALFORMED);
	assert_verdict(arena_printf(&t.arena, "%.*s..%.*s", STR_ARG(head), STR_ARG(rest)), NOW,
	               AUTH_MALFORMED);
	assert_verdict(arena_printf(&t.arena, ".%.*s.%.*s", STR_ARG(body), STR_ARG(rest)), NOW,
	               AUTH_MALFORMED);
	assert_verdict(head, NOW, AUTH_MALFORMED);
	assert_verdict(STR(""), NOW, AUTH_MALFORMED);
	assert_verdict(STR(".."), NOW, AUTH_MALFORMED);
	assert_verdict(STR("..."), NOW, AUTH_MALFORMED);
	/* A signature cut short: by whole bytes, and to a length that nothing encodes to. */
	assert_verdict(str_sub(good, 0, good.n - 2), NOW, AUTH_SIGNATURE);
	assert_verdict(str_sub(good, 0, good.n - 342 + 4), NOW, AUTH_SIGNATURE);
	assert_verdict(str_sub(good, 0, good.n - 1), NOW, AUTH_MALFORMED);
	assert_verdict(good, NOW, AUTH_OK);
}

/* 256 bytes leave four bits over in the last character: setting them must not make a second
 * token. */
static void signature_has_one_spelling(void **state)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	struct str good = forge_good(t.keys[0], &t.arena), twin = arena_str(&t.arena, good);
	char *last = (char *)(uintptr_t)twin.p + twin.n - 1;

	(void)state;
	*last = letters[strchr(letters, *last) - letters + 1];
	assert_verdict(twin, NOW, AUTH_MALFORMED);
	assert_verdict(good, NOW, AUTH_OK);
}

static void size_is_bounded(void **state)
{
	char *payload = malloc(TOKEN_BYTES_MAX * 2), *name = malloc(TOKEN_BYTES_MAX);
	bool passed = false, refused = false;

	(void)state;
	memset(name, 'x', TOKEN_BYTES_MAX);
	for (int n = 5400; n < 5900; n++) {
		struct str token;
		int bytes =
		    snprintf(payload, TOKEN_BYTES_MAX * 2,
		             "{" ISS AZP SUB NBF EXP "\"sid\":\"s\",\"name\":\"%.*s\"}", n, name);

		/* Header and signature come to some 410 characters: sign what gets near the
		 * limit. */
		if (bytes * 4 / 3 < TOKEN_BYTES_MAX - 430 || bytes * 4 / 3 > TOKEN_BYTES_MAX - 390)
			continue;
		token = forge_token(t.keys[0], RS256, GOOD_HEADER, payload, &t.arena);
		if (token.n + 2 < TOKEN_BYTES_MAX || token.n > TOKEN_BYTES_MAX + 2)
			continue;
		assert_verdict(token, NOW, token.n <= TOKEN_BYTES_MAX ? AUTH_OK : AUTH_MALFORMED);
		*(token.n <= TOKEN_BYTES_MAX ? &passed : &refused) = true;
	}
	assert_true(passed && refused);
	free(name);
	free(payload);
}

static void settings_are_checked(void **state)
{
	static const struct {
		struct auth_settings settings;
		bool usable;
	} rows[] = {
	    {{"https://clerk.example.com/.well-known/jwks.json", ISSUER, ORIGIN, false}, true},
	    {{"http://127.0.0.1:1/jwks", ISSUER, ORIGIN, false}, true},
	    {{"http://127.9.8.7:1/jwks", ISSUER, ORIGIN, false}, true},
	    {{"http://localhost:1/jwks", ISSUER, ORIGIN, false}, true},
	    {{"http://[::1]:1/jwks", ISSUER, "capacitor://localhost", false}, true},
	    {{"file:///nonexistent", ISSUER, " " ORIGIN " ,, https://[::1]:3000", false}, true},
	    {{"http://clerk.example.com/jwks", ISSUER, ORIGIN, false}, false},
	    {{"http://127.0.0.1.example.com/", ISSUER, ORIGIN, false}, false},
	    {{"http://10.0.0.1/jwks", ISSUER, ORIGIN, false}, false},
	    {{"http://128.0.0.1/jwks", ISSUER, ORIGIN, false}, false},
	    {{"http://[::2]/jwks", ISSUER, ORIGIN, false}, false},
	    {{"http://localhost.example.com/", ISSUER, ORIGIN, false}, false},
	    {{"http://localhost@example.com/", ISSUER, ORIGIN, false}, false},
	    {{"https://user:pass@clerk.example.com/", ISSUER, ORIGIN, false}, false},
	    {{"ftp://localhost/jwks", ISSUER, ORIGIN, false}, false},
	    {{"gopher://localhost/jwks", ISSUER, ORIGIN, false}, false},
	    {{"clerk.example.com/jwks", ISSUER, ORIGIN, false}, false},
	    {{"", ISSUER, ORIGIN, false}, false},
	    {{"file:///nonexistent", "", ORIGIN, false}, false},
	    {{"file:///nonexistent", ISSUER, "", false}, false},
	    {{"file:///nonexistent", ISSUER, " , ", false}, false},
	    {{"file:///nonexistent", ISSUER, "*", false}, false},
	    {{"file:///nonexistent", ISSUER, "https://*.example.com", false}, false},
	    {{"file:///nonexistent", ISSUER, ORIGIN ",http://app.test/", false}, false},
	    {{"file:///nonexistent", ISSUER, "app.test", false}, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct auth *auth;

		/* Not the network's business here: only whether it starts. */
		if (rows[i].usable && strncmp(rows[i].settings.jwks_url, "https", 5) == 0)
			continue;
		auth = auth_start(&rows[i].settings);
		if (!auth != !rows[i].usable)
			fail_msg("row %zu: %s, %s", i, rows[i].settings.jwks_url,
			         rows[i].settings.allowed_origins);
		auth_stop(auth);
	}
}

static void every_error_has_its_sentence(void **state)
{
	(void)state;
	for (size_t i = 0; i < AUTH_ERRORS; i++)
		assert_non_null(auth_error_messages[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(good_token_passes),
	    cmocka_unit_test(attacks_fail),
	    cmocka_unit_test(oddities_pass),
	    cmocka_unit_test(embedded_jwk_is_not_used),
	    cmocka_unit_test(subject_length_is_bounded),
	    cmocka_unit_test(sessionless_tokens_pass_where_that_is_set),
	    cmocka_unit_test(leeway_is_five_seconds),
	    cmocka_unit_test(tampering_fails),
	    cmocka_unit_test(payload_of_another_token_fails),
	    cmocka_unit_test(form_is_strict),
	    cmocka_unit_test(signature_has_one_spelling),
	    cmocka_unit_test(size_is_bounded),
	    cmocka_unit_test(settings_are_checked),
	    cmocka_unit_test(every_error_has_its_sentence),
	};

	return cmocka_run_group_tests_name("auth_verify", tests, start, stop);
}
