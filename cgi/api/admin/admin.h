/* /admin: for administrators of this server. */
#ifndef TABARD_API_ADMIN_H
#define TABARD_API_ADMIN_H

#include "cgi/api/app.h"

extern const struct shape simulation_shape;

/* GET /admin/simulations: 200, 403. */
int simulations_get(struct request *rq);
/* POST /admin/simulations: plays an encounter and tells each step as it comes. 200, 403. */
int simulations_post(struct request *rq);

#endif
