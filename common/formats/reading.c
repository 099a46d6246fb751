/* What all formats need: numbers, texts and names out of a file, with a note on what became of each. */
#include "common/formats/reading.h"

#include "common/base/poison.h"

enum { SLUG_MAX = 80, EXTRA_ROOM = 12000, TAG_MAX = 1000 };

const char *const fate_names[] = {"taken", "repaired", "left_out", NULL};

const struct any *find_at(const struct any *in, const char *path)
{
	struct str rest = str_of(path);

	while (in && rest.n) {
		struct str key = str_cut(&rest, '/');
		const struct any *at = any_is(in, ANY_MAP) ? in->first : NULL;

		while (at && !str_eq(at->key, key))
			at = at->next;
		in = at;
	}
	return in;
}

void reading_begin(struct reading *r, struct imported *out, struct arena *arena,
                   struct problems *ps)
{
	*r = (struct reading){.arena = arena, .out = out, .problems = ps, .extra = BUF(arena)};
}

void *push(struct reading *r, struct list *list, size_t size)
{
	char *items;

	if (list->count == SHEET_ITEMS_MAX)
		return NULL;
	items = arena_alloc(r->arena, list->count + 1, size);
	if (list->count)
		memcpy(items, list->items, list->count * size);
	list->items = items;
	return items + list->count++ * size;
}

void note(struct reading *r, enum fate fate, struct str from, const char *to, const char *why)
{
	struct list *notes = &r->out->notes;
	struct import_note *all = notes->items;

	if (notes->count == IMPORT_NOTES_MAX)
		return;
	if (notes->count == r->room) {
		r->room = r->room ? r->room * 2 : 64;
		all = ARENA_ARRAY(r->arena, struct import_note, r->room);
		if (notes->count)
			memcpy(all, notes->items, notes->count * sizeof *all);
		notes->items = all;
	}
	all[notes->count++] =
	    (struct import_note){.from = from, .fate = fate, .to = str_of(to), .why = str_of(why)};
}

struct str at_index(struct reading *r, const char *format, size_t index)
{
	struct str text = str_of(format);
	size_t hash = str_find(text, '#');

	return arena_printf(r->arena, "%.*s%zu%s", (int)hash, format, index,
	                    hash < text.n ? format + hash + 1 : "");
}

/* The whole part; false for anything but a number. Past 32 bits it is as far as it goes. */
static bool whole(struct str text, int32_t *out)
{
	bool negative = text.n && text.p[0] == '-';
	int64_t value = 0;
	size_t i = negative;

	for (; i < text.n && text.p[i] >= '0' && text.p[i] <= '9' && value <= INT32_MAX; i++)
		value = value * 10 + (text.p[i] - '0');
	for (size_t k = i; k < text.n; k++)
		if (text.p[k] == 'e' || text.p[k] == 'E')
			return false;
	if (i == (size_t)negative || value > INT32_MAX)
		value = value > INT32_MAX ? INT32_MAX : 0;
	*out = (int32_t)(negative ? -value : value);
	return i > (size_t)negative;
}

int32_t number_at(const struct any *in, const char *path)
{
	const struct any *node = find_at(in, path);
	int32_t value = 0;

	if (node && (node->kind == ANY_NUMBER || node->kind == ANY_TEXT))
		whole(node->text, &value);
	return value;
}

bool truth_at(const struct any *in, const char *path)
{
	const struct any *node = find_at(in, path);

	return node && ((node->kind == ANY_BOOL && node->truth) ||
	                (node->kind == ANY_NUMBER && !str_eq(node->text, STR("0"))));
}

static struct str pointer_of(struct reading *r, const char *path)
{
	return arena_printf(r->arena, "/%s", path);
}

int32_t take_number(struct reading *r, const struct any *in, const char *path, const char *to,
                    int32_t min, int32_t max, int32_t other)
{
	const struct any *node = find_at(in, path);
	struct str from = pointer_of(r, path);
	int32_t value;

	if (!node || node->kind == ANY_NULL)
		return other;
	if ((node->kind != ANY_NUMBER && node->kind != ANY_TEXT) || !whole(node->text, &value)) {
		note(r, FATE_LEFT_OUT, from, "", "it is no number");
		return other;
	}
	if (value < min || value > max) {
		value = value < min ? min : max;
		note(r, FATE_REPAIRED, from, to, "brought within its bounds");
	} else if (node->kind == ANY_TEXT || str_find(node->text, '.') < node->text.n) {
		note(r, FATE_REPAIRED, from, to, "made a whole number");
	} else {
		note(r, FATE_TAKEN, from, to, "");
	}
	return value;
}

struct str cut_text(struct str text, int64_t max)
{
	int64_t points = 0;

	for (size_t i = 0; i < text.n; i++) {
		bool begins = ((unsigned char)text.p[i] & 0xc0) != 0x80;

		if (begins && points++ == max)
			return str_trim(str_sub(text, 0, i));
	}
	return str_trim(text);
}

/* Whether there is a tag of HTML at `i`; then *end is behind it. */
static bool is_tag(struct str s, size_t i, size_t *end)
{
	bool opens = i + 1 < s.n && s.p[i] == '<' &&
	             (s.p[i + 1] == '/' || (s.p[i + 1] >= 'a' && s.p[i + 1] <= 'z') ||
	              (s.p[i + 1] >= 'A' && s.p[i + 1] <= 'Z'));

	*end = opens ? i + str_find(str_sub(s, i, TAG_MAX), '>') + 1 : i;
	return opens && *end <= s.n && s.p[*end - 1] == '>';
}

static struct str without_tags(struct str s, struct arena *arena)
{
	struct buf b = BUF(arena);
	size_t end;

	for (size_t i = 0; i < s.n; i++) {
		if (!is_tag(s, i, &end)) {
			buf_putc(&b, s.p[i]);
			continue;
		}
		if (i + 2 < s.n && s.p[i + 1] == '/' && s.p[i + 2] == 'p')
			buf_putc(&b, '\n');
		i = end - 1;
	}
	while (b.n && (b.p[b.n - 1] == '\n' || b.p[b.n - 1] == ' '))
		b.n--;
	return str_trim(buf_str(&b));
}

struct str take_text(struct reading *r, const struct any *in, const char *path, const char *to,
                     int64_t max)
{
	struct str found = any_text(find_at(in, path));
	struct str plain = without_tags(found, r->arena), text = plain;

	text = cut_text(text, max);
	if (!text.n)
		return (struct str){0};
	if (text.n < plain.n)
		note(r, FATE_REPAIRED, pointer_of(r, path), to, "cut to what fits");
	else if (plain.n < str_trim(found).n)
		note(r, FATE_REPAIRED, pointer_of(r, path), to, "without its markup");
	else
		note(r, FATE_TAKEN, pointer_of(r, path), to, "");
	return text;
}

struct str slug_of(struct str name, struct arena *arena)
{
	struct buf b = BUF(arena);
	bool gap = false;

	for (size_t i = 0; i < name.n && b.n < SLUG_MAX - 1; i++) {
		char c = name.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
			if (gap && b.n)
				buf_putc(&b, '-');
			buf_putc(&b, c);
			gap = false;
		} else {
			/* Both apostrophes leave no trace. */
			gap |= c != '\'' && (unsigned char)c < 0x80;
		}
	}
	return b.n ? buf_str(&b) : (struct str){0};
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool same_word(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

bool word_listed(const char *const *words, struct str word)
{
	for (; *words; words++)
		if (str_eq(str_of(*words), word))
			return true;
	return false;
}

void push_slug(struct reading *r, struct list *list, struct str slug)
{
	struct str *fresh;

	slug = cut_text(slug, SLUG_MAX);
	if (!slug.n || sheet_lists(list, slug))
		return;
	fresh = push(r, list, sizeof *fresh);
	if (fresh)
		*fresh = slug;
}

void push_count(struct reading *r, struct list *counts, struct str key, int32_t value)
{
	struct sheet_count *fresh;

	if (value < 1 || sheet_count(counts, key))
		return;
	fresh = push(r, counts, sizeof *fresh);
	if (fresh)
		*fresh = (struct sheet_count){key, value < 1000 ? value : 1000};
}

void push_class(struct reading *r, struct str name, struct str subclass, int32_t level)
{
	struct list *classes = &r->out->sheet.classes;
	struct sheet_class *fresh =
	    name.n && classes->count < CLASSES_MAX ? push(r, classes, sizeof *fresh) : NULL;

	if (fresh)
		*fresh = (struct sheet_class){.name = name, .subclass = subclass, .level = level};
}

static bool item_known(struct str slug)
{
	for (enum ruleset r = RULESET_2014; r <= RULESET_2024; r++)
		if (catalog_item(catalog_srd(r), slug) || catalog_magic_item(catalog_srd(r), slug))
			return true;
	return false;
}

/* "Crossbow, Light" is also looked for as light-crossbow, "Leather" as leather-armor. */
static struct str item_slug(struct str name, struct arena *arena)
{
	struct str rest = cut_text(name, SLUG_MAX), whole_name = rest, first = str_cut(&rest, ',');
	struct str names[] = {
	    whole_name,
	    arena_printf(arena, "%.*s %.*s", STR_ARG(rest), STR_ARG(first)),
	    arena_printf(arena, "%.*s armor", STR_ARG(whole_name)),
	};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct str slug = slug_of(names[i], arena);

		if (slug.n && item_known(slug))
			return slug;
	}
	return (struct str){0};
}

struct sheet_item *push_item(struct reading *r, struct str name, int32_t quantity)
{
	struct str slug = item_slug(name, r->arena),
	           text = slug.n ? slug : cut_text(name, SLUG_MAX);
	struct sheet_item *fresh = text.n ? push(r, &r->out->sheet.equipment, sizeof *fresh) : NULL;

	if (fresh)
		*fresh = (struct sheet_item){.item = text,
		                             .quantity = quantity < 0        ? 0
		                                         : quantity > 100000 ? 100000
		                                                             : quantity};
	return fresh;
}

void set_species(struct reading *r, struct str from, struct str name)
{
	struct sheet *s = &r->out->sheet;
	struct str slug = slug_of(name, r->arena);

	if (!slug.n)
		return;
	for (enum ruleset k = RULESET_2014; k <= RULESET_2024; k++) {
		const struct catalog_species *lineage = catalog_lineage(catalog_srd(k), slug);

		if (catalog_species(catalog_srd(k), slug) || !lineage)
			continue;
		s->lineage = slug;
		s->species = lineage->of;
		note(r, FATE_TAKEN, from, "/sheet/lineage", "");
		return;
	}
	s->species = slug;
	note(r, FATE_TAKEN, from, "/sheet/species", "");
}

void name_character(struct reading *r, const struct any *in, const char *path)
{
	r->out->name = take_text(r, in, path, "/name", IMPORT_NAME_MAX);
	if (r->out->name.n)
		return;
	r->out->name = STR("Nameless");
	note(r, FATE_REPAIRED, pointer_of(r, path), "/name", "it has no name");
}

static bool is_empty(const struct any *node)
{
	switch (node->kind) {
	case ANY_NULL:
		return true;
	case ANY_TEXT:
		return !str_trim(node->text).n;
	case ANY_MAP:
	case ANY_LIST:
		for (const struct any *at = node->first; at; at = at->next)
			if (!is_empty(at))
				return false;
		return true;
	case ANY_BOOL:
		return !node->truth;
	case ANY_NUMBER:
		return str_eq(node->text, STR("0"));
	}
	return false;
}

void keep_rest(struct reading *r, const struct any *object, struct str pointer,
               const char *const *known)
{
	const struct any *at = object && object->kind == ANY_MAP ? object->first : NULL;

	for (; at; at = at->next) {
		struct buf text = BUF(r->arena);
		struct str from =
		    arena_printf(r->arena, "%.*s/%.*s", STR_ARG(pointer), STR_ARG(at->key));

		if (word_listed(known, at->key) || is_empty(at))
			continue;
		buf_json_str(&text, from);
		buf_putc(&text, ':');
		any_write(&text, at);
		if (r->extra.n + text.n > EXTRA_ROOM) {
			note(r, FATE_LEFT_OUT, from, "", "there is no room to keep it");
			continue;
		}
		if (r->extra.n)
			buf_putc(&r->extra, ',');
		buf_put(&r->extra, buf_str(&text));
		note(r, FATE_TAKEN, from, "/sheet/extra/imported",
		     "kept as it is, without a meaning here");
	}
}
