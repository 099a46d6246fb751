/* The parts of the table document for an audience. Whoever changes something views its part before and
 * after, and the patch is the difference: nobody else decides what a viewer may know. */
#ifndef TABARD_TABLE_VIEW_H
#define TABARD_TABLE_VIEW_H

#include "common/table/doc.h"
#include "common/table/table.h"

/* The whole document. */
void view_table(const struct table *t, enum audience audience, struct doc *root,
                struct arena *arena);

/* Each fills an object of the document. */
void view_members(const struct list *members, struct doc *out, struct arena *arena);
/* An encounter in any status, as GET /encounters/{id} answers it. */
void view_encounter(const struct table_encounter *e, const struct campaign_settings *settings,
                    enum audience audience, int32_t version, struct doc *out, struct arena *arena);
/* The same without the combatants that look the same in `other`, which is all right in both sides of a
 * comparison. */
void view_difference(const struct table_encounter *e, const struct table_encounter *other,
                     const struct campaign_settings *settings, enum audience audience,
                     int32_t version, struct doc *out, struct arena *arena);
/* Whose turn it is, as far as the audience can tell: an encounter with an absent combatant and one without it
 * look the same. */
struct turn_seen view_turn_seen(const struct table_encounter *e,
                                const struct campaign_settings *settings, enum audience audience);
/* What players see of its hit points. */
enum hp_shown view_hp_shown(const struct combatant *c, const struct campaign_settings *settings);
/* Whether a token, on whatever map, says where that combatant stands. */
bool view_has_token(const struct table_encounter *e, struct uuid combatant);
/* Whether the table shows it: active or paused. */
bool view_live(const struct table_encounter *e);

#endif
