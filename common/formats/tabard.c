/* Our own format: a character as GET /characters/{id} shows it, without what is the server's. */
#include "common/formats/reading.h"
#include "common/xml/xml.h"

#include "common/base/poison.h"

static const char *const format_word[] = {"tabard-character", NULL};

struct character_file {
	int32_t format, version;
	struct str name;
	enum ruleset ruleset;
	struct sheet sheet;
};

static const struct field file_fields[] = {
    {.name = "format",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct character_file, format),
     .names = format_word,
     .doc = "What this is."},
    {.name = "version",
     .kind = FIELD_INT,
     .offset = offsetof(struct character_file, version),
     .min = 1,
     .max = INT32_MAX,
     .doc = "Of the character when it was written."},
    {.name = "name",
     .kind = FIELD_STR,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct character_file, name),
     .min = 1,
     .max = IMPORT_NAME_MAX,
     .doc = "Its name."},
    {.name = "ruleset",
     .kind = FIELD_ENUM,
     .offset = offsetof(struct character_file, ruleset),
     .names = ruleset_names,
     .doc = "What its numbers come from."},
    {.name = "sheet",
     .kind = FIELD_OBJECT,
     .flags = FIELD_REQUIRED,
     .offset = offsetof(struct character_file, sheet),
     .shape = &sheet_shape,
     .doc = "The sheet."},
};
const struct shape character_file_shape = {
    .name = "CharacterFile",
    .open = true,
    .size = sizeof(struct character_file),
    .seen = SHAPE_NO_SEEN,
    .fields = file_fields,
    .count = sizeof file_fields / sizeof *file_fields,
};

bool read_tabard(struct reading *r, const struct any *root)
{
	struct character_file file = {0};
	struct buf text = BUF(r->arena);

	any_write(&text, root);
	if (!json_decode(buf_str(&text), &character_file_shape, r->arena, &file, r->problems))
		return false;
	r->out->name = file.name;
	r->out->ruleset = file.ruleset;
	r->out->sheet = file.sheet;
	for (const struct any *at = root->first; at; at = at->next) {
		bool known = str_eq(at->key, STR("name")) || str_eq(at->key, STR("ruleset")) ||
		             str_eq(at->key, STR("sheet"));

		note(r, known ? FATE_TAKEN : FATE_LEFT_OUT,
		     arena_printf(r->arena, "/%.*s", STR_ARG(at->key)),
		     known ? arena_printf(r->arena, "/%.*s", STR_ARG(at->key)).p : "",
		     known ? "" : "a new character has its own");
	}
	return true;
}

struct str export_json(struct str name, enum ruleset ruleset, struct str sheet, struct arena *arena)
{
	struct buf b = BUF(arena);

	buf_printf(&b, "{\"format\":\"%s\",\"name\":", format_word[0]);
	buf_json_str(&b, name);
	buf_printf(&b, ",\"ruleset\":\"%s\",\"sheet\":", ruleset_names[ruleset]);
	buf_put(&b, sheet);
	buf_putc(&b, '}');
	return buf_str(&b);
}

struct str export_xml(struct str json, struct arena *arena)
{
	struct problems problems = {0};
	const struct any *node = any_parse(json, arena, &problems);
	struct buf b = BUF(arena);

	if (node)
		xml_write(&b, "character", node);
	return buf_str(&b);
}
