/* tabard-api: the REST worker. `tabard-api --openapi` prints the API's description and ends. */
#include <malloc.h>
#include <signal.h>

#include "cgi/api/app.h"
#include "cgi/api/dispatch.h"
#include "cgi/api/identity.h"
#include "cgi/api/limiter.h"
#include "cgi/api/meter.h"
#include "cgi/api/openapi.h"
#include "cgi/api/people.h"
#include "cgi/api/store.h"
#include "common/base/clock.h"
#include "common/base/config.h"
#include "common/base/log.h"

#include "common/base/poison.h"

static int print_openapi(const struct app *app)
{
	return fwrite(app->openapi.p, 1, app->openapi.n, stdout) == app->openapi.n &&
	               putchar('\n') == '\n' && fflush(stdout) == 0
	           ? 0
	           : 1;
}

/* Signals go to the thread that waits for them, so they are blocked before any other is made. */
static void block_signals(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

/* glibc gives each thread a heap of its own, up to eight a core; two keep the memory of a hundred threads
 * small and are enough for as many as run at once. */
enum { HEAPS = 2, LARGE = 128 * 1024 };

static void keep_heaps_small(void)
{
	mallopt(M_ARENA_MAX, HEAPS);
	/* By itself it would take to keeping what is large, once the first such thing was freed. */
	mallopt(M_MMAP_THRESHOLD, LARGE);
}

/* A pointer that is drawn smoothly and a token that is dragged with it, in two tabs. */
enum { SIGNALS_PER_SECOND = 40, SECOND_MS = 1000, MINUTE_MS = 60 * SECOND_MS };

static int serve(struct app *app)
{
	const struct auth_settings auth = {
	    .jwks_url = config_text(SET_CLERK_JWKS_URL),
	    .issuer = config_text(SET_CLERK_ISSUER),
	    .allowed_origins = config_text(SET_ALLOWED_ORIGINS),
	    .sessionless = config_number(SET_SESSIONLESS) != 0,
	};
	size_t threads = (size_t)config_number(SET_API_THREADS);
	size_t connections = (size_t)config_number(SET_DB_CONNECTIONS);
	int listener;

	/* Each idle connection of nginx holds a thread: with fewer threads, requests would wait for ever. */
	if ((int64_t)threads <= config_number(SET_NGINX_CONNECTIONS)) {
		log_line(LOG_ERROR, "too_few_threads", "API_THREADS=%zu NGINX_CONNECTIONS=%lld",
		         threads, (long long)config_number(SET_NGINX_CONNECTIONS));
		return 1;
	}
	listener = http_listen(config_text(SET_API_SOCKET));
	if (listener < 0)
		return 1;
	app->auth = auth_start(&auth);
	if (!app->auth)
		return 1;
	app->people = people_new();
	app->meter = meter_new(route_count);
	app->started_us = clock_monotonic_us();
	app->limiter = limiter_new(config_number(SET_REQUESTS_PER_MINUTE), MINUTE_MS);
	app->signals = limiter_new(SIGNALS_PER_SECOND, SECOND_MS);
	app->pool = db_pool_open(config_text(SET_DATABASE_URL), "tabard-api", connections);
	app->uploads =
	    uploads_open(app->var, config_number(SET_UPLOAD_QUOTA_MIB) * 1024 * 1024, app->pool);
	if (!app->uploads)
		return 1;
	log_line(LOG_INFO, "started", "program=tabard-api version=%s threads=%zu connections=%zu",
	         TABARD_VERSION, threads, connections);
	http_serve(listener, threads, dispatch, app);
	uploads_close(app->uploads);
	db_pool_close(app->pool);
	limiter_free(app->signals);
	limiter_free(app->limiter);
	meter_free(app->meter);
	people_free(app->people);
	auth_stop(app->auth);
	log_line(LOG_INFO, "stopped", "program=tabard-api");
	return 0;
}

int main(int argc, char **argv)
{
	struct busy busy = {false};
	struct app app = {.busy = &busy,
	                  .public_url = str_of(config_text(SET_PUBLIC_URL)),
	                  .own_origin = origin_of(str_of(config_text(SET_PUBLIC_URL))),
	                  .webhook_secret = str_of(config_text(SET_WEBHOOK_SECRET)),
	                  .var = config_text(SET_VAR)};
	struct arena arena = {0}, drafts = {0};
	const char *broken = routes_broken();
	int status;

	if (broken)
		log_fatal("route_table_broken", "path=%s", broken);
	keep_heaps_small();
	app.openapi = arena_str(&arena, openapi_document(&drafts));
	arena_free(&drafts);
	if (argc == 2 && strcmp(argv[1], "--openapi") == 0) {
		status = print_openapi(&app);
	} else if (argc > 1) {
		fputs("usage: tabard-api [--openapi]\n"
		      "Serves FastCGI on API_SOCKET; see `tabardctl settings`.\n",
		      stderr);
		status = 2;
	} else {
		block_signals();
		status = serve(&app);
	}
	arena_free(&arena);
	return status;
}
