/* Preloaded into PostgreSQL: every flush takes SLOW_FLUSH_US microseconds longer, standing for an SD card. */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

int fdatasync(int fd)
{
	static int (*flush)(int);
	static long pause_us;
	struct timespec pause;

	if (!flush) {
		const char *us = getenv("SLOW_FLUSH_US");

		pause_us = us ? strtol(us, NULL, 10) : 0;
		*(void **)&flush = dlsym(RTLD_NEXT, "fdatasync");
	}
	pause =
	    (struct timespec){.tv_sec = pause_us / 1000000, .tv_nsec = pause_us % 1000000 * 1000};
	nanosleep(&pause, NULL);
	return flush(fd);
}
