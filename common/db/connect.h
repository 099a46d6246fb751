/* How every connection is opened; private to common/db. */
#ifndef TABARD_DB_CONNECT_H
#define TABARD_DB_CONNECT_H

#include <libpq-fe.h>

/* Session settings that all programs share: time in UTC, ISO dates, no wait without an end. */
extern const char db_session_options[];

/* Parameter arrays for PQconnectdbParams and PQconnectStartParams (expand_dbname = 1). */
struct db_params {
	const char *keys[10], *values[10];
};
struct db_params db_params(const char *url, const char *program);

/* The server's error text without its line ends, into `out`. */
void db_error_text(const char *message, char *out, size_t size);

#endif
