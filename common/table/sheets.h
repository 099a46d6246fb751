/* What a running fight writes to the characters' sheets. */
#ifndef TABARD_TABLE_SHEETS_H
#define TABARD_TABLE_SHEETS_H

#include "common/table/turnover.h"

/* Whether the characters' figures are those of this encounter. */
bool sheets_follow(const struct encounter *e);
/* Queues the write to every sheet that the change concerns; nothing when there is none. */
void sheets_queue(const struct turnover *t, const struct encounter *after,
                  const struct turnover_log *log);

#endif
