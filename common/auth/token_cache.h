/* Tokens whose signature was found good, so that it is checked once and not on every request.
 * Bounded; a token is known by its SHA-256, so that the cache holds nothing that could be
 * replayed. */
#ifndef TABARD_AUTH_TOKEN_CACHE_H
#define TABARD_AUTH_TOKEN_CACHE_H

#include "common/auth/auth.h"

enum { TOKEN_CACHE_ENTRIES = 4096, CACHED_NAME_BYTES_MAX = 512 };

struct token_cache;

struct token_key {
	unsigned char bytes[32];
};

struct token_cache *token_cache_new(void);
void token_cache_free(struct token_cache *cache);

/* The name of a token in the cache; false when OpenSSL cannot hash. */
bool token_cache_key(const struct token_cache *cache, struct str token, struct token_key *key);

/* The claims of a token that was put there under the same generation of the key set and is within
 * its time at `now`; strings are copied to `arena`. An entry past its time or of another generation
 * goes. */
bool token_cache_get(struct token_cache *cache, const struct token_key *key, uint64_t generation,
                     int64_t now, struct arena *arena, struct claims *out);

/* Remembers a token verified with the keys of `generation`. In a full set the one that ends first
 * makes room. A name longer than CACHED_NAME_BYTES_MAX is not remembered. */
void token_cache_put(struct token_cache *cache, const struct token_key *key, uint64_t generation,
                     const struct claims *claims);

#endif
