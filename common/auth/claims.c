#include "common/auth/claims.h"

#include "common/json/json.h"
#include "common/base/poison.h"

struct payload {
	struct str iss, sub, azp, name, sid, sts;
	int64_t iat, exp, nbf;
};

#define CLAIM(name_, flags_, doc_)                                                                 \
	{                                                                                          \
		.name = #name_, .kind = FIELD_STR, .flags = (flags_),                              \
		.offset = offsetof(struct payload, name_), .max = TOKEN_BYTES_MAX, .doc = (doc_)   \
	}

#define TIME(name_, flags_, doc_)                                                                  \
	{                                                                                          \
		.name = #name_, .kind = FIELD_LONG, .flags = (flags_),                             \
		.offset = offsetof(struct payload, name_), .min = INT64_MIN, .max = INT64_MAX,     \
		.doc = (doc_)                                                                      \
	}

/* Absent and empty come to the same: neither is the issuer, an allowed origin or a user. A
 * provider's template writes null for a name it does not know. */
static const struct field payload_fields[] = {
    CLAIM(iss, 0, "Who made the token."),
    CLAIM(sub, 0, "Whom it is about."),
    CLAIM(azp, 0, "The origin it was made for."),
    CLAIM(name, FIELD_NULLABLE, "What people call them."),
    CLAIM(sid, FIELD_NULLABLE, "Their session."),
    CLAIM(sts, 0, "Where the session stands; absent for active."),
    TIME(iat, FIELD_NULLABLE, "When it was made."),
    TIME(exp, FIELD_REQUIRED, "When it ends."),
    TIME(nbf, 0, "When it begins; absent for always."),
};

static const struct shape payload_shape = {
    .name = "TokenPayload",
    .open = true,
    .size = sizeof(struct payload),
    .seen = SHAPE_NO_SEEN,
    .fields = payload_fields,
    .count = sizeof payload_fields / sizeof *payload_fields,
};

bool claims_expired(const struct claims *claims, int64_t now)
{
	return claims->expires <= now - LEEWAY_SECONDS;
}

bool claims_not_yet(const struct claims *claims, int64_t now)
{
	return claims->not_before > now + LEEWAY_SECONDS;
}

bool subject_usable(struct str subject)
{
	for (size_t i = 0; i < subject.n; i++)
		if (subject.p[i] <= ' ' || subject.p[i] > '~')
			return false;
	return subject.n >= 1 && subject.n <= SUBJECT_BYTES_MAX;
}

bool claims_origin_allowed(const struct claim_rules *rules, struct str origin)
{
	for (size_t i = 0; i < rules->origin_count; i++)
		if (str_eq(rules->origins[i], origin))
			return true;
	return false;
}

enum auth_error claims_check(struct str payload, const struct claim_rules *rules, int64_t now,
                             struct arena *arena, struct claims *out)
{
	struct payload *p = ARENA_NEW(arena, struct payload);
	struct problems *problems = ARENA_NEW(arena, struct problems);
	struct claims claims;

	if (!json_decode(payload, &payload_shape, arena, p, problems))
		return AUTH_MALFORMED;
	claims = (struct claims){.subject = p->sub,
	                         .name = p->name,
	                         .expires = p->exp,
	                         .not_before = p->nbf,
	                         .issued = p->iat,
	                         .session = str_hash(p->sid)};
	if (!str_eq(p->iss, rules->issuer))
		return AUTH_ISSUER;
	if (claims_expired(&claims, now))
		return AUTH_EXPIRED;
	if (claims_not_yet(&claims, now))
		return AUTH_NOT_YET;
	if (!claims_origin_allowed(rules, p->azp))
		return AUTH_ORIGIN;
	if (!subject_usable(p->sub))
		return AUTH_SUBJECT;
	if (!p->sid.n && !rules->sessionless)
		return AUTH_SESSION;
	if (p->sts.n && !str_eq(p->sts, STR("active")))
		return AUTH_PENDING;
	*out = claims;
	return AUTH_OK;
}
