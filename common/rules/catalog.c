#include "common/rules/catalog.h"

#include "common/base/poison.h"

static const void *find(const struct catalog_table *t, struct str slug)
{
	size_t low = 0, high = t->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const void *row = (const char *)t->rows + middle * t->size;
		int order = str_cmp(*(const struct str *)row, slug);

		if (order == 0)
			return row;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* A lookup in the table `name`, and in that of every catalog under this one. */
#define LOOKUP(type, function, name)                                                               \
	const struct type *function(const struct catalog *c, struct str slug)                      \
	{                                                                                          \
		const struct type *row = NULL;                                                     \
                                                                                                   \
		for (; c && !row && slug.n; c = c->under)                                          \
			row = find(&c->name, slug);                                                \
		return row;                                                                        \
	}

LOOKUP(catalog_class, catalog_class, classes)
LOOKUP(catalog_subclass, catalog_subclass, subclasses)
LOOKUP(catalog_feature, catalog_feature, features)
LOOKUP(catalog_species, catalog_species, species)
LOOKUP(catalog_species, catalog_lineage, lineages)
LOOKUP(catalog_background, catalog_background, backgrounds)
LOOKUP(catalog_feat, catalog_feat, feats)
LOOKUP(catalog_item, catalog_item, items)
LOOKUP(catalog_magic_item, catalog_magic_item, magic_items)

static const struct effect_row *own_effects(const struct catalog *c, struct str slug)
{
	const struct effect_row *row = NULL;

	for (const struct catalog *over = c; over && !row; over = over->under)
		row = effects_find(over->effects, over->effect_count, slug, c->ruleset);
	return row;
}

const struct effect_row *catalog_feature_effects(const struct catalog *c, struct str slug)
{
	const struct effect_row *row = own_effects(c, slug);

	return row ? row : effects_find(feature_effects, feature_effect_count, slug, c->ruleset);
}

const struct effect_row *catalog_spell_effects(const struct catalog *c, struct str slug)
{
	return effects_find(spell_effects, spell_effect_count, slug, c->ruleset);
}

int32_t catalog_counter(const struct catalog_class *class, struct str counter, int32_t level)
{
	if (!class || level < 1 || level > LEVEL_MAX)
		return 0;
	for (uint32_t i = 0; i < class->counter_count; i++)
		if (str_eq(class->counters[i].name, counter))
			return class->counters[i].values[level - 1];
	return 0;
}
