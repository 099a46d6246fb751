#include "common/auth/token_cache.h"

#include <pthread.h>

#include <openssl/evp.h>

#include "common/auth/claims.h"
#include "common/base/log.h"
#include "common/base/poison.h"

/* A token has WAYS places to be in, chosen by its hash: finding one and making room are both
 * short. */
enum { WAYS = 4, SETS = TOKEN_CACHE_ENTRIES / WAYS };

struct entry {
	struct token_key key;
	uint64_t generation;
	struct claims claims; /* their strings are in `text` */
	char *text;           /* subject, then name; NULL in a free place */
};

struct token_cache {
	EVP_MD *sha256; /* fetched once: looking it up takes a lock inside OpenSSL */
	pthread_mutex_t lock;
	struct entry entries[SETS][WAYS];
};

struct token_cache *token_cache_new(void)
{
	struct token_cache *cache = calloc(1, sizeof *cache);

	if (!cache)
		log_fatal("out_of_memory", "bytes=%zu", sizeof *cache);
	cache->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (!cache->sha256)
		log_fatal("openssl_unusable", "missing=SHA256");
	pthread_mutex_init(&cache->lock, NULL);
	return cache;
}

void token_cache_free(struct token_cache *cache)
{
	if (!cache)
		return;
	for (size_t set = 0; set < SETS; set++)
		for (size_t way = 0; way < WAYS; way++)
			free(cache->entries[set][way].text);
	pthread_mutex_destroy(&cache->lock);
	EVP_MD_free(cache->sha256);
	free(cache);
}

bool token_cache_key(const struct token_cache *cache, struct str token, struct token_key *key)
{
	return EVP_Digest(token.p, token.n, key->bytes, NULL, cache->sha256, NULL) == 1;
}

/* The places for this key; the lock is held. */
static struct entry *places_of(struct token_cache *cache, const struct token_key *key)
{
	return cache->entries[(key->bytes[0] | (unsigned)key->bytes[1] << 8) % SETS];
}

static struct entry *entry_of(struct entry *places, const struct token_key *key)
{
	for (size_t way = 0; way < WAYS; way++)
		if (places[way].text && memcmp(&places[way].key, key, sizeof *key) == 0)
			return &places[way];
	return NULL;
}

bool token_cache_get(struct token_cache *cache, const struct token_key *key, uint64_t generation,
                     int64_t now, struct arena *arena, struct claims *out)
{
	char text[SUBJECT_BYTES_MAX + CACHED_NAME_BYTES_MAX];
	struct entry *found;
	char *stale = NULL;
	bool good = false;

	pthread_mutex_lock(&cache->lock);
	found = entry_of(places_of(cache, key), key);
	if (found && (found->generation != generation || claims_expired(&found->claims, now))) {
		stale = found->text;
		*found = (struct entry){0};
	} else if (found && !claims_not_yet(&found->claims, now)) {
		good = true;
		*out = found->claims;
		memcpy(text, found->text, out->subject.n + out->name.n);
	}
	pthread_mutex_unlock(&cache->lock);
	free(stale);
	if (!good)
		return false;
	out->subject = arena_str(arena, (struct str){text, out->subject.n});
	out->name = arena_str(arena, (struct str){text + out->subject.n, out->name.n});
	return true;
}

/* Best first: where this token is already, a free place, one of other keys, the one that ends
 * first. */
static struct entry *place_for(struct token_cache *cache, const struct token_key *key,
                               uint64_t generation)
{
	struct entry *places = places_of(cache, key);
	struct entry *best = entry_of(places, key);

	for (size_t way = 0; !best && way < WAYS; way++)
		if (!places[way].text || places[way].generation != generation)
			best = &places[way];
	if (best)
		return best;
	best = places;
	for (size_t way = 1; way < WAYS; way++)
		if (places[way].claims.expires < best->claims.expires)
			best = &places[way];
	return best;
}

void token_cache_put(struct token_cache *cache, const struct token_key *key, uint64_t generation,
                     const struct claims *claims)
{
	struct str subject = claims->subject, name = claims->name;
	struct entry fresh = {.key = *key, .generation = generation, .claims = *claims};
	struct entry *place;
	char *evicted;

	if (subject.n > SUBJECT_BYTES_MAX || name.n > CACHED_NAME_BYTES_MAX)
		return;
	fresh.text = malloc(subject.n + name.n + 1);
	if (!fresh.text)
		return; /* it is only a cache */
	memcpy(fresh.text, subject.p, subject.n);
	if (name.n)
		memcpy(fresh.text + subject.n, name.p, name.n);
	fresh.claims.subject.p = fresh.text;
	fresh.claims.name.p = fresh.text + subject.n;
	pthread_mutex_lock(&cache->lock);
	place = place_for(cache, key, generation);
	evicted = place->text;
	*place = fresh;
	pthread_mutex_unlock(&cache->lock);
	free(evicted);
}
