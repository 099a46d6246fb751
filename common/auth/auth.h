/* Who is calling: session tokens checked against a JWKS, and (for tabardctl) keys and tokens of one's
 * own. The only door to libjwt, OpenSSL and libcurl. */
#ifndef TABARD_AUTH_AUTH_H
#define TABARD_AUTH_AUTH_H

#include "common/base/arena.h"

enum { TOKEN_BYTES_MAX = 8192, SUBJECT_BYTES_MAX = 255 };

struct auth; /* the key set, the settings and the thread that keeps the keys fresh; shared by all */

struct auth_settings {
	const char *jwks_url;        /* https, or http to loopback */
	const char *issuer;          /* exact `iss` */
	const char *allowed_origins; /* comma-separated: `azp` must be one of them */
	bool sessionless;            /* tokens without `sid` are taken too */
};

/* Starts fetching keys in a thread of its own and returns at once; NULL when a setting is not usable,
 * with the reason logged. */
struct auth *auth_start(const struct auth_settings *settings);
void auth_stop(struct auth *auth);
/* Whether there is a usable key set. */
bool auth_ready(struct auth *auth);

enum auth_error {
	AUTH_OK,
	AUTH_MALFORMED,   /* not a compact JWS, too long, or not the JSON it should be */
	AUTH_ALGORITHM,   /* anything but RS256, or a `crit` header */
	AUTH_UNKNOWN_KEY, /* no such `kid`; a refresh has been asked for */
	AUTH_SIGNATURE,
	AUTH_ISSUER,
	AUTH_EXPIRED,
	AUTH_NOT_YET,
	AUTH_ORIGIN,
	AUTH_SUBJECT,
	AUTH_SESSION, /* no `sid`: not the token of somebody's session */
	AUTH_PENDING, /* `sts` is not active: something is left to do before the person is in */
	AUTH_NO_KEYS, /* no key set could be fetched so far: 503, not 401 */
	AUTH_ERRORS,
};
/* The sentence for the developer: what is wrong with the token. */
extern const char *const auth_error_messages[AUTH_ERRORS];

/* Whether it is exactly one of the allowed origins. */
bool auth_origin_allowed(const struct auth *auth, struct str origin);

/* Whether it can name a user: 1 to SUBJECT_BYTES_MAX bytes of printable ASCII without spaces. */
bool auth_subject_usable(struct str subject);

/* Whom a valid token names. */
struct claims {
	struct str
	    subject;     /* `sub`, 1 to SUBJECT_BYTES_MAX bytes of printable ASCII without spaces */
	struct str name; /* `name`, or empty */
	int64_t expires; /* `exp`, seconds since 1970 */
	int64_t not_before; /* `nbf`, or 0 */
	int64_t issued;     /* `iat`, or 0 */
	uint64_t session;   /* a hash of `sid` */
};

/* Checks a compact JWS (RFC 7515, RFC 7519) as of `now`: RS256 only, key by exact `kid`, no `crit`,
 * `iss`, `azp`, `exp` and `nbf` (five seconds of leeway), `sub`, `sid`, `sts`. Strings of `out` are in `arena`. A
 * token already verified is remembered by its SHA-256 until it expires (a bounded cache), so that a
 * signature is checked once and not on every request. Safe from many threads. */
enum auth_error auth_verify(struct auth *auth, struct str token, int64_t now, struct arena *arena,
                            struct claims *out);

/* Makes <dir>/signing.pem (RSA 2048, mode 0600) and <dir>/jwks.json unless both exist. False with the
 * reason logged. */
bool auth_keygen(const char *dir);

/* Signs a session token as the identity provider would: header kid of the key, sub, name, sid, iss, azp,
 * iat, nbf, exp = now + lifetime. Empty slice with the reason logged when the key cannot be read. */
struct str auth_sign(const char *key_path, const char *issuer, const char *origin,
                     struct str subject, struct str name, int64_t now, int64_t lifetime,
                     struct arena *arena);

#endif
