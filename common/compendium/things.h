/* Equipment and magic items as the rules' catalog has them, out of an entry's data: the built-in ones when the
 * catalog is made, a campaign's own when a sheet has them. */
#ifndef TABARD_COMPENDIUM_THINGS_H
#define TABARD_COMPENDIUM_THINGS_H

#include "common/json/any.h"
#include "common/rules/catalog.h"

/* The properties of weapons, NULL-terminated: each is for the rules or known to need none. */
extern const char *const weapon_words[];

/* `entry` is the data with slug and name, whose texts are borrowed; effects are in the arena. What an entry has
 * none of, or has wrongly, gives no numbers. `*strange`, unless it is set already, is set to the first word
 * that the rules do not know. */
struct catalog_item thing_item(const struct any *entry, struct str *strange);
struct catalog_magic_item thing_magic_item(const struct any *entry, struct arena *arena,
                                           struct str *strange);

/* The campaign's own things over the catalog under them: `entries` is [{"type","data"}], as
 * homebrew_named() of the database gives it, or empty. What it is made of is in the arena. */
const struct catalog *things_over(const struct catalog *under, struct str entries,
                                  struct arena *arena);

#endif
