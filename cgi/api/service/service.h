/* /health, /metrics and /openapi.json: what operators and developers ask. */
#ifndef TABARD_API_SERVICE_H
#define TABARD_API_SERVICE_H

#include "cgi/api/app.h"

extern const struct shape health_shape, metrics_shape;

/* GET //health: 200, 503. */
int health_get(struct request *rq);
/* GET //metrics: JSON, or Prometheus's text for those who accept that. 200. */
int metrics_get(struct request *rq);
/* GET /openapi.json: 200. */
int openapi_get(struct request *rq);

#endif
