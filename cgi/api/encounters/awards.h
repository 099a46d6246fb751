/* What the end of a fight gives to characters. */
#ifndef TABARD_API_AWARDS_H
#define TABARD_API_AWARDS_H

#include "common/table/turnover.h"

/* What the consequences of an end (of struct consequence) give beyond those of the end as it was, which may be
 * empty: of struct award, by the combatants of `e`. */
struct list awards_between(const struct list *before, const struct list *now,
                           const struct encounter *e, struct arena *arena);

#endif
