/* Settings: one row each, with its one default. The programs read them here, `tabardctl settings`
 * prints them, and the README's table is checked against that. */
#ifndef TABARD_BASE_CONFIG_H
#define TABARD_BASE_CONFIG_H

#include <stddef.h>
#include <stdint.h>

enum setting {
	SET_DATABASE_URL,
	SET_DB_CONNECTIONS,
	SET_CLERK_JWKS_URL,
	SET_CLERK_ISSUER,
	SET_ALLOWED_ORIGINS,
	SET_PUBLIC_URL,
	SET_SESSIONLESS,
	SET_WEBHOOK_SECRET,
	SET_REQUESTS_PER_MINUTE,
	SET_API_SOCKET,
	SET_API_THREADS,
	SET_EVENTS_SOCKET,
	SET_EVENTS_THREADS,
	SET_NGINX_CONNECTIONS,
	SET_SIGNING_KEY,
	SET_VAR,
	SET_UPLOAD_QUOTA_MIB,
	SETTINGS,
};

struct setting_row {
	const char *name;    /* of the environment variable */
	const char *value;   /* the default */
	const char *readers; /* the programs that read it */
	const char *doc;
	int64_t min, max; /* of a number; both 0 for text */
};
extern const struct setting_row settings[SETTINGS];

/* The value from the environment, or the default. */
const char *config_text(enum setting s);
/* The same as a number; a value that is not one, or out of bounds, ends the process with a line that
 * names the setting. */
int64_t config_number(enum setting s);

#endif
