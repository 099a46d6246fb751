/* Species, backgrounds, feats, equipment and magic items. */
#include "sql/catalog.h"

#include <stdarg.h>

#include "common/base/poison.h"

static size_t put_effect(const char *fields)
{
	printf("    {%s},\n", fields);
	return 1;
}

static size_t put_effectf(const char *format, ...) __attribute__((format(printf, 1, 2)));
static size_t put_effectf(const char *format, ...)
{
	char line[300];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof line, format, args);
	va_end(args);
	return put_effect(line);
}

static unsigned damage_bits(const struct any *types, const char *where)
{
	return bits_of(types, damage_type_names + DAMAGE_ACID, where);
}

/* What an advantage is against: "" when it is against everything. */
static size_t put_advantage(const struct any *a, const char *when, const char *where)
{
	const char *roll = text(a, "roll"), *against = text(a, "against");
	unsigned which = bits_of(get(a, "abilities"), ability_names, where);

	if (!*against)
		against = text(a, "to");
	if (strcmp(roll, "save") != 0 && strcmp(roll, "ability_check") != 0)
		return 0;
	return put_effectf(".kind = EFFECT_ADVANTAGE, .target = %s, .which = %uu, .when = %s, "
	                   ".text = %s%s%s",
	                   strcmp(roll, "save") == 0 ? "TARGET_SAVE" : "TARGET_CHECK", which, when,
	                   *against ? "\"" : "", *against ? against : "NULL", *against ? "\"" : "");
}

static size_t put_speeds(const struct any *speeds, const char *when, const char *where)
{
	size_t n = 0;

	if (!any_is(speeds, ANY_MAP))
		return 0;
	for (const struct any *m = any_first(speeds); m; m = m->next)
		n += put_effectf(".kind = EFFECT_AT_LEAST, .target = TARGET_SPEED, .which = %uu, "
		                 ".amount = %d, .when = %s",
		                 BIT(index_of(speed_names, c_str(m->key), where)),
		                 number(speeds, c_str(m->key)), when);
	return n;
}

static size_t put_senses(const struct any *senses, const char *when, const char *where)
{
	size_t n = 0;

	if (!any_is(senses, ANY_MAP))
		return 0;
	for (const struct any *m = any_first(senses); m; m = m->next)
		n += put_effectf(".kind = EFFECT_AT_LEAST, .target = TARGET_SENSE, .which = %uu, "
		                 ".amount = %d, .when = %s",
		                 BIT(index_of(sense_names, c_str(m->key), where)),
		                 number(senses, c_str(m->key)), when);
	return n;
}

/* The effects of a trait or a lineage; how many. An array of one row more, which may be all of it. */
static size_t write_effects(const struct any *t, const char *name, bool lineage)
{
	const char *slug = text(t, "slug");
	const char *when = get(t, "activation") ? "WHEN_SWITCHED_ON" : "0";
	const struct any *advantages = get(t, "advantage");
	size_t n = 0;

	printf("static const struct effect %s[] = {\n", name);
	if (length(get(t, "resistances")))
		n += put_effectf(".kind = EFFECT_RESIST, .which = %uu, .when = %s",
		                 damage_bits(get(t, "resistances"), slug), when);
	for (size_t i = 0; i < length(advantages); i++)
		n += put_advantage(item(advantages, i), when, slug);
	if (get(t, "max_hp_bonus_per_level"))
		n += put_effectf(".kind = EFFECT_ADD, .target = TARGET_HP_MAX, .of = AMOUNT_LEVEL, "
		                 ".amount = %d",
		                 number(t, "max_hp_bonus_per_level"));
	if (get(t, "carry_size_steps"))
		n += put_effectf(".kind = EFFECT_ADD, .target = TARGET_CARRYING, .amount = %d",
		                 number(t, "carry_size_steps"));
	if (get(t, "speed_bonus_ft"))
		n += put_effectf(".kind = EFFECT_ADD, .target = TARGET_SPEED, .which = 1u, "
		                 ".amount = %d, .when = %s",
		                 number(t, "speed_bonus_ft"), when);
	/* A lineage's own are figures in its row. */
	n += put_speeds(lineage ? NULL : get(t, "speeds"), when, slug);
	n += put_senses(lineage ? NULL : get(t, "senses"), when, slug);
	put_effect(".kind = EFFECT_ADD");
	printf("};\n");
	return n;
}

enum { TRAITS_MAX = 40 };
static size_t effect_counts[TRAITS_MAX];

static void put_trait(const struct any *t, const char *year, const char *of, size_t i)
{
	const struct any *uses = get(t, "uses"), *slowed = get(t, "not_slowed_by");

	printf("    {.slug = ");
	put_str(text(t, "slug"));
	printf(", .name = ");
	put_str(text(t, "name"));
	printf(", .from_level = %d, .effects = {traits_%s_%s_%zu, %zu}, ", number(t, "from_level"),
	       year, identifier(of), i, effect_counts[i]);
	if (is_text(uses) && strcmp(text(t, "uses"), "proficiency_bonus") == 0)
		printf(".uses_kind = USES_PROFICIENCY, ");
	else if (any_is(uses, ANY_NUMBER))
		printf(".uses_kind = USES_NUMBER, .uses = %d, ", number(t, "uses"));
	else if (uses)
		die("%s: unknown uses", text(t, "slug"));
	printf(".recharge = %s, .skills = %uu, .not_slowed = %s, .weapons = ",
	       recharge_name(text(t, "recharge")),
	       bits_of(get(t, "skills"), skill_names, text(t, "slug")), slowed ? "true" : "false");
	if (length(get(t, "weapons")))
		printf("{arms_%s_%s_%zu, %zu}", year, identifier(of), i, length(get(t, "weapons")));
	else
		printf("{0}");
	printf("},\n");
}

/* A lineage's own tags are one more trait of it. */
static size_t write_traits(const struct any *s, bool lineage, const char *year)
{
	const struct any *traits = get(s, "traits");
	const char *slug = text(s, "slug");
	size_t count = length(traits);

	if (count + lineage > TRAITS_MAX)
		die("%s: too many traits", slug);
	for (size_t i = 0; i < count + lineage; i++) {
		const struct any *t = i < count ? item(traits, i) : s;
		char name[200], of[100];

		snprintf(of, sizeof of, "%s_%zu", slug, i);
		put_slugs_array(get(t, "weapons"), year, "arms", of);
		snprintf(name, sizeof name, "traits_%s_%s_%zu", year, identifier(slug), i);
		effect_counts[i] = write_effects(t, name, t == s);
	}
	if (!(count + lineage))
		return 0;
	printf("static const struct catalog_trait traits_%s_%s[] = {\n", year, identifier(slug));
	for (size_t i = 0; i < count + lineage; i++)
		put_trait(i < count ? item(traits, i) : s, year, slug, i);
	printf("};\n");
	return count + lineage;
}

static void put_numbers(const struct any *map, const char *const *names, const char *member)
{
	printf("     .%s = {", member);
	for (size_t i = 0; names[i]; i++)
		printf("%d, ", number(map, names[i]));
	printf("},\n");
}

struct being {
	const struct any *it;
	const char *of;
	size_t traits;
};

static int by_being_slug(const void *a, const void *b)
{
	const struct being *x = a, *y = b;

	return strcmp(text(x->it, "slug"), text(y->it, "slug"));
}

static void write_beings(struct being *all, size_t count, const char *table, const char *year)
{
	qsort(all, count, sizeof *all, by_being_slug);
	for (size_t i = 0; i < count; i++)
		all[i].traits = write_traits(all[i].it, *all[i].of != 0, year);
	printf("static const struct catalog_species %s_%s[] = {\n", table, year);
	for (size_t i = 0; i < count; i++) {
		const struct any *s = all[i].it;

		printf("    {.slug = ");
		put_str(text(s, "slug"));
		printf(", .name = ");
		put_str(text(s, "name"));
		printf(", .of = ");
		put_str(all[i].of);
		printf(", .small = %s,\n",
		       strcmp(text(s, "size"), "small") == 0 ? "true" : "false");
		put_numbers(get(s, "speeds"), speed_names, "speeds");
		put_numbers(get(s, "senses"), sense_names, "senses");
		put_numbers(get(s, "ability_bonuses"), ability_names, "abilities");
		if (all[i].traits)
			printf("     .traits = traits_%s_%s, .trait_count = %zu", year,
			       identifier(text(s, "slug")), all[i].traits);
		printf("},\n");
	}
	printf("};\n\n");
}

void write_species(const struct edition *e)
{
	enum { BEINGS_MAX = 100 };
	struct being species[BEINGS_MAX], lineages[BEINGS_MAX];
	size_t count = 0, lineage_count = 0;

	for (size_t i = 0; i < e->species.count && count < BEINGS_MAX; i++) {
		const struct any *s = e->species.items[i], *list = get(s, "lineages");

		species[count++] = (struct being){s, "", 0};
		for (size_t k = 0; k < length(list) && lineage_count < BEINGS_MAX; k++)
			lineages[lineage_count++] =
			    (struct being){item(list, k), text(s, "slug"), 0};
	}
	write_beings(species, count, "species", e->year);
	write_beings(lineages, lineage_count, "lineages", e->year);
}

void write_backgrounds(const struct edition *e)
{
	printf("static const struct catalog_background backgrounds_%s[] = {\n", e->year);
	for (size_t i = 0; i < e->backgrounds.count; i++) {
		const struct any *b = e->backgrounds.items[i];
		const char *slug = text(b, "slug");

		printf("    {.slug = ");
		put_str(slug);
		printf(", .name = ");
		put_str(text(b, "name"));
		printf(", .feat = ");
		put_str(text(get(b, "feat"), "feat"));
		printf(", .skills = %uu, .abilities = %uu},\n",
		       bits_of(get(b, "skills"), skill_names, slug),
		       bits_of(get(b, "ability_options"), ability_names, slug));
	}
	printf("};\n\n");
}

/* The highest level and the abilities that the prerequisites ask for. */
static void prerequisites(const struct any *list, int *level, unsigned *any)
{
	for (size_t i = 0; i < length(list); i++) {
		const struct any *one = item(list, i);

		if (get(one, "level"))
			*level = number(one, "level");
		if (get(one, "ability"))
			*any |= BIT(index_of(ability_names, text(one, "ability"), "feats"));
		prerequisites(get(one, "any"), level, any);
	}
}

void write_feats(const struct edition *e)
{
	static const char *const categories[] = {"general", "origin", "fighting-style", "epic-boon",
	                                         NULL};

	printf("static const struct catalog_feat feats_%s[] = {\n", e->year);
	for (size_t i = 0; i < e->feats.count; i++) {
		const struct any *f = e->feats.items[i], *raise = get(f, "ability_increase");
		const char *category = text(f, "category");
		unsigned any = 0;
		int level = 0;

		prerequisites(get(get(f, "requires"), "all"), &level, &any);
		printf("    {.slug = ");
		put_str(text(f, "slug"));
		printf(", .name = ");
		put_str(text(f, "name"));
		printf(", .category = %u, .level = %d, .requires_any = %uu, .repeatable = %s, "
		       ".raises = %uu, .points = %d, .maximum = %d},\n",
		       *category ? index_of(categories, category, "feats") : 0, level, any,
		       truth(f, "repeatable") || is_text(get(f, "repeatable")) ? "true" : "false",
		       bits_of(get(raise, "from"), ability_names, "feats"),
		       length(get(raise, "options")) > 1 ? 2 : raise != NULL, number(raise, "max"));
	}
	printf("};\n\n");
}

static void check_words(struct str strange, struct str slug)
{
	if (strange.p)
		die("%.*s: %.*s is none of the words that the rules know", STR_ARG(slug),
		    STR_ARG(strange));
}

static void put_weapon(const struct catalog_weapon *w)
{
	printf("     .is_weapon = true, .weapon = {.martial = %d, .ranged = %d, .count = %d, "
	       ".faces = %d, .versatile = %d, .type = %d, .properties = %uu, .reach = %d, "
	       ".range = %d, .range_long = %d, .mastery = ",
	       w->martial, w->ranged, w->count, w->faces, w->versatile, (int)w->type, w->properties,
	       w->reach, w->range, w->range_long);
	put_slice(w->mastery);
	printf("},\n");
}

static void put_armor(const struct catalog_armor *a)
{
	printf("     .is_armor = true, .armor = {.kind = %d, .armor_class = %d, .dexterity = %d, "
	       ".strength = %d, .loud = %d},\n",
	       (int)a->kind, a->armor_class, a->dexterity, a->strength, a->loud);
}

void write_equipment(const struct edition *e)
{
	printf("static const struct catalog_item items_%s[] = {\n", e->year);
	for (size_t i = 0; i < e->equipment.count; i++) {
		struct str strange = {0};
		struct catalog_item item = thing_item(e->equipment.items[i], &strange);

		printf("    {.slug = ");
		put_slice(item.slug);
		printf(", .name = ");
		put_slice(item.name);
		printf(", .weight = %d,\n", item.weight);
		if (item.is_weapon)
			put_weapon(&item.weapon);
		if (item.is_armor)
			put_armor(&item.armor);
		printf("    },\n");
		check_words(strange, item.slug);
	}
	printf("};\n\n");
}

static void write_item_effects(const struct catalog_magic_item *m, const char *name)
{
	printf("static const struct effect %s[] = {\n", name);
	for (uint32_t i = 0; i < m->effects.count; i++) {
		const struct effect *e = &m->effects.items[i];

		put_effectf(".kind = %d, .target = %d, .which = %uu, .amount = %d, .when = %uu, "
		            ".text = %s",
		            (int)e->kind, (int)e->target, e->which, e->amount, e->when,
		            e->text ? "CHOSEN" : "NULL");
	}
	put_effect(".kind = EFFECT_ADD");
	printf("};\n");
}

void write_magic_items(const struct edition *e)
{
	size_t count = e->magic_items.count;
	struct catalog_magic_item *all = calloc(count, sizeof *all);

	if (!all)
		die("out of memory");
	for (size_t i = 0; i < count; i++) {
		struct str strange = {0};
		char name[40];

		all[i] = thing_magic_item(e->magic_items.items[i], &arena, &strange);
		check_words(strange, all[i].slug);
		snprintf(name, sizeof name, "magic_%s_%zu", e->year, i);
		write_item_effects(&all[i], name);
	}
	printf("static const struct catalog_magic_item magic_items_%s[] = {\n", e->year);
	for (size_t i = 0; i < count; i++) {
		const struct catalog_magic_item *m = &all[i];

		printf("    {.slug = ");
		put_slice(m->slug);
		printf(", .name = ");
		put_slice(m->name);
		printf(", .base = ");
		put_slice(m->base);
		printf(", .attunement = %d, .attack = %d, .damage = %d, .effects = {magic_%s_%zu, "
		       "%u}, "
		       ".charges = %d, .recharge = %d, .regain = ",
		       m->attunement, m->attack, m->damage, e->year, i, m->effects.count,
		       m->charges, (int)m->recharge);
		put_slice(m->regain);
		printf("},\n");
	}
	printf("};\n\n");
	free(all);
}
