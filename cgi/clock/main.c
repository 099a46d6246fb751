/* tabard-clock: what happens because time passed. */
#include <signal.h>
#include <time.h>

#include "cgi/clock/clock.h"
#include "common/base/clock.h"
#include "common/base/config.h"
#include "common/base/log.h"
#include "queries.h"

#include "common/base/poison.h"

enum { AGAIN_MS = 200 };

static enum db_error beat(struct clock *c)
{
	return db_query(c->db, &q_clock_beat);
}

static enum db_error forget_keys(struct clock *c)
{
	return db_query(c->db, &q_clock_forget_keys);
}

static enum db_error forget_tickets(struct clock *c)
{
	return db_query(c->db, &q_clock_forget_tickets);
}

static enum db_error bury_campaigns(struct clock *c)
{
	return db_query(c->db, &q_clock_bury_campaigns);
}

static enum db_error forget_presence(struct clock *c)
{
	return db_query(c->db, &q_clock_forget_presence);
}

/* What there is to do, and at least how many seconds apart; 0: whenever the clock wakes. */
static const struct duty {
	enum db_error (*fulfil)(struct clock *c);
	int64_t every;
} duties[] = {
    {clock_skip_turns, 0}, {clock_give_up, 1},   {clock_pause, 1},      {beat, 5},
    {forget_keys, 60},     {forget_tickets, 60}, {forget_presence, 60}, {bury_campaigns, 3600},
};
enum { DUTIES = sizeof duties / sizeof *duties };

/* A duty that fails is tried again in its time, and keeps none of the others from theirs. */
static enum db_error tick(struct clock *c, int64_t due[DUTIES])
{
	for (size_t i = 0; i < DUTIES; i++) {
		if (due[i] > clock_monotonic_ms())
			continue;
		if (duties[i].fulfil(c) == DB_UNAVAILABLE)
			return DB_UNAVAILABLE;
		due[i] = clock_monotonic_ms() + duties[i].every * 1000;
	}
	return DB_OK;
}

/* How long to sleep now. */
static int64_t work(struct clock *c, int64_t due[DUTIES])
{
	bool up = c->db ? db_ready(c->db)
	                : (c->db = db_open(config_text(SET_DATABASE_URL), "tabard-clock")) != NULL;

	return up && !tick(c, due) ? clock_idle_ms(c) : AGAIN_MS;
}

int main(int argc, char **argv)
{
	int64_t due[DUTIES] = {0}, ms;
	struct clock clock = {0};
	struct timespec pause;
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
	do {
		ms = work(&clock, due);
		pause = (struct timespec){ms / 1000, ms % 1000 * 1000000};
	} while (sigtimedwait(&ends, NULL, &pause) < 0);
	db_close(clock.db);
	arena_free(&clock.arena);
	log_line(LOG_INFO, "stopped", "program=tabard-clock");
	return 0;
}
