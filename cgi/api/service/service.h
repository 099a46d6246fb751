/* /health and /openapi.json: what operators and developers ask. */
#ifndef TABARD_API_SERVICE_H
#define TABARD_API_SERVICE_H

#include "cgi/api/app.h"

extern const struct shape health_shape;

/* GET //health: 200, 503. */
int health_get(struct request *rq);
/* GET /openapi.json: 200. */
int openapi_get(struct request *rq);

#endif
