/* Bodies: into memory, or, when they are too large for it, into a nameless file, to be read where they lie. */
#ifndef TABARD_API_BODIES_H
#define TABARD_API_BODIES_H

#include "cgi/api/app.h"

/* Reads it into rq->body_text: 0, or the answer's status. With BODY_MAPPED it is rq->mapped. */
int body_read(struct request *rq);
/* Receives it, at most route->body_max bytes. A nameless file, or -1 with the answer's status. */
int body_receive(struct request *rq);
/* The same, mapped, until body_unmap: 0, or the answer's status. An empty body is an empty text. */
int body_map(struct request *rq, struct str *out);
void body_unmap(struct str mapped);
/* A file's text: without the byte order mark that some programs write before it (RFC 8259, 8.1). */
struct str body_file(struct str bytes);

#endif
