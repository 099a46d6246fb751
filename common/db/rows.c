#include <libpq-fe.h>

#include "common/db/db.h"

#include "common/base/poison.h"

/* struct db_rows is a PGresult by another name, so that no libpq type leaves this folder. */
static const PGresult *result_of(const struct db_rows *rows)
{
	return (const PGresult *)rows;
}

size_t db_count(const struct db_rows *rows)
{
	return (size_t)PQntuples(result_of(rows));
}

bool db_null(const struct db_rows *rows, size_t row, int column)
{
	return PQgetisnull(result_of(rows), (int)row, column);
}

struct str db_str(const struct db_rows *rows, size_t row, int column)
{
	return (struct str){PQgetvalue(result_of(rows), (int)row, column),
	                    (size_t)PQgetlength(result_of(rows), (int)row, column)};
}

int64_t db_int(const struct db_rows *rows, size_t row, int column)
{
	int64_t value = 0;

	str_to_int(db_str(rows, row, column), INT64_MIN, INT64_MAX, &value);
	return value;
}

bool db_bool(const struct db_rows *rows, size_t row, int column)
{
	return str_eq(db_str(rows, row, column), STR("t"));
}

struct uuid db_uuid(const struct db_rows *rows, size_t row, int column)
{
	struct uuid id = {{0}};

	uuid_parse(db_str(rows, row, column), &id);
	return id;
}

const char *arg_str(struct arena *a, struct str s)
{
	return arena_cstr(a, s);
}

const char *arg_int(struct arena *a, int64_t value)
{
	return arena_printf(a, "%lld", (long long)value).p;
}

const char *arg_uuid(struct arena *a, struct uuid id)
{
	char *text = arena_alloc(a, UUID_TEXT + 1, 1);

	uuid_format(id, text);
	return text;
}

const char *arg_uuid_or_null(struct arena *a, struct uuid id)
{
	return uuid_is_nil(id) ? NULL : arg_uuid(a, id);
}

const char *arg_bool(bool value)
{
	return value ? "true" : "false";
}
