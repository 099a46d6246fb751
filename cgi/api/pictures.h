/* A picture on its way into a campaign, by itself or inside a file of something else: received into a nameless file,
 * made by tabard-image, and then a row. */
#ifndef TABARD_API_PICTURES_H
#define TABARD_API_PICTURES_H

#include "cgi/api/app.h"
#include "cgi/api/store.h"
#include "common/base/base64.h"

struct picture {
	struct uuid id;
	struct image_report made;
	int64_t bytes;
};

/* 0 when the caller may send something to the campaign rq->ids[0] and there is room for it. */
int picture_may_send(struct request *rq);
/* Gives the connection back, since receiving and decoding take their time, and receives the body. A nameless file,
 * or -1 with the answer's status. */
int picture_receive(struct request *rq);
/* Writes what a text in the body stands for to the file: 0, or the answer's status, naming the field. */
int picture_decode(struct request *rq, struct base64 text, size_t limit, const char *field,
                   int out);
/* Has the picture in the file made into those of `p`, and takes a connection again. 0, or the answer's status. */
int picture_make(struct request *rq, int scratch, struct picture *p);
/* Queues its row, behind the campaign's lock; then, run, what the row says: 0, or the answer's status. */
void picture_queue(struct request *rq, const struct picture *p, struct str name);
int picture_refused(struct request *rq, const struct db_rows *row);
/* Removes the files when it came to nothing. */
void picture_settle(struct request *rq, const struct picture *p);

#endif
