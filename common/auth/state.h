/* What stands behind struct auth, and what the tests may set and see of it. */
#ifndef TABARD_AUTH_STATE_H
#define TABARD_AUTH_STATE_H

#include <stdatomic.h>

#include "common/auth/claims.h"
#include "common/auth/keyset.h"
#include "common/auth/token_cache.h"

struct auth {
	struct arena arena; /* of the rules; written by auth_start only */
	struct claim_rules rules;
	struct keyset *keys;
	struct token_cache *verified;
	atomic_uint_fast64_t signature_checks;
};

/* auth_start() with other pauses between fetches. */
struct auth *auth_start_timed(const struct auth_settings *settings,
                              const struct keyset_timing *timing);

#endif
