/* Makes the rules' catalog, C tables, from sql/compendium: what its files share. A tool of the build. It walks
 * over values of any kind: the compendium's entries are of more shapes than a field table describes. */
#ifndef TABARD_SQL_CATALOG_H
#define TABARD_SQL_CATALOG_H

#include "common/compendium/things.h"

/* The entries of one file, by slug. */
struct entries {
	const struct any **items;
	size_t count;
};

/* One ruleset: its number, 2014 or 2024, is part of every name. */
struct edition {
	const char *year;
	struct entries classes, features, species, backgrounds, feats, equipment, magic_items,
	    skills;
};

extern struct arena arena; /* of everything, until the end */

void die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* A member, or NULL; null counts as none. */
const struct any *get(const struct any *o, const char *key);
const char *text(const struct any *o, const char *key); /* "" without one */
int number(const struct any *o, const char *key);       /* 0 without one */
bool truth(const struct any *o, const char *key);
bool is_text(const struct any *value);
int whole(const struct any *value);                       /* 0 of what is no number */
size_t length(const struct any *list);                    /* 0 of NULL */
const struct any *item(const struct any *list, size_t i); /* NULL when there is none */
const char *item_text(const struct any *list, size_t i);
/* With the NUL that C wants. */
const char *c_str(struct str text);

/* The index of the name, or the end of the program. */
unsigned index_of(const char *const *names, const char *name, const char *where);
/* BIT of each name in the array. */
unsigned bits_of(const struct any *array, const char *const *names, const char *where);

/* {"text", 4} */
void put_slice(struct str text);
void put_str(const char *text);
/* Writes `name` = the texts of the array, as struct str, and afterwards refers to them. */
void put_slugs_array(const struct any *array, const char *year, const char *kind, const char *of);
void put_slugs(const struct any *array, const char *year, const char *kind, const char *of);
/* A slug with underlines, so that it can be part of a name of C. */
const char *identifier(const char *slug);
/* "short_rest" and so on, as an enumerator of enum recharge. */
const char *recharge_name(const char *tag);

void write_features(const struct edition *e);
void write_classes(const struct edition *e);
void write_species(const struct edition *e);
void write_backgrounds(const struct edition *e);
void write_feats(const struct edition *e);
void write_equipment(const struct edition *e);
void write_magic_items(const struct edition *e);

#endif
