/* tabard-clock: what happens because time passed. */
#include <signal.h>
#include <time.h>

#include "common/base/config.h"
#include "common/base/log.h"
#include "common/db/db.h"
#include "queries.h"

#include "common/base/poison.h"

enum { TICK_SECONDS = 5 };

/* What is due at a tick: the statement, and every how many ticks. */
static const struct duty {
	const struct db_query *query;
	unsigned every;
} duties[] = {
    {&q_clock_beat, 1},
    {&q_clock_forget_keys, 12},
};

static void tick(struct db *db, unsigned count)
{
	for (size_t i = 0; i < sizeof duties / sizeof *duties; i++)
		if (count % duties[i].every == 0 && db_query(db, duties[i].query) == DB_UNAVAILABLE)
			return;
}

int main(int argc, char **argv)
{
	const struct timespec pause = {.tv_sec = TICK_SECONDS}, soon = {.tv_nsec = 200000000};
	struct db *db = NULL;
	unsigned count = 0;
	sigset_t ends;

	(void)argv;
	if (argc > 1) {
		fputs("usage: tabard-clock\nSee `tabardctl settings`.\n", stderr);
		return 2;
	}
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigprocmask(SIG_BLOCK, &ends, NULL);
	log_line(LOG_INFO, "started", "program=tabard-clock version=%s", TABARD_VERSION);
	for (;;) {
		bool up =
		    db ? db_ready(db)
		       : (db = db_open(config_text(SET_DATABASE_URL), "tabard-clock")) != NULL;

		if (up)
			tick(db, count++);
		if (sigtimedwait(&ends, NULL, up ? &pause : &soon) > 0)
			break;
	}
	db_close(db);
	log_line(LOG_INFO, "stopped", "program=tabard-clock");
	return 0;
}
