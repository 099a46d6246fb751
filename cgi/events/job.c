#include "cgi/events/job.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>

#include "cgi/events/work.h"
#include "common/base/log.h"

#include "common/base/poison.h"

enum {
	PAUSE_MIN_MS = 100,
	PAUSE_MAX_MS = 2000, /* between two attempts at the database */
	TRIES = 5,           /* at a job that a database that is there refuses */
	STOP_SECONDS = 2,
};

TAILQ_HEAD(job_list, job);

struct jobs {
	pthread_mutex_t lock;   /* over the three lists and `stopping` */
	pthread_cond_t wake;    /* there is a job, or it is time to stop */
	pthread_cond_t stop;    /* it is time to stop: for those who would not take a job */
	struct job_list urgent; /* what a whole table or an operator waits for */
	struct job_list ordinary;
	struct job_list finished;
	bool stopping;

	const char *url;
	int bell; /* eventfd: there are finished jobs */
	struct event *answered;
	job_done *done;
	void *context;
	pthread_t *threads;
	size_t thread_count;
};

struct job *job_new(enum job_kind kind)
{
	struct job *job = calloc(1, sizeof *job);

	if (!job)
		log_fatal("out_of_memory", "call=job_new");
	job->kind = kind;
	return job;
}

void job_room(struct job *job, size_t people)
{
	free(job->people);
	job->people_count = 0;
	job->people = calloc(people + 1, sizeof *job->people);
	if (!job->people)
		log_fatal("out_of_memory", "call=job_room");
}

void job_forget_answer(struct job *job)
{
	for (size_t i = 0; i < job->parcel_count; i++)
		parcel_drop(&job->parcels[i]);
	job->parcel_count = 0;
	frame_unref(job->sync);
	job->sync = NULL;
	free(job->marks);
	job->marks = NULL;
	job->mark_count = 0;
	free(job->shut_out);
	job->shut_out = NULL;
	job->shut_out_count = 0;
}

void job_free(struct job *job)
{
	job_forget_answer(job);
	free(job->parcels);
	free(job->watched);
	free(job->people);
	free(job);
}

static bool is_urgent(const struct job *job)
{
	return job->kind == JOB_FILL || job->kind == JOB_SWEEP || job->kind == JOB_BEAT;
}

/* The next job, or NULL when the threads are to stop. */
static struct job *next_job(struct jobs *jobs)
{
	struct job *job = NULL;

	pthread_mutex_lock(&jobs->lock);
	while (!jobs->stopping && TAILQ_EMPTY(&jobs->urgent) && TAILQ_EMPTY(&jobs->ordinary))
		pthread_cond_wait(&jobs->wake, &jobs->lock);
	if (!jobs->stopping) {
		struct job_list *from =
		    TAILQ_EMPTY(&jobs->urgent) ? &jobs->ordinary : &jobs->urgent;

		job = TAILQ_FIRST(from);
		TAILQ_REMOVE(from, job, link);
	}
	pthread_mutex_unlock(&jobs->lock);
	return job;
}

/* The loop is woken by the first of what it then collects all at once. */
static void finish(struct jobs *jobs, struct job *job)
{
	const uint64_t one = 1;
	bool first;

	pthread_mutex_lock(&jobs->lock);
	first = TAILQ_EMPTY(&jobs->finished);
	TAILQ_INSERT_TAIL(&jobs->finished, job, link);
	pthread_mutex_unlock(&jobs->lock);
	if (first && write(jobs->bell, &one, sizeof one) < 0)
		log_line(LOG_ERROR, "no_bell", "call=write errno=%d", errno);
}

/* Waits, each time twice as long as before; false as soon as the threads are to stop. */
static bool pause_a_while(struct jobs *jobs, long *ms)
{
	struct timespec until;
	bool go_on;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += *ms / 1000;
	until.tv_nsec += *ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	pthread_mutex_lock(&jobs->lock);
	while (!jobs->stopping && !pthread_cond_timedwait(&jobs->stop, &jobs->lock, &until))
		continue;
	go_on = !jobs->stopping;
	pthread_mutex_unlock(&jobs->lock);
	*ms = *ms * 2 < PAUSE_MAX_MS ? *ms * 2 : PAUSE_MAX_MS;
	return go_on;
}

/* A job is not given up because the database is away: whoever waits for it goes on waiting. An
 * error that looks final may be the first sign of a connection that is about to break. */
static bool worth_another_try(enum db_error error, int tries)
{
	return error == DB_UNAVAILABLE || tries < TRIES;
}

/* False when the threads were told to stop before it was done. */
static bool do_job(struct jobs *jobs, struct job *job, struct db **db, struct arena *arena)
{
	long ms = PAUSE_MIN_MS;
	bool away = false;

	for (int tries = 1;; tries++) {
		enum db_error error = DB_UNAVAILABLE;

		if (!*db)
			*db = db_open(jobs->url, "tabard-events");
		if (*db && db_ready(*db))
			error = work_do(job, *db, arena);
		if (!error && away)
			log_line(LOG_INFO, "database_back", "for=work");
		if (!error)
			return true;
		away = away || error == DB_UNAVAILABLE;
		job_forget_answer(job);
		arena_reset(arena);
		if (!worth_another_try(error, tries)) {
			job->answer = JOB_FAILED;
			return true;
		}
		if (!pause_a_while(jobs, &ms))
			return false;
	}
}

static void *work(void *arg)
{
	struct jobs *jobs = arg;
	struct arena arena = {0};
	struct db *db = NULL;
	struct job *job;

	while ((job = next_job(jobs))) {
		if (do_job(jobs, job, &db, &arena))
			finish(jobs, job);
		else
			job_free(job);
		arena_reset(&arena);
	}
	db_close(db);
	arena_free(&arena);
	return NULL;
}

static void on_bell(evutil_socket_t bell, short what, void *arg)
{
	struct jobs *jobs = arg;
	struct job_list finished;
	struct job *job;
	uint64_t rings;

	(void)what;
	if (read(bell, &rings, sizeof rings) < 0)
		return;
	TAILQ_INIT(&finished);
	pthread_mutex_lock(&jobs->lock);
	TAILQ_CONCAT(&finished, &jobs->finished, link);
	pthread_mutex_unlock(&jobs->lock);
	while ((job = TAILQ_FIRST(&finished))) {
		TAILQ_REMOVE(&finished, job, link);
		jobs->done(jobs->context, job);
	}
}

/* Signals are the loop's business: the threads are born with all of them blocked. */
static void start_threads(struct jobs *jobs, size_t threads)
{
	sigset_t all, before;

	jobs->threads = calloc(threads, sizeof *jobs->threads);
	if (!jobs->threads)
		log_fatal("out_of_memory", "call=jobs_new");
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (; jobs->thread_count < threads; jobs->thread_count++)
		if (pthread_create(&jobs->threads[jobs->thread_count], NULL, work, jobs))
			log_fatal("no_thread", "call=pthread_create");
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

struct jobs *jobs_new(struct event_base *base, const char *url, size_t threads, job_done *done,
                      void *context)
{
	struct jobs *jobs = calloc(1, sizeof *jobs);
	pthread_condattr_t monotonic;

	if (!jobs)
		log_fatal("out_of_memory", "call=jobs_new");
	TAILQ_INIT(&jobs->urgent);
	TAILQ_INIT(&jobs->ordinary);
	TAILQ_INIT(&jobs->finished);
	pthread_mutex_init(&jobs->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&jobs->wake, NULL);
	pthread_cond_init(&jobs->stop, &monotonic);
	pthread_condattr_destroy(&monotonic);
	jobs->url = url;
	jobs->done = done;
	jobs->context = context;
	jobs->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (jobs->bell < 0)
		log_fatal("no_bell", "call=eventfd errno=%d", errno);
	jobs->answered = event_new(base, jobs->bell, EV_READ | EV_PERSIST, on_bell, jobs);
	if (!jobs->answered || event_add(jobs->answered, NULL))
		log_fatal("no_bell", "call=event_add");
	start_threads(jobs, threads);
	return jobs;
}

void jobs_submit(struct jobs *jobs, struct job *job)
{
	pthread_mutex_lock(&jobs->lock);
	TAILQ_INSERT_TAIL(is_urgent(job) ? &jobs->urgent : &jobs->ordinary, job, link);
	pthread_cond_signal(&jobs->wake);
	pthread_mutex_unlock(&jobs->lock);
}

static void free_list(struct job_list *list)
{
	struct job *job;

	while ((job = TAILQ_FIRST(list))) {
		TAILQ_REMOVE(list, job, link);
		job_free(job);
	}
}

bool jobs_free(struct jobs *jobs)
{
	struct timespec until;

	pthread_mutex_lock(&jobs->lock);
	jobs->stopping = true;
	pthread_cond_broadcast(&jobs->wake);
	pthread_cond_broadcast(&jobs->stop);
	pthread_mutex_unlock(&jobs->lock);
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += STOP_SECONDS;
	for (size_t i = 0; i < jobs->thread_count; i++)
		if (pthread_timedjoin_np(jobs->threads[i], NULL, &until))
			return false;
	free_list(&jobs->urgent);
	free_list(&jobs->ordinary);
	free_list(&jobs->finished);
	event_free(jobs->answered);
	close(jobs->bell);
	pthread_cond_destroy(&jobs->wake);
	pthread_cond_destroy(&jobs->stop);
	pthread_mutex_destroy(&jobs->lock);
	free(jobs->threads);
	free(jobs);
	return true;
}
