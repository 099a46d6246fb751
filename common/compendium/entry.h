/* What an entry of a campaign's own must be: its members by type. Whatever more it has is kept. */
#ifndef TABARD_COMPENDIUM_ENTRY_H
#define TABARD_COMPENDIUM_ENTRY_H

#include "common/compendium/fields.h"
#include "common/json/any.h"

enum { ENTRY_BYTES_MAX = 64 * 1024, SLUG_MAX = 120 };

/* The members that every type has to have and may have; open. Only for checking: it stores nothing. */
extern const struct shape *const entry_shapes[ENTRY_TYPES];

/* "A Thing's Name" as a slug: a-things-name; empty when nothing of it is left. */
struct str entry_slug(struct str name, struct arena *arena);
/* A map: what can be told from the rest is filled in (slug; a monster's cr, xp and proficiency bonus), and what
 * the server says of an entry by itself is taken out (ruleset, source, licence, …). */
void entry_complete(enum entry_type type, struct any *data, struct arena *arena);
/* Whether the entry is good for its type; else the problems name its fields. `text` gets its JSON. */
bool entry_check(enum entry_type type, const struct any *data, struct arena *arena,
                 struct str *text, struct problems *ps);
/* An entry for q_compendium_put, written behind those before it; ruleset "" for the campaign's. */
void entry_write(struct buf *b, enum entry_type type, struct str ruleset, struct str source,
                 struct str licence, bool hidden, struct str data);

/* What a challenge rating is worth (both rulesets), by its number: 0.25; 0 for one that there is not. */
int32_t cr_xp(double cr);

#endif
