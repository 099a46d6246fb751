/* One character on its way out of a file; private to common/formats. */
#ifndef TABARD_FORMATS_READING_H
#define TABARD_FORMATS_READING_H

#include "common/formats/formats.h"
#include "common/json/any.h"

struct reading {
	struct arena *arena;
	struct imported *out;
	struct problems *problems;
	size_t room;      /* for notes */
	struct buf extra; /* what is kept of the rest, as members: "a":1,"b":2 */
};

void reading_begin(struct reading *r, struct imported *out, struct arena *arena,
                   struct problems *ps);
/* For formats that are not ours: chooses the ruleset that knows most of what the sheet names, puts the rest under
 * `extra`, and mends what does not hold together. */
void reading_mend(struct reading *r);
/* Notes what the compendium does not have. */
void reading_end(struct reading *r);

/* All borrowed. */
void note(struct reading *r, enum fate fate, struct str from, const char *to, const char *why);
/* "/items/#/name" with the index in the place of the #. */
struct str at_index(struct reading *r, const char *format, size_t index);

/* What a path of keys leads to ("system/attributes/hp"), maps only; NULL when it leads nowhere. */
const struct any *find_at(const struct any *in, const char *path);
/* A number within bounds, which it is brought into if need be; `other` when there is none. */
int32_t take_number(struct reading *r, const struct any *in, const char *path, const char *to,
                    int32_t min, int32_t max, int32_t other);
/* The same without a note: 0 when it is no number. */
int32_t number_at(const struct any *in, const char *path);
bool truth_at(const struct any *in, const char *path);
/* A text of at most so many code points, without the tags of HTML. */
struct str take_text(struct reading *r, const struct any *in, const char *path, const char *to,
                     int64_t max);
struct str cut_text(struct str text, int64_t max);

/* "Thieves' Tools" as thieves-tools; empty for a name without letters. */
struct str slug_of(struct str name, struct arena *arena);
bool same_word(struct str a, struct str b); /* but for the case of letters */
bool word_listed(const char *const *words, struct str word);

/* Adds to a list of the sheet, up to SHEET_ITEMS_MAX. */
void *push(struct reading *r, struct list *list, size_t size);
void push_slug(struct reading *r, struct list *list, struct str slug); /* once */
void push_count(struct reading *r, struct list *counts, struct str key, int32_t value);
void push_class(struct reading *r, struct str name, struct str subclass, int32_t level);
/* An item by its name, by its slug where a ruleset has it. */
struct sheet_item *push_item(struct reading *r, struct str name, int32_t quantity);
/* A species or lineage by its name. */
void set_species(struct reading *r, struct str from, struct str name);
void name_character(struct reading *r, const struct any *in, const char *path);

/* Keeps under `extra` what is in this object besides `known`, and notes it; what is empty is not
 * worth it. `pointer` is the object's. */
void keep_rest(struct reading *r, const struct any *object, struct str pointer,
               const char *const *known);

/* The formats. Each reads one character; false when there is none in it, with a problem. */
bool read_tabard(struct reading *r, const struct any *root);
bool read_foundry(struct reading *r, const struct any *root);
bool read_dnd_beyond(struct reading *r, const struct any *root);
bool read_improved_initiative(struct reading *r, const struct any *entry);

#endif
