/* The API's description (OpenAPI 3.1), made from the route table. */
#ifndef TABARD_API_OPENAPI_H
#define TABARD_API_OPENAPI_H

#include "common/base/arena.h"

/* The document as JSON, in `arena`. */
struct str openapi_document(struct arena *arena);

#endif
