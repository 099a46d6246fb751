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

size_t db_uuids(const struct db_rows *rows, size_t row, int column, struct uuid *out, size_t max)
{
	struct str rest = db_str(rows, row, column);
	size_t count = 0;

	rest = str_sub(rest, 1, rest.n ? rest.n - 2 : 0);
	while (rest.n) {
		struct str id = str_cut(&rest, ',');

		if (count < max)
			uuid_parse(id, &out[count]);
		count++;
	}
	return count;
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

const char *arg_uuids(struct arena *a, const struct uuid *ids, size_t count)
{
	struct buf b = BUF(a);

	buf_putc(&b, '{');
	for (size_t i = 0; i < count; i++)
		buf_printf(&b, "%s%s", i ? "," : "", arg_uuid(a, ids[i]));
	buf_putc(&b, '}');
	return arg_str(a, buf_str(&b));
}

const char *arg_bool(bool value)
{
	return value ? "true" : "false";
}
