#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

#include "common/base/log.h"
#include "common/db/db.h"

#include "common/base/poison.h"

enum { TAKE_SECONDS = 5 };

struct db_pool {
	const char *url, *program;
	size_t size;
	sem_t free; /* as many as are idle; a condition variable would wake a waiter twice */
	atomic_size_t waiting;
	pthread_mutex_t lock; /* for what follows */
	struct db **idle;     /* a stack; NULL entries are connections not yet opened */
	size_t idle_count;
};

struct db_pool *db_pool_open(const char *url, const char *program, size_t connections)
{
	struct db_pool *pool = calloc(1, sizeof *pool);

	if (!pool || !(pool->idle = calloc(connections, sizeof *pool->idle)))
		log_fatal("out_of_memory", "call=db_pool_open");
	pthread_mutex_init(&pool->lock, NULL);
	sem_init(&pool->free, 0, (unsigned)connections);
	pool->url = url;
	pool->program = program;
	pool->size = pool->idle_count = connections;
	return pool;
}

void db_pool_close(struct db_pool *pool)
{
	for (size_t i = 0; i < pool->idle_count; i++)
		db_close(pool->idle[i]);
	sem_destroy(&pool->free);
	pthread_mutex_destroy(&pool->lock);
	free(pool->idle);
	free(pool);
}

struct db_pool_state db_pool_look(struct db_pool *pool)
{
	struct db_pool_state state;

	pthread_mutex_lock(&pool->lock);
	state = (struct db_pool_state){.connections = pool->size,
	                               .in_use = pool->size - pool->idle_count,
	                               .waiting = pool->waiting};
	pthread_mutex_unlock(&pool->lock);
	return state;
}

/* The connection on top of the stack, one of `free` having been taken; opened if need be, or given back. */
static struct db *take(struct db_pool *pool)
{
	struct db *db;

	pthread_mutex_lock(&pool->lock);
	db = pool->idle[--pool->idle_count];
	pthread_mutex_unlock(&pool->lock);
	if (!db)
		db = db_open(pool->url, pool->program);
	if (db && db_ready(db))
		return db;
	db_pool_give(pool, db);
	return NULL;
}

struct db *db_pool_try(struct db_pool *pool)
{
	return !pool->waiting && sem_trywait(&pool->free) == 0 ? take(pool) : NULL;
}

/* Whether one came free in time. */
static bool wait_for_one(struct db_pool *pool)
{
	struct timespec until;
	bool late;

	/* A clock that is set, as on a Pi without one of its own, must not change the wait. */
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += TAKE_SECONDS;
	pool->waiting++;
	do
		late = sem_clockwait(&pool->free, CLOCK_MONOTONIC, &until) != 0;
	while (late && errno == EINTR);
	pool->waiting--;
	return !late;
}

struct db *db_pool_take(struct db_pool *pool)
{
	if (sem_trywait(&pool->free) == 0 || wait_for_one(pool))
		return take(pool);
	log_line(LOG_WARNING, "pool_exhausted", "connections=%zu", pool->size);
	return NULL;
}

void db_pool_give(struct db_pool *pool, struct db *db)
{
	if (db)
		db_settle(db);
	pthread_mutex_lock(&pool->lock);
	/* An unopened slot goes to the bottom, so that working connections are taken first. */
	if (!db && pool->idle_count) {
		memmove(pool->idle + 1, pool->idle, pool->idle_count * sizeof *pool->idle);
		pool->idle[0] = NULL;
	} else {
		pool->idle[pool->idle_count] = db;
	}
	pool->idle_count++;
	pthread_mutex_unlock(&pool->lock);
	sem_post(&pool->free);
}
