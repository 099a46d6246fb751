#include "common/auth/keyset.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

#include "common/auth/jwks_fetch.h"
#include "common/base/log.h"
#include "common/base/poison.h"

const struct keyset_timing keyset_timing_default = {
    .retry = 50, .retry_max = 5000, .refresh = 10 * 60 * 1000, .cooldown = 10 * 1000};

struct keyset {
	char *url;
	struct keyset_timing timing;
	pthread_t thread;
	atomic_bool stopping;
	atomic_uint_fast64_t generation, fetches;

	pthread_mutex_t lock; /* for what follows; never held during a fetch */
	pthread_cond_t wake;
	struct jwks *set; /* NULL or one reference */
	bool asked;       /* by an unknown kid */
	int64_t next_ask; /* from when on such a wish is heard again, monotonic milliseconds */

	bool failing; /* the thread's own: the last fetch brought nothing */
};

static int64_t monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Puts the new set in its place unless it says the same as the old one. */
static bool install(struct keyset *ks, struct jwks *fresh)
{
	struct jwks *old = fresh;
	bool changed;

	pthread_mutex_lock(&ks->lock);
	changed = !ks->set || !jwks_same(ks->set, fresh);
	if (changed) {
		old = ks->set;
		ks->set = fresh;
		atomic_fetch_add(&ks->generation, 1);
	}
	pthread_mutex_unlock(&ks->lock);
	jwks_unref(old);
	return changed;
}

/* Fetches once; whatever goes wrong, the keys we have stay. */
static bool refresh(struct keyset *ks)
{
	struct arena arena = {0};
	struct jwks *fresh = NULL;
	struct str text;
	const char *why;
	bool fetched = jwks_fetch(ks->url, &ks->stopping, &arena, &text, &why);
	size_t count;

	if (fetched) {
		enum jwks_error error = jwks_parse(text, &fresh);

		why = jwks_error_messages[error];
	}
	arena_free(&arena);
	if (fresh) {
		count = jwks_count(fresh);
		bool changed = install(ks, fresh);

		if (changed || ks->failing)
			log_line(LOG_INFO, "keys_refreshed", "keys=%zu changed=%s", count,
			         changed ? "yes" : "no");
	} else if (!ks->failing && !atomic_load(&ks->stopping)) {
		log_line(LOG_WARNING, "keys_not_refreshed", "kept=%s reason=\"%s\"",
		         keyset_generation(ks) ? "yes" : "none", why);
	}
	ks->failing = !fresh;
	atomic_fetch_add(&ks->fetches, 1);
	return fresh != NULL;
}

/* Until `pause` milliseconds are over, a fetch is asked for, or the end has come. */
static void rest(struct keyset *ks, int64_t pause)
{
	int64_t until = monotonic_ms() + pause;
	struct timespec t = {.tv_sec = until / 1000, .tv_nsec = until % 1000 * 1000000};
	int timed_out = 0;

	pthread_mutex_lock(&ks->lock);
	while (!atomic_load(&ks->stopping) && !ks->asked && !timed_out)
		timed_out = pthread_cond_timedwait(&ks->wake, &ks->lock, &t);
	ks->asked = false;
	pthread_mutex_unlock(&ks->lock);
}

static void *keep_fresh(void *argument)
{
	struct keyset *ks = argument;
	int64_t retry = ks->timing.retry;

	while (!atomic_load(&ks->stopping)) {
		bool refreshed = refresh(ks);

		if (refreshed || keyset_generation(ks)) {
			rest(ks, ks->timing.refresh);
			continue;
		}
		rest(ks, retry);
		retry = retry * 2 < ks->timing.retry_max ? retry * 2 : ks->timing.retry_max;
	}
	return NULL;
}

static int start_thread(struct keyset *ks)
{
	sigset_t all, before;
	int error;

	/* Signals are for the program's own threads. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&ks->thread, NULL, keep_fresh, ks);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error;
}

static void release(struct keyset *ks)
{
	jwks_unref(ks->set);
	pthread_cond_destroy(&ks->wake);
	pthread_mutex_destroy(&ks->lock);
	free(ks->url);
	free(ks);
}

struct keyset *keyset_start(const char *url, const struct keyset_timing *timing)
{
	struct keyset *ks = calloc(1, sizeof *ks);
	pthread_condattr_t attributes;
	int error;

	if (!ks || !(ks->url = strdup(url)))
		log_fatal("out_of_memory", "bytes=%zu", sizeof *ks);
	ks->timing = *timing;
	pthread_mutex_init(&ks->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&ks->wake, &attributes);
	pthread_condattr_destroy(&attributes);
	error = start_thread(ks);
	if (!error)
		return ks;
	log_line(LOG_ERROR, "thread_not_started", "reason=\"%s\"", strerror(error));
	release(ks);
	return NULL;
}

void keyset_stop(struct keyset *ks)
{
	if (!ks)
		return;
	pthread_mutex_lock(&ks->lock);
	atomic_store(&ks->stopping, true);
	pthread_cond_signal(&ks->wake);
	pthread_mutex_unlock(&ks->lock);
	pthread_join(ks->thread, NULL);
	release(ks);
}

uint64_t keyset_generation(struct keyset *ks)
{
	return atomic_load(&ks->generation);
}

struct jwks *keyset_hold(struct keyset *ks, uint64_t *generation)
{
	struct jwks *set;

	pthread_mutex_lock(&ks->lock);
	set = ks->set ? jwks_ref(ks->set) : NULL;
	*generation = atomic_load(&ks->generation);
	pthread_mutex_unlock(&ks->lock);
	return set;
}

void keyset_unknown_kid(struct keyset *ks)
{
	int64_t now = monotonic_ms();

	pthread_mutex_lock(&ks->lock);
	if (now >= ks->next_ask) {
		ks->next_ask = now + ks->timing.cooldown;
		ks->asked = true;
		pthread_cond_signal(&ks->wake);
	}
	pthread_mutex_unlock(&ks->lock);
}

uint64_t keyset_fetches(struct keyset *ks)
{
	return atomic_load(&ks->fetches);
}
