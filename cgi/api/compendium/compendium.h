/* /compendium: the rules' entries. */
#ifndef TABARD_API_COMPENDIUM_H
#define TABARD_API_COMPENDIUM_H

#include "cgi/api/app.h"

extern const struct shape entries_query_shape, entry_query_shape, entry_summary_shape, entry_shape;

/* GET /compendium/{type}: 200, 404 for a type there is not. */
int entries_get(struct request *rq);
/* GET /compendium/{type}/{slug}: 200, 404. */
int entry_get(struct request *rq);

#endif
