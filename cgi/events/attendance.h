/* Who has a stream open here, and what the database has been told of it: of a person's first stream in a
 * campaign at once, of the end of the last one after GRACE_SECONDS without another. */
#ifndef TABARD_EVENTS_ATTENDANCE_H
#define TABARD_EVENTS_ATTENDANCE_H

#include "cgi/events/hub.h"

/* One stream more, and one less. What is given is valid until it has been taken back as often. */
struct attendee *attendance_come(struct hub *h, struct uuid campaign, struct uuid user);
void attendance_go(struct hub *h, struct attendee *a);

void attendance_second(struct hub *h);
/* Answers: of a beat and of JOB_ATTEND. */
void attendance_known(struct hub *h, const struct job *job);
void attendance_told(struct hub *h, const struct job *job);
void attendance_free(struct hub *h);

#endif
