#include "common/compendium/import_parts.h"
#include "common/json/scan.h"

#include "common/base/poison.h"

enum { CHUNK = 200 };

struct import_entry *import_add(struct import *im, enum entry_type type, struct str place)
{
	struct import_entry *e;

	if (im->count == im->room)
		return NULL;
	e = &im->entries[im->count++];
	*e = (struct import_entry){
	    .type = type, .place = place, .data = any_new(im->arena, ANY_MAP)};
	e->notes.items = NULL;
	return e;
}

void import_note(struct import *im, struct import_entry *entry, struct str note)
{
	enum { NOTES_MAX = 32 };
	struct str *notes = entry->notes.items;

	if (!notes)
		entry->notes.items = notes = ARENA_ARRAY(im->arena, struct str, NOTES_MAX);
	if (entry->notes.count < NOTES_MAX)
		notes[entry->notes.count++] = note;
}

void import_skip(struct import *im, struct str place, struct str why)
{
	struct import_entry *e = import_add(im, ENTRY_RULES, place);

	if (!e)
		return;
	e->skipped = true;
	import_note(im, e, why);
}

/* Cuts the next JSON value off; only brackets and quotes are looked at, the reader judges the rest. */
static struct str next_value(struct str *rest)
{
	size_t depth = 0, i = 0;
	bool quoted = false, any = false;
	struct str value;

	while (rest->n && rest->p[0] && strchr(" \t\r\n", rest->p[0]))
		*rest = str_sub(*rest, 1, rest->n);
	for (; i < rest->n; i++) {
		char c = rest->p[i];

		if (quoted) {
			i += c == '\\';
			quoted = c != '"';
		} else if (c == '"') {
			quoted = true;
		} else if (c == '{' || c == '[') {
			depth++;
			any = true;
		} else if (c == '}' || c == ']') {
			depth -= depth > 0;
		}
		if ((any && !depth) || (!any && c == '\n')) {
			i++;
			break;
		}
	}
	value = str_sub(*rest, 0, i);
	*rest = str_sub(*rest, i, rest->n);
	return value;
}

static const struct {
	const char *name;
	bool (*take)(struct import *im, const struct any *value, struct str place);
} formats[] = {
    {"open5e", import_open5e},
    {"5e-database", import_5e_database},
    {"improved-initiative", import_improved},
    {"tabard", import_own},
};

struct rows {
	const struct any **items;
	size_t count, room;
};

static bool is_row(const struct any *value)
{
	return any_is(any_get(value, "model"), ANY_TEXT) &&
	       any_is(any_get(value, "fields"), ANY_MAP);
}

static void take_one(struct import *im, const struct any *value, struct str place,
                     struct rows *rows)
{
	if (is_row(value)) {
		im->format = im->format ? im->format : "open5e";
		if (rows->count < rows->room)
			rows->items[rows->count++] = value;
		return;
	}
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (formats[i].take(im, value, place)) {
			im->format = im->format ? im->format : formats[i].name;
			return;
		}
	import_skip(im, place, STR("is of no format that is known here"));
}

static void take_value(struct import *im, const struct any *value, size_t nth, struct rows *rows)
{
	const struct any *list = any_is(value, ANY_LIST) ? value : any_get(value, "results");
	size_t k = 0;

	if (!any_is(list, ANY_LIST)) {
		take_one(im, value, arena_printf(im->arena, "value %zu", nth), rows);
		return;
	}
	for (const struct any *item = list->first; item; item = item->next)
		take_one(im, item, arena_printf(im->arena, "value %zu, item %zu", nth, ++k), rows);
}

/* Two of a slug in one file cannot both be stored. */
static bool is_twice(const struct import *im, size_t i)
{
	const struct import_entry *e = &im->entries[i];
	struct str slug = any_text(any_get(e->data, "slug"));

	for (size_t k = 0; k < i; k++) {
		const struct import_entry *o = &im->entries[k];

		if (!o->skipped && o->type == e->type && str_eq(o->ruleset, e->ruleset) &&
		    str_eq(any_text(any_get(o->data, "slug")), slug))
			return true;
	}
	return false;
}

static void check_all(struct import *im)
{
	for (size_t i = 0; i < im->count; i++) {
		struct import_entry *e = &im->entries[i];

		if (im->told)
			im->told("checked", i + 1, im->count);
		im->skipped += e->skipped;
		if (e->skipped)
			continue;
		entry_complete(e->type, e->data, im->arena);
		if (entry_check(e->type, e->data, im->arena, &e->text, &e->problems) &&
		    is_twice(im, i))
			problem_add(&e->problems, STR("/slug"), "TWICE",
			            STR("another entry of the file has this slug too"));
		im->refused += e->problems.count > 0;
	}
}

static bool too_long(struct problems *ps)
{
	problem_add(ps, STR(""), "TOO_LONG",
	            STR("a file has at most 5000 entries and a million values: bring it in parts"));
	return false;
}

bool import_read(struct import *im, struct str text, struct problems *ps)
{
	struct rows rows = {.room = (size_t)IMPORT_ENTRIES_MAX * 8};
	size_t nth = 0, values = 0;

	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_sub(text, 3, text.n);
	im->room = IMPORT_ENTRIES_MAX + 1;
	im->entries = ARENA_ARRAY(im->arena, struct import_entry, im->room);
	rows.items = ARENA_ARRAY(im->arena, const struct any *, rows.room);
	while (text.n) {
		struct str one = next_value(&text);
		const struct any *value;

		if (!one.n)
			continue;
		values += json_scan(one).values;
		if (im->count > IMPORT_ENTRIES_MAX || rows.count == rows.room ||
		    values > IMPORT_VALUES_MAX)
			return too_long(ps);
		value = any_parse(one, im->arena, ps);
		if (!value) {
			if (ps->count)
				ps->items[ps->count - 1].message =
				    arena_printf(im->arena, "value %zu: %.*s", nth + 1,
				                 STR_ARG(ps->items[ps->count - 1].message));
			return false;
		}
		take_value(im, value, ++nth, &rows);
	}
	import_open5e_rows(im, rows.items, rows.count);
	if (im->count > IMPORT_ENTRIES_MAX || rows.count == rows.room)
		return too_long(ps);
	if (!im->count)
		problem_add(ps, STR(""), "REQUIRED", STR("there is no entry in it"));
	check_all(im);
	return im->count > 0;
}

static void report_entry(const struct import_entry *e, struct buf *b)
{
	const struct str *notes = e->notes.items;

	BUF_LIT(b, "{\"place\":");
	buf_json_str(b, e->place);
	buf_printf(b, ",\"status\":\"%s\"",
	           e->skipped          ? "skipped"
	           : e->problems.count ? "refused"
	                               : "good");
	if (!e->skipped) {
		buf_printf(b, ",\"type\":\"%s\",\"slug\":", entry_type_names[e->type]);
		buf_json_str(b, any_text(any_get(e->data, "slug")));
		BUF_LIT(b, ",\"name\":");
		buf_json_str(b, any_text(any_get(e->data, "name")));
	}
	BUF_LIT(b, ",\"notes\":[");
	for (size_t i = 0; i < e->notes.count; i++) {
		if (i)
			buf_putc(b, ',');
		buf_json_str(b, notes[i]);
	}
	BUF_LIT(b, "],\"problems\":[");
	for (size_t i = 0; i < e->problems.count; i++) {
		buf_put(b, i ? STR(",{\"field\":") : STR("{\"field\":"));
		buf_json_str(b, e->problems.items[i].field);
		buf_printf(b, ",\"code\":\"%s\",\"message\":", e->problems.items[i].code);
		buf_json_str(b, e->problems.items[i].message);
		buf_putc(b, '}');
	}
	BUF_LIT(b, "]}");
}

void import_report(const struct import *im, bool dry_run, struct buf *b)
{
	bool done = !dry_run && !im->refused;

	buf_printf(
	    b,
	    "{\"format\":\"%s\",\"dry_run\":%s,\"imported\":%zu,\"refused\":%zu,\"skipped\":%zu,"
	    "\"entries\":[",
	    im->format ? im->format : "unknown", dry_run ? "true" : "false",
	    done ? im->count - im->skipped : 0, im->refused, im->skipped);
	for (size_t i = 0; i < im->count; i++) {
		if (i)
			buf_putc(b, ',');
		report_entry(&im->entries[i], b);
	}
	BUF_LIT(b, "]}");
}

bool import_chunk(const struct import *im, size_t *from, struct buf *out)
{
	size_t n = 0;

	buf_putc(out, '[');
	for (; *from < im->count && n < CHUNK; (*from)++) {
		const struct import_entry *e = &im->entries[*from];

		if (e->skipped || e->problems.count)
			continue;
		entry_write(out, e->type, e->ruleset, e->source, e->licence, false, e->text);
		n++;
	}
	buf_putc(out, ']');
	return n > 0;
}
