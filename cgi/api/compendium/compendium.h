/* /compendium: the rules' entries, and those that a campaign has of its own. */
#ifndef TABARD_API_COMPENDIUM_H
#define TABARD_API_COMPENDIUM_H

#include "cgi/api/app.h"

extern const struct shape entries_query_shape, entry_query_shape, search_query_shape;
extern const struct shape compendium_query_shape, compendium_shape;
extern const struct shape entry_summary_shape, entry_found_shape, entry_shape;
extern const struct shape suggest_query_shape, suggestions_shape;
extern const struct shape import_query_shape, import_report_shape;
extern const struct shape homebrew_create_shape, homebrew_patch_shape, homebrew_query_shape,
    homebrew_shape;

/* After a write of entries that failed: 400, 409 when the campaign has too many, or as fail_db. */
int fail_entries(struct request *rq, enum db_error error);

/* GET /compendium: 200, 404 for a campaign of others. */
int compendium_get(struct request *rq);
/* GET /compendium/search: 200, 400, 404 as above. */
int search_get(struct request *rq);
/* GET /compendium/{type}: 200, 400, 404 for a type there is not and as above. */
int entries_get(struct request *rq);
/* GET /compendium/{type}/{slug}: 200, 404. */
int entry_get(struct request *rq);
/* GET //internal/reader, asked by nginx for every answer that it keeps: 204. */
int reader_get(struct request *rq);
/* POST /campaigns/{id}/compendium/{type}: 201, 400, 403, 404, 409 when the slug is taken or
 * there are too many. */
int homebrew_post(struct request *rq);
/* POST /campaigns/{id}/compendium/import: 200 with the report, 400, 403, 404, 409 when there
 * are too many, 413, 422 with the report. */
int import_post(struct request *rq);
/* PATCH …/{slug}: 200, 400, 403, 404, 409. */
int homebrew_patch(struct request *rq);
/* DELETE …/{slug}: 200 with what it was, 403, 404. */
int homebrew_delete(struct request *rq);
/* GET /campaigns/{id}/suggestions: 200, 400, 403, 404. */
int suggestions_get(struct request *rq);

#endif
