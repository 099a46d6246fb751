#include "common/base/config.h"

#include "common/base/log.h"
#include "common/base/str.h"
#include "common/base/poison.h"

const struct setting_row settings[SETTINGS] = {
    [SET_DATABASE_URL] = {
        .name = "DATABASE_URL", .value = "dbname=tabard", .readers = "api events clock ctl",
        .doc = "Where PostgreSQL is: a libpq connection string or URL."},
    [SET_DB_CONNECTIONS] = {
        .name = "DB_CONNECTIONS", .value = "6", .readers = "api", .min = 1, .max = 64,
        .doc = "Database connections that the API's threads share; two to four per core."},
    [SET_CLERK_JWKS_URL] = {
        .name = "CLERK_JWKS_URL", .value = "http://127.0.0.1:8080/.well-known/jwks.json",
        .readers = "api",
        .doc = "Where the identity provider publishes its keys: https, http to this machine, or a file "
               "URL."},
    [SET_CLERK_ISSUER] = {
        .name = "CLERK_ISSUER", .value = "http://localhost:8080", .readers = "api ctl",
        .doc = "The exact `iss` that a token must carry."},
    [SET_ALLOWED_ORIGINS] = {
        .name = "ALLOWED_ORIGINS",
        .value = "http://localhost:8080,http://localhost:5173,http://localhost:3000",
        .readers = "api",
        .doc = "Origins of the front ends, separated by commas: a token's `azp` must be one of them."},
    [SET_PUBLIC_URL] = {
        .name = "PUBLIC_URL", .value = "http://localhost:8080", .readers = "api ctl",
        .doc = "The address under which people reach this installation."},
    [SET_API_SOCKET] = {
        .name = "API_SOCKET", .value = "/run/tabard/api.sock", .readers = "api",
        .doc = "The FastCGI socket, when systemd does not hand one over."},
    [SET_API_THREADS] = {
        .name = "API_THREADS", .value = "96", .readers = "api ctl", .min = 2, .max = 1024,
        .doc = "Threads that answer requests; more than NGINX_CONNECTIONS, or requests starve."},
    [SET_EVENTS_SOCKET] = {
        .name = "EVENTS_SOCKET", .value = "/run/tabard/events.sock", .readers = "events",
        .doc = "The broadcaster's HTTP socket, when systemd does not hand one over."},
    [SET_EVENTS_THREADS] = {
        .name = "EVENTS_THREADS", .value = "2", .readers = "events", .min = 1, .max = 16,
        .doc = "Threads that write event streams."},
    [SET_NGINX_CONNECTIONS] = {
        .name = "NGINX_CONNECTIONS", .value = "64", .readers = "api ctl", .min = 1, .max = 1023,
        .doc = "FastCGI connections that nginx may keep open: its workers times `keepalive`."},
    [SET_SIGNING_KEY] = {
        .name = "SIGNING_KEY", .value = "var/keys/signing.pem", .readers = "ctl",
        .doc = "The private key for tokens of one's own, where no Clerk is used."},
    [SET_VAR] = {
        .name = "TABARD_VAR", .value = "var", .readers = "ctl",
        .doc = "The directory for everything that is made while running."},
};

const char *config_text(enum setting s) {
	const char *value = getenv(settings[s].name);

	/* `NAME=` in an environment file is how people unset one. */
	return value && *value ? value : settings[s].value;
}

int64_t config_number(enum setting s) {
	const struct setting_row *row = &settings[s];
	int64_t number;

	if (!str_to_int(str_of(config_text(s)), row->min, row->max, &number))
		log_fatal("setting_not_usable",
		          "setting=%s reason=\"must be a whole number from %lld to %lld\"", row->name,
		          (long long)row->min, (long long)row->max);
	return number;
}
