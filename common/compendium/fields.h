/* What the compendium's entries are found by: one table that gives the search its index, requests their
 * parameters, answers their columns and openapi.json its words. */
#ifndef TABARD_COMPENDIUM_FIELDS_H
#define TABARD_COMPENDIUM_FIELDS_H

#include "common/base/buf.h"

enum entry_type {
	ENTRY_MONSTERS,
	ENTRY_SPELLS,
	ENTRY_CLASSES,
	ENTRY_SUBCLASSES,
	ENTRY_SPECIES,
	ENTRY_BACKGROUNDS,
	ENTRY_FEATS,
	ENTRY_EQUIPMENT,
	ENTRY_MAGIC_ITEMS,
	ENTRY_CONDITIONS,
	ENTRY_SKILLS,
	ENTRY_DAMAGE_TYPES,
	ENTRY_FEATURES,
	ENTRY_RULES,
	ENTRY_TYPES,
};
/* "monsters", "magic-items", …; NULL-terminated. */
extern const char *const entry_type_names[];

enum entry_use {
	ENTRY_TAG = 1,    /* a filter by its value, and a facet */
	ENTRY_NUMBER = 2, /* a filter by value or bounds, and a sort; one per type */
	ENTRY_WORDS = 4,  /* found by its words */
	ENTRY_SHOWN = 8,  /* a column of lists */
};

/* Where in an entry's data something stands. */
struct entry_field {
	enum entry_type type; /* ENTRY_TYPES: every type */
	const char *name;     /* of the parameter and the column */
	const char *path;     /* SQL/JSON path */
	unsigned use;         /* of enum entry_use */
};
extern const struct entry_field entry_fields[];
extern const size_t entry_field_count;

/* The row of that name with any of these uses for entries of the type, or NULL. */
const struct entry_field *entry_field_find(enum entry_type type, struct str name, unsigned uses);

/* The table as JSON for the statements that read it: [{"type","name","path","tag","number","words"}]; every
 * type's rows are spelled out. */
struct str entry_fields_json(struct arena *arena);

#endif
