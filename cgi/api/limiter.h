/* How much one person may ask for. Not how much comes from one address: a whole table sits behind one. */
#ifndef TABARD_API_LIMITER_H
#define TABARD_API_LIMITER_H

#include "common/base/str.h"

struct limiter;

/* NULL for a limit of 0, which is none. */
struct limiter *limiter_new(int64_t per_minute);
void limiter_free(struct limiter *l);

/* Counts one request of the subject at `now`, monotonic milliseconds. 0 when it may go on, else after how
 * many milliseconds the next one may. A minute's worth may come all at once. */
int64_t limiter_take(struct limiter *l, struct str subject, int64_t now);

#endif
