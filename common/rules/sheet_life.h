/* What a sheet goes through outside fights, by the same rules as inside; and what is not known of it. */
#ifndef TABARD_RULES_SHEET_LIFE_H
#define TABARD_RULES_SHEET_LIFE_H

#include "common/rules/sheet_changes.h"

/* Damage, healing, temporary hit points, a death save: the move is made as by the only combatant of
 * a fight, whose hit points, death saves and exhaustion are the sheet's afterwards. Of the move only
 * what the type itself needs is looked at; it is about the sheet's character, whoever it names.
 * `told` takes what happened, of struct consequence, with no combatant's id. */
enum rule_error sheet_befall(const struct sheet *s, struct move move, const struct catalog *c,
                             const struct dice *dice, struct arena *arena, struct sheet *out,
                             struct list *told);

/* Experience points more, or fewer; false when that is below 0 or above SHEET_XP_MAX. */
bool sheet_award(const struct sheet *s, int32_t points, struct sheet *out);

/* The sizes of the largest hit dice that are left, `count` of them, of int32_t; fewer when there are
 * no more. */
struct list sheet_largest_hit_dice(const struct sheet *s, int32_t count, const struct catalog *c,
                                   struct arena *arena);

/* What hangs together is made to: hit points given without what is left of them are all left, and
 * above 0 of them there are no death saves. */
void sheet_settle(struct sheet *s, const struct catalog *c, struct arena *arena);

/* The JSON pointer, in `arena`, of the first slug that neither the catalog nor `before` (NULL:
 * nothing) has: species, lineage, class, subclass, background, feat or option; NULL when all are
 * known. Equipment and spells may be anybody's own. */
const char *sheet_unknown(const struct sheet *s, const struct sheet *before,
                          const struct catalog *c, struct arena *arena);

#endif
