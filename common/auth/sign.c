#include "common/auth/auth.h"

#include <limits.h>

#include <jwt.h>

#include "common/auth/claims.h"
#include "common/auth/rsa.h"
#include "common/base/log.h"
#include "common/base/uuid.h"
#include "common/base/poison.h"

/* One string claim; false for what JSON cannot hold, which is a NUL inside or broken UTF-8. */
static bool add_text(jwt_t *jwt, const char *claim, struct str value, struct arena *arena)
{
	if (str_find(value, '\0') != value.n || str_utf8_length(value) < 0)
		return false;
	return jwt_add_grant(jwt, claim, arena_cstr(arena, value)) == 0;
}

/* Clerk's tokens name their session; ours get a session each. */
static struct str new_session(struct arena *arena)
{
	char id[UUID_TEXT + 1];

	uuid_format(uuid_v4(), id);
	return arena_printf(arena, "sess_%s", id);
}

static bool add_claims(jwt_t *jwt, const char *issuer, const char *origin, struct str subject,
                       struct str name, int64_t now, int64_t lifetime, struct arena *arena)
{
	int64_t expires;

	return !__builtin_add_overflow(now, lifetime, &expires) &&
	       add_text(jwt, "iss", str_of(issuer), arena) &&
	       add_text(jwt, "azp", str_of(origin), arena) &&
	       add_text(jwt, "sub", subject, arena) &&
	       (name.n == 0 || add_text(jwt, "name", name, arena)) &&
	       add_text(jwt, "sid", new_session(arena), arena) &&
	       jwt_add_grant_int(jwt, "iat", now) == 0 && jwt_add_grant_int(jwt, "nbf", now) == 0 &&
	       jwt_add_grant_int(jwt, "exp", expires) == 0;
}

struct str auth_sign(const char *key_path, const char *issuer, const char *origin,
                     struct str subject, struct str name, int64_t now, int64_t lifetime,
                     struct arena *arena)
{
	struct arena own = {0}; /* the key must not outlive this call */
	struct rsa_private key = {0};
	struct str token = {"", 0};
	jwt_t *jwt = NULL;
	char *text = NULL;

	if (!rsa_read(key_path, &own, &key))
		goto out;
	if (!subject_usable(subject) || jwt_new(&jwt) != 0 ||
	    jwt_add_header(jwt, "kid", arena_cstr(&own, key.kid)) != 0 ||
	    !add_claims(jwt, issuer, origin, subject, name, now, lifetime, &own) ||
	    jwt_set_alg(jwt, JWT_ALG_RS256, (const unsigned char *)key.pem.p, (int)key.pem.n) !=
	        0 ||
	    !(text = jwt_encode_str(jwt))) {
		log_line(LOG_ERROR, "token_not_signed",
		         "reason=\"the subject or another claim is not usable\"");
		goto out;
	}
	token = arena_str(arena, str_of(text));
out:
	free(text);
	jwt_free(jwt);
	rsa_forget(&key);
	arena_free(&own);
	return token;
}
