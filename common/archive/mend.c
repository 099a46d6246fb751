/* Rows that the database would take whatever they are: read by the shapes that people's own are read by, and what was
 * read is what is put. */
#include "common/archive/archive.h"
#include "common/compendium/entry.h"
#include "common/formats/uvtt.h"
#include "common/json/any.h"
#include "common/json/scan.h"
#include "common/table/load.h"
#include "common/table/map.h"

#include "common/base/poison.h"

static bool is_one_of(struct str key, const struct shape *shape)
{
	for (size_t i = 0; i < shape->count; i++)
		if (str_eq(key, str_of(shape->fields[i].name)))
			return true;
	return false;
}

/* One more of an object that is being written. */
static void put_member(struct buf *b, struct str key, struct str value)
{
	buf_put(b, b->n ? STR(",\"") : STR("{\""));
	buf_put(b, key);
	BUF_LIT(b, "\":");
	buf_put(b, value);
}

static struct str end_object(struct buf *b)
{
	buf_put(b, b->n ? STR("}") : STR("{}"));
	return buf_str(b);
}

/* The members of `object`, each as a member of that. */
static void put_members(struct buf *b, struct str object)
{
	struct str key, value;

	while (json_next_member(&object, &key, &value))
		put_member(b, str_eq(key, STR("zones")) ? STR("fog") : key, value);
}

/* In {"zones":…} the pointers are /zones/0/x, and the column is called otherwise. */
static void add_fog_problems(struct problems *ps, const struct problems *found, struct arena *arena)
{
	struct str zones = STR("/zones");

	for (size_t i = 0; i < found->count; i++) {
		struct str rest = str_sub(found->items[i].field, zones.n, SIZE_MAX);

		problem_add(ps, arena_printf(arena, "/fog%.*s", STR_ARG(rest)),
		            found->items[i].code, found->items[i].message);
	}
}

bool archive_mend_map(struct str row, struct arena *arena, struct str *out, struct problems *ps)
{
	struct buf parts = BUF(arena), fog = BUF(arena), b = BUF(arena);
	struct problems found = {0};
	struct zones zones = {0};
	struct uvtt map = {0};
	struct str key, value;

	while (json_next_member(&row, &key, &value)) {
		if (is_one_of(key, &uvtt_parts_shape))
			put_member(&parts, key, value);
		else if (str_eq(key, STR("fog")))
			put_member(&fog, STR("zones"), value);
		else if (str_find(key, '\\') == key.n)
			put_member(&b, key, value);
	}
	if (!json_decode(end_object(&parts), &uvtt_parts_shape, arena, &map, ps))
		return false;
	if (!json_decode(end_object(&fog), &zones_shape, arena, &zones, &found)) {
		add_fog_problems(ps, &found, arena);
		return false;
	}
	parts = fog = BUF(arena);
	json_encode(&parts, &uvtt_parts_shape, &map);
	json_encode(&fog, &zones_shape, &zones);
	put_members(&b, buf_str(&parts));
	put_members(&b, buf_str(&fog));
	*out = end_object(&b);
	return true;
}

/* An entry of a campaign's own is what the campaign could have written itself. */
bool archive_mend_homebrew(struct str row, struct arena *arena, struct str *out,
                           struct problems *ps)
{
	const struct any *entry = any_parse(row, arena, ps), *data = any_get(entry, "data");
	int32_t type = name_index(entry_type_names, any_text(any_get(entry, "type")), -1);
	struct problems found = {0};
	struct str text;

	*out = row;
	if (!entry)
		return false;
	if (type < 0)
		problem_add(ps, STR("/type"), "NOT_ALLOWED",
		            STR("must be a type of the compendium: monsters, spells, …"));
	else if (!any_is(data, ANY_MAP))
		problem_add(ps, STR("/data"), "WRONG_TYPE", STR("must be an entry"));
	else
		entry_check((enum entry_type)type, data, arena, &text, &found);
	for (size_t i = 0; i < found.count; i++)
		problem_add(ps, arena_printf(arena, "/data%.*s", STR_ARG(found.items[i].field)),
		            found.items[i].code, found.items[i].message);
	return !ps->count;
}
