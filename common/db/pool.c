#include <pthread.h>
#include <time.h>

#include "common/base/log.h"
#include "common/db/db.h"

#include "common/base/poison.h"

enum { TAKE_SECONDS = 5 };

struct db_pool {
	pthread_mutex_t lock;
	pthread_cond_t freed;
	const char *url, *program;
	struct db **idle; /* a stack; NULL entries are connections not yet opened */
	size_t idle_count, size, waiting;
};

struct db_pool *db_pool_open(const char *url, const char *program, size_t connections)
{
	struct db_pool *pool = calloc(1, sizeof *pool);
	pthread_condattr_t steady;

	if (!pool || !(pool->idle = calloc(connections, sizeof *pool->idle)))
		log_fatal("out_of_memory", "call=db_pool_open");
	pthread_mutex_init(&pool->lock, NULL);
	/* A clock that is set, as on a Pi without one of its own, must not change the wait. */
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&pool->freed, &steady);
	pthread_condattr_destroy(&steady);
	pool->url = url;
	pool->program = program;
	pool->size = pool->idle_count = connections;
	return pool;
}

void db_pool_close(struct db_pool *pool)
{
	for (size_t i = 0; i < pool->idle_count; i++)
		db_close(pool->idle[i]);
	pthread_cond_destroy(&pool->freed);
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

/* Opens the slot that was taken, or gives it back. */
static struct db *opened(struct db_pool *pool, struct db *db)
{
	if (!db)
		db = db_open(pool->url, pool->program);
	if (db && db_ready(db))
		return db;
	db_pool_give(pool, db);
	return NULL;
}

struct db *db_pool_try(struct db_pool *pool)
{
	struct db *db = NULL;
	bool took;

	pthread_mutex_lock(&pool->lock);
	took = pool->idle_count && !pool->waiting;
	if (took)
		db = pool->idle[--pool->idle_count];
	pthread_mutex_unlock(&pool->lock);
	return took ? opened(pool, db) : NULL;
}

struct db *db_pool_take(struct db_pool *pool)
{
	struct timespec until;
	struct db *db;
	int late = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += TAKE_SECONDS;
	pthread_mutex_lock(&pool->lock);
	pool->waiting++;
	while (!pool->idle_count && !late)
		late = pthread_cond_timedwait(&pool->freed, &pool->lock, &until);
	pool->waiting--;
	if (!pool->idle_count) {
		pthread_mutex_unlock(&pool->lock);
		log_line(LOG_WARNING, "pool_exhausted", "connections=%zu", pool->size);
		return NULL;
	}
	db = pool->idle[--pool->idle_count];
	pthread_mutex_unlock(&pool->lock);
	return opened(pool, db);
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
	pthread_cond_signal(&pool->freed);
	pthread_mutex_unlock(&pool->lock);
}
