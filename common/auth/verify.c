#include "common/auth/signature.h"
#include "common/auth/state.h"
#include "common/base/poison.h"

/* The token's key by its exact kid: looked up, never guessed and never taken from the token. */
static enum auth_error verify_signature(struct auth *auth, const struct token *token,
                                        uint64_t *generation)
{
	struct jwks *set = keyset_hold(auth->keys, generation);
	const struct jwk *key = set ? jwks_find(set, token->kid) : NULL;
	enum auth_error error = set ? AUTH_UNKNOWN_KEY : AUTH_NO_KEYS;

	if (key) {
		atomic_fetch_add_explicit(&auth->signature_checks, 1, memory_order_relaxed);
		error = signature_good(token, key->key) ? AUTH_OK : AUTH_SIGNATURE;
	} else if (set && token->kid.n) {
		keyset_unknown_kid(auth->keys);
	}
	jwks_unref(set);
	return error;
}

enum auth_error auth_verify(struct auth *auth, struct str token, int64_t now, struct arena *arena,
                            struct claims *out)
{
	uint64_t generation = keyset_generation(auth->keys);
	struct token_key key;
	struct token parts;
	enum auth_error error;
	bool keyed;

	if (token.n > TOKEN_BYTES_MAX)
		return AUTH_MALFORMED;
	keyed = generation && token_cache_key(auth->verified, token, &key);
	if (keyed && token_cache_get(auth->verified, &key, generation, now, arena, out))
		return AUTH_OK;
	error = token_read(token, arena, &parts);
	if (error == AUTH_OK)
		error = verify_signature(auth, &parts, &generation);
	if (error == AUTH_OK)
		error = claims_check(parts.payload, &auth->rules, now, arena, out);
	/* Under the generation whose key checked it: after a rotation in between, the entry is
	 * never found, and the token is checked again. */
	if (error == AUTH_OK && keyed)
		token_cache_put(auth->verified, &key, generation, out);
	return error;
}
