/* Where pictures are kept: one folder, a picture by its id and its thumbnail beside it. A file is served
 * only when the database has its row, so a half-written one never is; what has no row is swept. */
#ifndef TABARD_API_STORE_H
#define TABARD_API_STORE_H

#include "common/base/uuid.h"
#include "common/db/db.h"
#include "common/image/image.h"

struct uploads;

/* Opens (and makes) the folder `uploads` in `var`, and starts the thread that sweeps it, at once and then
 * every hour. NULL with the reason logged. */
struct uploads *uploads_open(const char *var, int64_t quota, struct db_pool *pool);
void uploads_close(struct uploads *u);
/* Bytes of one campaign; and what a picture takes of them: its blocks, and four for its thumbnail. */
int64_t uploads_quota(const struct uploads *u);
int64_t uploads_room(int64_t bytes);

/* A nameless empty file on the same disk, or -1. It is gone when it is closed. */
int uploads_scratch(const struct uploads *u);
/* Has the picture in `scratch` made into the files of `id`, safe on the disk, one at a time on this
 * machine: what decoding takes is what it takes at most. `*bytes` is the size of the new picture. On any
 * other verdict than IMAGE_MADE there are no files. `*busy` when too many were waiting, with
 * IMAGE_FAILED. */
enum image_verdict uploads_keep(struct uploads *u, int scratch, struct uuid id,
                                struct image_report *report, int64_t *bytes, bool *busy);
void uploads_remove(const struct uploads *u, struct uuid id);
/* The picture, open for reading, or -1. */
int uploads_open_picture(const struct uploads *u, struct uuid id);
/* While somebody holds them, nothing is swept: many pictures take long to get their rows. */
void uploads_hold(struct uploads *u, bool on);

/* Removes the files, older than an hour, that are of no upload; false when the database could not say. */
bool uploads_sweep(const struct uploads *u, struct db *db);
/* The folder, for the sweep. */
int uploads_folder(const struct uploads *u);

#endif
