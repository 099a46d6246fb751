/* What the importers of each format have in common; private to common/compendium. */
#ifndef TABARD_COMPENDIUM_IMPORT_PARTS_H
#define TABARD_COMPENDIUM_IMPORT_PARTS_H

#include "common/compendium/import.h"
#include "common/compendium/prose.h"

/* How a value of theirs becomes one of ours; what cannot be read so gives nothing. */
enum how {
	COPY,
	INTEGER, /* 40.0, "40" or "40 ft." as 40 */
	NUMBER,  /* 2, "2.000" as 2; not below 0 */
	TEXT,    /* a text, or several as paragraphs */
	WORD,    /* one slug: of "Evocation", {"index"}, {"key"}, {"name"}, a URL */
	WORDS,   /* a list of those */
	DICE,    /* "2d6 + 3", "(2d6+3)" as 2d6+3 */
	TRUTH,
	RATING, /* "1/4", 0.25, "0.250": as it is, completed later */
	FIRST,  /* [{"value": 15}] as 15 */
	DAMAGE, /* damage types; what is more than a type goes to conditional_… as text */
	CONDITION_NAMES, /* slugs of conditions */
	SAVE_BONUSES,    /* [{Name, Modifier}] by ability */
	SKILL_BONUSES,   /* [{Name, Modifier}] by skill */
	SPEED_TEXTS,     /* ["30 ft.", "fly 60 ft."] */
	SENSE_TEXTS,     /* ["darkvision 60 ft."] */
	ABILITY,         /* "dexterity" as dex */
	CASTING,         /* "1 action", "bonus-action", "10minutes" as {amount, unit} */
	RANGE,           /* "90 feet", "Self" as {kind, feet} */
	DURATION,        /* "Concentration, up to 1 minute" as {kind, amount, unit, up_to} */
	COMPONENTS,      /* "V, S, M (a feather)" or ["V", "S"] */
	COST,            /* {quantity, unit} or "15.00" gold pieces as copper pieces */
};

/* One row of a format: from which path of theirs to which of ours. */
struct mapping {
	const char *to, *from;
	enum how how;
};

/* Fills in `entry->data` by the rows; what no row and none of `known` (separated by blanks) speaks of goes to
 * `extra`. */
void map_fields(struct import *im, struct import_entry *entry, const struct any *source,
                const struct mapping *rows, size_t count, const char *known);
#define MAP_FIELDS(im, entry, source, rows, known)                                                 \
	map_fields((im), (entry), (source), (rows), sizeof(rows) / sizeof *(rows), (known))

/* A new entry of the import, or NULL when there are too many. */
struct import_entry *import_add(struct import *im, enum entry_type type, struct str place);
void import_note(struct import *im, struct import_entry *entry, struct str note);
/* A value that is none of ours. */
void import_skip(struct import *im, struct str place, struct str why);
/* Whether the word is one of the names, NULL-terminated. */
bool import_one_of(const char *const *names, struct str word);
/* The slug that a value of theirs names: see WORD. */
struct str import_word(const struct any *value, struct arena *arena);
/* Puts how far a weapon reaches and carries, in feet, as far as that is more than 0. */
void import_reach(struct import *im, struct any *weapon, int64_t reach, int64_t near, int64_t far);

/* An action from its name and text, in the list "actions", "traits", … of a monster. Gives the action. */
struct any *import_action(struct import *im, struct import_entry *monster, const char *list,
                          struct str name, struct str text);
/* The multiattack of a monster out of its actions, and how many legendary actions there are. */
void import_finish_monster(struct import *im, struct import_entry *monster);

/* Each takes one value of the file when it is of its format. */
bool import_open5e(struct import *im, const struct any *value, struct str place);
/* Behind the last value: Open5e keeps creatures, actions and attacks in files of their own. */
void import_open5e_rows(struct import *im, const struct any *const *rows, size_t count);
bool import_5e_database(struct import *im, const struct any *value, struct str place);
bool import_improved(struct import *im, const struct any *value, struct str place);
bool import_own(struct import *im, const struct any *value, struct str place);

#endif
