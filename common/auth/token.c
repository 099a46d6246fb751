#include "common/auth/token.h"

#include "common/auth/base64url.h"
#include "common/auth/jwks.h"
#include "common/json/json.h"
#include "common/base/poison.h"

struct header {
	struct fields_seen seen;
	struct str alg, kid;
	struct list crit;
};

static const struct field crit_item = {.kind = FIELD_STR, .max = TOKEN_BYTES_MAX};

static const struct field header_fields[] = {
    {.name = "alg",
     .kind = FIELD_STR,
     .offset = offsetof(struct header, alg),
     .max = TOKEN_BYTES_MAX,
     .doc = "The algorithm."},
    {.name = "kid",
     .kind = FIELD_STR,
     .offset = offsetof(struct header, kid),
     .max = KID_LENGTH_MAX,
     .doc = "The name of the key."},
    {.name = "crit",
     .kind = FIELD_LIST,
     .flags = FIELD_NULLABLE,
     .offset = offsetof(struct header, crit),
     .max = TOKEN_BYTES_MAX,
     .item = &crit_item,
     .item_size = sizeof(struct str),
     .doc = "What one must understand; we understand nothing."},
};

static const struct shape header_shape = {
    .name = "TokenHeader",
    .open = true,
    .size = sizeof(struct header),
    .seen = offsetof(struct header, seen),
    .fields = header_fields,
    .count = sizeof header_fields / sizeof *header_fields,
};

/* RFC 8725 section 3.1: the algorithm is ours to say. */
static enum auth_error header_check(struct str text, struct arena *arena, struct str *kid)
{
	struct header *header = ARENA_NEW(arena, struct header);
	struct problems *problems = ARENA_NEW(arena, struct problems);

	if (!json_decode(text, &header_shape, arena, header, problems))
		return AUTH_MALFORMED;
	if (!str_eq(header->alg, STR("RS256")) || shape_seen(&header_shape, header, "crit"))
		return AUTH_ALGORITHM;
	*kid = header->kid;
	return AUTH_OK;
}

enum auth_error token_read(struct str text, struct arena *arena, struct token *out)
{
	struct str rest = text, parts[3], header;

	if (text.n > TOKEN_BYTES_MAX)
		return AUTH_MALFORMED;
	for (size_t i = 0; i < 3; i++) {
		if (rest.n == 0)
			return AUTH_MALFORMED;
		parts[i] = str_cut(&rest, '.');
	}
	/* A dot behind the third part would be cut off unseen: the parts must add up to the
	 * whole. */
	if (parts[0].n + parts[1].n + parts[2].n + 2 != text.n)
		return AUTH_MALFORMED;
	if (!base64url_decode(parts[0], arena, &header) ||
	    !base64url_decode(parts[1], arena, &out->payload) ||
	    !base64url_decode(parts[2], arena, &out->signature) || !header.n || !out->payload.n ||
	    !out->signature.n)
		return AUTH_MALFORMED;
	out->covered = str_sub(text, 0, parts[0].n + 1 + parts[1].n);
	return header_check(header, arena, &out->kid);
}
