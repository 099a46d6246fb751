/* How every connection is opened; private to common/db. */
#ifndef TABARD_DB_CONNECT_H
#define TABARD_DB_CONNECT_H

#include <libpq-fe.h>

/* Session settings that all programs share: time in UTC, ISO dates, no wait without an end. */
#define DB_SESSION_OPTIONS                                                                         \
	"-c timezone=UTC -c datestyle=ISO -c client_min_messages=warning "                         \
	"-c statement_timeout=15000 -c lock_timeout=10000 "                                        \
	"-c idle_in_transaction_session_timeout=15000"

/* Parameter arrays for PQconnectdbParams and PQconnectStartParams (expand_dbname = 1). */
struct db_params {
	const char *keys[6], *values[6];
};
struct db_params db_params(const char *url, const char *program);

/* The server's error text without its line ends, into `out`. */
void db_error_text(const char *message, char *out, size_t size);

#endif
