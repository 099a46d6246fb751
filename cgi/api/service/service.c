#include "cgi/api/service/service.h"

#include <sys/statvfs.h>

#include "cgi/api/fields.h"
#include "queries.h"

#include "common/base/poison.h"

/* Below either of these the disk is low: PostgreSQL stops for good when it is full. */
enum { FREE_PERCENT_MIN = 2, FREE_MIB_MIN = 100 };

static const char *const up_down[] = {"ok", "down", NULL};
static const char *const disk_words[] = {"ok", "low", "unknown", NULL};
static const char *const health_words[] = {"healthy", "unhealthy", NULL};

static const struct field health_fields[] = {
    ROW_ENUM("status", health_words, "healthy when nothing below is down or low."),
    ROW_ENUM("database", up_down, "Whether the database answers."),
    ROW_ENUM("events", up_down, "Whether the broadcaster gave a sign of life lately."),
    ROW_ENUM("clock", up_down, "Whether the clock gave a sign of life lately."),
    ROW_ENUM("disk_space", disk_words, "Whether there is room left for the data."),
    ROW_STR("version", 40, "The server's version."),
};
const struct shape health_shape = SHAPE_ROW("Health", health_fields);

static const char *disk_space(const char *folder)
{
	struct statvfs fs;
	uint64_t free_bytes, all_bytes;

	if (statvfs(folder, &fs))
		return "unknown";
	free_bytes = (uint64_t)fs.f_bavail * fs.f_frsize;
	all_bytes = (uint64_t)fs.f_blocks * fs.f_frsize;
	if (free_bytes < (uint64_t)FREE_MIB_MIN * 1024 * 1024 ||
	    free_bytes / FREE_PERCENT_MIN < all_bytes / 100)
		return "low";
	return "ok";
}

int health_get(struct request *rq)
{
	struct db *db = db_pool_take(rq->app->pool);
	bool database = db && db_query(db, &q_service_beats) == DB_OK;
	bool events = database && db_bool(db_result(db, 0), 0, 0);
	bool clock = database && db_bool(db_result(db, 0), 0, 1);
	const char *disk = disk_space(rq->app->var);
	bool good = events && clock && auth_ready(rq->app->auth) && strcmp(disk, "low") != 0;

	if (db)
		db_pool_give(rq->app->pool, db);
	rq->answer->body = arena_printf(
	    rq->arena,
	    "{\"status\":\"%s\",\"database\":\"%s\",\"events\":\"%s\",\"clock\":\"%s\","
	    "\"disk_space\":\"%s\",\"version\":\"%s\"}",
	    health_words[!good], up_down[!database], up_down[!events], up_down[!clock], disk,
	    TABARD_VERSION);
	http_add_header(rq->answer, STR("Cache-Control: no-store"));
	return rq->answer->status = good ? 200 : 503;
}

int openapi_get(struct request *rq)
{
	rq->answer->body = rq->app->openapi;
	http_add_header(rq->answer, STR("Cache-Control: no-cache"));
	return rq->answer->status = 200;
}
