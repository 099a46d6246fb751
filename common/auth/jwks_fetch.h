/* The one place that talks to the network: reading the key set's document. */
#ifndef TABARD_AUTH_JWKS_FETCH_H
#define TABARD_AUTH_JWKS_FETCH_H

#include <stdatomic.h>

#include "common/base/arena.h"

/* Whether keys may come from there: https, http to a loopback host (nobody on the way), or a local
 * file. False with a sentence in `*why`. */
bool jwks_url_usable(const char *url, const char **why);

/* Reads the document, at most JWKS_BYTES_MAX of it and for at most five seconds; no redirects, the
 * peer's certificate checked, no proxy on the way to loopback. `*text` is in `arena`. Gives up soon
 * after `*cancel` turns true. False with a sentence in `*why`, which is static. */
bool jwks_fetch(const char *url, const atomic_bool *cancel, struct arena *arena, struct str *text,
                const char **why);

#endif
