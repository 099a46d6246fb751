#include "common/base/config.h"

#include "common/base/log.h"
#include "common/base/str.h"
#include "common/base/poison.h"

/* name, default, programs that read it, meaning; then the bounds of a number */
const struct setting_row settings[SETTINGS] = {
    [SET_DATABASE_URL] = {"DATABASE_URL", "dbname=tabard", "api events clock ctl",
                          "Where PostgreSQL is: a libpq connection string or URL.", 0, 0},
    [SET_DB_CONNECTIONS] = {"DB_CONNECTIONS", "12", "api",
                            "Database connections that the API's threads share, opened as they "
                            "are needed; more than four per core help where the disk is slow.",
                            1, 64},
    [SET_CLERK_JWKS_URL] = {"CLERK_JWKS_URL", "http://127.0.0.1:8080/.well-known/jwks.json", "api",
                            "Where the identity provider publishes its keys: https, http to this "
                            "machine, or a file URL.",
                            0, 0},
    [SET_CLERK_ISSUER] = {"CLERK_ISSUER", "http://localhost:8080", "api ctl",
                          "The exact `iss` that a token must carry.", 0, 0},
    [SET_ALLOWED_ORIGINS] = {"ALLOWED_ORIGINS",
                             "http://localhost:8080,http://localhost:5173,http://localhost:3000",
                             "api ctl",
                             "Origins of the front ends, separated by commas: a token's `azp` must "
                             "be one of them.",
                             0, 0},
    [SET_PUBLIC_URL] =
        {"PUBLIC_URL", "http://localhost:8080", "api ctl",
         "The address under which people reach this installation; join links begin with it.", 0, 0},
    [SET_SESSIONLESS] = {"CLERK_SESSIONLESS", "0", "api",
                         "1 takes tokens that name no session (`sid`) too, as templates make them.",
                         0, 1},
    [SET_WEBHOOK_SECRET] = {"CLERK_WEBHOOK_SECRET", "", "api",
                            "The signing secret of Clerk's webhook, `whsec_…`; without it none is "
                            "taken.",
                            0, 0},
    [SET_REQUESTS_PER_MINUTE] = {"REQUESTS_PER_MINUTE", "600", "api",
                                 "What one person may ask for in a minute, all at once or spread; "
                                 "0 for no limit.",
                                 0, 1000000},
    [SET_API_SOCKET] = {"API_SOCKET", "/run/tabard/api.sock", "api",
                        "The FastCGI socket, when systemd does not hand one over.", 0, 0},
    [SET_API_THREADS] = {"API_THREADS", "80", "api ctl",
                         "Threads that answer requests; more than NGINX_CONNECTIONS, or requests "
                         "starve.",
                         2, 1024},
    [SET_EVENTS_SOCKET] = {"EVENTS_SOCKET", "/run/tabard/events.sock", "events",
                           "The broadcaster's HTTP socket, when systemd does not hand one over.", 0,
                           0},
    [SET_EVENTS_THREADS] = {"EVENTS_THREADS", "2", "events",
                            "Threads that read the database for streams.", 1, 16},
    [SET_NGINX_CONNECTIONS] = {"NGINX_CONNECTIONS", "64", "api ctl",
                               "FastCGI connections that nginx may keep open: its workers times "
                               "`keepalive`; below API_THREADS.",
                               1, 1023},
    [SET_SIGNING_KEY] = {"SIGNING_KEY", "var/keys/signing.pem", "ctl",
                         "The private key for tokens of one's own, where no Clerk is used.", 0, 0},
    [SET_VAR] =
        {"TABARD_VAR", "var", "api ctl",
         "The directory for everything that is made while running; its disk is watched, and "
         "pictures are kept in it.",
         0, 0},
    [SET_UPLOAD_QUOTA_MIB] = {"UPLOAD_QUOTA_MIB", "500", "api",
                              "Mebibytes that the pictures of one campaign may take.", 1, 1000000},
};

const char *config_text(enum setting s)
{
	const char *value = getenv(settings[s].name);

	/* `NAME=` in an environment file is how people unset one. */
	return value && *value ? value : settings[s].value;
}

int64_t config_number(enum setting s)
{
	const struct setting_row *row = &settings[s];
	int64_t number;

	if (!str_to_int(str_of(config_text(s)), row->min, row->max, &number))
		log_fatal("setting_not_usable",
		          "setting=%s reason=\"must be a whole number from %lld to %lld\"",
		          row->name, (long long)row->min, (long long)row->max);
	return number;
}
