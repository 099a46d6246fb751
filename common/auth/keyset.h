/* The provider's current keys, and the thread that keeps them current outside every request. */
#ifndef TABARD_AUTH_KEYSET_H
#define TABARD_AUTH_KEYSET_H

#include "common/auth/jwks.h"

/* In milliseconds. */
struct keyset_timing {
	int64_t retry,
	    retry_max;    /* until the first success: the first pause, doubled up to the last */
	int64_t refresh;  /* between fetches once there are keys */
	int64_t cooldown; /* between fetches that unknown kids ask for */
};
extern const struct keyset_timing keyset_timing_default;

struct keyset;

/* Starts the thread, which fetches at once; NULL when it cannot be started, with the reason logged.
 * The URL is copied; jwks_url_usable() has approved of it. */
struct keyset *keyset_start(const char *url, const struct keyset_timing *timing);
/* Ends a fetch under way and the thread; NULL is fine. Sets still held stay valid. */
void keyset_stop(struct keyset *ks);

/* 0 as long as there are no keys; a new number whenever they change. Never waits. */
uint64_t keyset_generation(struct keyset *ks);
/* The current set with a reference for the caller to give back (jwks_unref), and its generation;
 * NULL as long as there is none. */
struct jwks *keyset_hold(struct keyset *ks, uint64_t *generation);

/* A token named a kid that the set does not have: asks for a fetch, unless one was asked for less
 * than a cooldown ago. Returns at once. */
void keyset_unknown_kid(struct keyset *ks);

/* Fetches finished so far, well or badly. */
uint64_t keyset_fetches(struct keyset *ks);

#endif
