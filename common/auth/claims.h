/* The payload of a token whose signature is good (RFC 7519 section 4). */
#ifndef TABARD_AUTH_CLAIMS_H
#define TABARD_AUTH_CLAIMS_H

#include "common/auth/auth.h"

enum { LEEWAY_SECONDS = 5 };

/* What this installation asks of a token. */
struct claim_rules {
	struct str issuer;
	const struct str *origins;
	size_t origin_count;
	bool sessionless; /* `sid` may be missing */
};

/* Whether `now` is within the times, with the leeway. */
bool claims_expired(const struct claims *claims, int64_t now);
bool claims_not_yet(const struct claims *claims, int64_t now);

/* Whether it can name a user: 1 to SUBJECT_BYTES_MAX bytes of printable ASCII without spaces. */
bool subject_usable(struct str subject);

bool claims_origin_allowed(const struct claim_rules *rules, struct str origin);

/* Checks the payload, a JSON object: `iss`, `exp` and `nbf` (both integers), `azp`, `sub`, `sid`, `sts`, in this
 * order. Strings of `out` are in `arena`. */
enum auth_error claims_check(struct str payload, const struct claim_rules *rules, int64_t now,
                             struct arena *arena, struct claims *out);

#endif
