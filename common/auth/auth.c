#include "common/auth/auth.h"

#include "common/auth/jwks_fetch.h"
#include "common/auth/state.h"
#include "common/base/log.h"
#include "common/base/poison.h"

const char *const auth_error_messages[AUTH_ERRORS] = {
    [AUTH_OK] = "The token is valid.",
    [AUTH_MALFORMED] = "The token is not a well-formed JWT with an integer exp.",
    [AUTH_ALGORITHM] = "The token must be signed with RS256, without critical extensions.",
    [AUTH_UNKNOWN_KEY] = "The token's kid names no key of the identity provider.",
    [AUTH_SIGNATURE] = "The token's signature does not match.",
    [AUTH_ISSUER] = "The token's iss is not the identity provider configured here.",
    [AUTH_EXPIRED] = "The token has expired.",
    [AUTH_NOT_YET] = "The token is not valid yet: compare the clocks.",
    [AUTH_ORIGIN] = "The token's azp is not one of the allowed origins.",
    [AUTH_SUBJECT] = "The token's sub must be 1 to 255 printable ASCII characters.",
    [AUTH_SESSION] = "The token names no session (sid): use a session token.",
    [AUTH_PENDING] = "The session is pending (sts): what sign-in asks for is not complete.",
    [AUTH_NO_KEYS] = "The identity provider's keys could not be fetched yet: try again shortly.",
};

/* A scheme and an authority and nothing else (RFC 6454 section 6.2), as browsers send it. A
 * trailing slash or a wildcard would never match, and be looked for a long time. */
static bool is_origin(struct str origin)
{
	size_t colon = str_find(origin, ':');
	struct str authority = str_sub(origin, colon + 3, origin.n);

	if (colon == 0 || !str_eq(str_sub(origin, colon, 3), STR("://")) || authority.n == 0)
		return false;
	for (size_t i = 0; i < authority.n; i++)
		if (authority.p[i] <= ' ' || authority.p[i] > '~' ||
		    strchr("/?#*@\\", authority.p[i]))
			return false;
	return true;
}

static const char *read_origins(struct auth *auth, struct str list)
{
	size_t room = 1;
	struct str *origins;

	for (size_t i = 0; i < list.n; i++)
		room += list.p[i] == ',';
	origins = ARENA_ARRAY(&auth->arena, struct str, room);
	auth->rules.origins = origins;
	while (list.n) {
		struct str origin = str_trim(str_cut(&list, ','));

		if (origin.n == 0)
			continue;
		if (!is_origin(origin))
			return "an origin is a scheme, ://, a host and perhaps a port, and nothing "
			       "more";
		origins[auth->rules.origin_count++] = arena_str(&auth->arena, origin);
	}
	return auth->rules.origin_count ? NULL : "no origin is allowed";
}

static bool usable(const char *setting, const char *why)
{
	if (why)
		log_line(LOG_ERROR, "setting_not_usable", "setting=%s reason=\"%s\"", setting, why);
	return !why;
}

/* Whether every setting can be used; the reason for the first that cannot is logged. */
static bool read_settings(struct auth *auth, const struct auth_settings *settings)
{
	struct str issuer = str_trim(str_of(settings->issuer));
	const char *why;

	jwks_url_usable(settings->jwks_url, &why);
	if (!usable("CLERK_JWKS_URL", why))
		return false;
	if (!usable("CLERK_ISSUER", issuer.n ? NULL : "it is empty"))
		return false;
	auth->rules.issuer = arena_str(&auth->arena, issuer);
	auth->rules.sessionless = settings->sessionless;
	return usable("ALLOWED_ORIGINS", read_origins(auth, str_of(settings->allowed_origins)));
}

struct auth *auth_start_timed(const struct auth_settings *settings,
                              const struct keyset_timing *timing)
{
	struct auth *auth = calloc(1, sizeof *auth);

	if (!auth)
		log_fatal("out_of_memory", "bytes=%zu", sizeof *auth);
	if (!read_settings(auth, settings) ||
	    !(auth->keys = keyset_start(settings->jwks_url, timing))) {
		auth_stop(auth);
		return NULL;
	}
	auth->verified = token_cache_new();
	return auth;
}

struct auth *auth_start(const struct auth_settings *settings)
{
	return auth_start_timed(settings, &keyset_timing_default);
}

void auth_stop(struct auth *auth)
{
	if (!auth)
		return;
	keyset_stop(auth->keys);
	token_cache_free(auth->verified);
	arena_free(&auth->arena);
	free(auth);
}

bool auth_origin_allowed(const struct auth *auth, struct str origin)
{
	return claims_origin_allowed(&auth->rules, origin);
}

bool auth_subject_usable(struct str subject)
{
	return subject_usable(subject);
}

bool auth_ready(struct auth *auth)
{
	return keyset_generation(auth->keys) != 0;
}
