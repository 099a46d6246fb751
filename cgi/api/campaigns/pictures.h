/* The pictures of a campaign's archive: out of their files into the document, and out of it into files again. */
#ifndef TABARD_API_CAMPAIGNS_PICTURES_H
#define TABARD_API_CAMPAIGNS_PICTURES_H

#include "cgi/api/app.h"
#include "common/archive/archive.h"

/* An archive_picture, whose context is a pointer to the request. */
void pictures_send(void *context, struct uuid id);

/* Files that were made and have no rows yet: the sweep leaves all alone meanwhile. */
struct pictures {
	struct buf ids; /* one behind the other, as they are */
};
/* Has each picture of the document made anew, as any upload, into the files of its id-to-be, and puts what became
 * of them into the document's place. Needs no database, which would not wait for it. 0, or the answer's status: then
 * there are no files. */
int pictures_bring(struct request *rq, struct archive *archive, struct pictures *out);
/* When it is over: with or without rows. */
void pictures_settle(struct request *rq, struct pictures *pictures, bool rows);

#endif
