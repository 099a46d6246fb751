#include "cgi/api/cors.h"

#include "common/base/poison.h"

void cors_finish(struct request *rq)
{
	struct str origin = http_header(rq->http, "HTTP_ORIGIN");

	/* Caches keep an answer for each origin, also for requests that name none. */
	http_add_header(rq->answer, STR("Vary: Origin"));
	if (!origin.n || !auth_origin_allowed(rq->app->auth, origin))
		return;
	http_add_header(rq->answer, arena_printf(rq->arena, "Access-Control-Allow-Origin: %.*s",
	                                         STR_ARG(origin)));
	if (rq->http->method != HTTP_OPTIONS) {
		http_add_header(rq->answer,
		                STR("Access-Control-Expose-Headers: ETag, Location, Retry-After, "
		                    "Idempotency-Replayed"));
		return;
	}
	http_add_header(rq->answer,
	                STR("Access-Control-Allow-Methods: GET, POST, PUT, PATCH, DELETE"));
	http_add_header(rq->answer,
	                STR("Access-Control-Allow-Headers: Authorization, Content-Type, If-Match, "
	                    "If-None-Match, Idempotency-Key, Last-Event-ID"));
	http_add_header(rq->answer, STR("Access-Control-Max-Age: 7200"));
}
