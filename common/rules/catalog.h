/* The figures of one ruleset that the rules work with, as tables sorted by slug. Those of the
 * System Reference Documents are made from sql/compendium at build time (sql/catalog.c); a
 * campaign's homebrew is a catalog of its own over them. */
#ifndef TABARD_RULES_CATALOG_H
#define TABARD_RULES_CATALOG_H

#include "common/rules/catalog_things.h"

struct catalog_table {
	const void *rows; /* structs that begin with `struct str slug` */
	size_t count, size;
};

struct catalog {
	enum ruleset ruleset;
	const struct catalog *under;  /* where to look for what is not here, or NULL */
	struct catalog_table classes; /* of struct catalog_class, and so on */
	struct catalog_table subclasses;
	struct catalog_table features;
	struct catalog_table species;
	struct catalog_table lineages; /* of struct catalog_species */
	struct catalog_table backgrounds;
	struct catalog_table feats;
	struct catalog_table items;
	struct catalog_table magic_items;
	/* What features of its own do, by slug; the SRD's stand in effects.h. */
	const struct effect_row *effects;
	size_t effect_count;
};

/* The System Reference Document of that ruleset. Not of the rules: they are given theirs. */
const struct catalog *catalog_srd(enum ruleset ruleset);

/* The row of that slug, or NULL. */
const struct catalog_class *catalog_class(const struct catalog *c, struct str slug);
const struct catalog_subclass *catalog_subclass(const struct catalog *c, struct str slug);
const struct catalog_feature *catalog_feature(const struct catalog *c, struct str slug);
const struct catalog_species *catalog_species(const struct catalog *c, struct str slug);
const struct catalog_species *catalog_lineage(const struct catalog *c, struct str slug);
const struct catalog_background *catalog_background(const struct catalog *c, struct str slug);
const struct catalog_feat *catalog_feat(const struct catalog *c, struct str slug);
const struct catalog_item *catalog_item(const struct catalog *c, struct str slug);
const struct catalog_magic_item *catalog_magic_item(const struct catalog *c, struct str slug);

/* What a feature, an option or a feat does, and what a lasting spell does; NULL for nothing. */
const struct effect_row *catalog_feature_effects(const struct catalog *c, struct str slug);
const struct effect_row *catalog_spell_effects(const struct catalog *c, struct str slug);

/* What the class's table says of a counter at that level, 1 to 20; 0 when it does not. */
int32_t catalog_counter(const struct catalog_class *class, struct str counter, int32_t level);

#endif
