#include "common/auth/jwks.h"

#include <stdatomic.h>

#include <openssl/evp.h>

#include "common/auth/base64url.h"
#include "common/auth/rsa.h"
#include "common/base/log.h"
#include "common/json/json.h"
#include "common/base/poison.h"

const char *const jwks_error_messages[JWKS_ERRORS] = {
    [JWKS_OK] = "fine",
    [JWKS_TOO_LARGE] = "the key set is larger than 64 kB",
    [JWKS_MALFORMED] = "the answer is not a key set",
    [JWKS_DUPLICATE] = "two keys have the same kid",
    [JWKS_EMPTY] = "no key in the set can check RS256",
};

struct jwks {
	atomic_uint references;
	struct arena arena; /* the set itself lives outside of it */
	size_t count;
	struct jwk *keys;
};

/* One member of "keys" as it came. */
struct member {
	struct str kty, kid, use, alg, n, e;
};

struct document {
	struct list keys;
};

#define MEMBER(name_, max_, doc_)                                                                  \
	{                                                                                          \
		.name = #name_, .kind = FIELD_STR, .offset = offsetof(struct member, name_),       \
		.max = (max_), .doc = (doc_)                                                       \
	}

/* The numbers may be as long as the document: what is out of range is passed over, not an error. */
static const struct field member_fields[] = {
    MEMBER(kty, JWKS_BYTES_MAX, "The family of the key, RSA for us."),
    MEMBER(kid, JWKS_BYTES_MAX, "The name by which a token asks for the key."),
    MEMBER(use, JWKS_BYTES_MAX, "What the key is for, sig for us."),
    MEMBER(alg, JWKS_BYTES_MAX, "The one algorithm the key is for, RS256 for us."),
    MEMBER(n, JWKS_BYTES_MAX, "The modulus."),
    MEMBER(e, JWKS_BYTES_MAX, "The public exponent."),
};

static const struct shape member_shape = {
    .name = "Jwk",
    .size = sizeof(struct member),
    .seen = SHAPE_NO_SEEN,
    .open = true,
    .fields = member_fields,
    .count = sizeof member_fields / sizeof *member_fields,
};

static const struct field member_item = {.kind = FIELD_OBJECT, .shape = &member_shape};

static const struct field document_fields[] = {
    {.name = "keys",
     .kind = FIELD_LIST,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct document, keys),
     .max = JWKS_KEYS_MAX,
     .item = &member_item,
     .item_size = sizeof(struct member),
     .doc = "The keys."},
};

static const struct shape document_shape = {
    .name = "Jwks",
    .size = sizeof(struct document),
    .seen = SHAPE_NO_SEEN,
    .open = true,
    .fields = document_fields,
    .count = sizeof document_fields / sizeof *document_fields,
};

static bool absent_or(struct str value, struct str wanted)
{
	return value.n == 0 || str_eq(value, wanted);
}

/* The key for RS256 that this member describes, if it does. */
static bool usable(const struct member *m, struct arena *scratch, struct arena *arena,
                   struct jwk *out)
{
	struct str n, e;

	if (!str_eq(m->kty, STR("RSA")) || !absent_or(m->use, STR("sig")) ||
	    !absent_or(m->alg, STR("RS256")) || m->kid.n == 0 || m->kid.n > KID_LENGTH_MAX)
		return false;
	if (!base64url_decode(m->n, scratch, &n) || !base64url_decode(m->e, scratch, &e) ||
	    !(out->key = rsa_public(n, e)))
		return false;
	out->kid = arena_str(arena, m->kid);
	return true;
}

static enum jwks_error add_keys(struct jwks *set, const struct document *document,
                                struct arena *scratch)
{
	const struct member *members = document->keys.items;

	set->keys = ARENA_ARRAY(&set->arena, struct jwk, document->keys.count + 1);
	for (size_t i = 0; i < document->keys.count; i++) {
		struct jwk *key = &set->keys[set->count];

		if (!usable(&members[i], scratch, &set->arena, key))
			continue;
		if (jwks_find(set, key->kid)) {
			EVP_PKEY_free(key->key);
			return JWKS_DUPLICATE;
		}
		set->count++;
	}
	return set->count ? JWKS_OK : JWKS_EMPTY;
}

enum jwks_error jwks_parse(struct str text, struct jwks **out)
{
	struct arena scratch = {0};
	struct document *document;
	struct problems *problems;
	struct jwks *set = NULL;
	enum jwks_error error = JWKS_TOO_LARGE;

	if (text.n > JWKS_BYTES_MAX)
		goto out;
	document = ARENA_NEW(&scratch, struct document);
	problems = ARENA_NEW(&scratch, struct problems);
	error = JWKS_MALFORMED;
	if (!json_decode(text, &document_shape, &scratch, document, problems))
		goto out;
	set = calloc(1, sizeof *set);
	if (!set)
		log_fatal("out_of_memory", "bytes=%zu", sizeof *set);
	atomic_init(&set->references, 1);
	error = add_keys(set, document, &scratch);
	if (error == JWKS_OK) {
		*out = set;
		set = NULL;
	}
out:
	jwks_unref(set);
	arena_free(&scratch);
	return error;
}

struct jwks *jwks_ref(struct jwks *set)
{
	atomic_fetch_add_explicit(&set->references, 1, memory_order_relaxed);
	return set;
}

void jwks_unref(struct jwks *set)
{
	if (!set || atomic_fetch_sub_explicit(&set->references, 1, memory_order_acq_rel) != 1)
		return;
	for (size_t i = 0; i < set->count; i++)
		EVP_PKEY_free(set->keys[i].key);
	arena_free(&set->arena);
	free(set);
}

size_t jwks_count(const struct jwks *set)
{
	return set->count;
}

const struct jwk *jwks_find(const struct jwks *set, struct str kid)
{
	for (size_t i = 0; i < set->count; i++)
		if (str_eq(set->keys[i].kid, kid))
			return &set->keys[i];
	return NULL;
}

bool jwks_same(const struct jwks *a, const struct jwks *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		const struct jwk *other = jwks_find(b, a->keys[i].kid);

		if (!other || EVP_PKEY_eq(a->keys[i].key, other->key) != 1)
			return false;
	}
	return true;
}
