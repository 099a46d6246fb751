#include "cgi/api/store.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/base/log.h"

#include "common/base/poison.h"

enum { WAITING_MAX = 8, WAIT_SECONDS = 8, SWEEP_SECONDS = 3600, RETRY_SECONDS = 10 };

struct uploads {
	int folder;
	int64_t quota;
	struct db_pool *pool;
	pthread_mutex_t lock;
	pthread_cond_t free, stop; /* of the press; of the sweeper */
	bool pressing, stopping;
	int waiting, holding;
	pthread_t sweeper;
};

static struct timespec in_seconds(int seconds)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	t.tv_sec += seconds;
	return t;
}

/* Nothing of it is in a request's way: a failure is tried again, and a stop does not wait for the hour. */
static void *sweep(void *argument)
{
	struct uploads *u = argument;

	pthread_mutex_lock(&u->lock);
	while (!u->stopping) {
		struct timespec until;
		struct db *db;
		bool done, held = u->holding > 0;

		pthread_mutex_unlock(&u->lock);
		db = held ? NULL : db_pool_take(u->pool);
		done = db && uploads_sweep(u, db);
		if (db)
			db_pool_give(u->pool, db);
		until = in_seconds(done ? SWEEP_SECONDS : RETRY_SECONDS);
		pthread_mutex_lock(&u->lock);
		while (!u->stopping && pthread_cond_timedwait(&u->stop, &u->lock, &until) == 0)
			;
	}
	pthread_mutex_unlock(&u->lock);
	return NULL;
}

static int open_folder(const char *var)
{
	int up = open(var, O_RDONLY | O_DIRECTORY | O_CLOEXEC), folder = -1;

	if (up >= 0 && (mkdirat(up, "uploads", 0750) == 0 || errno == EEXIST))
		folder = openat(up, "uploads", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	/* The group is the web server's, whatever the umask is. */
	if (folder >= 0 && fchmod(folder, 0750)) {
		close(folder);
		folder = -1;
	}
	if (folder < 0)
		log_line(LOG_ERROR, "cannot_keep_uploads", "path=%s/uploads errno=%d", var, errno);
	if (up >= 0)
		close(up);
	return folder;
}

struct uploads *uploads_open(const char *var, int64_t quota, struct db_pool *pool)
{
	struct uploads *u = calloc(1, sizeof *u);
	pthread_condattr_t steady;

	if (!u)
		log_fatal("out_of_memory", "call=uploads_open");
	u->folder = open_folder(var);
	if (u->folder < 0) {
		free(u);
		return NULL;
	}
	u->quota = quota;
	u->pool = pool;
	pthread_mutex_init(&u->lock, NULL);
	pthread_condattr_init(&steady);
	pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
	pthread_cond_init(&u->free, &steady);
	pthread_cond_init(&u->stop, &steady);
	pthread_condattr_destroy(&steady);
	if (pthread_create(&u->sweeper, NULL, sweep, u))
		log_fatal("no_thread", "call=uploads_open");
	return u;
}

void uploads_close(struct uploads *u)
{
	pthread_mutex_lock(&u->lock);
	u->stopping = true;
	pthread_cond_signal(&u->stop);
	pthread_mutex_unlock(&u->lock);
	pthread_join(u->sweeper, NULL);
	pthread_cond_destroy(&u->stop);
	pthread_cond_destroy(&u->free);
	pthread_mutex_destroy(&u->lock);
	close(u->folder);
	free(u);
}

int64_t uploads_quota(const struct uploads *u)
{
	return u->quota;
}

int64_t uploads_room(int64_t bytes)
{
	enum { BLOCK = 4096 };

	return (bytes + BLOCK - 1) / BLOCK * BLOCK + 4 * BLOCK;
}

void uploads_hold(struct uploads *u, bool on)
{
	pthread_mutex_lock(&u->lock);
	u->holding += on ? 1 : -1;
	pthread_mutex_unlock(&u->lock);
}

int uploads_folder(const struct uploads *u)
{
	return u->folder;
}

/* "<id>" and "<id>.thumb"; with "-" in the place of the dot while it is being received. */
static void name_of(struct uuid id, const char *suffix, char out[UUID_TEXT + 8])
{
	char text[UUID_TEXT + 1];

	uuid_format(id, text);
	snprintf(out, UUID_TEXT + 8, "%s%s", text, suffix);
}

static int create(const struct uploads *u, struct uuid id, const char *suffix, mode_t mode)
{
	char name[UUID_TEXT + 8];
	int fd;

	name_of(id, suffix, name);
	fd = openat(u->folder, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd >= 0 && fchmod(fd, mode)) {
		close(fd);
		return -1;
	}
	return fd;
}

int uploads_scratch(const struct uploads *u)
{
	struct uuid id = uuid_v7();
	char name[UUID_TEXT + 8];
	int fd = create(u, id, "-", 0600);

	name_of(id, "-", name);
	if (fd >= 0)
		unlinkat(u->folder, name, 0);
	else
		log_line(LOG_ERROR, "cannot_keep_uploads", "errno=%d", errno);
	return fd;
}

void uploads_remove(const struct uploads *u, struct uuid id)
{
	char name[UUID_TEXT + 8];

	name_of(id, "", name);
	unlinkat(u->folder, name, 0);
	name_of(id, ".thumb", name);
	unlinkat(u->folder, name, 0);
}

int uploads_open_picture(const struct uploads *u, struct uuid id)
{
	char name[UUID_TEXT + 8];

	name_of(id, "", name);
	return openat(u->folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
}

static bool take_press(struct uploads *u)
{
	struct timespec until = in_seconds(WAIT_SECONDS);
	bool taken = false;

	pthread_mutex_lock(&u->lock);
	if (!u->pressing || u->waiting < WAITING_MAX) {
		int late = 0;

		u->waiting++;
		while (u->pressing && !late)
			late = pthread_cond_timedwait(&u->free, &u->lock, &until);
		u->waiting--;
		taken = !u->pressing;
		u->pressing = true;
	}
	pthread_mutex_unlock(&u->lock);
	return taken;
}

static void give_press(struct uploads *u)
{
	pthread_mutex_lock(&u->lock);
	u->pressing = false;
	pthread_cond_signal(&u->free);
	pthread_mutex_unlock(&u->lock);
}

enum image_verdict uploads_keep(struct uploads *u, int scratch, struct uuid id,
                                struct image_report *report, int64_t *bytes, bool *busy)
{
	enum image_verdict verdict = IMAGE_FAILED;
	int picture = create(u, id, "", 0640), thumb = create(u, id, ".thumb", 0640);
	struct stat st;

	*busy = !take_press(u);
	if (!*busy) {
		if (picture >= 0 && thumb >= 0)
			verdict = image_make(scratch, picture, thumb, report);
		give_press(u);
	}
	/* Its row must not outlive a power cut without it. */
	if (!verdict && (fsync(picture) || fsync(thumb) || fsync(u->folder) || fstat(picture, &st)))
		verdict = IMAGE_FAILED;
	if (!verdict)
		*bytes = st.st_size;
	else if (picture >= 0) /* else they are another's */
		uploads_remove(u, id);
	if (picture >= 0)
		close(picture);
	if (thumb >= 0)
		close(thumb);
	return verdict;
}
