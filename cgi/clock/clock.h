/* What the duties of the clock share. */
#ifndef TABARD_CLOCK_CLOCK_H
#define TABARD_CLOCK_CLOCK_H

#include "common/db/db.h"

enum { ASIDE_MAX = 64, ASIDE_SECONDS = 60 };

struct clock {
	struct db *db;
	struct arena arena; /* reset after each piece of work */
	/* Encounters that could not be helped: they wait, so that all others go on as ever. */
	struct {
		struct uuid encounter;
		int64_t until; /* on the clock that never jumps */
	} aside[ASIDE_MAX];
	size_t asides;
};

/* The duties. Each does what is due now, and gives DB_UNAVAILABLE when the database has gone; whatever else
 * goes wrong is logged. */
enum db_error clock_skip_turns(struct clock *c);
enum db_error clock_give_up(struct clock *c);
enum db_error clock_pause(struct clock *c);

/* How long nothing will be due, in milliseconds. */
int64_t clock_idle_ms(struct clock *c);

#endif
