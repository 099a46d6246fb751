/* A change of the map as a transaction of two round trips: lock and read, then write, announce and commit. The news
 * are what the table document shows of it, before and after. */
#ifndef TABARD_API_MAPS_CHANGE_H
#define TABARD_API_MAPS_CHANGE_H

#include "cgi/api/app.h"
#include "common/table/map.h"

struct map_change {
	struct uuid campaign_id;
	enum campaign_role role;
	enum audience audience; /* the caller's */
	struct list characters; /* of struct uuid: the caller's */
	int64_t seq, maps;      /* of the event it will make; how many the campaign has */
	struct str settings_json;
	struct table before, after; /* alike at first; without members and presence */
};

/* Queues lock and reads for the campaign, map or token of that id; the caller may queue more reads behind it.
 * Returns the index of the caller's first result. */
size_t change_queue(struct request *rq, struct uuid thing);
/* Runs it. 0, or the answer's status: `missing` for strangers. */
int change_begin(struct request *rq, struct map_change *c, enum api_error missing);
/* Queues the event behind the caller's writes, commits, rings and runs; 0, or the answer's status. `type` is
 * refined by what players see of tokens. */
int change_commit(struct request *rq, const struct map_change *c, const char *type);

/* The map of the rows, one of the library or the one on the table; NULL with the answer's status set: 404 where
 * the caller may not see it. */
struct table_map *change_map(struct request *rq, const struct map_change *c,
                             const struct db_rows *map, const struct db_rows *tokens);
/* Puts it into c->after, where it is on the table. */
void change_show(struct map_change *c, struct table_map *map);

/* The first round trip of a change of one map, whose row and tokens are the results from `own` on. NULL with the
 * answer's status: 404, or 412 where If-Match names another version. */
struct table_map *change_open(struct request *rq, struct map_change *c, size_t own);
/* Commits, and answers with the row that the statement queued as number `changed` gave. */
int change_finish(struct request *rq, const struct map_change *c, const char *type, size_t changed);
/* A row of map_shape, with its version as the tag where the caller may know that. */
int change_answer(struct request *rq, int status, const struct db_rows *rows, int first);

/* The running encounter in c->after, its own to be changed. */
struct table_encounter *change_encounter(struct request *rq, struct map_change *c);

/* One of the lists that lie on a map, as it is stored: the field of that struct. */
const char *change_json(struct request *rq, const struct field *f, const void *object);

/* The upload that a field names ("/api/v1/uploads/<id>", with or without this server's address). Nil for empty
 * text. 0, or the answer's status. No address but of our own pictures is taken, and none is ever followed. */
int change_image(struct request *rq, const char *field, struct str text, struct uuid *image);

#endif
