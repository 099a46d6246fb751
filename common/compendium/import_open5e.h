/* What the two shapes of Open5e have in common; private to common/compendium. */
#ifndef TABARD_COMPENDIUM_IMPORT_OPEN5E_H
#define TABARD_COMPENDIUM_IMPORT_OPEN5E_H

#include "common/compendium/import_parts.h"

/* A creature without its actions; NULL when there are too many entries. */
struct import_entry *open5e_creature(struct import *im, const struct any *fields, struct str place);
/* One of its actions, read from the text. */
struct any *open5e_action(struct import *im, struct import_entry *e, const struct any *fields);
/* Holds what was read against the row of its attack, and notes what differs. */
void open5e_check(struct import *im, struct import_entry *e, struct any *action,
                  const struct any *row);
void open5e_spell(struct import *im, const struct any *fields, struct str place);
/* Without the figures of weapons and armour; NULL when there are too many entries. */
struct import_entry *open5e_item(struct import *im, const struct any *fields, struct str place);
/* Name and text only. */
void open5e_plain(struct import *im, enum entry_type type, const struct any *fields,
                  struct str place);

#endif
