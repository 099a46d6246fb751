/* A statement: written in a .sql file, embedded by the build, prepared once per connection. */
#ifndef TABARD_DB_QUERY_H
#define TABARD_DB_QUERY_H

struct db_query {
	const char *name;
	const char *text;
	unsigned index;  /* in db_queries */
	unsigned params; /* $1 … $params */
};

#endif
