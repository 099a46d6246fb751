#include "common/auth/signature.h"

#include <limits.h>

#include <jwt.h>
#include <openssl/err.h>

#include "common/base/poison.h"

/* An integer claim; false means it is something else, and `*found` tells whether it is there at
 * all. As text, because 1.10.2's jwt_get_grant_int() makes 0 of a string and nothing of a
 * fraction. */
static bool integer_claim(jwt_t *jwt, const char *name, bool *found, int64_t *out)
{
	char *text = jwt_get_grants_json(jwt, name);
	bool good = !text || str_to_int(str_of(text), INT64_MIN, INT64_MAX, out);

	*found = text != NULL;
	free(text);
	return good;
}

static enum auth_error read_times(jwt_t *jwt, struct token_times *times)
{
	bool found;

	if (!integer_claim(jwt, "exp", &found, &times->expires) || !found)
		return AUTH_MALFORMED;
	if (!integer_claim(jwt, "nbf", &found, &times->not_before))
		return AUTH_MALFORMED;
	if (!found)
		times->not_before = INT64_MIN;
	return AUTH_OK;
}

enum auth_error signature_check(const struct token *token, struct str pem,
                                struct token_times *times)
{
	jwt_t *jwt = NULL;
	enum auth_error error = AUTH_SIGNATURE;

	/* Without a key the library accepts whatever it is given. */
	if (!pem.p || pem.n == 0 || pem.n > INT_MAX)
		goto out;
	if (jwt_decode(&jwt, token->text, (const unsigned char *)pem.p, (int)pem.n) != 0 || !jwt)
		goto out;
	/* The header said so before; the library must have understood the same. */
	if (jwt_get_alg(jwt) != JWT_ALG_RS256)
		goto out;
	error = read_times(jwt, times);
out:
	jwt_free(jwt);
	ERR_clear_error(); /* the thread's next use of OpenSSL must not find our failure */
	return error;
}
