/* catalog DIRECTORY: writes build/gen/catalog.c to the standard output, from DIRECTORY/5.1 and
 * DIRECTORY/5.2. */
#include "sql/catalog.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>

#include "common/base/poison.h"

struct arena arena;

void die(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	fputs("catalog: ", stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
	va_end(args);
	exit(1);
}

const struct any *get(const struct any *o, const char *key)
{
	const struct any *value = any_get(o, key);

	return any_is(value, ANY_NULL) ? NULL : value;
}

const char *c_str(struct str s)
{
	return arena_cstr(&arena, s);
}

const char *text(const struct any *o, const char *key)
{
	return c_str(any_text(any_get(o, key)));
}

int whole(const struct any *value)
{
	return any_is(value, ANY_NUMBER) ? (int)any_int(value, 0) : 0;
}

int number(const struct any *o, const char *key)
{
	return whole(any_get(o, key));
}

bool truth(const struct any *o, const char *key)
{
	return any_truth(any_get(o, key));
}

bool is_text(const struct any *value)
{
	return any_is(value, ANY_TEXT);
}

size_t length(const struct any *list)
{
	return any_is(list, ANY_LIST) ? list->count : 0;
}

const struct any *item(const struct any *list, size_t i)
{
	const struct any *value = any_first(list);

	while (i-- && value)
		value = value->next;
	return value;
}

const char *item_text(const struct any *list, size_t i)
{
	return c_str(any_text(item(list, i)));
}

unsigned index_of(const char *const *names, const char *name, const char *where)
{
	for (unsigned i = 0; names[i]; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	die("%s: %s is none of the names that the rules know", where, name);
}

unsigned bits_of(const struct any *array, const char *const *names, const char *where)
{
	unsigned bits = 0;

	for (size_t i = 0; i < length(array); i++)
		bits |= BIT(index_of(names, item_text(array, i), where));
	return bits;
}

void put_slice(struct str s)
{
	struct buf b = BUF(&arena);

	buf_json_str(&b, s);
	printf("{%.*s, %zu}", STR_ARG(buf_str(&b)), s.n);
}

void put_str(const char *s)
{
	put_slice(str_of(s));
}

const char *identifier(const char *slug)
{
	struct str copy = arena_str(&arena, str_of(slug));
	char *name = ARENA_ARRAY(&arena, char, copy.n + 1);

	for (size_t i = 0; i < copy.n; i++)
		name[i] = isalnum((unsigned char)copy.p[i]) ? copy.p[i] : '_';
	return name;
}

void put_slugs_array(const struct any *array, const char *year, const char *kind, const char *of)
{
	if (!length(array))
		return;
	printf("static const struct str %s_%s_%s[] = {", kind, year, identifier(of));
	for (size_t i = 0; i < length(array); i++) {
		put_str(item_text(array, i));
		printf(", ");
	}
	printf("};\n");
}

void put_slugs(const struct any *array, const char *year, const char *kind, const char *of)
{
	if (length(array))
		printf("{%s_%s_%s, %zu}", kind, year, identifier(of), length(array));
	else
		printf("{0}");
}

const char *recharge_name(const char *tag)
{
	if (!*tag)
		return "RECHARGE_NONE";
	if (strcmp(tag, "short_rest") == 0)
		return "RECHARGE_SHORT";
	if (strcmp(tag, "long_rest") == 0)
		return "RECHARGE_LONG";
	if (strcmp(tag, "dawn") == 0)
		return "RECHARGE_DAWN";
	die("%s: is no rest", tag);
}

static int by_slug(const void *a, const void *b)
{
	const struct any *const *x = a, *const *y = b;

	return str_cmp(any_text(any_get(*x, "slug")), any_text(any_get(*y, "slug")));
}

static struct entries read_entries(const char *directory, const char *file)
{
	enum { ENTRIES_MAX = 1000 };
	struct str path = arena_printf(&arena, "%s/%s.jsonl", directory, file);
	FILE *in = fopen(path.p, "r");
	struct problems problems = {0};
	struct entries e = {ARENA_ARRAY(&arena, const struct any *, ENTRIES_MAX), 0};
	char *line = NULL;
	size_t room = 0;
	ssize_t n;

	if (!in)
		die("%s: %s", path.p, strerror(errno));
	while ((n = getline(&line, &room, in)) > 0) {
		struct str kept = arena_str(&arena, (struct str){line, (size_t)n});
		const struct any *o = any_parse_map(kept, &arena, &problems);

		if (!o || e.count == ENTRIES_MAX)
			die("%s: entry %zu: %s", path.p, e.count + 1, o ? "too many" : "no JSON");
		e.items[e.count++] = o;
	}
	free(line);
	fclose(in);
	qsort(e.items, e.count, sizeof *e.items, by_slug);
	for (size_t i = 1; i < e.count; i++)
		if (!by_slug(&e.items[i - 1], &e.items[i]))
			die("%s: %s stands there twice", path.p, text(e.items[i], "slug"));
	return e;
}

static struct edition read_edition(const char *year, const char *above, const char *name)
{
	const char *directory = arena_printf(&arena, "%s/%s", above, name).p;

	return (struct edition){
	    .year = year,
	    .classes = read_entries(directory, "classes"),
	    .features = read_entries(directory, "features"),
	    .species = read_entries(directory, "species"),
	    .backgrounds = read_entries(directory, "backgrounds"),
	    .feats = read_entries(directory, "feats"),
	    .equipment = read_entries(directory, "equipment"),
	    .magic_items = read_entries(directory, "magic_items"),
	    .skills = read_entries(directory, "skills"),
	};
}

/* The rules have their own table of these. */
static void check_skills(const struct edition *e)
{
	if (e->skills.count != SKILLS)
		die("there are %zu skills", e->skills.count);
	for (unsigned i = 0; i < SKILLS; i++) {
		const char *slug = text(e->skills.items[i], "slug");

		if (index_of(skill_names, slug, "skills") != i ||
		    strcmp(ability_names[skill_abilities[i]],
		           text(e->skills.items[i], "ability")) != 0)
			die("%s: the rules have it otherwise", slug);
	}
}

static void write_edition(const struct edition *e)
{
	static const char *const tables[] = {"classes", "subclasses", "features",
	                                     "species", "lineages",   "backgrounds",
	                                     "feats",   "items",      "magic_items"};

	check_skills(e);
	write_features(e);
	write_classes(e);
	write_species(e);
	write_backgrounds(e);
	write_feats(e);
	write_equipment(e);
	write_magic_items(e);
	printf("static const struct catalog catalog_%s = {\n    .ruleset = RULESET_%s,\n", e->year,
	       e->year);
	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		printf("    .%s = TABLE(%s_%s),\n", tables[i], tables[i], e->year);
	printf("};\n\n");
}

static void one_edition(const char *year, const char *above, const char *name)
{
	struct edition e = read_edition(year, above, name);

	write_edition(&e);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		die("usage: catalog DIRECTORY");
	printf("/* Made from %s by sql/catalog.c. */\n"
	       "#include \"common/rules/catalog.h\"\n\n"
	       "#define TABLE(rows) {rows, sizeof(rows) / sizeof *(rows), sizeof *(rows)}\n\n",
	       argv[1]);
	one_edition("2014", argv[1], "5.1");
	one_edition("2024", argv[1], "5.2");
	printf("const struct catalog *catalog_srd(enum ruleset ruleset)\n{\n"
	       "\treturn ruleset == RULESET_2024 ? &catalog_2024 : &catalog_2014;\n}\n");
	arena_free(&arena);
	return fflush(stdout) || ferror(stdout) ? 1 : 0;
}
