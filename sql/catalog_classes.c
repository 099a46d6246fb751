/* Classes, subclasses and features. */
#include "sql/catalog.h"

#include <ctype.h>

#include "common/base/poison.h"

static const char *const armor_words[] = {"none", "light", "medium", "heavy", "shield", NULL};

/* "Wild Shape (CR 1/4)" is a stage of "Wild Shape"; "Mystic Arcanum (6th level)" is one by itself. */
static size_t base_length(const char *name)
{
	const char *end = strstr(name, " (");

	return end && !strstr(end, "level)") ? (size_t)(end - name) : strlen(name);
}

static bool same_text(const struct any *a, const struct any *b, const char *key)
{
	return strcmp(text(a, key), text(b, key)) == 0;
}

/* The lowest feature with uses of the same class and the same name up to a parenthesis. */
static const struct any *family_of(const struct edition *e, const struct any *f)
{
	const struct any *first = f;
	size_t n = base_length(text(f, "name"));

	if (!get(f, "uses"))
		return f;
	for (size_t i = 0; i < e->features.count; i++) {
		const struct any *g = e->features.items[i];

		if (get(g, "uses") && same_text(f, g, "class") && same_text(f, g, "subclass") &&
		    n == base_length(text(g, "name")) &&
		    strncmp(text(f, "name"), text(g, "name"), n) == 0 &&
		    number(g, "level") < number(first, "level"))
			first = g;
	}
	return first;
}

static const struct any *class_of(const struct edition *e, const struct any *f)
{
	for (size_t i = 0; i < e->classes.count; i++)
		if (strcmp(text(e->classes.items[i], "slug"), text(f, "class")) == 0)
			return e->classes.items[i];
	die("%s: there is no class %s", text(f, "slug"), text(f, "class"));
}

/* "wild_shape_uses" of Wild Shape, when the class's table counts that; else "". */
static const char *counter_of(const struct edition *e, const struct any *f, char *room, size_t size)
{
	const struct any *levels = get(class_of(e, f), "levels");
	const char *name = text(f, "name");
	size_t n = base_length(name);

	if (n + sizeof "_uses" > size)
		return "";
	for (size_t i = 0; i < n; i++)
		room[i] = isalnum((unsigned char)name[i]) ? (char)tolower(name[i]) : '_';
	memcpy(room + n, "_uses", sizeof "_uses");
	return get(get(item(levels, 0), "counters"), room) ? room : "";
}

static void put_uses(const struct edition *e, const struct any *f)
{
	const struct any *uses = get(f, "uses") ? get(f, "uses") : get(f, "pool");
	const char *how = c_str(any_text(uses));
	char room[80];
	const char *counter = counter_of(e, f, room, sizeof room);

	if (!uses)
		return;
	if (get(f, "pool"))
		printf(".pool = true, ");
	if (strncmp(how, "counter:", 8) == 0)
		counter = how + 8;
	if (*counter && (*how || !get(f, "per"))) {
		printf(".uses_kind = USES_COUNTER, .counter = ");
		put_str(counter);
		printf(", ");
	} else if (strncmp(how, "ability:", 8) == 0 || strncmp(how, "1+ability:", 10) == 0) {
		printf(".uses_kind = USES_ABILITY, .uses = %d, .ability = %u, ", *how == '1',
		       index_of(ability_names, strchr(how, ':') + 1, "uses"));
	} else if (strcmp(how, "half_level") == 0) {
		printf(".uses_kind = USES_HALF_LEVEL, ");
	} else if (!*how && strcmp(text(f, "per"), "spell_level") == 0) {
		printf(".uses_kind = USES_TIMES, ");
	} else if (!*how) {
		printf(".uses_kind = USES_NUMBER, .uses = %d, ", whole(uses));
	} else {
		die("%s: unknown uses %s", text(f, "slug"), how);
	}
}

static void put_member(const char *member, const char *value)
{
	if (!*value)
		return;
	printf(".%s = ", member);
	put_str(value);
	printf(", ");
}

static unsigned levels_of(const struct any *f)
{
	const struct any *levels = get(f, "levels");
	unsigned bits = BIT(number(f, "level"));

	for (size_t i = 0; i < length(levels); i++)
		bits |= BIT(whole(item(levels, i)));
	return bits;
}

/* What a feature gives back of another one with a short rest; NULL for most. */
static const struct any *on_short_rest(const struct any *f)
{
	const struct any *regain = get(f, "regain");

	return regain && strcmp(text(regain, "when"), "short_rest") == 0 ? regain : NULL;
}

/* The feature of the class whose uses are that counter. */
static const char *restored_by(const struct edition *e, const struct any *f)
{
	const char *counter = text(on_short_rest(f), "counter");

	for (size_t i = 0; *counter && i < e->features.count; i++) {
		const struct any *other = e->features.items[i];
		const char *uses = text(other, "uses");

		if (strncmp(uses, "counter:", 8) == 0 && strcmp(uses + 8, counter) == 0 &&
		    strcmp(text(other, "class"), text(f, "class")) == 0)
			return text(family_of(e, other), "slug");
	}
	return "";
}

void write_features(const struct edition *e)
{
	printf("static const struct catalog_feature features_%s[] = {\n", e->year);
	for (size_t i = 0; i < e->features.count; i++) {
		const struct any *f = e->features.items[i];

		printf("    {");
		put_member("slug", text(f, "slug"));
		put_member("name", text(f, "name"));
		put_member("class", text(f, "class"));
		put_member("subclass", text(f, "subclass"));
		put_member("parent", text(f, "parent"));
		put_member("family", text(family_of(e, f), "slug"));
		put_member("changes", *text(f, "changes") ? text(f, "changes") : restored_by(e, f));
		printf(".levels = %uu, .recharge = %s, ", levels_of(f),
		       recharge_name(text(f, "recharge")));
		put_uses(e, f);
		printf(".regain_on_short_rest = %d},\n",
		       number(f, "regain_on_short_rest") + number(on_short_rest(f), "uses"));
	}
	printf("};\n\n");
}

static void put_gain(const struct edition *e, int level, const char *feature)
{
	for (size_t i = 0; i < e->features.count; i++)
		if (strcmp(text(e->features.items[i], "slug"), feature) == 0) {
			printf("    {%d, &features_%s[%zu]}, /* %s */\n", level, e->year, i,
			       feature);
			return;
		}
	die("%s: a class gives it, and there is no such feature", feature);
}

static void write_class_gains(const struct edition *e, const struct any *c)
{
	const struct any *levels = get(c, "levels");

	printf("static const struct catalog_gain gains_%s_%s[] = {\n", e->year,
	       identifier(text(c, "slug")));
	for (size_t i = 0; i < length(levels); i++) {
		const struct any *level = item(levels, i);
		const struct any *features = get(level, "features");

		if (number(level, "level") != (int)i + 1)
			die("%s: levels are not in order", text(c, "slug"));
		for (size_t k = 0; k < length(features); k++)
			put_gain(e, (int)i + 1, item_text(features, k));
	}
	printf("};\n");
}

static bool counts(const struct any *value)
{
	return any_is(value, ANY_NUMBER) || is_text(value);
}

/* Counters that are numbers; challenge ratings and the like are left to the compendium. */
static void write_counters(const struct any *c, const char *year)
{
	const struct any *levels = get(c, "levels"), *first;

	first = get(item(levels, 0), "counters");
	printf("static const struct catalog_counter counters_%s_%s[] = {\n", year,
	       identifier(text(c, "slug")));
	for (const struct any *m = any_first(first); m; m = m->next) {
		const char *name = c_str(m->key);

		if (!counts(m))
			continue;
		printf("    {");
		put_str(name);
		printf(", {");
		for (size_t i = 0; i < length(levels); i++) {
			const struct any *all = get(item(levels, i), "counters");
			bool unlimited = strcmp(text(all, name), "unlimited") == 0;

			printf("%d, ", unlimited ? COUNTER_UNLIMITED : number(all, name));
		}
		printf("}},\n");
	}
	printf("};\n");
}

static unsigned requires(const struct any *c, const char *how)
{
	const struct any *list = get(get(get(c, "multiclass"), "requires"), how);
	unsigned bits = 0;

	for (size_t i = 0; i < length(list); i++) {
		const struct any *one = item(list, i);

		if (number(one, "min") != 13)
			die("%s: a prerequisite other than 13", text(c, "slug"));
		bits |= BIT(index_of(ability_names, text(one, "ability"), "requires"));
	}
	return bits;
}

static void put_proficiencies(const struct any *from, const char *member, const char *year,
                              const char *kind, const char *of)
{
	printf("     .%s = {%uu, ", member, bits_of(get(from, "armor"), armor_words, of));
	put_slugs(get(from, "weapons"), year, kind, of);
	printf("},\n");
}

static void put_spellcasting(const struct any *c)
{
	static const char *const progressions[] = {"", "full", "half", "third", "pact", NULL};
	const struct any *s = get(c, "spellcasting");
	const char *count = text(s, "prepared_count");
	int per = strncmp(count, "half_level", 10) == 0 ? 2
	          : strncmp(count, "level", 5) == 0     ? 1
	                                                : 0;

	if (!s)
		return;
	printf("     .progression = %u, .casting_ability = %u, .casting_level = %d, "
	       ".prepared_per = %d,\n",
	       index_of(progressions, text(s, "progression"), "spellcasting"),
	       index_of(ability_names, text(s, "ability"), "spellcasting"), number(s, "from_level"),
	       /* The tables of the SRD 5.2 count what is prepared; 5.1 reckons it. */
	       strcmp(count, "table") == 0 ? 0 : per);
}

static void put_column(const struct any *levels, const char *member, const char *key,
                       const char *or_key)
{
	printf("     .%s = {", member);
	for (size_t i = 0; i < length(levels); i++) {
		const struct any *level = item(levels, i);

		printf("%d, ", get(level, key) ? number(level, key) : number(level, or_key));
	}
	printf("},\n");
}

static void put_slots(const struct any *levels)
{
	printf("     .slots = {");
	for (size_t i = 0; i < length(levels); i++) {
		const struct any *slots = get(item(levels, i), "slots");

		printf("{");
		for (int level = 1; level <= SPELL_LEVELS; level++) {
			char key[2] = {(char)('0' + level), 0};

			printf("%d,", number(slots, key));
		}
		printf("}, ");
	}
	printf("},\n");
}

static void write_class(const struct any *c, const char *year)
{
	const char *slug = text(c, "slug"), *name = identifier(slug);
	const struct any *levels = get(c, "levels"), *asi = get(c, "asi_levels");
	unsigned improvements = 0;

	for (size_t i = 0; i < length(asi); i++)
		improvements |= BIT(whole(item(asi, i)));
	printf("    {.slug = ");
	put_str(slug);
	printf(", .name = ");
	put_str(text(c, "name"));
	printf(", .hit_die = %d, .saves = %uu,\n", number(c, "hit_die"),
	       bits_of(get(c, "saves"), ability_names, slug));
	put_proficiencies(c, "first", year, "weapons", slug);
	put_proficiencies(get(c, "multiclass"), "later", year, "later", slug);
	printf("     .requires_all = %uu, .requires_any = %uu,\n", requires(c, "all"),
	       requires(c, "any"));
	printf("     .subclass_level = %d, .epic_boon_level = %d, .improvement_levels = %uu,\n",
	       number(c, "subclass_level"), number(c, "epic_boon_level"), improvements);
	put_spellcasting(c);
	put_slots(levels);
	put_column(levels, "pact_slots", "pact_slots", "");
	put_column(levels, "pact_level", "pact_slot_level", "");
	put_column(levels, "cantrips", "cantrips", "");
	put_column(levels, "prepared", "prepared", "spells_known");
	printf("     .gains = gains_%s_%s, .gain_count = sizeof gains_%s_%s / sizeof(struct "
	       "catalog_gain),\n     .counters = counters_%s_%s, .counter_count = sizeof "
	       "counters_%s_%s / sizeof(struct catalog_counter)},\n",
	       year, name, year, name, year, name, year, name);
}

struct subclass {
	const struct any *it;
	const char *class;
	bool prepares;
	size_t granted;
};

static int by_subclass_slug(const void *a, const void *b)
{
	const struct subclass *x = a, *y = b;

	return strcmp(text(x->it, "slug"), text(y->it, "slug"));
}

static void write_subclass_gains(const struct edition *e, const struct any *s)
{
	printf("static const struct catalog_gain sub_%s_%s[] = {\n", e->year,
	       identifier(text(s, "slug")));
	for (int level = 1; level <= LEVEL_MAX; level++) {
		char key[12];
		const struct any *features;

		snprintf(key, sizeof key, "%d", level);
		features = get(get(s, "features"), key);
		for (size_t i = 0; i < length(features); i++)
			put_gain(e, level, item_text(features, i));
	}
	printf("};\n");
}

static size_t put_granted(const struct any *by_level, const char *choice)
{
	size_t n = 0;

	for (int level = 1; level <= LEVEL_MAX; level++) {
		char key[12];
		const struct any *spells;

		snprintf(key, sizeof key, "%d", level);
		spells = get(by_level, key);
		for (size_t i = 0; i < length(spells); i++, n++) {
			printf("    {%d, ", level);
			put_str(item_text(spells, i));
			printf(", ");
			put_str(choice);
			printf("},\n");
		}
	}
	return n;
}

/* Where spells are known and not prepared, a subclass's are only more to choose from. An array of one row more, which
 * may be all of it. */
static size_t write_granted(const struct edition *e, const struct subclass *s)
{
	const struct any *spells = get(s->it, "spells");
	size_t n = 0;

	printf("static const struct catalog_granted granted_%s_%s[] = {\n", e->year,
	       identifier(text(s->it, "slug")));
	if (any_is(spells, ANY_MAP) && s->prepares) {
		n = put_granted(spells, "");
		for (const struct any *m = any_first(spells); m; m = m->next)
			n += put_granted(get(spells, c_str(m->key)), c_str(m->key));
	}
	printf("    {0}};\n");
	return n;
}

static void write_subclasses(const struct edition *e)
{
	enum { SUBCLASSES_MAX = 200 };
	struct subclass all[SUBCLASSES_MAX];
	size_t count = 0;

	for (size_t i = 0; i < e->classes.count; i++) {
		const struct any *class = e->classes.items[i], *list = get(class, "subclasses");
		const char *way = text(get(class, "spellcasting"), "preparation");

		for (size_t k = 0; k < length(list) && count < SUBCLASSES_MAX; k++)
			all[count++] = (struct subclass){.it = item(list, k),
			                                 .class = text(class, "slug"),
			                                 .prepares = strcmp(way, "known") != 0};
	}
	qsort(all, count, sizeof *all, by_subclass_slug);
	for (size_t i = 0; i < count; i++) {
		write_subclass_gains(e, all[i].it);
		all[i].granted = write_granted(e, &all[i]);
	}
	printf("static const struct catalog_subclass subclasses_%s[] = {\n", e->year);
	for (size_t i = 0; i < count; i++) {
		const char *name = identifier(text(all[i].it, "slug"));

		printf("    {");
		put_member("slug", text(all[i].it, "slug"));
		put_member("name", text(all[i].it, "name"));
		put_member("class", all[i].class);
		printf(".gains = sub_%s_%s, .gain_count = sizeof sub_%s_%s / sizeof(struct "
		       "catalog_gain), .spells = granted_%s_%s, .spell_count = %zu},\n",
		       e->year, name, e->year, name, e->year, name, all[i].granted);
	}
	printf("};\n\n");
}

void write_classes(const struct edition *e)
{
	for (size_t i = 0; i < e->classes.count; i++) {
		const struct any *c = e->classes.items[i];

		put_slugs_array(get(c, "weapons"), e->year, "weapons", text(c, "slug"));
		put_slugs_array(get(get(c, "multiclass"), "weapons"), e->year, "later",
		                text(c, "slug"));
		write_class_gains(e, c);
		write_counters(c, e->year);
	}
	write_subclasses(e);
	printf("static const struct catalog_class classes_%s[] = {\n", e->year);
	for (size_t i = 0; i < e->classes.count; i++)
		write_class(e->classes.items[i], e->year);
	printf("};\n\n");
}
