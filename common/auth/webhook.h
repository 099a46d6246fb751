/* Webhooks as Svix signs them for Clerk: an HMAC-SHA256, under a secret that both know, over the delivery's
 * id, its time and the body. */
#ifndef TABARD_AUTH_WEBHOOK_H
#define TABARD_AUTH_WEBHOOK_H

#include "common/base/arena.h"

enum { WEBHOOK_WINDOW_SECONDS = 5 * 60, WEBHOOK_ID_MAX = 200 };

struct webhook {
	struct str id, timestamp,
	    signatures;  /* the headers svix-id, svix-timestamp, svix-signature */
	struct str body; /* every byte of it */
};

enum webhook_error {
	WEBHOOK_OK,
	WEBHOOK_SECRET,    /* there is none, or it is not "whsec_" and base64 */
	WEBHOOK_HEADERS,   /* one of the three is missing or not what it should be */
	WEBHOOK_STALE,     /* the time is more than the window away: an old delivery sent again */
	WEBHOOK_SIGNATURE, /* none of the signatures of version 1 is good */
	WEBHOOK_ERRORS,
};
extern const char *const webhook_error_messages[WEBHOOK_ERRORS];

/* Checks a delivery as of `now`. Takes as long for one wrong signature as for another. */
enum webhook_error webhook_verify(struct str secret, const struct webhook *webhook, int64_t now,
                                  struct arena *arena);

#endif
