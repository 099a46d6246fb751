/* How much one person may ask for. Not how much comes from one address: a whole table sits behind one. */
#ifndef TABARD_API_LIMITER_H
#define TABARD_API_LIMITER_H

#include "common/base/str.h"

struct limiter;

/* So many requests within so many milliseconds, all at once or spread. NULL for a count of 0, which is no limit. */
struct limiter *limiter_new(int64_t count, int64_t ms);
void limiter_free(struct limiter *l);

/* Counts one request of the subject at `now`, monotonic milliseconds. 0 when it may go on, else after how
 * many milliseconds the next one may. */
int64_t limiter_take(struct limiter *l, struct str subject, int64_t now);

#endif
